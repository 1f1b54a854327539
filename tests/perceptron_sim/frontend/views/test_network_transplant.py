"""The page of the transplant foretells what the command brings about, asks for it, and works at it in small pieces."""

import math
from dataclasses import replace

import numpy as np
import pygame
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from pygame import Rect, Surface

from hardware import AssociationSpec, Mark1, Mark1Spec, PlugboardSpec, PotentiometerSpec, ResponseSpec, Wiring
from perceptron_sim import Letters, Session, transplanting
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.output_weights import Turned
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.explain import network_transplant
from perceptron_sim.explain.network_transplant import (
    CARRIED,
    EFFECTS,
    SENTENCE,
    Prospect,
    pot_arithmetic,
    prospects,
    weight_arithmetic,
    windings,
)
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame
from perceptron_sim.frontend.views.network import NetworkView
from perceptron_sim.frontend.views.network.transplant_layout import arrange
from perceptron_sim.frontend.views.network.transplant_pictures import heights
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.operations import Direction, SwitchAUnits, Transplant

AREA = Rect(0, 48, 1280, 590)
SETTLED = Frame(elapsed_s=1.0)
TO_MACHINE, TO_NETWORK = Direction.TO_MACHINE, Direction.TO_NETWORK


def view_of(session):
    view = NetworkView(AREA, Type(Scale.of((1280, 720))), session.experiment)
    view.show("Transplant")
    return view


def worked_out(view, session):
    """What the page reads when all is known."""
    for _ in range(3000):
        found = view.read(session).own.page
        if found.counts is not None and view.page.state.count.finished:
            return found
    raise AssertionError("it is never known")


@pytest.fixture
def few_epochs(monkeypatch):
    """Regressions of few steps, for the command and for the page."""
    for module in (network_transplant, transplanting):
        monkeypatch.setattr(module, "EPOCHS", 12)


@pytest.fixture
def view(taught, few_epochs):
    return view_of(taught)


def right(learner, session):
    stimuli = session.experiment.stimuli
    return int((learner.classify(stimuli.images) == stimuli.labels).sum())


def test_what_is_foretold_comes_to_pass(view, taught):
    for way, learner in ((TO_NETWORK, "modern"), (TO_MACHINE, "mark1"), (TO_NETWORK, "modern")):
        found = worked_out(view, taught)
        before, after = found.counts.pair(way)
        assert before == right(getattr(taught, learner), taught)
        taught.apply(Transplant(way))
        assert after == right(getattr(taught, learner), taught)
    machine, whole = taught.mark1.machine, found.whole
    steps = machine.potentiometers.wiper_steps(machine.env.now)
    assert windings(whole.turned.stopped_deg, whole.turned.spec).tolist() == steps.tolist()
    assert taught.modern.network.parameter_count == whole.numbers
    np.testing.assert_array_equal(taught.modern.network.layers[-1].weight.data, found.weights.astype(np.float32))


def test_it_stays_known_while_the_machine_learns_and_a_switch_makes_it_anew(view, taught):
    whole = worked_out(view, taught).whole
    taught.advance_exposure()
    assert view.read(taught).own.page.whole is whole
    taught.apply(Transplant(TO_MACHINE))
    assert view.read(taught).own.page.whole is whole
    taught.undo()
    assert view.read(taught).own.page.whole is whole
    taught.apply(SwitchAUnits((7,), on=False))
    for _ in range(2):
        page = view.read(taught).own.page
    assert page.prospect.done < page.prospect.of
    anew = worked_out(view, taught).whole
    assert anew.weights[7] == 0
    assert anew is not whole


def test_the_work_is_cut_into_pieces_that_count_themselves(taught, few_epochs):
    stimuli, learner = taught.experiment.stimuli, taught.mark1
    steps = prospects(learner, replace(stimuli, images=stimuli.images[:3], labels=stimuli.labels[:3]))
    done = [(one.done, one.of) for one in steps]
    of = 3 + 1 + 5 * 12
    assert done[:-1] == [(number, of) for number in range(1, of + 1)]
    assert done[-1] == (of, of)


def test_looking_on_changes_nothing(view, taught):
    alone = Session(Letters(seed=1))
    next(alone.passes())
    for _ in range(3):
        alone.advance_exposure()
    worked_out(view, taught)
    for session in (alone, taught):
        session.advance(5.0, budget_s=math.inf)
    assert alone.digest == taught.digest


def test_buttons_ask_for_it_by_mouse_enter_and_space(view, taught):
    reading = view.read(taught)
    view.draw(Surface((1280, 720)), reading, SETTLED)
    for way, area in zip(Direction, view.page.layout.buttons, strict=True):
        assert view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=area.center)) == Transplant(way)
        assert view.card(("carry", way), reading) is None
        view.draw(Surface((1280, 720)), reading, replace(SETTLED, focused=("carry", way)))
        for key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            assert view.handle(pygame.event.Event(pygame.KEYDOWN, key=key, unicode="")) == Transplant(way)
        assert view.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_x, unicode="")) is None
    beside = view.page.layout.wipers.center
    assert view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=beside)) is None


def test_what_was_carried_over_is_said_until_it_is_taken_back(view, taught):
    assert view.sentence(view.read(taught)) == SENTENCE
    for way in Direction:
        taught.apply(Transplant(way))
        assert view.sentence(view.read(taught)) == CARRIED[way]
        taught.undo()
        assert view.sentence(view.read(taught)) == SENTENCE


def test_a_network_that_cannot_be_is_refused_beforehand(view, taught, monkeypatch):
    monkeypatch.setattr("perceptron_sim.network_spec.MOST_WEIGHTS", 100)
    worked_out(view, taught)
    surface, reading = Surface((1280, 720)), view.read(taught)
    view.draw(surface, reading, SETTLED)
    assert reading.own.page.whole.refusal == "NetworkSpec must need at most 100 weights, got 218650"
    button = view.page.layout.buttons[1]
    assert view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=button.center)) is None
    view.draw(surface, reading, replace(SETTLED, focused=("carry", TO_NETWORK)))
    assert view.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, unicode="")) is None
    assert view.handle(
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=view.page.layout.buttons[0].center)
    ) == Transplant(TO_MACHINE)


def test_the_largest_weight_has_the_full_colour_of_its_sign(view, taught):
    found = worked_out(view, taught)
    surface, reading = Surface((1280, 720)), view.read(taught)
    view.draw(surface, reading, SETTLED)
    weights = found.weights[:, 0]
    unit = int(np.abs(weights).argmax())
    cell = next(thing.area for thing in view.things(reading) if thing.key == ("weight", unit))
    assert surface.get_at(cell.center)[:3] == (theme.FOR if weights[unit] > 0 else theme.AGAINST)
    view.page.step("output", -1)
    assert view.page.value("output") == "Z"


def test_cards_go_from_weight_to_volts_and_back_to_weights(view, taught):
    found = worked_out(view, taught)
    reading, spec = view.read(taught), taught.mark1.machine.spec.potentiometer
    unit = int(np.abs(found.whole.weights).argmax())
    card = view.card(("then", unit), reading)
    volts = float(card.arithmetic[-1].split(" = ")[1].removesuffix(" V").replace("−", "-"))
    assert abs(volts) == pytest.approx(spec.end_v, abs=spec.volts_per_step)
    assert dict(card.facts)["end stop"] == "reached"
    assert (card.certainty, "nobody did this in 1960" in card.source) == ("computed", True)
    heard = int(np.abs(found.weights[:, 0]).argmax())
    last = view.card(("weight", heard), reading).arithmetic[-1]
    told = float(last.split(" = ")[1].replace("−", "-"))
    assert told == pytest.approx(found.weights[heard, 0], rel=1e-3)
    for thing in view.things(reading)[::37]:
        view.card(thing.key, reading)


SPECS = [
    PotentiometerSpec(travel_deg=travel_deg, step_deg=step_deg)
    for travel_deg, step_deg in ((300.0, 0.3), (300.0, 40.0), (90.0, 4.0), (7.0, 1.0), (7.0, 3.5))
]
WIRING = Wiring(np.array([[0, 1, 2, 3]]), np.ones((1, 4), int), np.array([0, 0, 1, 2]))
TINY = Mark1Spec(
    plugboard=PlugboardSpec(excitatory=1, inhibitory=0),
    association=AssociationSpec(units=4),
    response=ResponseSpec(units=3, in_use=2),
)


@settings(max_examples=30, deadline=None)
@given(spec=st.sampled_from(SPECS), weights=st.lists(st.floats(-3, 3), min_size=4, max_size=4))
def test_windings_stops_and_what_is_lost_are_those_of_the_machine(spec, weights):
    machine = Mark1(simpy.Environment(), replace(TINY, potentiometer=spec), wiring=WIRING)
    turned = Turned.to(np.array(weights), 1.0, spec)
    machine.set_angles(turned.stopped_deg)
    steps = machine.potentiometers.wiper_steps(0.0)
    assert windings(turned.stopped_deg, spec).tolist() == steps.tolist()
    found = Prospect(1, 1, 1, weights=np.array(weights), turned=turned)
    assert found.at_stop >= any(weights)
    assert found.lost == int(((turned.steps == 0) & (turned.meant_deg != 0)).sum())
    for unit in range(4 if any(weights) else 0):
        told = float(pot_arithmetic(unit, found, spec)[-1].split(" = ")[1].removesuffix(" V").replace("−", "-"))
        assert told == pytest.approx(steps[unit] * spec.volts_per_step, abs=6e-4)
    assert heights(turned.stopped_deg, spec.stop_deg, 9).sum() == 4


def test_where_other_networks_keep_their_layers_it_says_what_the_command_would(few_epochs):
    session = Session(EXPERIMENTS["xor"](seed=1))
    view = view_of(session)
    with pytest.raises(SettingError) as refused:
        session.apply(Transplant(TO_NETWORK))
    found = worked_out(view, session)
    assert found.whole.refusal == str(refused.value)
    assert found.whole.at_stop > 1


@pytest.mark.parametrize(("lit", "winding", "result"), [(True, -3.0, "−0.75"), (False, -3.0, "+0.75")])
def test_a_dark_lamp_turns_the_sign(lit, winding, result):
    weight = winding / 4 if lit else -winding / 4
    assert weight_arithmetic(1, winding, weight, lit, "E")[-1] == f"{'−3' if lit else '+3'} ÷ 4 = {result}"
    assert weight_arithmetic(-1, 0.0, 0.0, lit, "E")[-1] == "winding 0: weight 0"


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160)], ids=str)
@pytest.mark.parametrize("a_units", [1, 16, 512, 2048])
def test_everything_has_room(size, a_units):
    type_ = Type(Scale.of(size))
    view = NetworkView(Rect(0, size[1] // 15, size[0], size[1] * 5 // 6), type_, Letters(seed=1))
    layout = arrange(view.layout.panel, type_, a_units)
    for area, words in zip(layout.words, EFFECTS.values(), strict=True):
        for told in (words, *CARRIED.values()):
            assert len(type_.wrapped(told, theme.SMALL, area.width)) * type_.height(theme.SMALL) <= area.height
    left, right_ = layout.panels
    parts = [*layout.buttons, *layout.words, *layout.named, layout.now.rect, layout.then.rect, layout.weights.rect]
    parts += [layout.wipers, layout.numbers]
    assert all(left.contains(part) or right_.contains(part) for part in parts)
    assert all(part.collidelistall(parts) == [number] for number, part in enumerate(parts))


def test_it_is_drawn_for_every_kind_of_network(few_epochs):
    session = Session(Letters(seed=1, modern=NetworkSpec(filters=3, hidden=())))
    view = view_of(session)
    worked_out(view, session)
    reading = view.read(session)
    view.draw(Surface((1280, 720)), reading, replace(SETTLED, hovered=("now", 3)))
    assert reading.own.page.counts.machine == right(session.mark1, session)
