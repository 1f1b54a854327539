"""A GIF, written picture by picture: each is what has changed since the one before, with 256 colours of its own."""

from typing import BinaryIO

from PIL import GifImagePlugin, Image, ImageChops

HUNDREDTHS = 100
COLOURS = 256
TRAILER = b";"
FOREVER = 0  # how often it is shown again: without an end


class Gif:
    """Takes pictures of *size* at *frames_per_s* and writes them into *file*; of it all, one picture is in memory."""

    def __init__(self, file: BinaryIO, size: tuple[int, int], frames_per_s: int) -> None:
        self._file, self._size, self._hundredths = file, size, HUNDREDTHS // frames_per_s
        self._latest: Image.Image | None = None  # the picture as it was given
        self._waiting: tuple[Image.Image, tuple[int, int]] | None = None  # to be written once its time is known
        self._stands = 0  # for how many hundredths it is shown

    def add(self, pixels: bytes) -> None:
        """Add a picture; one that is like the one before makes that one stand longer."""
        picture = Image.frombytes("RGB", self._size, pixels)
        box = self._changed(picture)
        if box is not None:
            self._write_waiting()
            part = picture.crop(box)
            self._waiting = part.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE), box[:2]
            self._stands = 0
        self._latest = picture
        self._stands += self._hundredths

    def close(self) -> None:
        """Write what is left; the file stays open."""
        self._write_waiting()
        self._file.write(TRAILER)

    def _changed(self, picture: Image.Image) -> tuple[int, int, int, int] | None:
        """Where *picture* is another than the one before; None where nowhere."""
        if self._latest is None:
            return (0, 0, *self._size)
        return ImageChops.difference(picture, self._latest).getbbox()

    def _write_waiting(self) -> None:
        if self._waiting is None:
            return
        part, place = self._waiting
        if self._file.tell() == 0:
            for block in self._head():
                self._file.write(block)
        duration_ms = 10 * min(self._stands, 2**16 - 1)
        for block in GifImagePlugin.getdata(part, place, duration=duration_ms, include_color_table=True):
            self._file.write(block)

    def _head(self) -> list[bytes]:
        """What a GIF begins with, and that it is shown again and again; every picture brings colours of its own."""
        width, height = (side.to_bytes(2, "little") for side in self._size)
        return [
            b"GIF89a" + width + height + b"\0\0\0",
            b"!\xff\x0bNETSCAPE2.0\x03\x01" + FOREVER.to_bytes(2, "little") + b"\0",
        ]
