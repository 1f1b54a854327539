"""Several parts broken or mended at once, several wires pulled at once: as one by one, or none of them."""

import numpy as np
import pytest
import simpy

from hardware import AssociationSpec, CutWire, DeadCell, Mark1, Mark1Spec, ShortedWire, StuckMotor, SupplySag, Wiring
from hardware.errors import FaultError, WiringError

SMALL = Mark1Spec(association=AssociationSpec(units=16))
FAULTS = (CutWire(3, 1), DeadCell(7), CutWire(3, 2), StuckMotor(4), SupplySag(0.5), ShortedWire(9, 0))


def machine() -> Mark1:
    return Mark1(simpy.Environment(), SMALL, seed=1)


def test_several_faults_at_once_are_those_faults_one_by_one() -> None:
    one, other = machine(), machine()
    one.inject_all(FAULTS)
    for fault in FAULTS:
        other.inject(fault)
    assert one.faults == other.faults == FAULTS
    for name, value in one.association.board.state().items():
        np.testing.assert_array_equal(value, other.association.board.state()[name])
    one.mend_all(FAULTS[::2])
    assert list(one.faults) == list(FAULTS[1::2])


@pytest.mark.parametrize(
    "more",
    [FAULTS[:1], (CutWire(5, 5), CutWire(5, 5)), (CutWire(1, 1), ShortedWire(1, 1)), (SupplySag(0.05),) * 2, ("x",)],
    ids=["there already", "twice", "contrary", "no supply left", "no fault"],
)
def test_nothing_is_broken_where_one_of_them_cannot_be(more: tuple[CutWire, ...]) -> None:
    one = machine()
    one.inject_all(FAULTS)
    with pytest.raises(FaultError):
        one.inject_all((CutWire(8, 8), *more))
    with pytest.raises(FaultError):
        one.mend_all((*FAULTS, CutWire(8, 8)))
    with pytest.raises(FaultError):
        one.mend_all(FAULTS[:1] * 2)
    assert one.faults == FAULTS


def test_several_wires_are_pulled_as_one_by_one_but_none_twice() -> None:
    wiring: Wiring = machine().wiring
    assert wiring.pulled_all(((3, 1), (3, 2), (7, 0))) == wiring.pulled(3, 1).pulled(3, 2).pulled(7, 0)
    with pytest.raises(WiringError, match="once each"):
        wiring.pulled_all(((3, 1), (3, 1)))
