"""The card of a thing: beside it, inside the window, and with everything on it."""

import pygame
import pytest
from pygame import Rect

from perceptron_sim.frontend import cards
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Card

BOUNDS = Rect(16, 56, 1888, 900)
FULL = Card(
    title="A-unit 17",
    facts=(
        ("threshold", "1"),
        ("", "patched to R3"),
        ("what it is good for", "a sentence too long for one column " * 3),
    ),
    arithmetic=tuple(f"cell {number}: 1 × +1 = +1" for number in range(10)),
    history=tuple(float(number % 7) for number in range(300)),
    history_unit="V",
    certainty="assumed",
    source="no evidence found",
)


@pytest.fixture(params=[(1280, 720), (1920, 1080), (3840, 2160)], ids=lambda size: f"{size[0]}x{size[1]}")
def type_(request: pytest.FixtureRequest) -> Type:
    return Type(Scale.of(request.param))


@pytest.mark.parametrize("x", [20, 500, 960, 1500, 1880])
@pytest.mark.parametrize("y", [60, 400, 930])
def test_a_card_stands_inside_the_window_and_never_over_its_thing(x: int, y: int) -> None:
    thing = Rect(x, y, 20, 20)
    area = cards.place((440, 420), thing, BOUNDS, 12)
    assert BOUNDS.contains(area)
    assert not area.colliderect(thing)


def test_a_card_beside_a_broad_thing_goes_above_or_below() -> None:
    thing = Rect(100, 800, 1700, 60)
    area = cards.place((440, 420), thing, BOUNDS, 12)
    assert BOUNDS.contains(area)
    assert not area.colliderect(thing)


def written_on(card: Card, type_: Type, monkeypatch: pytest.MonkeyPatch, highest: int = 2000) -> tuple[str, Rect]:
    """What is written when *card* is drawn, and around everything written."""
    sheet = cards.compose(card, type_, highest)
    surface, texts, places = pygame.Surface((4000, 3000)), [], []
    write = Type.write

    def noting(self: Type, surface: pygame.Surface, text: str, *details: object, **options: object) -> Rect:
        texts.append(text)
        places.append(write(self, surface, text, *details, **options))  # type: ignore[arg-type]
        return places[-1]

    monkeypatch.setattr(Type, "write", noting)
    area = Rect(30, 30, cards.card_width(type_), sheet.height)
    cards.draw_card(surface, type_, area, sheet)
    return " ".join(texts), places[0].unionall(places[1:])


def test_everything_stands_on_the_card_and_inside_it(type_: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    words, around = written_on(FULL, type_, monkeypatch)
    sheet = cards.compose(FULL, type_, 2000)
    assert Rect(30, 30, cards.card_width(type_), sheet.height).contains(around)
    for part in ("A-unit 17", "threshold", "patched to R3", "cell 9: 1 × +1 = +1", "0 to 6 V", "assumed", "evidence"):
        assert part in words


def test_what_there_is_no_room_for_is_counted_and_the_result_stays(
    type_: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = cards.compose(FULL, type_, 5000).height
    words, _ = written_on(FULL, type_, monkeypatch, highest=whole * 3 // 4)
    assert "more lines" in words
    assert "cell 9:" in words
    assert "cell 8:" not in words
    assert cards.compose(FULL, type_, whole * 3 // 4).height <= whole * 3 // 4


def test_a_card_with_a_title_alone_can_be_drawn(type_: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    words, _ = written_on(Card(title="Nothing more"), type_, monkeypatch)
    assert words == "Nothing more = computed"
