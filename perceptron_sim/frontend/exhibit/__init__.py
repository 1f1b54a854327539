"""The window of an exhibit: it fills the screen, asks people in, and cannot be left without the PIN."""

from perceptron_sim.frontend.exhibit.opening import open_exhibit

__all__ = ["open_exhibit"]
