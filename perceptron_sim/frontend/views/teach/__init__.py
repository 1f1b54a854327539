"""The view in which a visitor draws a sign, says what it is, and both machines answer."""

from perceptron_sim.frontend.views.teach.view import TeachView

__all__ = ["TeachView"]
