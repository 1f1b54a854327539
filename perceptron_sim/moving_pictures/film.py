"""What takes pictures and becomes a file: by the end of its name a GIF, or a video if the extra `video` is there."""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from perceptron_sim.errors import SettingError
from perceptron_sim.files import opened_whole
from perceptron_sim.moving_pictures.gif import Gif

GIF, VIDEO = ".gif", ".mp4"
GIF_FRAMES_PER_S, VIDEO_FRAMES_PER_S = 10, 30  # a GIF counts hundredths of a second


class Film(Protocol):
    """Takes one picture after the other."""

    def add(self, pixels: bytes) -> None:
        """Add a picture: three bytes a pixel, red, green, blue, row by row."""


def frames_per_s(suffix: str) -> int:
    """How many pictures a second of a film in such a file has."""
    return GIF_FRAMES_PER_S if suffix == GIF else VIDEO_FRAMES_PER_S


def check_video(size: tuple[int, int]) -> None:
    """Raise SettingError where no video of *size* can be made; the library is not imported yet."""
    if importlib.util.find_spec("av") is None:
        rule = "left out where the extra `video` is not installed (pip install av)"
        raise SettingError(f"video must be {rule}, got a file; --gif needs nothing more")
    if any(side % 2 for side in size):
        raise SettingError(f"size must be even for a video, got {size[0]}x{size[1]}")


@contextmanager
def film_at(name: str, path: Path, size: tuple[int, int]) -> Iterator[Film]:
    """A film of pictures of *size* in the file *path*, given as *name*; it is there whole once the context ends.

    OutputError where the file cannot be written.
    """
    suffix = path.suffix.lower()
    with opened_whole(name, path) as file:
        if suffix == GIF:
            gif = Gif(file, size, GIF_FRAMES_PER_S)
            yield gif
            gif.close()
        else:
            from perceptron_sim.moving_pictures.video import Video  # imported late: it needs the extra `video`

            video = Video(file, size, VIDEO_FRAMES_PER_S)
            try:
                yield video
            finally:
                video.close()
