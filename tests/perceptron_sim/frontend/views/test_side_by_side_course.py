"""The course in the side-by-side view: curves, marks and passes are what the score says, however long it is."""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pygame
import pytest
from side_by_side import AREA, SIZE, drawn, view_of

from perceptron_sim import Letters, Session
from perceptron_sim.commands import ChangeNetwork, ResetWeights
from perceptron_sim.experiments.xor import Xor
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Reading
from perceptron_sim.frontend.views.side_by_side import SideBySide, course, curves, marks, score
from perceptron_sim.frontend.views.side_by_side.layout import CourseLayout
from perceptron_sim.frontend.views.side_by_side.room import heights
from perceptron_sim.network_spec import NetworkSpec

MANY = 1_000_000


@pytest.fixture
def picture(taught: Session) -> tuple[pygame.Surface, SideBySide, Reading]:
    """A session drawn with all lamps settled."""
    view = view_of(taught)
    reading = view.read(taught)
    return drawn(view, reading), view, reading


def test_curve_ends_at_its_last_share_and_the_yardstick_stands_at_forty_exposures() -> None:
    plot = pygame.Rect(100, 50, 1040, 200)
    points = curves.curve_points(np.linspace(0, 1, 1040, dtype=np.float32), plot, 1040)
    assert points[0] == pytest.approx((101, 250), abs=1)
    assert points[-1] == pytest.approx((plot.right, plot.top))


def test_a_long_curve_has_no_more_points_than_pixels_and_keeps_its_end() -> None:
    plot = pygame.Rect(0, 0, 300, 100)
    points = curves.curve_points(np.linspace(0, 1, 100_000, dtype=np.float32), plot, 100_000)
    assert len(points) <= 2 * plot.width
    assert points[-1] == pytest.approx((plot.right, plot.top))


@pytest.mark.parametrize(
    ("exposures", "limit", "end"),
    [
        (0, 1040, 128),
        (128, 1040, 128),
        (129, 1040, 256),
        (600, 1040, 1040),
        (1040, 1040, 1040),
        (3, 60, 60),
        (1041, 1040, 2080),
        (5000, 1040, 8320),
    ],
)
def test_the_axis_doubles_until_the_course_ends(exposures: int, limit: int, end: int) -> None:
    assert curves.axis_end(exposures, limit) == end


def test_a_right_exposure_is_a_tall_mark_in_the_learners_colour_and_a_wrong_one_a_low_mark() -> None:
    right = np.array([True, False, True, True])
    seen = marks.timeline_marks(right, (80, 10), 8, marks.LIT)
    heights = [int((seen[10 * exposure + 2] != marks.NONE).sum()) for exposure in range(8)]
    assert heights == [10, 3, 10, 10, 0, 0, 0, 0]
    assert set(seen[2].tolist()) == {marks.LIT}
    assert set(seen[12].tolist()) == {marks.WRONG, marks.NONE}


def test_where_exposures_share_a_pixel_the_tall_mark_is_their_share_of_right_ones() -> None:
    shares, there = marks.right_shares(np.tile([True, True, True, False], 100), 100, 400)
    assert there.all()
    assert shares == pytest.approx(np.full(100, 0.75))
    seen = marks.timeline_marks(np.tile([True, False], 200), (100, 20), 400, marks.LIT)
    assert ((seen == marks.LIT).sum(axis=1) == 10 - (seen == marks.WRONG).sum(axis=1)).all()


def test_the_timeline_shows_every_exposure_of_the_score(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    surface, view, reading = picture
    most = curves.end_of(reading.snapshot)
    for (name, _, _), row in zip(marks.LEARNERS, view.layout.course.timelines, strict=True):
        right = reading.snapshot.scores[name].right
        for exposure, good in enumerate(right.tolist()):
            x = row.left + round((exposure + 0.4) * row.width / most)
            assert (surface.get_at((x, row.top + 2))[:3] != theme.PANEL) == good


@cache
def course_of_many() -> dict[str, np.ndarray]:
    """Which of MANY exposures each learner answers rightly."""
    rng = np.random.default_rng(7)
    return {name: rng.random(MANY) < share for name, share in (("mark1", 0.6), ("modern", 0.8))}


def with_exposures(reading: Reading, number: int) -> Reading:
    """As if there had been *number* exposures, the same whatever number it is."""
    scores = {
        name: replace(
            reading.snapshot.scores[name],
            exposures=number,
            errors=int((~right[:number]).sum()),
            curve=np.linspace(0, 1, MANY, dtype=np.float32)[:number],
            right=right[:number],
        )
        for name, right in course_of_many().items()
    }
    return replace(reading, snapshot=replace(reading.snapshot, exposures=number, scores=scores))


@pytest.mark.parametrize("end", [90, 700, 3000])
def test_the_course_looks_the_same_whether_all_of_it_was_watched_or_not(
    end: int, picture: tuple[pygame.Surface, SideBySide, Reading]
) -> None:
    _, watching, reading = picture
    for number in (*range(0, end, end // 9), end):
        watched = drawn(watching, with_exposures(reading, number))
    coming = drawn(SideBySide(AREA, Type(Scale.of(SIZE)), Letters(seed=1)), with_exposures(reading, end))
    area = watching.layout.course.panel
    assert pygame.image.tobytes(watched.subsurface(area), "RGB") == pygame.image.tobytes(coming.subsurface(area), "RGB")


def test_a_course_begun_anew_shows_nothing_of_the_one_before(
    picture: tuple[pygame.Surface, SideBySide, Reading],
) -> None:
    surface, view, reading = picture
    before = pygame.image.tobytes(surface, "RGB")
    drawn(view, with_exposures(reading, 5000))
    assert pygame.image.tobytes(drawn(view, reading), "RGB") == before


def test_a_million_exposures_are_told_in_no_more_things_points_and_numbers_than_a_thousand(
    picture: tuple[pygame.Surface, SideBySide, Reading],
) -> None:
    _, view, reading = picture
    few, many = with_exposures(reading, 1000), with_exposures(reading, MANY)
    assert len(view.things(many)) <= len(view.things(few))
    plot, row = view.layout.course.plot, view.layout.course.timelines[0]
    end = curves.end_of(many.snapshot)
    assert len(curves.stops(plot.width, end)) <= plot.width
    assert len(marks.touched(MANY - 20, MANY, row.width, end)) <= 4
    for figure in ("errors", "recent", "held_out", "time", "work", "energy"):
        card = view.card(("score", figure, "mark1"), many)
        assert card is not None
        assert len(card.history) <= 202
    errors, recent = (view.card(("score", figure, "mark1"), many) for figure in ("errors", "recent"))
    assert errors is not None
    assert recent is not None
    assert errors.history[-1] == many.snapshot.scores["mark1"].errors
    assert (min(recent.history), max(recent.history)) == (0, 100)


def test_passes_are_as_long_as_they_were(picture: tuple[pygame.Surface, SideBySide, Reading]) -> None:
    _, view, reading = picture
    scores = {
        name: replace(score, exposures=29, pass_ends=np.array([10, 26]))
        for name, score in reading.snapshot.scores.items()
    }
    shown = replace(reading, snapshot=replace(reading.snapshot, exposures=29, scores=scores))
    found = [thing.area.width for thing in view.things(shown) if thing.group == "passes"]
    pixels = view.layout.course.plot.width / curves.end_of(shown.snapshot)
    assert found == pytest.approx([10 * pixels, 16 * pixels, 10 * pixels], abs=1.5)


def test_further_learners_have_curves_and_names_of_their_own() -> None:
    session = Session(Xor(seed=1))
    next(session.passes())
    view = view_of(session)
    reading = view.read(session)
    pictures = []
    for share in (0.0, 1.0):
        score_of_one = reading.snapshot.scores["modern-one-layer"]
        changed = replace(score_of_one, curve=np.full_like(score_of_one.curve, share))
        scores = {**reading.snapshot.scores, "modern-one-layer": changed}
        surface = drawn(view_of(session), replace(reading, snapshot=replace(reading.snapshot, scores=scores)))
        pictures.append(pygame.image.tobytes(surface.subsurface(view.layout.course.panel), "RGB"))
    assert pictures[0] != pictures[1]


def test_another_network_is_marked_where_it_came_and_its_card_says_what_goes_on(session: Session) -> None:
    view = view_of(session)
    while session.exposures < 40:
        session.advance_exposure()
    plain = drawn(view, view.read(session))
    session.apply(ChangeNetwork(NetworkSpec(hidden=(32,))))
    anew = view_of(session)
    anew.take_over(view)
    session.advance(10.0, budget_s=math.inf)
    marked = drawn(anew, anew.read(session))
    (mark,) = [thing for thing in anew.things(anew.read(session)) if thing.group == "changes"]
    plot = anew.layout.course.plot
    assert mark.area.centerx == pytest.approx(plot.left + 40 / 128 * plot.width, abs=0.02 * plot.width)
    assert marked.get_at((mark.area.centerx, plot.centery))[:3] == theme.BLUE
    assert plain.get_at((mark.area.centerx, plot.top - 1))[:3] != theme.BLUE
    card = anew.card(mark.key, anew.read(session))
    assert card is not None
    assert ("hidden layers", "32") in card.facts
    session.apply(ResetWeights())
    drawn(anew, anew.read(session))
    assert not [thing for thing in anew.things(anew.read(session)) if thing.group == "changes"]


@pytest.mark.parametrize("every", [2, 8])
def test_a_thinned_curve_is_drawn_as_the_whole_one(
    every: int, picture: tuple[pygame.Surface, SideBySide, Reading]
) -> None:
    _, _, reading = picture
    whole, pictures = with_exposures(reading, 6000), []
    for step in (1, every):
        scores = {
            name: replace(score, curve=score.curve[::step].copy(), curve_every=step, recent=float(score.curve[-1]))
            for name, score in whole.snapshot.scores.items()
        }
        view = SideBySide(AREA, Type(Scale.of(SIZE)), Letters(seed=1))
        surface = drawn(view, replace(whole, snapshot=replace(whole.snapshot, scores=scores)))
        pictures.append(pygame.surfarray.array3d(surface.subsurface(view.layout.course.panel)).astype(int))
    assert np.abs(pictures[0] - pictures[1]).mean() < 0.5


def test_further_learners_are_named_by_how_they_differ() -> None:
    words = {one.name: one.words for one in curves.lanes_of(Xor(seed=1))}
    assert words == {"modern-one-layer": "no hidden layer", "mark1": "1960", "modern": "today"}


def test_before_as_many_exposures_as_are_counted_the_label_says_of_how_many_it_is() -> None:
    assert score.of_how_many(3, 26) == "of 3 so far"
    assert score.of_how_many(36, 300) == "of 36 so far"
    assert [score.of_how_many(number, 26) for number in (0, 26, 900)] == ["last 26"] * 3


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=str)
@pytest.mark.parametrize("slower", [0.04, 0.25, 1.0])
def test_words_of_an_errorless_pass_stand_on_no_curve(taught: Session, size: tuple[int, int], slower: float) -> None:
    type_ = Type(Scale.of(size))
    view = SideBySide(panels_under(size), type_, Letters(seed=1))
    snapshot, layout = taught.snapshot(), view.layout.course
    rise = np.minimum(np.arange(480) / 180, 1).astype(np.float32)
    wave = (0.9 + 0.1 * np.sin(np.arange(480) / 9)).astype(np.float32)
    scores = {
        name: replace(snapshot.scores[name], exposures=480, curve=curve, recent=float(curve[-1]), errorless_pass=passed)
        for name, curve, passed in (("mark1", rise, 7), ("modern", rise * wave * slower, 7 if slower == 1 else None))
    }
    snapshot = replace(snapshot, exposures=480, scores=scores)
    end = layout.plot.left + layout.plot.width * 480 // curves.end_of(snapshot)
    told = course.errorless_areas(layout, type_, snapshot, ["mark1", "modern"], end, layout.plot.right + 60)
    assert len(told) == (2 if slower == 1 else 1)
    for _, _, area in told:
        assert layout.plot.contains(area)
        assert area.right < end
        assert not any(crosses(area, layout, heights(scores[name], layout.plot, 512)) for name in scores)


def panels_under(size: tuple[int, int]) -> pygame.Rect:
    return pygame.Rect(0, size[1] // 15, size[0], round(size[1] * 0.82))


def crosses(area: pygame.Rect, layout: CourseLayout, curve: np.ndarray) -> bool:
    y = curve[area.left - layout.plot.left : area.right - layout.plot.left]
    return bool(((y >= area.top) & (y < area.bottom)).any())
