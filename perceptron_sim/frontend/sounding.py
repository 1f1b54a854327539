"""Lets the machine be heard: whirr and clicks, worked out once, played by the mixer beside the frames."""

import threading
from collections.abc import Iterator
from itertools import cycle

import numpy as np
import pygame

from perceptron_sim.sound import CLICKS, LEVELS, RATE_HZ, Hearing, click, volumes, whirr

BUFFER = 512  # samples: a fiftieth of a second from the picture to the ear
CLICK_CHANNELS = 4
LONGEST_WAIT_S = 5.0
NO_DEVICE = "No sound: there is no device for it here. C writes at the foot what there would be to hear."
FAILURES = (pygame.error, NotImplementedError, ImportError, OSError)


class Sounding:
    """The player; quiet until it is switched on, and for good where there is no device.

    The device is opened beside the frames: some take seconds to answer.
    """

    def __init__(self) -> None:
        self.on = False
        self._thread: threading.Thread | None = None
        self._ready = self._failed = False
        self._told = True
        self._whirrs: list[pygame.mixer.Channel] = []
        self._clicks: Iterator[tuple[pygame.mixer.Channel, pygame.mixer.Sound]] = iter(())
        self._now = np.full(LEVELS, -1.0)

    def switch(self, on: bool) -> None:
        """Let the machine be heard, or not."""
        self.on = on
        if on and self._thread is None:
            self._thread = threading.Thread(target=self._open, name="sound", daemon=True)
            self._thread.start()
        if on and self._failed:
            self._told = False

    def news(self) -> list[str]:
        """That there is no device, once; and again when it is asked for again."""
        if not self._failed or self._told:
            return []
        self._told = True
        return [NO_DEVICE]

    def follow(self, hearing: Hearing) -> None:
        """Sound as *hearing* says, for this picture; it takes a few microseconds."""
        if not self._ready:
            return
        wanted = np.rint(64 * volumes(hearing.load if self.on else 0.0)) / 64
        for level in np.flatnonzero(wanted != self._now).tolist():
            self._whirrs[level].set_volume(float(wanted[level]))
        self._now = wanted
        for _ in range(hearing.clicks if self.on else 0):
            channel, sound = next(self._clicks)
            channel.play(sound)
            channel.set_volume(hearing.click_share)

    def close(self) -> None:
        """Be quiet for good."""
        if self._thread is not None:
            self._thread.join(LONGEST_WAIT_S)  # a device that never answers must not hold up the end
        if self._ready:
            self._ready = False
            pygame.mixer.quit()

    def _open(self) -> None:
        """Open the device and set all whirrs going, unheard: what changes later is only how loud each is."""
        try:
            pygame.mixer.init(RATE_HZ, -16, 1, BUFFER, allowedchanges=0)
            pygame.mixer.set_num_channels(LEVELS + CLICK_CHANNELS)
            self._whirrs = [pygame.mixer.Channel(level) for level in range(LEVELS)]
            for level, channel in enumerate(self._whirrs):
                channel.play(pygame.mixer.Sound(buffer=whirr(level).tobytes()), loops=-1)
                channel.set_volume(0.0)
            sounds = [pygame.mixer.Sound(buffer=click(kind).tobytes()) for kind in range(CLICKS)]
            channels = [pygame.mixer.Channel(LEVELS + number) for number in range(CLICK_CHANNELS)]
            self._clicks = cycle([(channel, sounds[number % CLICKS]) for number, channel in enumerate(channels)])
        except FAILURES:
            self._failed, self._told = True, False
        else:
            self._ready = True
