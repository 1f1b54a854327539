"""One picture file: every kind of PNG, JPEG, BMP and GIF as the same greys; what is unsound in a sentence."""

import io
import struct
import zlib

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from perceptron_sim.data import BadFile
from perceptron_sim.data.picture_file import MOST_PIXELS, ORIENTATION, read_picture


@pytest.fixture
def greys(tmp_path):
    """Saves a picture and reads it again."""

    def through(image, suffix=".png", ink="auto", **options):
        image.save(tmp_path / f"x{suffix}", **options)
        return read_picture(tmp_path / f"x{suffix}", "x", ink)

    return through


@pytest.fixture
def reason(tmp_path):
    """Why bytes are no sound picture."""

    def of(content):
        (tmp_path / "x.png").write_bytes(content)
        found = read_picture(tmp_path / "x.png", "x", "auto")
        assert isinstance(found, BadFile)
        assert "\n" not in found.reason
        return found.reason

    return of


@pytest.fixture
def shape():
    """(12, 16) greys, all different enough."""
    return (np.arange(192).reshape(12, 16) + 40).astype(np.uint8)


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".gif"])
def test_lossless_kinds_give_the_greys_that_were_saved(greys, shape, suffix):
    assert_array_equal(greys(Image.fromarray(shape), suffix), shape)


def test_a_jpeg_gives_nearly_those(greys, shape):
    assert np.abs(greys(Image.fromarray(shape), ".jpg", quality=95).astype(int) - shape).max() < 8


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P"])
def test_modes_of_the_same_picture_give_the_same_greys(greys, shape, mode):
    assert_array_equal(greys(Image.fromarray(shape).convert(mode)), shape)


def test_a_picture_of_one_bit_is_black_and_white(greys):
    assert greys(Image.fromarray(np.eye(3, dtype=bool))).tolist() == (255 * np.eye(3)).astype(int).tolist()


def test_a_palette_is_looked_up(greys):
    image = Image.new("P", (2, 1))
    image.putpalette([255, 255, 255, 0, 0, 0])
    image.putpixel((1, 0), 1)
    assert greys(image).tolist() == [[255, 0]]


def test_sixteen_bits_become_eight(greys):
    deep = np.array([[0, 257, 32896, 65535]], dtype=np.uint16)
    assert greys(Image.fromarray(deep)).tolist() == [[0, 1, 128, 255]]


def test_colours_are_as_bright_as_they_look(greys):
    red_green_blue = np.diag([255, 255, 255]).reshape(1, 3, 3).astype(np.uint8)
    assert greys(Image.fromarray(red_green_blue)).tolist() == [[76, 150, 29]]  # ITU-R 601: 0.299, 0.587, 0.114


def test_an_inked_jpeg_of_four_colours_is_read(greys, shape):
    assert greys(Image.fromarray(shape).convert("CMYK"), ".jpg").shape == shape.shape


@pytest.mark.parametrize(
    ("brightness", "ink", "expected"),
    [
        (0, "auto", [255, 0]),  # dark strokes on nothing: paper is white
        (255, "auto", [255, 0]),  # light strokes on nothing: the negative
        (0, "dark", [255, 0]),
        (255, "light", [0, 255]),  # paper is black
        (255, "dark", [255, 255]),  # as asked: white on white is nothing
    ],
)
def test_where_a_picture_is_transparent_it_is_paper(greys, brightness, ink, expected):
    image = Image.new("LA", (3, 3), (brightness, 0))
    image.putpixel((1, 1), (brightness, 255))
    found = greys(image, ink=ink)
    assert [found[0, 0], found[1, 1]] == expected


def test_a_light_card_with_transparent_corners_stays_light(greys):
    image = Image.new("LA", (9, 9), (240, 255))
    image.putpixel((0, 0), (240, 0))
    assert greys(image)[4, 4] == 240


def test_half_transparent_ink_is_half_as_dark(greys):
    assert greys(Image.new("LA", (1, 1), (0, 51))).tolist() == [[204]]


def test_a_colour_that_stands_for_transparent_is_paper(greys):
    image = Image.new("P", (2, 1))
    image.putpalette([9, 9, 9, 0, 0, 0])
    image.putpixel((1, 0), 1)
    assert greys(image, transparency=0).tolist() == [[255, 0]]


def test_of_an_animation_the_first_frame_counts(greys):
    frames = [Image.new("L", (4, 4), level) for level in (10, 200, 90)]
    assert (greys(frames[0], ".gif", save_all=True, append_images=frames[1:]) == 10).all()


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (1, [[0, 90], [180, 250]]),
        (2, [[90, 0], [250, 180]]),
        (3, [[250, 180], [90, 0]]),
        (4, [[180, 250], [0, 90]]),
        (5, [[0, 180], [90, 250]]),
        (6, [[180, 0], [250, 90]]),
        (7, [[250, 90], [180, 0]]),
        (8, [[90, 250], [0, 180]]),
        (99, [[0, 90], [180, 250]]),
    ],
)
def test_a_photograph_stands_as_the_camera_was_held(greys, turn, expected):
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    assert greys(Image.fromarray(np.array([[0, 90], [180, 250]], dtype=np.uint8)), exif=exif).tolist() == expected


def test_large_pictures_are_first_averaged_over_squares(greys):
    values = np.zeros((8, 3000), dtype=np.uint8)
    values[:, :3] = 90
    found = greys(Image.fromarray(values))
    assert found.shape == (3, 1000)
    assert found[0, :2].tolist() == [90, 0]


def png(width, height, depth=8, colour=0, body=b""):
    """A PNG file that announces what it likes."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(100_000, 100_000), (2**31 - 1, 2**31 - 1), (5001, 5000)])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head(reason, size):
    assert reason(png(*size)).startswith(f"must have at most {MOST_PIXELS} pixels, got")


@pytest.mark.parametrize(("kind", "nothing_follows"), [("PNG", 20), ("BMP", 0), ("GIF", 2), ("JPEG", 2)])
def test_a_truncated_picture_is_bad_wherever_it_ends(reason, shape, kind, nothing_follows):
    file = io.BytesIO()
    Image.fromarray(shape).save(file, kind)
    content = file.getvalue()
    for end in range(0, len(content) - nothing_follows, 17):  # the last bytes of some kinds are no pixels
        assert reason(content[:end])


def test_pictures_in_other_formats_are_refused_whatever_their_suffix(reason, shape):
    for kind in ("TIFF", "PPM", "WEBP", "ICO"):
        file = io.BytesIO()
        Image.fromarray(shape).save(file, kind)
        assert reason(file.getvalue()) == "must be a PNG, JPEG, BMP or GIF picture, got something else"


def test_a_picture_of_no_pixels_is_bad(reason):
    assert reason(png(0, 0))
