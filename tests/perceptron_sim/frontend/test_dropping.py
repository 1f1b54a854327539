"""Each kind of file that is dropped on the window has its place; of all others one sentence says what can be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.commands import OpenSession, ShowView, Tell
from perceptron_sim.frontend.dropping import destination
from perceptron_sim.options import VIEWS
from perceptron_sim.session_file import SUFFIXES

PLACES = {
    "cat.png": ShowView("teach"),
    "CAT.JPG": ShowView("teach"),
    "run.json": ShowView("laboratory"),
    "results.csv": ShowView("laboratory"),
    "data.npz": ShowView("laboratory"),
    "wires.json": ShowView("plugboard"),
}


@pytest.mark.parametrize(("name", "wanted"), PLACES.items())
def test_a_file_goes_to_the_view_for_its_kind(name: str, wanted: ShowView) -> None:
    assert destination(name, VIEWS) == wanted
    assert isinstance(destination(name, ()), Tell)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_session_is_opened(suffix: str) -> None:
    assert destination(f"/kept/mine{suffix}", VIEWS) == OpenSession(Path(f"/kept/mine{suffix}"))


def test_a_folder_goes_to_the_laboratory(tmp_path: Path) -> None:
    assert destination(str(tmp_path), VIEWS) == ShowView("laboratory")


@given(st.text(max_size=30))
def test_whatever_the_name_is_there_is_an_answer_and_a_refusal_is_one_short_line(name: str) -> None:
    answer = destination(name, ())
    if isinstance(answer, Tell):
        assert answer.sentence.isprintable()
        assert len(answer.sentence) < 200
