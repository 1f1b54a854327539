"""The machine room: the cabinet front, drawn by us, with every moving part as the machine has it."""

from perceptron_sim.frontend.views.machine_room.view import MachineRoom

__all__ = ["MachineRoom"]
