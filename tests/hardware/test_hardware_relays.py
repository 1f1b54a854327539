"""The S-units' relays: hysteresis between two thresholds, and contacts that follow their coils later."""

import math

import numpy as np
import pytest

GREY = 0.19  # tends to 80 microsiemens, between the thresholds of 60 and 100
LONG_S = 5.0


@pytest.fixture
def show(build):
    """Show images (2, 2) one straight after the other and return the S-contacts at the end."""

    def shown(*images_and_dwells):
        machine = build().machine
        for image, dwell_s in images_and_dwells:
            machine.place(machine.pattern(image))
            machine.env.run(until=machine.env.now + dwell_s)
        return machine.retina.relays.contacts(machine.env.now)

    return shown


def test_grey_keeps_a_closed_relay_closed_and_an_open_one_open(show, light):
    grey = np.full((2, 2), GREY)
    assert show((light(1), LONG_S), (grey, LONG_S)).tolist() == [False, True, False, False]


def test_grey_right_after_a_flash_keeps_only_relays_closed_whose_coils_had_closed(show, light):
    grey = np.full((2, 2), GREY)
    coil_s = 0.040 * math.log(10 * 100**0.7 / (1 + 10 * 100**0.7 - 100))
    assert not show((light(1), coil_s - 1e-6), (grey, LONG_S)).any()
    assert show((light(1), coil_s + 1e-6), (grey, LONG_S)).tolist() == [False, True, False, False]


def test_darkness_opens_every_relay(show, light):
    assert not show((light(0, 1, 2, 3), LONG_S), (light(), LONG_S)).any()


def test_a_settled_relay_never_changes_again(build, light):
    machine = build().machine
    machine.place(machine.pattern(light(0)))
    assert machine.retina.relays.next_change_s(0.0, 0.0) < 0.05
    assert machine.retina.relays.next_change_s(LONG_S, 0.0) == math.inf


def test_a_stage_that_lags_sees_a_contact_move_later(build, light):
    machine = build().machine
    machine.place(machine.pattern(light(0)))
    relays = machine.retina.relays
    moved_s = relays.next_change_s(0.0, 0.0)
    assert relays.next_change_s(0.0, 0.02) == moved_s + 0.02
    assert not relays.contacts(moved_s, 0.02).any()
    assert relays.contacts(moved_s + 0.02, 0.02).tolist() == [True, False, False, False]


def test_operations_are_counted_as_contacts_move(build, light):
    machine = build().machine
    machine.place(machine.pattern(light(0, 1)))
    moved_s = machine.retina.relays.next_change_s(0.0, 0.0)
    assert machine.retina.relays.operations(math.nextafter(moved_s, 0.0)) == 0
    assert machine.retina.relays.operations(moved_s) == 2


def test_contacts_cannot_be_changed_by_who_reads_them(build, light):
    machine = build().machine
    machine.place(machine.pattern(light(0)))
    for at_s in (0.0, 0.02, LONG_S):
        with pytest.raises(ValueError, match="read-only"):
            machine.retina.relays.contacts(at_s)[0] = True
