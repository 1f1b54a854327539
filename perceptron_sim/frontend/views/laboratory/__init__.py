"""The laboratory: an experiment is chosen, set, started and watched; or a run that was comes back."""

from perceptron_sim.frontend.views.laboratory.view import LaboratoryView

__all__ = ["LaboratoryView"]
