"""All that the bench of published results assumes, in one place: every row takes its values here, none has its own.

They were set before the bench was run, from what the simulator assumes anyway or for the reason given, and not one was
moved towards a printed figure. *vary* are the values that a row which differs is measured at too, one at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from hardware import (
    AssociationSpec,
    Certainty,
    Mark1Spec,
    Order,
    PlugboardSpec,
    ReinforcementSpec,
    ResponseSpec,
    RetinaSpec,
    Rule,
    TimingSpec,
    WiringFamily,
)
from perceptron_sim.experiments.letters import CODE_BITS, YARDSTICK_EXPOSURES
from perceptron_sim.experiments.stimuli import FACE

RETINA, BOARD, LAYER, TIMES = RetinaSpec(), PlugboardSpec(), AssociationSpec(), TimingSpec()
THE_SIMULATORS = "the simulator's, see history and fidelity"
NOT_TOLD = "no source tells it; "


def _known(certainty: Certainty, why: str, *vary: object) -> dict[str, object]:
    return {"certainty": certainty, "why": why, "vary": vary}


def _assumed(why: str, *vary: object) -> dict[str, object]:
    return _known(Certainty.ASSUMED, why, *vary)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What no source tells of the experiments, and what was taken for it."""

    origins: tuple[int, int] = field(
        default=(BOARD.excitatory, BOARD.inhibitory),
        metadata=_assumed(f"x and y, {THE_SIMULATORS}", (3, 3), (10, 10)),
    )
    threshold: int = field(default=LAYER.threshold, metadata=_assumed(f"theta, {THE_SIMULATORS}", 2, 3))
    family: WiringFamily = field(
        default=BOARD.family,
        metadata=_assumed(f"origin points over all the retina; {THE_SIMULATORS}", WiringFamily.LOCAL),
    )
    local_spread_share: float = field(
        default=BOARD.local_sigma_cells / RETINA.rows,
        metadata=_assumed("of the retina's side, if the wiring is local; the simulator's 3 of 20 cells"),
    )
    retina_704_cells: int = field(
        default=72, metadata=_assumed("a side; 72 is remembered of the programs, but was seen in no source", 20, 40)
    )
    press_a_units: int = field(
        default=500, metadata=_assumed("NYT713 tells no number; the smaller of the two known of 704 programs", 1000)
    )
    figure_share: float = field(
        default=0.5,
        metadata=_assumed(
            f"{NOT_TOLD}a figure or letter is half as wide as the field that it may lie in: the retina, or its half",
            0.3,
            0.7,
        ),
    )
    place_share: float = field(
        default=1.0, metadata=_assumed("of the way from the middle to the edge that a figure may be moved", 0.5, 0.25)
    )
    line_share: float = field(
        default=0.2, metadata=_assumed(f"{NOT_TOLD}how thick an outline is, of the figure's width", 0.1, 0.3)
    )
    letter_face: str = field(
        default=FACE,
        metadata=_assumed(f"{NOT_TOLD}{THE_SIMULATORS}", "Liberation Sans Bold", "DejaVu Serif Bold"),
    )
    order: Order = field(default=Order.SHUFFLED, metadata=_assumed("of the letters, anew in each pass", Order.FIXED))
    exposure_s: float = field(default=TIMES.exposure_s, metadata=_assumed(THE_SIMULATORS, 0.2, 1.0))
    pulse_s: float = field(default=TIMES.pulse_s, metadata=_assumed(THE_SIMULATORS, 0.03, 0.3))
    most_exposures: int = field(
        default=5 * YARDSTICK_EXPOSURES,
        metadata=_assumed("of each letter; a machine that errs longer counts as so many"),
    )
    added_exposures: int = field(
        default=YARDSTICK_EXPOSURES,
        metadata=_assumed("of each letter of both typefaces, as of the first one (DCN60)", 0, 5, 10, 20),
    )
    rule: Rule = field(
        default=ReinforcementSpec().rule,
        metadata=_assumed("of forced and of spontaneous learning; the simulator's", Rule.BETA, Rule.GAMMA),
    )
    ideal_lit_share: float = field(
        default=0.3, metadata=_assumed("of the cells in a stimulus of random dots", 0.1, 0.5)
    )
    few: int = field(default=10, metadata=_assumed("stimuli of each class that are little to remember"))
    taught_each: int = field(default=100, metadata=_assumed("stimuli of each class, RT58's number", 20, 500))
    endless: int = field(default=5000, metadata=_assumed("stimuli of each class that stand for endless training", 1000))
    value_decay: float = field(
        default=0.01,
        metadata=_assumed("the share of each value that RT58's class C' loses at each stimulus", 0.001, 0.1),
    )
    start_value: float = field(
        default=1.0,
        metadata=_assumed("standard deviation of the values at first, in increments, where nobody teaches", 0.1, 10.0),
    )
    untaught: int = field(default=2000, metadata=_assumed("stimuli from which classes form by themselves"))
    compared: str = field(
        default="means", metadata=_assumed("what of the two source sets' active values R57's table compares", "sums")
    )
    capacity_passes: int = field(
        default=50, metadata=_assumed("through patterns that are still not all right", 20, 200)
    )
    asked: int = field(default=1000, metadata=_assumed("new stimuli that an examination asks; chance alone"))

    def mark1(self, r_units: int) -> Mark1Spec:
        """The Mark I, with its A-units split evenly over so many R-units."""
        return Mark1Spec(
            plugboard=self.plugboard(RETINA.rows),
            association=AssociationSpec(threshold=self.threshold),
            response=ResponseSpec(in_use=r_units),
            timing=TimingSpec(exposure_s=self.exposure_s, pulse_s=self.pulse_s),
        )

    def letters_machine(self) -> Mark1Spec:
        """The Mark I for 26 letters."""
        return self.mark1(CODE_BITS)

    def plugboard(self, cells: int, most_wires: int = BOARD.wires_per_s_unit) -> PlugboardSpec:
        """The board behind a retina of *cells* x *cells*."""
        excitatory, inhibitory = self.origins
        return PlugboardSpec(
            family=self.family,
            excitatory=excitatory,
            inhibitory=inhibitory,
            local_sigma_cells=self.local_spread_share * cells,
            wires_per_s_unit=most_wires,
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """One of them: its value, how it is known, why it was taken, and what else is tried."""

    name: str
    value: Any
    certainty: Certainty
    why: str
    vary: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchSize:
    """How much is measured. Seeds are 0, 1, 2 and so on; one of them alone has no interval, none at all no figure.

    machines: seeds for most figures; slow: for those that take seconds; wirings: for shares of A-units that fire;
    large: for the capacity of all 512 A-units; varied: for each varied value of a parameter.
    """

    machines: int
    slow: int
    wirings: int
    large: int
    varied: int


FULL = BenchSize(machines=20, slow=20, wirings=200, large=5, varied=5)
QUICK = BenchSize(machines=4, slow=3, wirings=10, large=0, varied=0)


def parameters_of(chosen: Parameters) -> Iterator[Parameter]:
    """All of them, in order."""
    for item in fields(chosen):
        about = item.metadata
        yield Parameter(item.name, getattr(chosen, item.name), about["certainty"], about["why"], about["vary"])


def variations(chosen: Parameters, names: tuple[str, ...]) -> Iterator[tuple[str, Any, Parameters]]:
    """Each of *names* at each other value of its range, all else as in *chosen*: (name, value, parameters)."""
    for one in parameters_of(chosen):
        if one.name in names:
            yield from ((one.name, value, replace(chosen, **{one.name: value})) for value in one.vary)
