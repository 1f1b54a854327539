"""The session's clock: SimPy's, which can also stand still between two events."""

import simpy


class Clock(simpy.Environment):
    """Goes from event to event, or a part of the way to the next.

    SimPy's own run(until=...) leaves a mark of its own among the events, so that how many events there have been
    would depend on how often somebody looked.
    """

    def move_to(self, time_s: float) -> None:
        """Let time pass to *time_s*, which lies between now and the next event."""
        self._now = time_s
