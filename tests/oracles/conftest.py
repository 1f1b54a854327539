"""The makers of the goldens need PyTorch, which the tests do not: pytest must not import them to look for doctests."""

collect_ignore_glob = ["golden_*.py", "make_goldens.py"]
