"""Files of pictures as others make them, written down from the descriptions of their formats alone."""

import gzip
import struct

import numpy as np


def idx_bytes(array, *, announced=None):
    """*array* of bytes as an IDX file, which may announce other sizes than it has."""
    sizes = array.shape if announced is None else announced
    return struct.pack(f">HBB{len(sizes)}I", 0, 8, len(sizes), *sizes) + array.astype(np.uint8).tobytes()


def gzip_of(content, level=9):
    """The same bytes at any hour: gzip writes down when it packed, and processes that test must agree on names."""
    return gzip.compress(content, level, mtime=0)


def write_idx(folder, images, labels, *, kind="train", prefix="", gzipped=False):
    """The two files as MNIST names them; returns that of the images."""
    suffix, packed = (".gz", lambda content: gzip_of(content, 1)) if gzipped else ("", bytes)
    pictures = folder / f"{prefix}{kind}-images-idx3-ubyte{suffix}"
    pictures.write_bytes(packed(idx_bytes(np.asarray(images))))
    (folder / f"{prefix}{kind}-labels-idx1-ubyte{suffix}").write_bytes(packed(idx_bytes(np.asarray(labels))))
    return pictures


def handwriting(images, labels, side=28):
    """Small pictures (n, h, w) in 0..1 as MNIST has them: in the middle of *side* x *side* bytes, white on black."""
    count, height, width = images.shape
    made = np.zeros((count, side, side), dtype=np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    made[:, top : top + height, left : left + width] = np.rint(images * 255)
    return made, np.asarray(labels, dtype=np.uint8)
