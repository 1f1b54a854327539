"""What was answered for what, counted: of a Mark I also the lit codes that mean no class, the most frequent first."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from perceptron_sim.figures.run_record import IntArray, LaneRun, Run
from perceptron_sim.learner import NO_ANSWER

MOST_MEANINGLESS = 12  # codes with a column of their own; the others share one
OTHERS = "others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusions:
    """counts (classes, classes + meaningless codes): a row for each class shown, a column for each answer.

    codes is what the columns after the classes stand for, R1 first, OTHERS for the rest; wrong_lamps (r_units,) how
    often each R-unit was wrong, empty of a network.
    """

    counts: IntArray
    codes: tuple[str, ...]
    wrong_lamps: IntArray

    def worst(self, most: int) -> list[tuple[int, int, int]]:
        """(class shown, column, times) of the most frequent wrong answers."""
        wrong = self.counts.copy()
        np.fill_diagonal(wrong, 0)
        order = np.argsort(-wrong, axis=None, kind="stable")[:most]
        places = ((int(x), int(y)) for x, y in zip(*np.unravel_index(order, wrong.shape), strict=True))
        return [(row, column, int(wrong[row, column])) for row, column in places if wrong[row, column]]


def confusions(run: Run, lane: LaneRun) -> Confusions:
    """All exposures of *lane*, which must have answers."""
    answers = lane.answers
    assert answers is not None
    classes = len(run.class_names)
    unread = answers.answer == NO_ANSWER
    named = Counter(answers.code[unread].tolist()).most_common()
    shown = sorted(named, key=lambda item: (-item[1], item[0]))[:MOST_MEANINGLESS]
    codes = [code for code, _ in shown] + ([OTHERS] if len(named) > len(shown) else [])
    column = {code: classes + index for index, (code, _) in enumerate(shown)}
    columns = answers.answer.copy()
    columns[unread] = [column.get(code, classes + len(codes) - 1) for code in answers.code[unread].tolist()]
    counts = np.zeros((classes, classes + len(codes)), dtype=np.intp)
    np.add.at(counts, (answers.label, columns), 1)
    return Confusions(counts=counts, codes=tuple(codes), wrong_lamps=_wrong_lamps(lane))


def _wrong_lamps(lane: LaneRun) -> IntArray:
    assert lane.answers is not None
    if lane.codes is None:
        return np.zeros(0, dtype=np.intp)
    used = lane.lamps_used
    lit = np.array([[lamp == "1" for lamp in code[:used].ljust(used, "0")] for code in lane.answers.code.tolist()])
    wrong: IntArray = (lit.reshape(-1, used) ^ lane.codes[lane.answers.label, :used]).sum(axis=0)
    return wrong
