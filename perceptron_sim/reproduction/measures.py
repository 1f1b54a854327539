"""Everything that is measured, by name: the function, the parameters it depends on, and on how many seeds."""

from collections.abc import Callable
from dataclasses import dataclass

from perceptron_sim.reproduction import capacity, ibm704, mark1, predictions, theorems
from perceptron_sim.reproduction.parameters import BenchSize, Parameters

WIRES = ("origins", "threshold", "family")
PLACED = ("figure_share", "place_share")
ON_704 = (*WIRES, "retina_704_cells", *PLACED)
LETTERS = (*WIRES, "letter_face", "order", "exposure_s", "pulse_s")


@dataclass(frozen=True, slots=True)
class Measure:
    """*function* gives figures by name for parameters and a seed; *uses* are the parameters that it depends on.

    *seeds* names the field of a BenchSize that says how many.
    """

    name: str
    function: Callable[[Parameters, int], dict[str, float]]
    uses: tuple[str, ...] = ()
    seeds: str = "machines"

    def seeds_of(self, size: BenchSize) -> int:
        """How many seeds a bench of that size takes."""
        return int(getattr(size, self.seeds))


# Those that take longest come first, so that no processor is left waiting for one at the end.
_ALL = (
    Measure("capacity-512", capacity.separable_with_all, (*WIRES, "ideal_lit_share"), "large"),
    Measure("capacity-learned", capacity.learned, (*WIRES, "ideal_lit_share", "capacity_passes"), "slow"),
    Measure("704-squares-circles", ibm704.squares_circles, (*ON_704, "line_share", "asked"), "slow"),
    Measure("capacity", capacity.separable, (*WIRES, "ideal_lit_share"), "slow"),
    Measure("mark1-second-typeface", mark1.second_typeface, (*LETTERS, "added_exposures")),
    Measure("rt58", predictions.rt58, (*WIRES, *PLACED, "rule", "endless", "asked")),
    Measure("704-x-e", ibm704.x_e, (*ON_704, "letter_face", "asked")),
    Measure(
        "704-left-right", ibm704.left_right, (*WIRES, "retina_704_cells", "press_a_units", "figure_share", "asked")
    ),
    Measure("704-squares-diamonds", ibm704.squares_diamonds, (*ON_704, "asked")),
    Measure("704-e-f", ibm704.e_f, (*ON_704, "letter_face", "asked")),
    Measure("mark1-alphabet", mark1.alphabet, (*LETTERS, "most_exposures")),
    Measure("mark1-left-right", mark1.left_right, (*WIRES, "figure_share", "exposure_s", "pulse_s", "asked")),
    Measure(
        "ideal-environment",
        predictions.ideal_environment,
        (*WIRES, "ideal_lit_share", "rule", "few", "endless", "asked"),
    ),
    Measure("overlaps", predictions.overlaps, (*WIRES, *PLACED, "rule", "taught_each", "asked")),
    Measure(
        "spontaneous",
        predictions.spontaneous,
        (*WIRES, "figure_share", "rule", "value_decay", "start_value", "untaught", "asked"),
    ),
    Measure("table-1", predictions.table_1, ("compared",)),
    Measure("planted", theorems.planted),
    Measure("bound", theorems.alphabet, LETTERS),
    Measure("parity", theorems.parity),
    Measure("firing", theorems.firing_shares, seeds="wirings"),
)
MEASURES = {one.name: one for one in _ALL}
