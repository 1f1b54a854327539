"""Events at exact instants: SimPy counts delays from now, and rounding would move an instant that was given."""

import math

import simpy


def until(env: simpy.Environment, due_s: float) -> simpy.events.Timeout:
    """An event at *due_s* to the last bit, whenever it is asked for before; so a restored run goes on identically."""
    now_s = float(env.now)
    delay_s = max(due_s - now_s, 0.0)
    while delay_s > 0.0 and now_s + delay_s > due_s:
        delay_s = math.nextafter(delay_s, 0.0)
    while now_s + delay_s < due_s:
        delay_s = math.nextafter(delay_s, math.inf)
    return env.timeout(delay_s)
