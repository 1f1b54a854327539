"""The command `data`: what it prints and draws, and one sentence for whatever cannot be."""

import json

import pytest
from PIL import Image

from perceptron_sim import cli
from perceptron_sim.answer import DONE, REFUSED


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Runs the command line in a folder of its own; returns exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        code = cli.main(["data", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_it_tells_classes_counts_and_rules(call, pictures):
    code, out, err = call("--data.unseen-share", "0.4", pictures)
    assert call(pictures, "--unseen-share", "0.4") == (code, out, err)
    assert (code, err) == (DONE, "")
    assert "    0       2       1  high\n" in out
    assert max(map(len, out.splitlines())) <= 80
    out = " ".join(out.split())
    assert "4 pictures to teach and 2 unseen (kept back of pictures), of 2 classes, on 20 x 20 cells." in out
    assert "Dark ink on light paper is lit" in out
    assert "every picture lights some" in out


def test_it_draws_the_preview_but_not_over_a_file_unasked(call, pictures, tmp_path):
    assert call(pictures, "--preview", "out.png")[0] == DONE
    with Image.open(tmp_path / "out.png") as page:
        assert page.size[0] == 1600
    code, out, err = call(pictures, "--preview", "out.png")
    assert (code, out) == (REFUSED, "")
    assert "--overwrite asked for" in err
    assert call(pictures, "--preview", "out.png", "--overwrite")[0] == DONE


def test_json_alone_is_printed_where_it_is_asked_for(call, pictures):
    code, out, _ = call(pictures, "--json", "--ink=dark")
    found = json.loads(out)
    assert code == DONE
    assert found["class_names"] == ["high", "low"]
    assert found["taught"] == [3, 3]
    assert found["settings"]["ink"] == "dark"


def test_every_bad_file_is_named_on_a_line_of_its_own(call, pictures):
    for number in range(8):
        (pictures / "high" / f"bad {number}.png").write_bytes(b"x")
    code, out, err = call(pictures)
    assert (code, err) == (REFUSED, "")
    assert out.startswith("8 cannot be shown, so nothing would run; --skip-bad leaves them out:\n  'high/bad 0.png': ")
    assert len(out.splitlines()) == 9
    code, out, _ = call(pictures, "--json")
    assert code == REFUSED
    assert len(json.loads(out)["bad"]) == 8
    code, out, _ = call(pictures, "--skip-bad")
    assert code == DONE
    assert "Left out, as they cannot be shown: 8." in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "PATH of data must have a value, got none"),
        (
            ("--ink", "dark"),
            "PATH of data must have a value, got settings alone; what follows '--ink' is taken for its",
        ),
        (("nowhere",), "data must be a folder of pictures, a .csv, an .npz or an IDX file, got 'nowhere'"),
        (("x", "--inc", "dark"), "option of data must be one that `data --help` shows, got '--inc'"),
        (("x", "--prevew", "a.png"), "did you mean '--preview'?"),
        (("x", "--ink", "grey"), "data.ink must be one of auto, dark, light, got 'grey'"),
        (("x", "--preview", "a.jpg"), "preview must be a file name ending in .png, got 'a.jpg'"),
        (("x", "--preview", "no/a.png"), "preview must be a file in a folder that can be written to, got 'no/a.png'"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_exit_code_2(call, tmp_path, words, sentence):
    code, out, err = call(*words)
    assert (code, out) == (REFUSED, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
