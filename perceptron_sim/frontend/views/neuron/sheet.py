"""The printed sheet of the worked example, saved from the window: as document, as picture and as text."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from perceptron_sim.explain.worked_example import Course
from perceptron_sim.explain.worked_example_sheet import NAME, SUFFIXES, written
from perceptron_sim.files import check_can_be_written, write_whole

STEPS_AT_ONCE = 250  # of the courses: some milliseconds


def saved(folder: Path, courses: tuple[Course, Course]) -> Iterator[tuple[Path, ...]]:
    """Write the sheet into *folder* in every form there is, piece by piece; nothing is yielded until all is there.

    Each file is written whole, and over none that is there already. May raise OutputError.
    """
    paths = free_paths(folder)
    for path in paths:
        check_can_be_written("sheet", path)
    for course in courses:
        while not course.done:
            course.go_on(STEPS_AT_ONCE)
            yield ()
    for path in paths:
        write_whole("sheet", path, written(path.suffix, courses))
        if path is not paths[-1]:
            yield ()
    yield paths


def free_paths(folder: Path) -> tuple[Path, ...]:
    """A file for each form, with a number where there is a sheet already."""
    for number in itertools.count(1):
        stem = NAME if number == 1 else f"{NAME}-{number}"
        paths = tuple(folder / f"{stem}{suffix}" for suffix in SUFFIXES)
        if not any(path.exists() for path in paths):
            return paths
    raise AssertionError("numbers do not end")
