"""Freed memory is kept by the C library, not by us."""

import tracemalloc

from modern.memory import keep_freed_memory


def test_keeping_freed_memory_takes_one_block_and_holds_none():
    tracemalloc.start()
    keep_freed_memory()
    held, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 10_000
    assert most >= 2**24
