"""The network view: layers, receptive fields, decision boundaries, loss surfaces, the Hessian, filters, offsets."""

from perceptron_sim.frontend.views.network.view import NetworkView

__all__ = ["NetworkView"]
