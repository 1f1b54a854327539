"""Draw the golden pictures of the views anew: python tests/oracles/make_golden_views.py

It says how far each is from the one before; look at those that have changed, they are what the tests hold from then on.
"""

import os
import sys
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pygame
from golden_views import FOLDER, SIZE, apart, drawn, golden, small

from perceptron_sim.options import VIEWS


def main() -> None:
    """Draw all of them."""
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode(SIZE)
    FOLDER.mkdir(exist_ok=True)
    for view in VIEWS:
        picture, path = small(drawn(view)), golden(view)
        before = apart(picture, pygame.image.load(path)) if path.exists() else None
        pygame.image.save(picture, path)
        told = "new" if before is None else f"{before.mean:.2f} on average, {before.block:.2f} at {before.place}"
        print(f"{view:13} {told}")
    pygame.quit()


if __name__ == "__main__":
    main()
