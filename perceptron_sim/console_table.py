"""What a run without a window shows: a row for every pass as it ends, then the result in words."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from perceptron_sim.quantities import count, duration, energy
from perceptron_sim.session import PassResult

TITLES = {"mark1": "Mark I", "modern": "network"}
HEADINGS = (
    "        errors           unseen typeface    machine time",
    "pass    Mark I  network  Mark I  network    (assumed)",
)


def console() -> Console:
    """The terminal, or whatever standard output is; nothing in a text is taken for markup."""
    return Console(markup=False, highlight=False, emoji=False)


class PassTable:
    """A table that grows by a row for every pass, on a terminal, in a pipe and in a file alike."""

    def __init__(self, to: Console) -> None:
        self._to = to
        self._begun = False

    def add(self, result: PassResult, time_s: float) -> None:
        """Show the *result* of a pass that ended after *time_s* seconds of the machine's time."""
        if not self._begun:
            self._begun = True
            for heading in HEADINGS:
                self._to.print(heading, style="bold", soft_wrap=True)
        errors, unseen = result.errors, result.held_out
        self._to.print(
            f"{result.number:4}    {errors['mark1']:6}  {errors['modern']:7}  "
            f"{unseen['mark1']:6.0%}  {unseen['modern']:7.0%}    {time_s:5.0f} s",
            soft_wrap=True,
        )


def show_report(to: Console, report: dict[str, Any], folder: Path | None = None) -> None:
    """Show accuracy by typeface and sentences of *report*, a Report.as_dict(), and the *folder* it is in."""
    learners = report["learners"]
    single = learners["mark1"].get("bits_right", {})
    table = Table("typeface", *(f"{TITLES.get(name, name)}" for name in learners), "single R-units", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for face in learners["mark1"]["accuracy"]:
        shares = [one["accuracy"][face] for one in learners.values()] + [single.get(face, 0.0)]
        table.add_row(face, *(f"{share:.0%}" for share in shares))
    to.print()
    to.print("Named rightly after the run; the first typeface is the one that was taught:")
    to.print(table)
    to.print()
    to.print(f"Spent: {spent(learners)}")
    for sentence in ("", *report["sentences"], f"Digest of the records: {report['digest']}"):
        to.print(sentence)
    if folder:
        to.print(f"The results are in {folder}.", soft_wrap=True)


def spent(learners: dict[str, dict[str, Any]]) -> str:
    """What both learners took, in a line: times, turns and energies of the machine rest on assumed values."""
    old, new = learners["mark1"], learners["modern"]
    return (
        f"Mark I {duration(old['simulated_s'])}, motors {duration(old['motor_s'])}, {count(old['turned_deg'])}°, "
        f"{energy(old['energy_j'])} (all assumed); network {duration(new['wall_s'])} of computing, "
        f"{count(new['multiply_adds'])} multiply-adds, {energy(new['energy_j'])} (assumed)."
    )
