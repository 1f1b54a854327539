"""Text on surfaces: every letter is there, and what is kept of it is bounded however much is written."""

import tracemalloc

import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale

SIZE = (1920, 1080)


def test_words_come_out_the_same_however_much_was_written_between() -> None:
    type_, pictures = Type(Scale.of(SIZE)), []
    for begin in (0, 3000):
        surface = pygame.Surface((400, 60))
        type_.write(surface, "exposure 188", (10, 40), theme.TITLE)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
        for number in range(begin, begin + 3000):
            type_.write(surface, f"{number} on the machine's clock", (10, 40), theme.TITLE)
    assert pictures[0] == pictures[1]


def test_a_thousand_sentences_leave_no_more_widths_than_ten_thousand() -> None:
    type_ = Type(Scale.of(SIZE))
    kept = []
    tracemalloc.start()
    for begin in (0, 4000):
        for number in range(begin, begin + 4000):
            type_.width(f"exposure {number}", theme.BODY)
        kept.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert kept[1] - kept[0] < 200_000


def test_a_sign_that_the_face_has_not_stands_on_the_same_baseline() -> None:
    type_, surface = Type(Scale.of(SIZE)), pygame.Surface((400, 60))
    plain, signed = type_.width("R4", theme.SMALL), type_.width("✗R4", theme.SMALL)
    drawn = type_.write(surface, "✗R4", (10, 40), theme.SMALL)
    assert signed > plain
    assert drawn.width == signed
    assert drawn.height == type_.font(theme.SMALL).get_height()
