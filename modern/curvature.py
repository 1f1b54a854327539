"""The curvature of a loss: what the eigenvalues of its Hessian say about the place, and how damping changes it."""

import numpy as np

from modern.errors import SettingError
from modern.graph import FloatArray

MARGIN = 1e-6  # share of the largest curvature that automatic damping leaves the smallest, where that was flat


class Curvature:
    """The eigenvalues of a symmetric Hessian, each the curvature along its axis, smallest first.

    What lies within the rounding of the matrix's own type, relative to the largest, counts as flat.
    """

    def __init__(self, hessian: FloatArray) -> None:
        """*hessian* (n, n), finite."""
        matrix = hessian.astype(np.float64)
        self._eigenvalues, self._axes = np.linalg.eigh((matrix + matrix.T) / 2)
        self._steepest = float(np.abs(self._eigenvalues).max())
        self._rounding = len(matrix) * float(np.finfo(hessian.dtype).eps) * self._steepest

    @property
    def smallest(self) -> float:
        """The smallest eigenvalue: the curvature that bends down most, or up least."""
        return float(self._eigenvalues[0])

    @property
    def largest(self) -> float:
        """The largest eigenvalue."""
        return float(self._eigenvalues[-1])

    @property
    def kind(self) -> str:
        """What mathematicians call such a Hessian, "positive definite" or something less welcome."""
        flat, down, up = self._counts(0.0)
        if not flat:
            return "indefinite" if down and up else "positive definite" if up else "negative definite"
        if down and up:
            return "indefinite and singular"
        return "positive semi-definite" if up else "negative semi-definite" if down else "zero"

    def automatic_damping(self) -> float:
        """What makes it positive definite, added to the diagonal: see the function of that name."""
        return float(automatic_damping(self.smallest, self._steepest, self._rounding))

    def newton_direction(self, slopes: FloatArray, damping: float) -> FloatArray:
        """-[H + damping I]⁻¹ ∇f for ∇f = *slopes* (n,); SettingError where that matrix is singular."""
        flat, _, _ = self._counts(damping)
        if flat:
            raise SettingError(
                f"damping must not leave the Hessian singular ({_some(flat, len(slopes), '0 within rounding')}), "
                f"got {damping!r}: damping='automatic' finds enough"
            )
        along_axes: FloatArray = (self._axes.T @ slopes) / (self._eigenvalues + damping)
        return -(self._axes @ along_axes)

    def sentence(self, damping: float) -> str:
        """What this place is, and where Newton's formula leads with that *damping*."""
        flat, down, up = self._counts(0.0)
        found = [_some(number, flat + down + up, what) for number, what in ((down, "negative"), (flat, "0")) if number]
        here = f"The Hessian is {self.kind}" + (f" ({', '.join(found)})" if found else "")
        if damping:
            here += f"; {damping:.3g} was added to its diagonal"
        _, down, up = self._counts(damping)
        goal = "the bottom of a bowl"
        if down:
            goal = f"a {'saddle' if up else 'top'}, which is no minimum"
        return f"{here}: the formula makes for {goal}."

    def _counts(self, damping: float) -> tuple[int, int, int]:
        """How many curvatures are flat, negative, positive, with *damping* added to each."""
        shifted = self._eigenvalues + damping
        down, up = int((shifted < -self._rounding).sum()), int((shifted > self._rounding).sum())
        return len(shifted) - down - up, down, up


def automatic_damping(
    smallest: FloatArray | float, steepest: FloatArray | float, rounding: FloatArray | float
) -> FloatArray:
    """What to add to the diagonal of one Hessian, or many, so that it is positive definite beyond *rounding*.

    0 where it is so already. Just lifting the *smallest* curvature above 0 would make for a giant stride along its
    axis, as the step is the slope over the curvature; so it is lifted as far above 0 as it was below, and at least
    by a millionth of the *steepest* in size. A plane, flat all over, gets 1: a step of gradient descent.
    """
    least = np.maximum(MARGIN * steepest, 2 * rounding)
    lift = np.where(least > 0, np.maximum(-smallest, least), 1.0)
    damping: FloatArray = np.where(smallest > rounding, 0.0, lift - smallest)
    return damping


def _some(number: int, of_all: int, what: str) -> str:
    """Like "1 of 3 curvatures is negative"."""
    return f"{number} of {of_all} curvatures {'is' if number == 1 else 'are'} {what}"
