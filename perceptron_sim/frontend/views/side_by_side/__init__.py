"""Side by side: the Mark I and a network of today, learning from the same pictures."""

from perceptron_sim.frontend.views.side_by_side.view import SideBySide, check

__all__ = ["SideBySide", "check"]
