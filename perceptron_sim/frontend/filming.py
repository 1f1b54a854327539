"""Films a session: lets it go on from where it stands, and draws the window's picture again and again on the way."""

import math
from collections.abc import Iterator

import pygame

from perceptron_sim.errors import SettingError
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.options import SMALLEST_SIZE
from perceptron_sim.playback import SPEEDS, Playback
from perceptron_sim.session import Session

MOST_PICTURES = 20_000
USUAL_S = 20.0  # a film lasts so long where no speed is asked for


def pictures(
    session: Session,
    until_s: float,
    *,
    size: tuple[int, int],
    frames_per_s: int,
    view: str | None = None,
    speed: float | None = None,
) -> Iterator[bytes]:
    """Pictures of *session*, which goes on to the instant *until_s*: three bytes a pixel, row by row.

    It goes *speed* simulated seconds a second of the film; where none is given, so fast that the film lasts USUAL_S.

    Raises:
        SettingError: there would be too many pictures, or the view does not show this experiment.
    """
    left_s = max(0.0, until_s - session.time_s)
    pace = speed or max(1.0, left_s / USUAL_S)
    if left_s * frames_per_s > MOST_PICTURES * pace:
        least = math.ceil(left_s * frames_per_s / MOST_PICTURES)
        rule = f"at least {least}, so that the film has no more than {MOST_PICTURES} pictures"
        raise SettingError(f"speed must be {rule}, got {pace:g}")
    return _drawn(session, until_s, _Camera(session, size, view, pace), pace / frames_per_s, 1 / frames_per_s)


class _Camera:
    """Draws a picture of *size*, or a larger one that is then made smaller: the window has a least size."""

    def __init__(self, session: Session, size: tuple[int, int], view: str | None, pace: float) -> None:
        enlarged = max(1.0, *(least / side for least, side in zip(SMALLEST_SIZE, size, strict=True)))
        width, height = (math.ceil(enlarged * side) for side in size)
        pygame.font.init()
        self._size, self._surface = size, pygame.Surface((width, height), depth=32)
        self._scene = Scene((width, height), session.experiment, view=view, reduced_motion=True)
        self._session, self._playback = session, Playback(session)
        self._playback.speed_index = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - pace))

    def picture(self, elapsed_s: float) -> bytes:
        """What there is to see now, *elapsed_s* seconds of the film after the picture before."""
        self._scene.draw(self._surface, self._session, self._playback, elapsed_s)
        shown = self._surface
        if shown.size != self._size:
            shown = pygame.transform.smoothscale(shown, self._size)
        return pygame.image.tobytes(shown, "RGB")


def _drawn(session: Session, until_s: float, camera: _Camera, step_s: float, elapsed_s: float) -> Iterator[bytes]:
    yield camera.picture(elapsed_s)
    while session.time_s < until_s and not session.finished:
        before_s = session.time_s
        session.advance(min(step_s, until_s - before_s), budget_s=math.inf)
        yield camera.picture(elapsed_s)
        if session.time_s == before_s:  # nothing is due any more, or the step is too short to be one
            break
