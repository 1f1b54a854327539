"""The window: the only part of the simulator that knows pygame."""
