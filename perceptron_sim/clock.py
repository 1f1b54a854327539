"""The session's clock: SimPy's, which can also stand still between two events."""

from heapq import heappop

import simpy
from simpy.events import Timeout


class Clock(simpy.Environment):
    """Goes from event to event, or a part of the way to the next.

    SimPy's own run(until=...) leaves a mark of its own among the events, so that how many events there have been
    would depend on how often somebody looked.
    """

    def step(self) -> None:
        """Process the next event; timers that nobody waits for are none."""
        self._forget_what_nobody_waits_for()
        super().step()

    def peek(self) -> float:
        """When the next event is due; infinity where there is none."""
        self._forget_what_nobody_waits_for()
        return float(super().peek())

    def _forget_what_nobody_waits_for(self) -> None:
        """Timers of what was cut short are among the events of one run and not of another that begins after it."""
        queue = self._queue
        while queue and isinstance(queue[0][-1], Timeout) and not queue[0][-1].callbacks:
            heappop(queue)

    def move_to(self, time_s: float) -> None:
        """Let time pass to *time_s*, which lies between now and the next event."""
        self._now = time_s
