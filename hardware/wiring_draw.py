"""Drawing a plugboard: random S-to-A wires of three families, and the split of the A-units over the R-units.

That wires were drawn from a table of random numbers is documented (MAN60, by way of WIK); which family, how many and
whether one A-unit could hold two wires of one S-unit is not (history-and-fidelity, the S-to-A wiring).
"""

from collections.abc import Iterator

import numpy as np

from hardware.arrays import BoolArray, FloatArray, IntArray
from hardware.choices import WiringFamily
from hardware.errors import WiringError
from hardware.plugboard import UNASSIGNED, UNPLUGGED, Wiring
from hardware.spec import Mark1Spec

ATTEMPTS = 32  # before a wire that keeps falling on taken cells is drawn from the free ones, which takes longer
TABLE = 2**18  # numbers in a table: few enough to stay in a processor's cache
TINY = float(np.finfo(np.float64).tiny)  # keeps the logarithm of a waiting time of zero finite


def draw_wiring(spec: Mark1Spec, rng: np.random.Generator) -> Wiring:
    """Draw the wires of every A-unit, and split the A-units over the R-units in order.

    Every A-unit has x excitatory wires, in its first rows, then y inhibitory ones; or, with the Poisson family,
    numbers of each drawn with means x and y. All come from distinct S-units unless the board allows replacement;
    a Poisson pair that needs more S-units than there are is then drawn again, and nothing else caps it.
    The S-units are drawn evenly, or, with the local family, about a centre that each A-unit has of its own, anywhere
    on the retina: the chance of a cell goes with exp(-d**2 / 2 sigma**2), d being the distance of its middle from it.
    Where more wires fall on an S-unit than it has outlets, wires of it, taken at random, are drawn again among the
    S-units that still have one, by the same chances. Where that does not happen the chances are exactly these, and
    the row of a wire tells nothing about its S-unit.

    Raises WiringError if Poisson numbers come to more wires than the board has outlets.
    """
    excitatory, inhibitory = _numbers(spec, rng)
    wires = excitatory + inhibitory
    outlets = spec.plugboard.wires_per_s_unit * spec.retina.s_units
    if wires.sum() > outlets:
        rule = f"at most {outlets} ({spec.plugboard.wires_per_s_unit} for each of {spec.retina.s_units} S-units)"
        raise WiringError(f"wires from S- to A-units must be {rule}, got {wires.sum()} drawn with Poisson numbers")
    local = spec.plugboard.family is WiringFamily.LOCAL
    chances = _Nearby(spec, rng) if local else _Anywhere(spec.retina.s_units)
    if spec.plugboard.replacement:
        origins = chances.repeated(wires, rng)
    else:
        origins = _shuffled(chances.distinct(wires, rng), rng)
    _relieve(origins, spec, chances, rng)
    rows = np.arange(len(origins))[:, None]
    signs = np.where(rows < excitatory, 1, np.where(rows < wires, -1, 0))
    return Wiring(origins, signs.astype(np.int8), _split(spec))


def _numbers(spec: Mark1Spec, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """How many excitatory and inhibitory wires each A-unit has, (a_units,) each."""
    board, units = spec.plugboard, spec.association.units
    means = np.array([[board.excitatory], [board.inhibitory]])
    if board.family is not WiringFamily.POISSON:
        excitatory, inhibitory = np.repeat(means, units, axis=1)
        return excitatory, inhibitory
    numbers = rng.poisson(means, (2, units))
    if not board.replacement:  # the means sum to no more than the cells, so at least every second pair fits
        while (many := np.flatnonzero(numbers.sum(axis=0) > spec.retina.s_units)).size:
            numbers[:, many] = rng.poisson(means, (2, many.size))
    return numbers[0], numbers[1]


def _split(spec: Mark1Spec) -> IntArray:
    """The R-unit (a_units,) of every A-unit: by the shares given, else evenly over the R-units in use."""
    units, in_use = spec.association.units, spec.response.in_use
    even, rest = divmod(units, in_use)
    shares = spec.plugboard.shares or (even + 1,) * rest + (even,) * (in_use - rest)
    patched = np.repeat(np.arange(len(shares)), shares)
    return np.concatenate((patched, np.full(units - patched.size, UNASSIGNED)))


def _sockets(wires: IntArray) -> BoolArray:
    """Which sockets (rows, a_units) the *wires* (a_units,) of each A-unit take: its first; one row at least."""
    taken: BoolArray = np.arange(max(1, wires.max()))[:, None] < wires
    return taken


def _shuffled(origins: IntArray, rng: np.random.Generator) -> IntArray:
    """Put the wires of each A-unit into random order, empty sockets last, so that no sign favours early draws."""
    keys = np.where(origins == UNPLUGGED, 1.0, rng.random(origins.shape))
    return np.take_along_axis(origins, keys.argsort(axis=0), axis=0)


class _Anywhere:
    """Every one of *cells* S-units is as probable as any other."""

    def __init__(self, cells: int) -> None:
        self._cells = cells

    def repeated(self, wires: IntArray, rng: np.random.Generator) -> IntArray:
        """S-units (rows, a_units) for *wires* (a_units,), each drawn without regard to the others."""
        sockets = _sockets(wires)
        return np.where(sockets, rng.integers(self._cells, size=sockets.shape), UNPLUGGED)

    def distinct(self, wires: IntArray, rng: np.random.Generator) -> IntArray:
        """S-units (rows, a_units) for *wires* (a_units,), distinct within an A-unit: every set as probable.

        R. W. Floyd's method (Bentley & Floyd 1987): draw among one more cell each time; what is taken gives the last.
        """
        sockets = _sockets(wires)
        origins = np.full(sockets.shape, UNPLUGGED)
        for row, taken in enumerate(sockets):
            units = np.flatnonzero(taken)
            last = self._cells - wires[units] + row
            drawn = rng.integers(last, endpoint=True)
            known = (origins[:row, units] == drawn).any(axis=0)
            origins[row, units] = np.where(known, last, drawn)
        return origins

    def one_of(self, cells: IntArray, unit: int, rng: np.random.Generator) -> int:
        """One of *cells* (one at least), for A-unit *unit*."""
        return int(rng.choice(cells))


class _Nearby:
    """The chance of an S-unit falls with its distance from the A-unit's own centre as a Gaussian does."""

    def __init__(self, spec: Mark1Spec, rng: np.random.Generator) -> None:
        self._rows, self._columns = spec.retina.rows, spec.retina.columns
        self._sigma_cells, self._units = spec.plugboard.local_sigma_cells, spec.association.units
        self._row_centres = rng.uniform(-0.5, self._rows - 0.5, self._units)
        self._column_centres = rng.uniform(-0.5, self._columns - 0.5, self._units)

    def repeated(self, wires: IntArray, rng: np.random.Generator) -> IntArray:
        """S-units (rows, a_units) for *wires* (a_units,), each drawn without regard to the others."""
        sockets = _sockets(wires)
        origins = np.full(sockets.shape, UNPLUGGED)
        for units in self._portions():
            tables = self._tables(units)
            for row in range(len(origins)):
                origins[row, units] = self._drawn(*tables, rng)
        return np.where(sockets, origins, UNPLUGGED)

    def distinct(self, wires: IntArray, rng: np.random.Generator) -> IntArray:
        """S-units (rows, a_units) for *wires* (a_units,): a wire that falls on one already taken is drawn again."""
        origins = np.full(_sockets(wires).shape, UNPLUGGED)
        for units in self._portions():
            by_row, by_column = self._tables(units)
            for row in range(len(origins)):
                waiting = np.flatnonzero((wires[units] > row) & (origins[row, units] == UNPLUGGED))
                for _ in range(ATTEMPTS):
                    cells, drawing = self._drawn(by_row[waiting], by_column[waiting], rng), units[waiting]
                    free = (origins[:row, drawing] != cells).all(axis=0)
                    origins[row, drawing[free]] = cells[free]
                    waiting = waiting[~free]
                    if not waiting.size:
                        break
                for unit in units[waiting].tolist():
                    self._complete(origins[: wires[unit], unit], unit, rng)
        return origins

    def one_of(self, cells: IntArray, unit: int, rng: np.random.Generator) -> int:
        """One of *cells* (one at least), for A-unit *unit*."""
        return int(cells[_first(1, self._costs(unit)[cells], rng)[0]])

    def _cost(self, places: IntArray, centres: FloatArray) -> FloatArray:
        """Minus the logarithm of the chance of rows or columns at *places*, up to a constant."""
        cost: FloatArray = ((places - centres) / self._sigma_cells) ** 2 / 2
        return cost

    def _costs(self, unit: int) -> FloatArray:
        """Minus the logarithm of the chance of every S-unit for A-unit *unit*, up to a constant."""
        by_row = self._cost(np.arange(self._rows)[:, None], self._row_centres[unit])
        return (by_row + self._cost(np.arange(self._columns), self._column_centres[unit])).ravel()

    def _portions(self) -> Iterator[IntArray]:
        """All A-units, as many at a time as keep the tables small."""
        step = max(1, TABLE // (self._rows + self._columns))
        for start in range(0, self._units, step):
            yield np.arange(start, min(start + step, self._units))

    def _tables(self, units: IntArray) -> tuple[FloatArray, FloatArray]:
        """Running sums of the chances of every row and every column of the retina, for each of *units*."""
        by_row = self._cost(np.arange(self._rows), self._row_centres[units, None])
        by_column = self._cost(np.arange(self._columns), self._column_centres[units, None])
        rows, columns = (
            np.cumsum(np.exp(cost.min(axis=1, keepdims=True) - cost), axis=1) for cost in (by_row, by_column)
        )
        return rows, columns

    def _drawn(self, by_row: FloatArray, by_column: FloatArray, rng: np.random.Generator) -> IntArray:
        """One S-unit for each line of the tables; a Gaussian's row and column are independent."""
        row, column = (
            np.count_nonzero(table <= rng.random((len(table), 1)) * table[:, -1:], axis=1)
            for table in (by_row, by_column)
        )
        cells: IntArray = row * self._columns + column
        return cells

    def _complete(self, origins: IntArray, unit: int, rng: np.random.Generator) -> None:
        """Fill the empty ones of *origins*, A-unit *unit*'s wires, with S-units that it does not have yet."""
        costs = self._costs(unit)
        costs[origins[origins != UNPLUGGED]] = np.inf
        empty = np.flatnonzero(origins == UNPLUGGED)
        origins[empty] = _first(empty.size, costs, rng)


def _first(winners: int, costs: FloatArray, rng: np.random.Generator) -> IntArray:
    """Indices of *winners* drawn one after the other without replacement with chances exp(-*costs*), in any order.

    They are the first to arrive where each arrives after an exponential time of that rate (Efraimidis & Spirakis 2006);
    with logarithms of the times no cost is too large.
    """
    times = np.log(rng.standard_exponential(costs.size) + TINY) + costs
    return np.argpartition(times, winners - 1)[:winners]


def _relieve(origins: IntArray, spec: Mark1Spec, chances: _Anywhere | _Nearby, rng: np.random.Generator) -> None:
    """Draw wires of S-units with too many again, in place, until none has more than its outlets.

    This never gets stuck. While one cell is too full another has an outlet, and fewer A-units reach that one than
    the full one: some wire of the full one can move there. What could not move once cannot later: outlets only fill.
    """
    limit, flat = spec.plugboard.wires_per_s_unit, origins.ravel()
    plugged = np.flatnonzero(flat != UNPLUGGED)
    used = np.bincount(flat[plugged], minlength=spec.retina.s_units)
    full = np.flatnonzero(used > limit)
    if not full.size:
        return
    ends = np.cumsum(used)
    by_cell = np.split(plugged[np.argsort(flat[plugged], kind="stable")], ends[:-1])
    for cell in rng.permutation(full):
        for row, unit in zip(*np.divmod(rng.permutation(by_cell[cell]), origins.shape[1]), strict=True):
            available = used < limit
            if not spec.plugboard.replacement:
                available[origins[origins[:, unit] != UNPLUGGED, unit]] = False
            free = np.flatnonzero(available)
            if free.size:
                origins[row, unit] = new = chances.one_of(free, unit, rng)
                used[new] += 1
                used[cell] -= 1
            if used[cell] <= limit:
                break
