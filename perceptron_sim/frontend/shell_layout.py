"""Where everything of the shell stands: every rectangle from the size of the window and the words on its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import MARGIN
from perceptron_sim.frontend.text import Type

TITLE_WORDS = "Mark I Perceptron"
# In pixels at 1920 x 1080
HEADER, FOOTER = 72, 108
BUTTON = 44  # how high what is pressed is
ABOVE_BUTTONS, ABOVE_WORDS, ABOVE_SENTENCE = 8, 54, 2  # in the footer, from its upper edge
SLIDER = 300
APART, BESIDE, CLOSE = 32, 12, 8  # between groups of buttons, between buttons, between those of one slider
PADDING = 24  # of a button's words, left and right together


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellLayout:
    """The window: the title and the tabs above, the view's area, at the foot the sentence, the pace, the line of time.

    tabs and quiet are the areas of the buttons in the header, from left to right; slower, slider, faster, step, steps
    and pause those in the footer. time_line reaches from edge to edge, its knob runs on *track*; in its upper part
    stand the words: clock, pace_words below the slider, heard.
    """

    window: Rect
    header: Rect
    title: Rect
    tabs: tuple[Rect, ...]
    quiet: tuple[Rect, ...]
    area: Rect
    footer: Rect
    sentence: Rect
    slower: Rect
    slider: Rect
    faster: Rect
    step: Rect
    steps: Rect
    pause: Rect
    time_line: Rect
    track: Rect
    clock: Rect
    pace_words: Rect
    heard: Rect


def arrange(
    size: tuple[int, int],
    type_: Type,
    tabs: Sequence[str],
    quiet: Sequence[Sequence[str]],
    steps: Sequence[str],
) -> ShellLayout:
    """Lay out a window of *size*: *tabs* and groups of *quiet* buttons in the header, the choice of *steps* below.

    All of them are the words on the buttons; where they change, the widest.
    """
    px = type_.scale.px
    margin = px(MARGIN)
    header, footer = Rect(0, 0, size[0], px(HEADER)), Rect(0, size[1] - px(FOOTER), size[0], px(FOOTER))
    title = Rect(margin, 0, type_.width(TITLE_WORDS.upper(), theme.TITLE), header.height)
    pace = _pace(footer, type_, steps)
    words = Rect(0, footer.top + px(ABOVE_WORDS), 0, type_.height(theme.SMALL))
    right_of_sentence = pace["slower"].left - px(APART)
    top = footer.top + px(ABOVE_SENTENCE)
    return ShellLayout(
        window=Rect((0, 0), size),
        header=header,
        title=title,
        tabs=_row(tabs, type_, title.right + px(40), header, theme.STRONG),
        quiet=_from_right(quiet, type_, size[0] - margin + px(PADDING) // 2, header),
        area=Rect(0, header.bottom, size[0], footer.top - header.bottom),
        footer=footer,
        sentence=Rect(margin, top, right_of_sentence - margin, words.top - top),
        time_line=Rect(0, words.top, size[0], footer.bottom - words.top),
        track=Rect(margin, footer.bottom - (footer.bottom - words.bottom) // 2, size[0] - 2 * margin, 1),
        clock=_between(words, margin, right_of_sentence),
        pace_words=_between(words, pace["slower"].left, pace["faster"].right),
        heard=_between(words, pace["faster"].right + px(CLOSE), pace["pause"].right),
        **pace,
    )


def _between(line: Rect, left: int, right: int) -> Rect:
    return Rect(left, line.top, right - left, line.height)


def _pace(footer: Rect, type_: Type, steps: Sequence[str]) -> dict[str, Rect]:
    """The controls of time, from the right edge on, by their names."""
    px, x = type_.scale.px, footer.right - type_.scale.px(MARGIN)
    chosen = max(type_.width(word, theme.BODY) for word in steps) + px(PADDING)
    places = (
        ("pause", max(type_.width(word, theme.BODY) for word in ("Pause", "Run")) + 2 * px(PADDING), px(BESIDE)),
        ("steps", chosen, px(2)),
        ("step", type_.width("Step", theme.BODY) + 2 * px(PADDING), px(APART)),
        ("faster", px(BUTTON), px(CLOSE)),
        ("slider", px(SLIDER), px(CLOSE)),
        ("slower", px(BUTTON), 0),
    )
    found = {}
    for name, width, beside in places:
        found[name] = Rect(x - width, footer.top + px(ABOVE_BUTTONS), width, px(BUTTON))
        x -= width + beside
    return found


def _row(words: Sequence[str], type_: Type, left: int, header: Rect, style: theme.Style) -> tuple[Rect, ...]:
    """Buttons of the header beside each other from *left* on."""
    areas, px = [], type_.scale.px
    for text in words:
        width = type_.width(text, style) + px(PADDING)
        areas.append(Rect(left, header.top + (header.height - px(BUTTON)) // 2, width, px(BUTTON)))
        left += width
    return tuple(areas)


def _from_right(groups: Sequence[Sequence[str]], type_: Type, right: int, header: Rect) -> tuple[Rect, ...]:
    """Quiet buttons of the header, the last one ending at *right*; *groups* stand apart, so that no hand slips."""
    areas: tuple[Rect, ...] = ()
    for words in reversed([group for group in groups if group]):
        wide = sum(type_.width(text, theme.SMALL) + type_.scale.px(PADDING) for text in words)
        areas = _row(words, type_, right - wide, header, theme.SMALL) + areas
        right -= wide + type_.scale.px(APART)
    return areas
