"""Drawing a frame of the window while both learn, 1920 x 1080 under the dummy driver, against a full-screen copy."""

from collections.abc import Iterator
from statistics import median

import pygame
from rows import Row, seconds

from perceptron_sim import Letters, Session
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.playback import Playback

SIZE = (1920, 1080)


def rows(frames: int) -> Iterator[Row]:
    """Median of the frames, the slowest hundredth in the note."""
    pygame.display.init()
    pygame.font.init()
    surface = pygame.display.set_mode(SIZE)
    session = Session(Letters(seed=1))
    playback, scene = Playback(session), Scene(SIZE, session.experiment)
    still, drawn_s, copied_s, snapshot_s = surface.copy(), [], [], []
    for _ in range(frames):
        playback.tick(1 / 60)
        snapshot_s.append(seconds(session.snapshot))
        snapshot = session.snapshot()
        drawn_s.append(seconds(lambda snapshot=snapshot: scene.draw(surface, snapshot, playback, 1 / 60)))
        copied_s.append(seconds(lambda: surface.blit(still, (0, 0))))
    pygame.quit()
    slowest_ms = sorted(drawn_s)[-max(1, frames // 100)] * 1e3
    ours_us, copy_us = median(drawn_s) * 1e6, median(copied_s) * 1e6
    note = f"draw / full-screen copy; slowest hundredth {slowest_ms:.1f} ms, snapshot {median(snapshot_s) * 1e6:.0f} us"
    yield Row("window_frame_1920x1080", ours_us, copy_us, ours_us / copy_us, note, us_at_most=6_000)
