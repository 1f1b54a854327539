"""The camera: where there is none nobody waits, what it sees stays in memory, a broken one is off."""

import threading

import numpy as np
import pygame
import pytest

from perceptron_sim.frontend.camera import MOST_UNASKED, Camera, State, greys_of

LONG_S = 10.0  # more than any of this takes


class Device:
    """A camera that sees one grey after the other; *broken* says what fails."""

    def __init__(self, broken: str = "") -> None:
        self.broken, self.running, self.seen = broken, False, 0
        self.another = threading.Semaphore(0)

    def start(self) -> None:
        if self.broken == "start":
            raise SystemError("in use")
        self.running = True

    def stop(self) -> None:
        self.running = False

    def get_image(self) -> pygame.Surface:
        if self.broken == "get":
            raise pygame.error("unplugged")
        self.seen += 1
        image = pygame.Surface((8, 6))
        image.fill((self.seen % 256,) * 3)
        self.another.release()
        return image


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No wait between two frames."""
    monkeypatch.setattr("perceptron_sim.frontend.camera.WAIT_S", 0.0)


def found(device: Device | None) -> Camera:
    camera = Camera(lambda: device)
    assert camera.state is State.SEARCHED
    camera.look_for_one()
    camera.wait(LONG_S)
    return camera


def test_where_there_is_no_camera_none_is_turned_on() -> None:
    camera = found(None)
    camera.turn_on()
    assert (camera.state, camera.latest()) == (State.NONE, None)


def test_whatever_fails_when_one_is_looked_for_there_is_none() -> None:
    def failing() -> Device:
        raise RuntimeError("no backend")

    camera = Camera(failing)
    camera.look_for_one()
    camera.wait(LONG_S)
    assert camera.state is State.NONE


@pytest.mark.usefixtures("quick")
def test_only_the_latest_frame_is_held_and_none_once_it_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perceptron_sim.frontend.camera.MOST_UNASKED", 10**9)
    device = Device()
    camera = found(device)
    camera.turn_on()
    for _ in range(5):
        assert device.another.acquire(timeout=LONG_S)
    assert camera.state is State.ON
    camera.turn_off()
    camera.wait(LONG_S)
    assert (camera.state, camera.latest(), device.running) == (State.OFF, None, False)


@pytest.mark.usefixtures("quick")
def test_a_camera_that_nobody_looks_through_goes_off_by_itself() -> None:
    device = Device()
    camera = found(device)
    camera.turn_on()
    camera.wait(LONG_S)
    assert (camera.state, device.running, camera.latest()) == (State.OFF, False, None)
    assert device.seen <= MOST_UNASKED + 1
    before = device.seen
    camera.turn_on()
    camera.wait(LONG_S)
    assert device.seen > before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("broken", ["start", "get"])
def test_a_camera_that_breaks_is_off_and_may_be_tried_again(broken: str) -> None:
    device = Device(broken)
    camera = found(device)
    camera.turn_on()
    camera.wait(LONG_S)
    assert (camera.state, device.running, camera.latest()) == (State.FAILED, False, None)
    device.broken = ""
    camera.turn_on()
    assert device.another.acquire(timeout=LONG_S)
    camera.turn_off()
    camera.wait(LONG_S)
    assert not device.running


def test_greys_are_as_bright_as_colours_look_and_left_stays_left() -> None:
    image = pygame.Surface((2, 1))
    image.set_at((0, 0), (255, 255, 255))
    image.set_at((1, 0), (0, 255, 0))
    assert np.abs(greys_of(image).astype(int) - [[255, 150]]).max() <= 1
