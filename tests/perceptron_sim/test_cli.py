"""The command line: what it prints, and one sentence and exit code 2 for whatever cannot be."""

import io
import json
import re
import signal
import sys

import pytest

from perceptron_sim import Letters, Session, __version__, assets, cli, commands_about, doctor, options, run
from perceptron_sim.errors import DisplayError
from perceptron_sim.evidence import EVIDENCE
from perceptron_sim.experiments import EXPERIMENTS
from perceptron_sim.session_file import save

DAMAGED = "asset stimuli/letters.npz must have SHA-256"
REFUSED = {
    "an unknown command": (["rnu"], "command must be one of", "'rnu'; did you mean 'run'?"),
    "an unknown option": (
        ["run", "letters", "--sed", "3"],
        "option of run letters must be one that `run letters --help` shows",
        "got '--sed'; did you mean '--seed'?",
    ),
    "several unknown options": (
        ["run", "letters", "--pases", "3", "--mark1.exposre-s", "1"],
        "got '--pases' (did you mean '--passes'?), ",
        "'--mark1.exposre-s' (did you mean '--mark1.exposure-s'?)",
    ),
    "an unknown option of the window": (["--fullscreen"], "option must be one of", "'--fullscreen'"),
    "an unknown short option": (["-x"], "option must be one of", "'-x'"),
    "no experiment": (["run"], "EXPERIMENT of run must have a value", "got none"),
    "settings without an experiment": (
        ["run", "--passes", "3"],
        "EXPERIMENT of run must have a value",
        "got settings al",
    ),
    "an experiment that could be a value": (
        ["run", "--skip-bad", "letters"],
        "what follows '--skip-bad' is taken for",
        "",
    ),
    "an unknown experiment": (["run", "lettres"], "experiment must be one of letters", "did you mean 'letters'?"),
    "an empty experiment": (["run", ""], "experiment must be one of letters", "got ''"),
    "an unknown experiment to show": (["--experiment", "foo"], "experiment must be one of letters", "got 'foo'"),
    "two experiments": (["run", "letters", "digits"], "run must have no further arguments", "'digits'"),
    "an unknown experiment to list": (["list", "lettres"], "experiment must be one of letters", "mean 'letters'?"),
    "two experiments to list": (["list", "letters", "all"], "list must have no further arguments", "'all'"),
    "an argument of the window": (["desktop", "letters"], "desktop must have no further arguments", "'letters'"),
    "a seed below zero": (["run", "letters", "--seed", "-1"], "seed must be a whole number from 0", "'-1'"),
    "a fraction of a seed": (["run", "letters", "--seed", "1.5"], "seed must be a whole number", "'1.5'"),
    "a seed in words": (["run", "letters", "--seed", "one"], "seed must be a whole number", "'one'"),
    "a seed beyond floats": (["run", "letters", "--seed", "1e400"], "seed must be a whole number", "'1e400'"),
    "a seed that is no number": (["run", "letters", "--seed", "NaN"], "seed must be a whole number", "'NaN'"),
    "a seed beyond 63 bits": (["run", "letters", "--seed", str(2**63)], "to 9223372036854775807", str(2**63)),
    "a seed of 5000 digits": (["run", "letters", "--seed", "9" * 5000], "seed must be a whole number", "9..."),
    "an empty seed": (["run", "letters", "--seed="], "seed must be a whole number", "got ''"),
    "digits of another script": (["run", "letters", "--seed", "١٢"], "seed must be a whole number", "got "),
    "no seed": (["run", "letters", "--seed"], "--seed of run must have a value", "got none"),
    "two seeds": (["run", "letters", "--seed", "1", "--seed", "2"], "--seed must be given once", "again"),
    "a view nobody knows": (["desktop", "--view", "cellar"], "view must be one of side-by-side", "'cellar'"),
    "a view misspelt": (["--view", "Plug board"], "view must be one of", "'Plug board'; did you mean 'plugboard'?"),
    "a seed of the window": (["desktop", "--seed", "-7"], "seed must be a whole number from 0", "'-7'"),
    "a file that is not there": (["run", "no.toml"], "experiment must be a file that can be read", "'no.toml'"),
    "a view for a pair that is none": (
        ["--experiment", "optimizer-race", "--view", "network"],
        "learners must be mark1 and modern, perhaps with others after them, to be shown here",
        "got adam, ",
    ),
    "unknown evidence": (["evidence", "partiy"], "name must be one of", "'partiy'"),
    "an argument of provenance": (["provenance", "all"], "provenance must have no further arguments", "'all'"),
    "neither yes nor no": (["run", "letters", "--json=maybe"], "--json must be a bool", "'maybe'"),
    "a folder that is a device": (["run", "letters", "--out", "/dev/null"], "out must be a folder", "'/dev/null'"),
    "no folder": (["run", "letters", "--out"], "--out of run must have a value", "got none"),
    "rows of nowhere": (["run", "letters", "--rows", "passes"], "rows must come with the folder", "got none"),
    "rows of nothing": (["run", "letters", "--out", "a", "--rows", "pass"], "rows must be one of exposures", "'pass'"),
    "an unknown format": (["run", "letters", "--out", "a", "--format", "xml"], "format must be one of csv", "'xml'"),
    "nothing to resume": (["run", "letters", "--resume"], "resume must come with", "got none"),
    "one number for a size": (["--size", "1920"], "size must be WIDTHxHEIGHT", "'1920'"),
    "a size in words": (["--size", "large"], "size must be WIDTHxHEIGHT", "'large'"),
    "too narrow a window": (["--size", "1279x720"], "from 1280x720 to 7680x4320", "'1279x720'"),
    "too low a window": (["--size", "1280x719"], "from 1280x720 to 7680x4320", "'1280x719'"),
    "too wide a window": (["--size", "7681x4320"], "from 1280x720 to 7680x4320", "'7681x4320'"),
    "too high a window": (["--size", "7680x4321"], "from 1280x720 to 7680x4320", "'7680x4321'"),
    "a size below zero": (["--size=-1920x-1080"], "size must be WIDTHxHEIGHT", "'-1920x-1080'"),
    "no frames": (["--frames", "0"], "frames must be a whole number from 1", "'0'"),
    "a fraction of a frame": (["--frames", "1.5"], "frames must be a whole number from 1", "'1.5'"),
    "a picture of unknown kind": (["--screenshot", "a.gif"], "screenshot must be a file name ending in", "'a.gif'"),
    "a picture without a kind": (["--screenshot", "picture"], "screenshot must be a file name", "'picture'"),
    "a picture in no folder": (
        ["--screenshot", "/nowhere/a.png"],
        "screenshot must be a file in a",
        "'/nowhere/a.png'",
    ),
    "a picture below a file": (["--screenshot", "/dev/null/a.png"], "screenshot must be a file in a", "/dev/null"),
}


AS_USUAL = {"view": None, "reduced_motion": False, "past": None, "session": None, "sound": True}


@pytest.fixture
def windows(monkeypatch):
    """What would have been opened, in place of a window; a display is pretended."""
    opened = []

    def open_window(experiment, *, complain, **settings):
        assert callable(complain)
        opened.append((experiment, settings))
        return 0

    monkeypatch.setattr("perceptron_sim.frontend.app.open_window", open_window)
    monkeypatch.setattr(doctor, "display_found", lambda: True)
    return opened


@pytest.fixture
def no_display(monkeypatch, tmp_path):
    """A terminal in an empty folder; pictures are a few bytes."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(doctor, "display_found", lambda: False)
    monkeypatch.setattr(
        "perceptron_sim.frontend.picture.save_picture",
        lambda _session, path, _size, *, view: path.write_bytes(f"picture of {view}".encode()),
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys, arguments):
    """The one sentence in which *arguments* are refused."""
    assert cli.main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("perceptron-sim: ")
    assert captured.err.count("\n") == 1
    assert captured.err.endswith("\n")
    assert len(captured.err) < 400
    return captured.err


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_one_sentence(name, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments, rule, value = REFUSED[name]
    sentence = refused(capsys, arguments)
    assert rule in sentence
    assert value in sentence
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_is_refused(capsys, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    sentence = refused(capsys, ["run", "letters", "--out", str(tmp_path)])
    assert "out must be an empty folder (or --resume asked for)" in sentence
    assert str(tmp_path) in sentence
    assert [x.name for x in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_an_asset_that_is_missing_or_damaged_is_said_and_nothing_written(capsys, tmp_path, monkeypatch, harm):
    root = tmp_path / "assets"
    (root / "stimuli").mkdir(parents=True)
    (root / assets.MANIFEST_NAME).write_text((assets.asset_root() / assets.MANIFEST_NAME).read_text())
    if harm == "damaged":
        (root / "stimuli/letters.npz").write_bytes(b"PK")
    monkeypatch.setattr(assets, "asset_root", lambda: root)
    sentence = refused(capsys, ["run", "letters", "--out", str(tmp_path / "out")])
    assert "asset stimuli/letters.npz must" in sentence
    assert not (tmp_path / "out").exists()


def test_errors_of_the_machine_and_of_the_stack_are_refusals_too(capsys, monkeypatch):
    from hardware import SpecError
    from modern import ShapeError

    for error in (SpecError("x must be y, got 1"), ShapeError("x must be y, got 1")):

        def fail(*_anything, error=error, **_more):
            raise error

        monkeypatch.setattr("perceptron_sim.experiment_choice.experiment_of_words", fail)
        assert refused(capsys, ["run", "letters"]) == "perceptron-sim: x must be y, got 1\n"


def test_an_error_of_ours_is_not_hidden(monkeypatch):
    def fail(*_anything, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr("perceptron_sim.experiment_choice.experiment_of_words", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main(["run", "letters"])


def test_ctrl_c_at_any_other_moment_is_one_sentence(capsys, monkeypatch):
    def fail(*_anything, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("perceptron_sim.experiment_choice.experiment_of_words", fail)
    assert cli.main(["run", "letters"]) == 130
    assert capsys.readouterr().err == "perceptron-sim: interrupted; nothing was written\n"


def with_ctrl_c(monkeypatch, exposure, times):
    """Let SIGINT come *times* times in *exposure* of every session."""
    undisturbed = Session.step

    def step(session):
        before = session.exposures
        undisturbed(session)
        for _ in range(times * (before < session.exposures == exposure)):
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Session, "step", step)


def test_ctrl_c_stops_a_run_after_the_present_exposure(capsys, monkeypatch):
    with_ctrl_c(monkeypatch, exposure=30, times=1)
    handler = signal.getsignal(signal.SIGINT)
    assert cli.main(["run", "letters", "--json"]) == 130
    shown = capsys.readouterr()
    assert json.loads(shown.out)["learners"]["modern"]["exposures"] == 30
    assert not json.loads(shown.out)["finished"]
    assert shown.err == "perceptron-sim: interrupted after 30 exposures\n"
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_second_ctrl_c_does_not_wait(capsys, monkeypatch):
    with_ctrl_c(monkeypatch, exposure=30, times=2)
    assert cli.main(["run", "letters", "--json"]) == 130
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "perceptron-sim: interrupted; nothing was written\n")


def test_a_second_ctrl_c_says_that_the_rows_stay(capsys, monkeypatch, tmp_path):
    with_ctrl_c(monkeypatch, exposure=3, times=2)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["run", "letters", "--json", "--out", "a"]) == 130
    sentence = "interrupted at once; 'a' holds what was reached, go on with --resume"
    assert capsys.readouterr().err == f"perceptron-sim: {sentence}\n"
    assert len((tmp_path / "a/results.csv").read_text().splitlines()) == 1 + 2 * 2  # the third was not recorded


def test_ctrl_c_in_the_last_exposure_comes_too_late(capsys, monkeypatch):
    exposures = run("letters", seed=3).learners["mark1"].exposures
    with_ctrl_c(monkeypatch, exposure=exposures, times=1)
    assert cli.main(["run", "letters", "--seed", "3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["finished"]


def test_a_run_shows_a_row_for_every_pass_and_the_result_in_words(capsys):
    assert cli.main(["run", "letters", "--seed", "3"]) == 0
    shown = capsys.readouterr()
    report = run("letters", seed=3)
    rows = [line for line in shown.out.splitlines() if line.endswith(" s") and line.split()[0].isdigit()]
    assert [int(line.split()[0]) for line in rows] == list(range(1, report.learners["mark1"].exposures // 26 + 1))
    assert rows[-1].split()[1:3] == ["0", "0"]
    words = " ".join(shown.out.split())
    assert all(" ".join(sentence.split()) in words for sentence in report.sentences)
    assert all(face in shown.out for face in Letters().examination())
    assert report.digest in words
    assert shown.err == ""


def test_settings_may_stand_before_the_experiment(capsys):
    assert cli.main(["run", "--passes", "1", "--learners=mark1", "xor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["experiment"], list(told["learners"])) == ("xor", ["mark1"])


def test_json_is_all_that_is_printed(capsys):
    assert cli.main(["run", "letters", "--seed", "3", "--json"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["seed"] == 3
    assert shown.err == ""


def test_results_go_where_they_are_asked_to_go(capsys, tmp_path):
    out = tmp_path / "a" / "b"
    assert cli.main(["run", "letters", "--out", str(out), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    written = json.loads((out / "run.json").read_text())
    assert {key: written[key] for key in printed} == printed
    assert sorted(x.name for x in out.iterdir()) == ["results.csv", "run.json", "weights.npz"]
    before = (out / "run.json").read_bytes()
    assert cli.main(["run", "letters", "--out", str(out), "--json", "--resume"]) == 0
    again = capsys.readouterr()
    assert json.loads(again.out) == printed
    assert "is finished and stays as it is" in again.err
    assert (out / "run.json").read_bytes() == before


def test_no_command_opens_the_window(windows):
    assert cli.main([]) == 0
    ((experiment, settings),) = windows
    assert experiment == Letters(seed=1)
    assert settings == {**AS_USUAL, "size": (1920, 1080), "frames": None, "screenshot": None}


@pytest.mark.parametrize("command", [[], ["desktop"]])
def test_the_window_gets_what_was_asked_for(windows, tmp_path, command):
    picture = tmp_path / "a.PNG"
    asked = ["--seed", "7", "--size", "1280x720", "--frames", "3", "--screenshot", str(picture)]
    assert cli.main([*command, *asked]) == 0
    ((experiment, settings),) = windows
    assert experiment.seed == 7
    assert settings == {**AS_USUAL, "size": (1280, 720), "frames": 3, "screenshot": picture}
    assert not picture.exists()


def test_the_window_opens_with_the_view_that_was_asked_for(windows):
    assert cli.main(["desktop", "--view", "machine-room", "--reduced-motion"]) == 0
    ((_, settings),) = windows
    assert (settings["view"], settings["reduced_motion"]) == ("machine-room", True)


def test_the_very_run_of_a_folder_is_opened(windows, tmp_path):
    folder = tmp_path / "run"
    assert cli.main(["run", "letters", "--passes", "1", "--seed", "4", "--out", str(folder)]) == 0
    assert cli.main(["desktop", "--open", str(folder), "--view", "laboratory"]) == 0
    ((experiment, settings),) = windows
    assert (experiment.seed, experiment.passes) == (4, 1)
    assert settings["past"].experiment is experiment
    assert settings["past"].exposures == 26


def test_a_run_is_opened_as_it_was_and_a_row_is_of_a_sweep(capsys, windows, tmp_path):
    sentence = refused(capsys, ["desktop", "--open", str(tmp_path), "--seed", "3"])
    assert "open must be given without seed, got both" in sentence
    assert "row must come with the folder of a sweep" in refused(capsys, ["desktop", "--row", "a"])
    sentence = refused(capsys, ["--open", str(tmp_path), "--experiment", "digits"])
    assert "open must be given without experiment" in sentence
    assert not windows


def test_the_picture_without_a_display_is_of_the_view_that_was_asked_for(no_display):
    assert cli.main(["--view", "plugboard", "--seed", "2"]) == 0
    assert (no_display / "perceptron-sim-letters-seed-2.png").read_bytes() == b"picture of plugboard"


def test_a_screenshot_alone_is_of_the_first_frame(windows, tmp_path):
    cli.main(["desktop", "--screenshot", str(tmp_path / "a.png")])
    assert windows[0][1]["frames"] == 1


def test_the_machine_is_heard_unless_one_asks_for_quiet(windows):
    for asked in (["--sound"], ["--no-sound"]):
        assert cli.main(["desktop", *asked]) == 0
    assert [settings["sound"] for _, settings in windows] == [True, False]


def test_the_window_goes_on_with_a_session_that_was_kept(windows, tmp_path, capsys):
    session, path = Session(Letters(seed=5)), tmp_path / "kept.session.json"
    session.advance_exposure()
    save(session, path)
    assert cli.main(["desktop", "--session", str(path)]) == 0
    ((experiment, settings),) = windows
    assert experiment == session.experiment
    assert settings["session"].digest == session.digest
    assert "session must be given without seed" in refused(capsys, ["desktop", "--session", str(path), "--seed", "2"])
    assert refused(capsys, ["desktop", "--session", str(tmp_path / "none.session.json")]).count("\n") == 1


def test_counted_frames_need_no_display(windows, monkeypatch):
    monkeypatch.setattr(doctor, "display_found", lambda: False)
    assert cli.main(["--frames", "2"]) == 0
    assert windows[0][1]["frames"] == 2


def test_the_exit_code_of_the_window_is_that_of_the_command(monkeypatch, windows):
    monkeypatch.setattr("perceptron_sim.frontend.app.open_window", lambda *_, **__: 5)
    assert cli.main([]) == 5


def test_without_a_display_the_session_runs_here_and_leaves_a_picture(capsys, no_display):
    assert cli.main(["--seed", "2"]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0] == "There is no display to open a window on: the same session runs here."
    picture = no_display / "perceptron-sim-letters-seed-2.png"
    assert picture.read_bytes() == b"picture of side-by-side"
    assert shown.out.splitlines()[-1] == f"A picture of the window is in {picture}."
    assert shown.err == ""


def test_a_display_that_cannot_be_opened_is_none(capsys, no_display, monkeypatch):
    def open_window(*_, **__):
        raise DisplayError("display must be there, got none")

    monkeypatch.setattr("perceptron_sim.frontend.app.open_window", open_window)
    monkeypatch.setattr(doctor, "display_found", lambda: True)
    assert cli.main([]) == 0
    assert capsys.readouterr().out.startswith("There is no display")
    assert refused(capsys, ["--frames", "1"]) == "perceptron-sim: display must be there, got none\n"


def test_the_picture_goes_elsewhere_where_it_cannot_be_written(capsys, no_display, monkeypatch):
    monkeypatch.setattr(options, "can_write_in", lambda _folder: False)
    elsewhere = no_display / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    assert cli.main([]) == 0
    assert [x.name for x in elsewhere.iterdir()] == ["perceptron-sim-letters-seed-1.png"]
    assert str(elsewhere) in capsys.readouterr().out


def test_list_has_a_line_for_every_experiment(capsys):
    assert cli.main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(EXPERIMENTS)
    assert all(line.endswith(f"  {kind.title}") for line, kind in zip(lines, EXPERIMENTS.values(), strict=True))
    assert max(map(len, lines)) <= 80


def test_a_file_can_say_what_is_run_and_what_the_window_shows(capsys, tmp_path, windows):
    file = tmp_path / "my.toml"
    file.write_text("seed = 5\npasses = 1\n")
    assert cli.main(["run", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["digest"] == Session(Letters(seed=5, passes=1)).run().digest
    assert cli.main(["desktop", "--experiment", str(file), "--seed", "6"]) == 0
    assert windows[0][0] == Letters(seed=6, passes=1)


def test_a_file_that_is_wrong_is_refused_in_one_sentence(capsys, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text("[mark1.retina]\ngama = 0.8\n")
    for command in (["run", str(file)], ["--experiment", str(file)]):
        assert "mark1.retina must have no key but" in (sentence := refused(capsys, command))
        assert "my.toml" in sentence
        assert "did you mean 'gamma'?" in sentence


def test_evidence_shows_our_number_beside_the_source(capsys):
    assert cli.main(["evidence", "firing-formula"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| x, y")]
    assert len(rows) == 30
    assert rows[0].count("0.1797") == 2


def test_evidence_is_listed_and_a_wrong_name_suggests_the_nearest(capsys):
    assert cli.main(["evidence", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(EVIDENCE)
    assert "did you mean 'parity'?" in refused(capsys, ["evidence", "partiy"])
    assert "list must be given without name, got both" in refused(capsys, ["evidence", "parity", "--list"])


def test_the_help_of_evidence_names_every_table(capsys):
    assert all(name in commands_about.TABLES for name in EVIDENCE)
    assert len(re.findall(r"[a-z][\w-]+(?=,|\.| or )", commands_about.TABLES.partition(":")[2])) == len(EVIDENCE)


def test_ctrl_c_during_evidence_says_that_the_tables_stay(capsys, monkeypatch):
    def some_tables(*_anything, **_more):
        yield "a table"
        raise KeyboardInterrupt

    monkeypatch.setattr("perceptron_sim.evidence.tables", some_tables)
    assert cli.main(["evidence"]) == 130
    assert capsys.readouterr() == ("a table\n", "perceptron-sim: interrupted; the tables above are whole\n")


def test_a_terminal_without_a_character_gets_plain_letters(monkeypatch):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert cli.main(["provenance"]) == 0
    print("θ µ ° ± γ − ⁴ 字")
    terminal.flush()
    printed = terminal.buffer.getvalue()
    assert b"mark1.potentiometer.travel_deg      300               deg    " in printed
    assert b"uS/lx^gamma" in printed
    assert printed.endswith(b"theta u deg +- gamma - ^4 ?\n")


def test_the_version_is_that_of_the_package(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"perceptron-sim {__version__}\n"


@pytest.mark.parametrize("command", [[], *([name] for name in cli.COMMANDS[""])])
def test_every_command_has_help(capsys, command):
    assert cli.main([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Usage: perceptron-sim" in shown
    assert "False]" not in shown


@pytest.mark.parametrize("text", ["0", "7", "+7", "007", str(2**63 - 1)])
def test_whole_numbers_in_range_are_read(text):
    assert options.whole_number("seed", text, 0, options.LARGEST_SEED) == int(text)


@pytest.mark.parametrize(("text", "size"), [("1280x720", (1280, 720)), ("7680X4320", (7680, 4320))])
def test_sizes_in_range_are_read(text, size):
    assert options.window_size(text) == size


@pytest.mark.parametrize("name", ["a.png", "a.JPG", "a.jpeg", "a.bmp"])
def test_pictures_may_be_of_several_kinds_and_replace_older_ones(tmp_path, name):
    (tmp_path / name).write_bytes(b"older")
    assert options.picture_file(tmp_path / name) == tmp_path / name


def test_looking_whether_a_folder_can_be_written_to_leaves_nothing_there(tmp_path):
    assert options.can_write_in(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not options.can_write_in(tmp_path / "missing")
