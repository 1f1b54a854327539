"""The curvature of a loss: what the eigenvalues of its Hessian say about the place, and how damping changes it."""

import numpy as np

from modern.errors import SettingError
from modern.graph import FloatArray

MARGIN = 1e-3  # share of the largest curvature that damping leaves the smallest (Nocedal and Wright 2006, alg. 3.3)


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

    def least_damping(self) -> float:
        """The least to add to the diagonal for a Hessian that is positive definite beyond doubt; 0 if it is."""
        if self.smallest > self._rounding:
            return 0.0
        return MARGIN * (self._steepest or 1 / MARGIN) - self.smallest

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


def _some(number: int, of_all: int, what: str) -> str:
    """Like "1 of 3 curvatures is negative"."""
    return f"{number} of {of_all} curvatures {'is' if number == 1 else 'are'} {what}"
