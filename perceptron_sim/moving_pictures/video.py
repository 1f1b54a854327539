"""A video (MP4), written picture by picture; needs the extra `video` (PyAV)."""

from fractions import Fraction
from typing import BinaryIO

import av
import numpy as np
from av.video.stream import VideoStream

SOUGHT = ("libx264", "mpeg4")  # codecs, the best first
PIXELS = "yuv420p"  # which every player knows
QUALITY = {"crf": "20", "preset": "veryfast"}  # lines and small letters stay sharp


class Video:
    """Takes pictures of *size*, of even sides, at *frames_per_s* and writes them into *file*."""

    def __init__(self, file: BinaryIO, size: tuple[int, int], frames_per_s: int) -> None:
        self._size = size
        self._container = av.open(file, "w", format="mp4")
        codec = next(name for name in SOUGHT if name in av.codecs_available)
        stream = self._container.add_stream(codec, rate=Fraction(frames_per_s))
        assert isinstance(stream, VideoStream)
        self._stream = stream
        stream.width, stream.height = size
        stream.pix_fmt = PIXELS
        if codec == SOUGHT[0]:
            stream.options = dict(QUALITY)

    def add(self, pixels: bytes) -> None:
        """Add a picture."""
        width, height = self._size
        rows = np.frombuffer(pixels, dtype=np.uint8).reshape(height, width, 3)
        self._container.mux(self._stream.encode(av.VideoFrame.from_ndarray(rows, format="rgb24")))

    def close(self) -> None:
        """Write what is left; the file stays open."""
        self._container.mux(self._stream.encode())
        self._container.close()
