"""A camera, where there is one: looked for and read in a thread of its own, so that no picture of the window waits.

Of what it sees only the latest frame is held, in memory, until the next one; nothing is written anywhere.
"""

import threading
from collections.abc import Callable
from enum import Enum
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt
import pygame

SIZE = (320, 240)
WAIT_S = 0.05  # between two frames: twenty a second are enough
MOST_UNASKED = 60  # frames that nobody looked at: then it sees no more
GREY = (0.299, 0.587, 0.114)  # how bright red, green and blue look (ITU-R 601)
GreyArray = npt.NDArray[np.uint8]


class State(Enum):
    """What is known of the camera."""

    SEARCHED = "looking for one"
    NONE = "there is none"
    OFF = "there is one"
    ON = "it sees"
    FAILED = "it does not answer"


class Device(Protocol):
    """What is asked of a camera."""

    def start(self) -> None:
        """Begin to see."""

    def stop(self) -> None:
        """See no more."""

    def get_image(self) -> pygame.Surface:
        """The next frame; it may take its time."""


def first_camera() -> Device | None:
    """The first camera of this computer; None if it has none."""
    import pygame.camera

    pygame.camera.init()
    found = pygame.camera.list_cameras()
    return pygame.camera.Camera(found[0], SIZE, "RGB") if found else None


class Camera:
    """The camera that *find* finds, seen through as long as it is on; none at all where none is *wanted*."""

    wanted: ClassVar[bool] = True

    def __init__(self, find: Callable[[], Device | None] = first_camera) -> None:
        self._find = find
        self.state = State.SEARCHED
        self._device: Device | None = None
        self._frame: GreyArray | None = None
        self._unasked = 0
        self._off = threading.Event()
        self._thread: threading.Thread | None = None

    def look_for_one(self) -> None:
        """Begin to look whether there is one, unless that was done."""
        if self._thread is None:
            self._thread = self._begin(self._search)

    def turn_on(self) -> None:
        """Begin to see, where there is a camera."""
        if self.state in (State.OFF, State.FAILED) and self._thread and not self._thread.is_alive():
            self._off.clear()
            self._unasked = 0
            self.state = State.ON
            self._thread = self._begin(self._see)

    def turn_off(self) -> None:
        """See no more; what was seen last is forgotten."""
        self._off.set()
        self._frame = None
        if self.state is State.ON:
            self.state = State.OFF

    def latest(self) -> GreyArray | None:
        """The greys (height, width) of the newest frame, 255 = white; None if it has been asked for already."""
        self._unasked = 0
        frame, self._frame = self._frame, None
        return frame

    def wait(self, timeout_s: float | None = None) -> None:
        """Until its thread has ended, at most *timeout_s*."""
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _begin(self, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, name="camera", daemon=True)  # a camera that hangs holds up nobody
        thread.start()
        return thread

    def _search(self) -> None:
        try:
            self._device = self._find() if self.wanted else None
        except Exception:  # what stands between us and a camera fails in many ways: then there is none
            self._device = None
        self.state = State.NONE if self._device is None else State.OFF

    def _see(self) -> None:
        device = self._device
        assert device is not None
        try:
            device.start()
            try:
                while not self._off.wait(WAIT_S):
                    greys = greys_of(device.get_image())
                    if not self._off.is_set():
                        self._frame = greys
                    self._unasked += 1
                    if self._unasked > MOST_UNASKED:  # its view is no longer shown
                        self.turn_off()
            finally:
                device.stop()
        except Exception:  # pulled out, or taken by somebody else
            self.state = State.FAILED
        self._frame = None


def greys_of(image: pygame.Surface) -> GreyArray:
    """*image* as greys (height, width); no mirror: a letter held before the camera stays what it is."""
    greys = (pygame.surfarray.array3d(image) @ np.array(GREY)).T
    return np.ascontiguousarray(greys.astype(np.uint8))
