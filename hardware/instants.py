"""Waiting for exact instants: SimPy counts delays from now, and rounding would move an instant that was given."""

import math

import simpy
from simpy.events import ProcessGenerator

LATEST_S = 1e12  # of any instant that is kept: thirty thousand years


def wait_until(env: simpy.Environment, due_s: float) -> ProcessGenerator:
    """Wait until *due_s*, to the last bit, whenever the wait began; so a restored run goes on identically.

    A first hop may end a little early, never late; from there the difference is exact.
    """
    while (now_s := float(env.now)) < due_s:
        delay_s = due_s - now_s
        while now_s + delay_s > due_s:
            delay_s = math.nextafter(delay_s, 0.0)
        yield env.timeout(delay_s)
