"""A screen nobody sees, and sessions stopped at telling instants."""

from collections.abc import Iterator

import pygame
import pytest

from perceptron_sim import Letters, Session


@pytest.fixture(autouse=True)
def hidden_screen() -> Iterator[pygame.Surface]:
    """SDL's dummy display, 1280 x 720."""
    pygame.display.init()
    pygame.font.init()
    yield pygame.display.set_mode((1280, 720))
    pygame.display.quit()


@pytest.fixture
def session() -> Session:
    """A session of the letters that has not begun."""
    return Session(Letters(seed=1))


@pytest.fixture
def taught(session: Session) -> Session:
    """A session in its second pass, a letter just read and still in view."""
    next(session.passes())
    for _ in range(3):
        session.advance_exposure()
    return session
