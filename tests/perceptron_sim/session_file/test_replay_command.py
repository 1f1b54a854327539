"""The command `replay`: the same digest or exit code 1, films of any part; what is asked wrongly costs nothing."""

import json

import pytest
from PIL import Image

from perceptron_sim.cli import main
from perceptron_sim.commands_session import FILM_SIZES
from perceptron_sim.session_file import document as documents
from perceptron_sim.session_file import opened


@pytest.fixture
def asked(capsys):
    """Runs the command line; exit code, what it printed, what it complained of."""

    def ask(*words):
        code = main(["replay", *map(str, words)])
        return code, *capsys.readouterr()

    return ask


@pytest.fixture
def other(kept, tmp_path):
    """The file with another digest in it."""
    path = tmp_path / "other.session.json"
    path.write_bytes(documents.written({**documents.read(kept).body, "digest": "0" * 64}))
    return path


def test_it_says_what_was_done_and_that_it_comes_out_alike(asked, kept, much_done):
    code, out, err = asked(kept)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith(f"{kept} holds a session of `letters`, kept by perceptron-sim ")
    assert "  a sign was shown (3 times)\n" in out
    assert out.endswith(f"Digest {much_done.digest}, as in the file.\n")


def test_the_digest_alone_is_printed_for_scripts(asked, kept, other, much_done):
    assert asked(kept, "--digest") == (0, much_done.digest + "\n", "")
    code, out, err = asked(other, "--digest")
    assert (code, out) == (1, much_done.digest + "\n")
    assert err == f"perceptron-sim: digest must be the one in the file, {'0' * 64}, got {much_done.digest}\n"


def test_the_same_is_told_as_json(asked, kept, much_done):
    code, out, _ = asked(kept, "--json")
    told = json.loads(out)
    assert (code, told["same"], told["lessons"], told["seed"]) == (0, True, 80, 7)
    assert told["digest"] == told["digest_in_the_file"] == much_done.digest
    assert told["commands"] == {"show": 3, "new-seed": 1, "break": 1, "run-self-test": 1}


def test_a_film_shows_the_part_that_was_asked_for(asked, kept, tmp_path):
    path = tmp_path / "a.gif"
    session = opened(kept)
    code, out, err = asked(kept, "--gif", path, "--size", "320x180", "--from", 70, "--to", 71, "--speed", 10)
    assert (code, err) == (0, "")
    assert out.endswith(f"A film of it is in {path}.\n")
    session.go_back(70)
    began_s = session.time_s
    session.go_back(71)
    with Image.open(path) as gif:
        assert gif.size == (320, 180)
        shown_s = 0.0
        for number in range(gif.n_frames):
            gif.seek(number)
            shown_s += gif.info["duration"] / 1000
    assert shown_s == pytest.approx((session.time_s - began_s) / 10, abs=0.21)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--digest", "--json"], "digest must be given without json, got both"),
        (["--view", "neuron"], "view must come with a film (--gif FILE or --video FILE), got none"),
        (["--from", "3"], "from must come with a film (--gif FILE or --video FILE), got none"),
        (["--gif", "a.png"], "gif must be a file name ending in .gif, got 'a.png'"),
        (["--video", "a.gif"], "video must be a file name ending in .mp4, got 'a.gif'"),
        (["--gif", "a.gif", "--size", "99x99"], f"size must be WIDTHxHEIGHT in pixels, from {FILM_SIZES[0][0]}x180"),
        (["--video", "a.mp4", "--size", "321x181"], "size must be even for a video, got 321x181"),
        (["--gif", "a.gif", "--speed", "nan"], "speed must be a number of simulated seconds a second, above 0"),
        (["--gif", "a.gif", "--view", "nerve"], "view must be one of side-by-side, "),
        (
            ["--gif", "there.gif"],
            "gif must be a file that is not there yet (or --overwrite asked for), got ",
        ),
        (
            ["--gif", "a.gif", "--from", "9", "--to", "3"],
            "from and to must be lessons of the present seed in order",
        ),
        (["--gif", "a.gif", "--to", "99"], "from and to must be lessons of the present seed in order, up to 80, got 0"),
        (["--gif", "a.gif", "--speed", "0.001"], "speed must be at least 1, so that the film has no more than 20000"),
    ],
)
def test_what_is_asked_wrongly_is_refused_and_writes_nothing(asked, kept, tmp_path, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.gif").touch()
    code, out, err = asked(kept, *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"perceptron-sim: {message}")
    assert err.count("\n") == 1
    assert [x.name for x in tmp_path.iterdir()] == ["there.gif"]


def test_a_file_that_is_no_session_is_refused(asked, tmp_path):
    (tmp_path / "a.json").write_text("{}")
    assert asked(tmp_path / "a.json")[0] == 2
    assert asked(tmp_path)[2].endswith("which is none\n")
