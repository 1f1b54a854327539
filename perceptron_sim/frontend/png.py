"""A surface as a PNG, encoded band by band: pygame's own encoder keeps every other thread, the frames', waiting."""

import struct
import zlib

import pygame

BAND_ROWS = 32  # between two bands the frames come to their turn
SIGNATURE = b"\x89PNG\r\n\x1a\n"
EIGHT_BITS, RGB = 8, 2
UNFILTERED = b"\0"  # what every row begins with; flat areas compress well as they are


def png_of(surface: pygame.Surface) -> bytes:
    """The content of a PNG file that shows *surface*, without transparency."""
    width, height = surface.get_size()
    head = struct.pack(">IIBBBBB", width, height, EIGHT_BITS, RGB, 0, 0, 0)
    compressor = zlib.compressobj()
    packed = []
    for top in range(0, height, BAND_ROWS):
        band = surface.subsurface((0, top, width, min(BAND_ROWS, height - top)))
        pixels, row = memoryview(pygame.image.tobytes(band, "RGB")), 3 * width
        rows = (pixels[start : start + row] for start in range(0, len(pixels), row))
        packed.append(compressor.compress(b"".join(part for row_of in rows for part in (UNFILTERED, row_of))))
    packed.append(compressor.flush())
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"".join(packed)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
