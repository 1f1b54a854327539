"""Any unit of either machine opened, and the lecture's network followed number by number."""

from perceptron_sim.frontend.views.neuron.view import NeuronView

__all__ = ["NeuronView"]
