"""The notebook: what happened, in words that are computed from the records."""

from perceptron_sim.frontend.views.notebook.view import NotebookView

__all__ = ["NotebookView"]
