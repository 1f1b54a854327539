"""A photocell and its relay: why it is on or off at this instant."""

from hardware import Mark1Snapshot, RetinaSpec


def conductance(spec: RetinaSpec, snapshot: Mark1Snapshot, cell: int) -> tuple[str, ...]:
    """What the cell conducts against what its relay needs, the relay's state last."""
    now_us = float(snapshot.conductance_us[cell])
    on = bool(snapshot.s_contacts[cell])
    switch = int(snapshot.switches[cell])
    if switch:
        return (f"its switch is set to {'on' if switch > 0 else 'off'}", f"so its relay is {_state(on)}")
    lines = (
        f"G = {now_us:.1f} µS",
        f"the relay closes above {spec.relay_on_us:.0f} µS",
        f"and opens below {spec.relay_off_us:.0f} µS",
    )
    if now_us > spec.relay_on_us:
        why = f"{now_us:.1f} > {spec.relay_on_us:.0f}"
        return (*lines, f"{why}: {'closed' if on else 'closing, its relay is not there yet'}")
    if now_us < spec.relay_off_us:
        why = f"{now_us:.1f} < {spec.relay_off_us:.0f}"
        return (*lines, f"{why}: {'opening, its relay is not there yet' if on else 'open'}")
    return (*lines, f"between the two: it stays {_state(on)}")


def _state(on: bool) -> str:
    return "closed" if on else "open"
