"""How many there are of everything that the side-by-side view shows."""

from dataclasses import dataclass

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.layout import MODULE_COLUMNS, MODULE_ROWS, modules_of

MODULE_PARTS = MODULE_COLUMNS * MODULE_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How many there are of everything: retina, A-units, R-units, classes, and in the network's first layer.

    looking is how many units or filters have weights to look at, field_cells the rows and columns of each picture;
    taught is how many exposures a pass has, of the last so many of which the share of right answers is taken.
    """

    rows: int
    columns: int
    a_units: int
    r_units: int
    classes: int
    hidden: int
    looking: int
    field_cells: tuple[int, int]
    taught: int = 26

    @classmethod
    def of(cls, experiment: Experiment) -> "Shape":
        """That of the first Mark I and the first network of *experiment*."""
        machine, network = experiment.mark1, experiment.modern
        rows, columns = machine.retina.rows, machine.retina.columns
        classes = len(experiment.class_names)
        hidden = network.hidden[0] if network.hidden else 0
        cells = (network.filter_cells, network.filter_cells) if network.filters else (rows, columns)
        return cls(
            rows=rows,
            columns=columns,
            a_units=machine.association.units,
            r_units=machine.response.units,
            classes=classes,
            hidden=hidden,
            looking=network.filters or hidden or classes,
            field_cells=cells,
            taught=experiment.pass_length,
        )

    @property
    def modules(self) -> tuple[int, int]:
        """Columns and rows of modules of eight A-units: 8 x 8 in the glass front, for others as near to a square."""
        return modules_of(self.a_units)
