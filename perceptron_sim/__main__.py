"""`python -m perceptron_sim` is the command line."""

from perceptron_sim.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
