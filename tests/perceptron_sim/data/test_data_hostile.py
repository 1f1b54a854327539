"""Files that were damaged or made to do harm: one sentence, exit code 2, little memory, nothing written."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_files import gzip_of, idx_bytes, write_idx
from PIL import Image

from perceptron_sim.data import DataSpec, read_data
from perceptron_sim.errors import SimulatorError

ROOT = Path(__file__).resolve().parents[3]
MEMORY_BYTES = 500 * 10**6
ZEROS = bytes(2**20)

# Asks for each of the paths it is told, and prints what came of it as JSON.
CHILD = """
import contextlib, io, json, sys
from perceptron_sim import cli
found = {}
for path in sys.argv[1:]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(["data", path])
    found[path.rpartition("/")[2]] = [code, out.getvalue() + err.getvalue()]
json.dump(found, sys.stdout)
"""


def limited():
    """Let the process that is about to begin have so much memory and no more."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def told(folder, paths):
    """What the command `data` says of each of *paths* in a process of little memory; nothing may be written."""
    before = sorted(path for path in folder.rglob("*"))
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHILD, *map(str, paths)],
        capture_output=True,
        check=False,
        cwd=folder,
        env=environment,
        preexec_fn=limited,
        timeout=300,
    )
    assert done.stderr == b""
    assert sorted(path for path in folder.rglob("*")) == before
    return json.loads(done.stdout)


def packed_zeros(megabytes, begin=b""):
    """Zeros, gzipped: a thousandth of their size."""
    return gzip_of(begin) + gzip_of(ZEROS * 10) * (megabytes // 10)  # as one stream, says the format


def idx_pair(folder, name, images, labels):
    (folder / name).mkdir()
    (folder / name / "train-images-idx3-ubyte.gz").write_bytes(images)
    (folder / name / "train-labels-idx1-ubyte.gz").write_bytes(labels)
    return folder / name


def npz_of_zeros(path, megabytes, header):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("images.npy", "w", force_zip64=True) as member:
            member.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
            for _ in range(megabytes):
                member.write(ZEROS)
        labels = io.BytesIO()
        np.save(labels, np.zeros(3))
        archive.writestr("labels.npy", labels.getvalue())
    return path


def png_of(width, height, body, extra=b""):
    """A PNG of one byte a pixel whose pixels unpack to whatever *body* does."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def picture_folder(folder, name, content, suffix=".png"):
    for label in ("a", "b"):
        (folder / name / label).mkdir(parents=True)
        (folder / name / label / f"x{suffix}").write_bytes(content)
    return folder / name


def hostile(folder):
    """Bombs and lies of every kind of file that is read."""
    head = b"{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }\n"
    many = struct.pack(">HBB3I", 0, 8, 3, 10**9, 28, 28)
    (folder / "line.csv").write_bytes(b"1" * 4_000_000)
    (folder / "fields.csv").write_bytes(b"a" + b",1" * 1_000_000 + b"\n")
    (folder / "quote.csv").write_bytes(b'a,"' + b"x\n" * 300_000)
    (folder / "classes.csv").write_bytes(b"".join(b"%d,1\n" % number for number in range(30_000)))
    text = b"tEXt" + b"x" * 9_000_000
    text = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    squeezed = b"iCCP" + b"x\0\0" + zlib.compress(ZEROS * 16)
    squeezed = struct.pack(">I", len(squeezed) - 4) + squeezed + struct.pack(">I", zlib.crc32(squeezed))
    return [
        *(folder / f"{name}.csv" for name in ("line", "fields", "quote", "classes")),
        idx_pair(folder, "announced", gzip_of(many), gzip_of(idx_bytes(np.zeros(9), announced=(10**9,)))),
        idx_pair(folder, "short", packed_zeros(10, many), gzip_of(idx_bytes(np.zeros(9)))),
        idx_pair(folder, "labels", gzip_of(idx_bytes(np.zeros((2, 2, 2)))), packed_zeros(600, b"\0\0\x08\x01\0\0\0\2")),
        idx_pair(
            folder,
            "beyond",
            packed_zeros(600, idx_bytes(np.zeros((2, 2, 2)))),
            gzip_of(idx_bytes(np.arange(2))),
        ),
        npz_of_zeros(folder / "announced.npz", 1, head % b"1000000000, 20, 20"),
        npz_of_zeros(folder / "zeros.npz", 8, head % b"3, 20, 20"),
        npz_of_zeros(folder / "wide.npz", 8, head % b"3, 20000, 10000"),
        picture_folder(folder, "huge", png_of(60_000, 60_000, zlib.compress(ZEROS))),
        picture_folder(folder, "overfull", png_of(20, 20, zlib.compress(ZEROS * 16))),
        picture_folder(folder, "underfull", png_of(5000, 5000, zlib.compress(bytes(99)))),
        picture_folder(folder, "text", png_of(2, 2, b"", text)),
        picture_folder(folder, "profile", png_of(2, 2, b"", squeezed)),
        picture_folder(folder, "bmp", b"BM" + struct.pack("<IIIIiiHHI", 99, 0, 54, 40, 2**30, 2**30, 1, 32, 0), ".bmp"),
        picture_folder(
            folder, "gif", b"GIF89a\xff\xff\xff\xff\xf0\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0", ".gif"
        ),
        picture_folder(folder, "jpeg", b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\3" + b"\1\x11\0" * 3, ".jpg"),
    ]


def test_bombs_and_lies_are_one_sentence_in_little_memory(tmp_path):
    paths = hostile(tmp_path)
    found = told(tmp_path, paths)
    assert len(found) == len(paths)
    sound = {"overfull"}  # all pixels are there; what follows them is never unpacked
    for name, (code, words) in found.items():
        assert "Traceback" not in words, name
        if name not in sound:
            assert code == 2, (name, words)
            assert words.startswith(("perceptron-sim: data must ", "2 cannot be shown")), (name, words)
            assert len(words.splitlines()) == (3 if words[0] == "2" else 1), (name, words)


@pytest.mark.long
def test_the_largest_pictures_that_are_read_fit_into_little_memory(tmp_path):
    size = (5000, 5000)
    deep = Image.fromarray(np.full(size, 30_000, dtype=np.uint16))
    kinds = {
        "rgba.png": (Image.new("RGBA", size, (10, 20, 30, 99)), {}),
        "deep.png": (deep, {}),
        "progressive.jpg": (Image.new("RGB", size), {"progressive": True, "subsampling": 0}),
        "four colours.jpg": (Image.new("CMYK", size), {"progressive": True}),
        "palette.png": (Image.new("P", size), {"transparency": b"\0"}),
        "colour.bmp": (Image.new("P", size), {}),
        "colour.gif": (Image.new("P", size), {}),
    }
    for name, (image, options) in kinds.items():
        for label in ("a", "b"):
            (tmp_path / name / label).mkdir(parents=True)
            image.save(tmp_path / name / label / f"x{name[-4:]}", **options)
    found = told(tmp_path, [tmp_path / name for name in kinds])
    assert {name: code for name, (code, _) in found.items()} == dict.fromkeys(kinds, 0)


@pytest.mark.long
def test_as_many_rows_as_are_read_fit_into_little_memory(tmp_path):
    with (tmp_path / "rows.csv").open("w") as file:
        file.writelines(f"{number % 200},{number % 2},0,1,0\n" for number in range(2_000_000))
    code, words = told(tmp_path, [tmp_path / "rows.csv"])["rows.csv"]
    assert (code, "10000 pictures to teach and 10000 unseen" in words) == (0, True)


def files(folder):
    """A sound file of each kind: its path and content."""
    images = np.stack([np.eye(20), np.tri(20), np.ones((20, 20))] * 2).astype(np.uint8) * 255
    labels = np.array([0, 1, 2] * 2)
    pictures = write_idx(folder, images, labels)
    packed = write_idx(folder, images, labels, kind="packed-train", gzipped=True)
    np.savez_compressed(folder / "x.npz", images=images, labels=labels)
    np.savez(folder / "plain.npz", images=images, labels=labels)
    (folder / "x.csv").write_text(
        "\n".join(",".join(map(str, [k, *x.ravel()])) for k, x in zip(labels, images, strict=True))
    )
    return [pictures, packed, folder / "x.npz", folder / "plain.npz", folder / "x.csv"]


PICTURES = {"png": "PNG", "jpg": "JPEG", "bmp": "BMP", "gif": "GIF"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """What to read, which file of it to damage, and what that held, for every kind of file."""
    folder = tmp_path_factory.mktemp("sound")
    found = [(path, path, path.read_bytes()) for path in files(folder)]
    for suffix, kind in PICTURES.items():
        for label in ("a", "b"):
            place = folder / kind / label
            place.mkdir(parents=True)
            values = (np.arange(600).reshape(20, 30) * (3 if label == "a" else 7)).astype(np.uint8)
            Image.fromarray(values).save(place / f"x.{suffix}")
        damaged = folder / kind / "a" / f"x.{suffix}"
        found.append((folder / kind, damaged, damaged.read_bytes()))
    return found


DAMAGE = st.lists(
    st.tuples(st.integers(0, 2**16), st.binary(min_size=0, max_size=6), st.integers(0, 3)), min_size=1, max_size=4
)


@given(st.integers(0, 8), DAMAGE, st.one_of(st.none(), st.integers(0, 2**16)))
def test_whatever_is_damaged_is_read_or_refused_in_one_sentence(sound, kind, damage, end):
    path, file, content = sound[kind]
    changed = bytearray(content)
    for place, what, cut in damage:
        begin = place % (len(changed) + 1)
        changed[begin : begin + cut] = what
    file.write_bytes(changed if end is None else changed[: end % (len(changed) + 1)])
    refusal = "data"
    try:
        data = read_data(DataSpec(path=str(path)))
    except SimulatorError as error:
        refusal = str(error)
    else:
        assert len(data.stimuli.class_names) >= 2
    finally:
        file.write_bytes(content)
    assert refusal.startswith("data")
    assert "\n" not in refusal
