"""The plugboard: sockets, wires, and what an A-unit makes of what they carry."""

from perceptron_sim.frontend.views.plugboard.view import Plugboard

__all__ = ["Plugboard"]
