"""Memory that a training step frees stays at hand for the next one."""

import numpy as np

_BLOCK_BYTES = 2**24  # the largest power of 2 that glibc learns from: it stops below 32 MiB


def keep_freed_memory() -> None:
    """Make the C library keep what a step frees, up to 32 MiB, instead of handing it back each time.

    glibc hands the free end of its heap back to the system as soon as it exceeds twice the largest block that was
    ever freed (mallopt(3), M_TRIM_THRESHOLD); the next step then takes it anew, page by page, which was half the
    time of a small convolutional net. One large block, never touched and freed at once, teaches it a higher limit.
    Other C libraries take no notice.
    """
    np.empty(_BLOCK_BYTES, np.uint8)
