"""What is happening, in one plain sentence computed from the state."""

from hardware import Mark1Snapshot, Phase
from perceptron_sim.experiments.words import counted, joined
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.operations import Source
from perceptron_sim.snapshot import PanelState, SessionSnapshot


def happening(snapshot: SessionSnapshot) -> str:
    """One sentence about this instant, in words a ten-year-old follows."""
    if not {MARK1, MODERN} <= snapshot.scores.keys():
        return _of_others(snapshot)
    if snapshot.finished:
        return _ended(snapshot)
    machine = snapshot.mark1
    if snapshot.waiting:
        return _waiting(snapshot.source)
    if machine.phase is Phase.TESTING:
        return "The machine tests itself: its lamps walk through every part."
    if snapshot.visit and snapshot.label is None:
        return "Both learners look at your sign and say what it is; nothing is learned from it."
    if snapshot.label is None or (machine.phase is Phase.WAITING and machine.exposures == 0):
        return f"Both learners wait for the {'next' if snapshot.lesson else 'first'} picture."
    letter = snapshot.class_names[snapshot.label]
    if machine.phase is Phase.WAITING:
        return f"The trainer takes up the next picture: {letter}."
    match machine.phase:
        case Phase.EXPOSING:
            return f"The trainer shows {letter} and waits for the machine's lamps."
        case Phase.CORRECTING:
            return f"{_read(snapshot, letter)} {_turning(machine)}"
        case _:
            if machine.answered == machine.wanted:
                return f"The machine read {letter}: right. The trainer takes the picture away."
            return f"{_misread(snapshot, letter)} Its motors have turned; the next picture comes."


def _waiting(source: Source) -> str:
    """What is waited for where no lesson comes by itself."""
    if source is Source.TRAY:
        return "The tray of lessons is empty: teach a sign, or set the lessons to automatic again."
    return "Lessons are given by hand now: show a sign, or set the lessons to automatic again."


def _of_others(snapshot: SessionSnapshot) -> str:
    """Of learners by other names only what they look at, or how far they are."""
    one = len(snapshot.scores) == 1
    who = counted(len(snapshot.scores), "learner")
    if snapshot.finished:
        return f"The lessons of {who} are over, after {counted(snapshot.exposures, 'exposure')}."
    if snapshot.stimulus is None:
        return f"{who} {'waits' if one else 'wait'} for the {'next' if snapshot.exposures else 'first'} picture."
    seen = "a sign of yours" if snapshot.label is None else snapshot.class_names[snapshot.label]
    return f"{who} {'looks' if one else 'look'} at {seen}."


def wrong_units(machine: Mark1Snapshot) -> list[str]:
    """The names of the R-units whose last reading was wrong, R1 first."""
    if machine.answered is None or machine.wanted is None:
        return []
    pairs = enumerate(zip(machine.answered, machine.wanted, strict=True), start=1)
    return [f"R{number}" for number, (answered, wanted) in pairs if answered != wanted]


def _read(snapshot: SessionSnapshot, letter: str) -> str:
    if snapshot.mark1.answered == snapshot.mark1.wanted:  # forced learning corrects right answers too
        return f"The machine read {letter}: right. It is corrected all the same."
    return _misread(snapshot, letter)


def _misread(snapshot: SessionSnapshot, letter: str) -> str:
    machine = snapshot.mark1
    meant = snapshot.meaning(machine.answered) if machine.answered is not None else None
    said = f"read {letter} as {meant}" if meant else f"saw nothing it knows in this {letter}"
    wrong = wrong_units(machine)
    return f"The machine {said}: {joined(wrong)} {'was' if len(wrong) == 1 else 'were'} wrong."


def _turning(machine: Mark1Snapshot) -> str:
    up, down = int((machine.current > 0).sum()), int((machine.current < 0).sum())
    parts = [f"{count} {way}" for count, way in ((up, "up"), (down, "down")) if count]
    return f"Motors turn its knobs: {' and '.join(parts)}." if parts else "No motor turns."


def _is_changed(panel: PanelState) -> bool:
    """Whether a hand has left something on *panel* otherwise than lessons need it, or something is broken."""
    switched = panel.r_switches.any() or panel.overrides.any() or not panel.switched_on.all()
    return bool(switched or panel.faults or not panel.motors_on)


def _ended(snapshot: SessionSnapshot) -> str:
    if snapshot.exposures and not snapshot.mark1.angle_deg.any():
        return "The machine's values were cleared after its lessons: it knows nothing. Reset begins the lessons again."
    if snapshot.panel is not None and _is_changed(snapshot.panel):
        return "The lessons are over, so no picture comes by itself: show a sign in Teach, or begin again with Reset."
    mark1, modern = (snapshot.scores[name].errorless_pass for name in ("mark1", "modern"))
    if all(score.recent == 1 for score in snapshot.scores.values()):
        known = f"{'Both' if len(snapshot.scores) == 2 else 'All'} know all {len(snapshot.class_names)}."
        seen = [snapshot.scores[name].held_out for name in ("mark1", "modern")]
        if None not in seen:
            shares = [f"{100 * (share or 0):.0f} %" for share in seen]
            return f"{known} Of pictures never taught the machine names {shares[0]}, the network {shares[1]}."
        return f"{known} First pass without an error: {mark1} for the machine, {modern} for the network."
    had = [name for name, one in (("the machine", mark1), ("the network", modern)) if one]
    passes = counted(snapshot.pass_limit, "pass", "passes")
    return f"After {passes} {joined(had) if had else 'neither'} has had one without an error."
