"""Keep a view of the window open for some frames and print the seconds between them as JSON; VIEW PACE FRAMES."""

import itertools
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pygame

from perceptron_sim import Letters
from perceptron_sim.experiments.experiment import MOST_PASSES
from perceptron_sim.frontend.app import open_window
from perceptron_sim.playback import DEFAULT_SPEED_INDEX, SPEEDS

WARM_UP = 30  # frames before the first that counts
STEPS = {"10x": SPEEDS.index(10.0) - DEFAULT_SPEED_INDEX, "full": len(SPEEDS) - 1 - DEFAULT_SPEED_INDEX}


def main(view: str, pace: str, frames: int) -> None:
    """Open the window, note when each picture is handed over, and leave after *frames*."""
    handed_over_s: list[float] = []
    flip = pygame.display.flip

    def noting() -> None:
        flip()
        handed_over_s.append(time.perf_counter())
        if len(handed_over_s) == 1:
            key = pygame.K_PLUS if STEPS[pace] > 0 else pygame.K_MINUS
            for _ in range(abs(STEPS[pace])):
                pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, unicode="", mod=0))
        if len(handed_over_s) > WARM_UP + frames:
            pygame.event.post(pygame.event.Event(pygame.QUIT))

    pygame.display.flip = noting
    open_window(Letters(seed=1, passes=MOST_PASSES, until_errorless=False), size=(1920, 1080), view=view)
    counted_s = handed_over_s[WARM_UP:]
    print(json.dumps([after - before for before, after in itertools.pairwise(counted_s)]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
