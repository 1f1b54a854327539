"""The laboratory by mouse and keyboard: what is chosen, typed, refused, started, opened; and where all stands."""

import itertools
from dataclasses import fields, replace

import numpy as np
import pygame
import pytest
from pygame import Rect

from perceptron_sim import Letters, Session
from perceptron_sim.commands import StartExperiment
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.explain.laboratory import NOTES
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import panels_area
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.text_field import TextField
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame
from perceptron_sim.frontend.views.laboratory import LaboratoryView
from perceptron_sim.frontend.views.laboratory.layout import arrange
from perceptron_sim.frontend.views.laboratory.preview import evenly, first_of_each
from perceptron_sim.frontend.views.laboratory.settings import name_in_words
from perceptron_sim.headless import teach
from perceptron_sim.results import RunFolder

SIZES = {
    (1280, 720): Rect(0, 48, 1280, 600),
    (1920, 1080): Rect(0, 72, 1920, 900),
    (3840, 2160): Rect(0, 144, 3840, 1800),
}
AREA = SIZES[1280, 720]


@pytest.fixture
def session():
    return Session(Letters(seed=1))


@pytest.fixture
def view(session):
    return LaboratoryView(AREA, Type(Scale.of((1280, 720))), session.experiment)


@pytest.fixture
def screen():
    return pygame.Surface((1280, 720))


def look(view, session, screen, **frame):
    reading = view.read(session)
    view.draw(screen, reading, Frame(elapsed_s=1 / 60, **frame))
    return reading


def area_of(view, session, key):
    return next(thing.area for thing in view.things(view.read(session)) if thing.key == key)


def press(view, session, key):
    at = area_of(view, session, key).center
    return view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))


def strike(view, key, mod=0):
    return view.handle(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=""))


def write(view, text):
    view.handle(pygame.event.Event(pygame.TEXTINPUT, text=text))


def type_anew(view, session, name, text):
    press(view, session, ("value", name))
    strike(view, pygame.K_u, pygame.KMOD_CTRL)
    write(view, text)
    strike(view, pygame.K_RETURN)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path, experiment = tmp_path_factory.mktemp("runs") / "two-passes", Letters(seed=5, passes=2)
    with RunFolder(path, experiment) as held:
        teach(Session(experiment), held)
    return path


def test_a_press_on_an_experiment_lays_it_on_the_desk(view, session):
    press(view, session, ("experiment", "xor"))
    assert view.desk.name == "xor"
    started = press(view, session, "start")
    assert isinstance(started, StartExperiment)
    assert started.experiment is view.desk.experiment
    assert started.experiment.name == "xor"


def test_an_experiment_of_many_machines_starts_too(view, session, screen):
    press(view, session, ("experiment", "rules"))
    look(view, session, screen)
    started = press(view, session, "start")
    assert isinstance(started, StartExperiment)
    assert started.experiment.name == "rules"


@pytest.mark.parametrize(("name", "shown"), [("rules", [True, False]), ("optimizer-race", [False])])
def test_of_many_learners_the_first_of_each_kind_is_told_of(screen, name, shown):
    session = Session(EXPERIMENTS[name](passes=1))
    while not session.exposures:
        session.step()
    view = LaboratoryView(AREA, Type(Scale.of((1280, 720))), session.experiment)
    reading = look(view, session, screen)
    assert [one.machine for one in view.learners] == shown
    figures = {thing.key: view.card(thing.key, reading) for thing in view.things(reading) if thing.group == "figures"}
    assert [key[1] for key in figures if key[2] == 0] == [one.name for one in view.learners]
    assert all(dict(card.facts)["exposures answered"] == "1" for card in figures.values())


def test_below_the_settings_stand_the_pictures_that_are_taught(session, screen):
    large = pygame.Surface((1920, 1080))
    view = LaboratoryView(SIZES[1920, 1080], Type(Scale.of((1920, 1080))), session.experiment)
    look(view, session, large)
    free = view.settings.left_over
    cream = (pygame.surfarray.array3d(large.subsurface(free)) == theme.CREAM).all(axis=2)
    lit = (session.experiment.stimuli.images == 1).sum()
    assert cream.sum() == lit * 9  # each of the 26, three by three dots a cell
    press(view, session, ("table", "Machine"))
    look(view, session, large)
    assert view.settings.left_over.height == 0


def test_of_many_classes_those_are_shown_that_lie_evenly():
    assert list(evenly(26, 40)) == list(range(26))
    assert list(evenly(26, 4)) == [0, 8, 17, 25]
    assert first_of_each(np.array([1, 0, 1, 2, 0])) == [1, 0, 3]


def test_numbers_are_stepped_and_typed(view, session):
    press(view, session, ("more", "passes"))
    assert view.desk.experiment.passes == 41
    press(view, session, ("less", "passes"))
    press(view, session, ("value", "passes"))
    assert view.typing
    strike(view, pygame.K_BACKSPACE)
    strike(view, pygame.K_BACKSPACE)
    write(view, "12")
    strike(view, pygame.K_RETURN)
    assert not view.typing
    assert view.desk.experiment.passes == 12
    press(view, session, ("reset", "passes"))
    assert view.desk.experiment.passes == 40


def test_what_is_typed_wrongly_is_refused_in_its_row_and_keeps_it_from_starting(view, session, screen):
    type_anew(view, session, "passes", "0")
    look(view, session, screen)
    row = next(one for one in view.settings.placed if one.row and one.row.key.name == "passes")
    assert " ".join(row.lines) == "passes must be a whole number from 1 to 100000, got 0"
    assert press(view, session, "start") is None


def test_escape_gives_up_what_was_typed(view, session):
    press(view, session, ("value", "passes"))
    write(view, "99")
    strike(view, pygame.K_ESCAPE)
    assert not view.typing
    assert view.desk.experiment.passes == 40


def test_a_press_elsewhere_takes_what_was_typed(view, session):
    press(view, session, ("value", "passes"))
    write(view, "9")
    press(view, session, ("table", "Machine"))
    assert view.desk.experiment.passes == 409
    assert view.table == "Machine"


def test_toggles_and_choices_turn_at_a_press(view, session):
    press(view, session, ("value", "until_errorless"))
    press(view, session, ("less", "learners"))
    assert view.desk.experiment.until_errorless is False
    assert view.desk.experiment.learners == "modern"


def test_the_keyboard_reaches_what_the_mouse_does(view, session, screen):
    look(view, session, screen, focused=("more", "passes"))
    strike(view, pygame.K_RETURN)
    assert view.desk.experiment.passes == 41
    look(view, session, screen, focused=("experiment", "data"))
    strike(view, pygame.K_SPACE)
    assert view.desk.name == "data"
    assert view.list_scroll.offset == view.list_scroll.furthest


def test_the_next_row_comes_into_view_when_it_gets_the_keyboard(view, session, screen):
    press(view, session, ("table", "Machine"))
    look(view, session, screen)
    hidden = [thing for thing in view.things(view.read(session)) if thing.group == "settings"][-1]
    assert hidden.area.height == 1
    look(view, session, screen, focused=hidden.key)
    assert area_of(view, session, hidden.key).height > 10


def test_a_dropped_folder_is_the_very_run(view, session, folder, screen):
    started = view.handle(pygame.event.Event(pygame.DROPFILE, file=str(folder)))
    assert (started.experiment.seed, started.digest_at) == (5, 52)
    again = Session(started.experiment)
    assert "bit by bit" in look(view, again, screen).own.words
    again.run()
    standing = look(view, again, screen).own
    assert standing.right is True
    assert standing.words.startswith("The same digest")
    assert standing.words.split(": ")[1].startswith(again.digest[:12])


def test_a_stopped_run_is_compared_however_fast_it_goes_by(view, tmp_path, screen):
    experiment = Letters(seed=5)
    stopped = Session(experiment)
    with RunFolder(tmp_path / "stopped", experiment) as held:
        for trials in itertools.islice(stopped.trials(), 40):
            held.record(trials)
        held.conclude(stopped.report(), stopped)
    started = view.handle(pygame.event.Event(pygame.DROPFILE, file=str(tmp_path / "stopped")))
    again = Session(started.experiment)
    again.digest_when(started.digest_at)
    assert (
        look(view, again, screen).own.words == "In 40 exposures it will be told whether it is the same run, bit by bit."
    )
    again.advance(200.0, budget_s=60)  # far beyond
    standing = look(view, again, screen).own
    assert (standing.right, again.exposures > 150) == (True, True)
    assert standing.words == f"The same digest: {stopped.digest[:12]}… after 40 exposures."
    missed = Session(started.experiment)
    missed.advance(200.0, budget_s=60)
    assert look(view, missed, screen).own.right is not False


def test_a_typed_path_is_opened_on_enter_and_a_wrong_one_refused(view, session, folder):
    press(view, session, "path")
    write(view, str(folder))
    assert isinstance(strike(view, pygame.K_RETURN), StartExperiment)
    view.opening.fields["path"] = TextField.of("/nowhere")
    assert press(view, session, "open") is None
    assert "which is no folder" in view.opening.refusal
    assert view.opened is not None


def test_enter_in_the_field_of_the_row_opens_too(view, session, folder):
    press(view, session, "path")
    write(view, "/nowhere")
    press(view, session, "row key")
    assert strike(view, pygame.K_RETURN) is None
    assert "which is no folder" in view.opening.refusal
    view.opening.fields["path"] = TextField.of(str(folder))
    press(view, session, "row key")
    assert isinstance(strike(view, pygame.K_RETURN), StartExperiment)
    assert view.opening.refusal == ""


def test_a_row_key_goes_with_its_folder(view, session, folder):
    press(view, session, "row key")
    write(view, "abc-4")
    press(view, session, "path")
    write(view, "/nowhere")
    strike(view, pygame.K_RETURN)
    assert view.opening.fields["row key"].text == "abc-4"  # typed before there was a folder
    press(view, session, "path")
    strike(view, pygame.K_TAB)
    assert view.opening.fields["row key"].text == "abc-4"  # it is still the same
    press(view, session, "path")
    strike(view, pygame.K_u, pygame.KMOD_CTRL)
    write(view, str(folder))
    assert isinstance(strike(view, pygame.K_RETURN), StartExperiment)
    assert view.opening.fields["row key"].text == ""


def test_a_folder_that_is_dropped_has_no_row_key_of_another(view, session, folder):
    press(view, session, "path")
    write(view, "/nowhere")
    press(view, session, "row key")
    write(view, "abc-4")
    assert isinstance(view.handle(pygame.event.Event(pygame.DROPFILE, file=str(folder))), StartExperiment)


def test_another_run_is_not_compared(view, session, folder, screen):
    view.handle(pygame.event.Event(pygame.DROPFILE, file=str(folder)))
    standing = look(view, session, screen).own
    assert standing.right is None
    assert "another run" in standing.words


def test_what_was_chosen_stays_when_the_view_is_built_anew(view, session, folder):
    view.handle(pygame.event.Event(pygame.DROPFILE, file=str(folder)))
    press(view, session, ("more", "passes"))
    new = LaboratoryView(SIZES[1920, 1080], Type(Scale.of((1920, 1080))), session.experiment)
    new.take_over(view)
    assert new.desk.experiment.passes == 3
    assert new.opened is view.opened


def test_a_setting_has_a_card_with_its_certainty_and_a_control_has_none(view, session, screen):
    press(view, session, ("table", "Machine"))
    reading = look(view, session, screen)
    card = view.card(("setting", "mark1.retina.rows"), reading)
    assert (card.certainty, card.source) == ("documented", "DCN60")
    assert ("value", "20") in [tuple(fact) for fact in card.facts]
    assert view.card(("value", "mark1.retina.rows"), reading) is None
    assert view.card("start", reading) is None


def test_what_can_be_pointed_at_in_one_group_lies_apart(view, session, screen):
    press(view, session, ("table", "Machine"))
    look(view, session, screen)
    for offset in (0, 7, 60, 333):
        view.settings.scroll.offset = offset
        look(view, session, screen)
        groups = {}
        for thing in view.things(view.read(session)):
            groups.setdefault(thing.group, []).append(thing.area)
        for areas in groups.values():
            assert all(len(area.collidelistall(areas)) == 1 for area in areas)


def test_every_figure_has_a_card_with_what_it_comes_from(view, session, screen):
    session.advance(60, budget_s=5)
    reading = look(view, session, screen)
    figures = [thing for thing in view.things(reading) if thing.group in ("what it takes", "figures", "curves")]
    cards = {thing.key: view.card(thing.key, reading) for thing in figures}
    assert len(figures) == 5 + 2 * 5 + 1
    assert all(cards.values())
    assert cards["what it takes", 0].arithmetic == ("26 pictures a pass × 40 passes", "= 1,040 exposures")
    assert cards["what it takes", 3].certainty == "assumed"
    assert ("errors so far", f"{reading.snapshot.scores['mark1'].errors}") in cards["figures", "mark1", 0].facts
    assert len(cards["figures", "modern", 4].history) == session.exposures


def test_a_changed_setting_is_chosen_whatever_the_usual_one_is(view, session, screen):
    press(view, session, ("table", "Machine"))
    press(view, session, ("more", "mark1.retina.rows"))
    reading = look(view, session, screen)
    card = view.card(("setting", "mark1.retina.rows"), reading)
    assert card.certainty == "chosen"
    assert ("the usual value is", "documented") in card.facts


def test_a_setting_that_runs_otherwise_than_usual_is_chosen_though_the_desk_did_not_change_it(session, screen):
    usual = Letters()
    machine = replace(usual.mark1, association=replace(usual.mark1.association, units=400))
    view = LaboratoryView(AREA, Type(Scale.of((1280, 720))), Letters(mark1=machine))
    reading = look(view, session, screen)
    card = view.card(("setting", "mark1.association.units"), reading)
    assert card.certainty == "chosen"
    assert any(fact[0] == "the usual value is" for fact in card.facts)
    assert view.card(("setting", "mark1.retina.rows"), reading).certainty == "documented"


def test_the_curve_and_the_progress_grow_with_the_session(view, session, screen):
    look(view, session, screen)
    progress = view.layout.running.progress
    before = screen.get_at((progress.left + 2, progress.top + 2))[:3]
    session.advance(400, budget_s=5)
    look(view, session, screen)
    assert before == theme.LINE
    assert screen.get_at((progress.left + 2, progress.top + 2))[:3] == theme.CREAM
    curve = pygame.surfarray.array3d(screen.subsurface(view.layout.running.curve)).reshape(-1, 3)
    assert (curve == theme.AMBER).all(axis=1).any()
    assert (curve == theme.BLUE).all(axis=1).any()


def test_drawing_again_is_the_same_picture(view, session, screen):
    look(view, session, screen)
    first = pygame.image.tobytes(screen, "RGB")
    look(view, session, screen)
    assert pygame.image.tobytes(screen, "RGB") == first


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def laid_out(request):
    type_ = Type(Scale.of(request.param))
    return type_, arrange(SIZES[request.param], type_)


def rects(record):
    return {item.name: value for item in fields(record) if isinstance(value := getattr(record, item.name), Rect)}


def test_panels_stand_apart_inside_the_area(laid_out):
    _, layout = laid_out
    for panel in layout.panels.values():
        assert layout.area.contains(panel)
    for one, other in itertools.combinations(layout.panels.values(), 2):
        assert not one.colliderect(other)


def test_panels_stand_where_those_of_all_views_do(laid_out):
    type_, layout = laid_out
    whole = panels_area(layout.area, type_)
    assert layout.panels["list"].topleft == whole.topleft
    assert layout.panels["running"].bottomright == whole.bottomright
    assert layout.panels["opening"].bottomleft == whole.bottomleft


def test_parts_stand_apart_inside_their_panel(laid_out):
    _, layout = laid_out
    held = {
        "list": {"rows": layout.list_rows},
        "settings": rects(layout.settings),
        "start": {"taking": layout.taking, "start": layout.start},
        "running": rects(layout.running),
        "opening": rects(layout.opening),
    }
    for name, parts in held.items():
        for part, area in parts.items():
            assert layout.panels[name].contains(area), (name, part)
            assert area.height > 0, (name, part)
        for (one, first), (other, second) in itertools.combinations(parts.items(), 2):
            assert not first.colliderect(second), (name, one, other)


def test_names_of_experiments_and_their_reasons_fit(laid_out):
    type_, layout = laid_out
    for name in EXPERIMENTS:
        wide = type_.width(name, theme.STRONG) + type_.width(NOTES.get(name, ""), theme.SMALL)
        assert wide + type_.scale.px(40) <= layout.list_rows.width
    assert layout.list_pitch >= type_.height(theme.BODY)


def test_names_and_choices_of_settings_fit(laid_out):
    type_, _ = laid_out
    size = next(size for size in SIZES if Scale.of(size) == type_.scale)
    view = LaboratoryView(SIZES[size], type_, Letters())
    for table in ("Experiment", "Machine", "Network"):
        view.settings.follow(view.desk.rows, table)
        for placed in view.settings.placed:
            if placed.row:
                parts = view.settings.parts(placed)
                assert type_.width(name_in_words(placed.row), theme.BODY) <= parts["setting"].width, placed.row.key.name
                widest = max((type_.width(one, theme.BODY) for one in placed.row.choices), default=0)
                assert widest <= parts["value"].width, placed.row.key.name
                for one, other in itertools.combinations(parts.values(), 2):
                    assert not one.colliderect(other)


def test_a_field_takes_text_where_its_cursor_stands():
    field = TextField.of("ac")
    for key in (pygame.K_LEFT,):
        field.key(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0))
    field.insert("b\n")
    assert (field.text, field.cursor) == ("abc", 2)
    field.key(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_HOME, mod=0))
    field.key(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_DELETE, mod=0))
    assert field.text == "bc"
