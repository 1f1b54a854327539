"""A run that was comes back as the very same: from its folder, or from a row of a sweep."""

import json
from dataclasses import replace
from itertools import islice

import pytest

from perceptron_sim import Letters, Session
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.experiment_file import as_plain
from perceptron_sim.headless import teach
from perceptron_sim.ledger import PassResult
from perceptron_sim.reopening import Agreement, agreement, errors_after, past_run_of
from perceptron_sim.results import RunFolder
from perceptron_sim.sweep import read_grid, sweep
from perceptron_sim.sweep.folder import stored_cells

GRID = """
experiment = "letters"
passes = 2
learners = "both"
seeds = [4]
[grid]
"mark1.association.threshold" = [1, 2]
"""


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    """A finished run of the letters, three passes long."""
    folder = tmp_path_factory.mktemp("finished") / "run"
    experiment = Letters(seed=7, passes=3)
    with RunFolder(folder, experiment) as held:
        teach(Session(experiment), held)
    return folder


@pytest.fixture(scope="module")
def sweep_folder(tmp_path_factory):
    """A sweep of two cells, and the keys of its rows."""
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "grid.toml").write_text(GRID, encoding="utf-8")
    sweep(read_grid(folder / "grid.toml"), folder / "swept")
    lines = (folder / "swept" / "results.csv").read_text(encoding="utf-8").splitlines()[1:]
    return folder / "swept", list(dict.fromkeys(line.split(",")[1] for line in lines))


def standing(session, past):
    return agreement(
        past,
        digest=session.digest,
        exposures=session.exposures,
        finished=session.finished,
        passes=session.pass_results,
        same=session.experiment is past.experiment,
        digest_then=session.digest_when(past.exposures),
    )


def test_a_run_comes_back_with_its_seed_its_settings_and_its_digest(run_folder):
    past = past_run_of(run_folder)
    session = Session(past.experiment)
    assert as_plain(past.experiment) == as_plain(Letters(seed=7, passes=3))
    assert standing(session, past) is Agreement.NOT_YET
    session.run()
    assert session.digest == past.digest == json.loads((run_folder / "run.json").read_text())["digest"]
    assert standing(session, past) is Agreement.SAME_DIGEST


@pytest.mark.parametrize("written", ["{}", "{}/run.json", " '{}' ", "file://{}", "{}/results.csv"])
def test_a_path_may_be_typed_pasted_or_dropped(run_folder, written):
    assert past_run_of(written.format(run_folder)).experiment.seed == 7


def test_a_run_that_was_stopped_agrees_at_the_exposure_where_it_stopped(tmp_path):
    experiment = Letters(seed=7)
    session = Session(experiment)
    with RunFolder(tmp_path / "run", experiment) as held:
        for trials in islice(session.trials(), 30):
            held.record(trials)
        held.conclude(session.report(), session)
    past = past_run_of(tmp_path / "run")
    assert (past.exposures, past.finished) == (30, False)
    again = Session(past.experiment)
    assert len(list(islice(again.trials(), 30))) == 30
    assert standing(again, past) is Agreement.SAME_DIGEST
    next(again.passes())
    assert standing(again, past) is Agreement.SAME_DIGEST  # it was asked for in time
    late = Session(past.experiment)
    assert len(list(islice(late.trials(), 60))) == 60
    assert standing(late, past) is Agreement.SAME_PASSES


def test_another_digest_at_the_exposure_where_a_run_was_stopped_is_told(run_folder):
    past = replace(past_run_of(run_folder), finished=False, exposures=30)
    told = {"digest": "", "exposures": 60, "finished": False, "passes": [], "same": True}
    assert agreement(past, digest_then="0" * 64, **told) is Agreement.OTHER
    assert agreement(past, digest_then=past.digest, **told) is Agreement.SAME_DIGEST
    assert agreement(past, digest_then=None, **told) is Agreement.NOT_YET


def test_another_seed_does_not_agree(run_folder):
    past, other = past_run_of(run_folder), Session(Letters(seed=8, passes=3))
    other.run()
    assert standing(other, past) is Agreement.OTHER


def test_another_digest_of_the_very_same_run_is_told(run_folder):
    past = past_run_of(run_folder)
    session = Session(past.experiment)
    session.run()
    told = {"exposures": session.exposures, "finished": True, "passes": session.pass_results}
    assert agreement(past, digest="0" * 64, same=True, **told) is Agreement.OTHER
    assert agreement(past, digest="0" * 64, same=False, **told) is Agreement.SAME_PASSES


def test_a_row_of_a_sweep_comes_back_with_what_it_came_to(sweep_folder):
    folder, keys = sweep_folder
    assert len(keys) == 2
    for number, key in enumerate(keys):
        past = past_run_of(folder, key)
        assert past.experiment.seed == 4
        assert past.experiment.mark1.association.threshold == number + 1
        session = Session(past.experiment)
        session.run()
        assert standing(session, past) is Agreement.SAME_PASSES
        told = next(told for cell, told in stored_cells(folder) if cell == number)
        assert {one["learner"]: one["errors"] for one in told["learners"]} == {
            name: score.errors for name, score in session.scores().items()
        }


def test_errors_add_up_pass_by_pass():
    assert errors_after([{"mark1": 5}, {"mark1": 2}, {"mark1": 0}]) == {
        1: {"mark1": 5},
        2: {"mark1": 7},
        3: {"mark1": 7},
    }


def test_a_pass_with_other_errors_is_told_at_once(run_folder):
    past = past_run_of(run_folder)
    first = past.errors_after[1]
    others = PassResult(number=1, errors={name: errors + 1 for name, errors in first.items()}, held_out={})
    told = {"digest": "", "exposures": 26, "finished": False, "same": True}
    assert agreement(past, passes=[others], **told) is Agreement.OTHER


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda run, swept, key: ("", None), InputError, "path must be the folder of a run.*got nothing"),
        (lambda run, swept, key: (run / "nowhere", None), InputError, "which is no folder"),
        (lambda run, swept, key: ("\0", None), InputError, "which is no folder"),
        (lambda run, swept, key: (run.parent, None), InputError, "which has neither"),
        (lambda run, swept, key: (run, key), SettingError, "row must be left out where the folder is that of a run"),
        (lambda run, swept, key: (swept, None), SettingError, "row must be the key of one of its rows"),
        (lambda run, swept, key: (swept, "feedbee-1"), SettingError, "key must be that of a cell of this grid"),
    ],
)
def test_what_is_no_run_is_refused_in_a_sentence(run_folder, sweep_folder, make, error, message):
    swept, keys = sweep_folder
    with pytest.raises(error, match=message):
        past_run_of(*make(run_folder, swept, keys[0]))


def test_a_refusal_names_what_was_asked_for(tmp_path):
    with pytest.raises(InputError, match=r"^open must be the folder of a run"):
        past_run_of(tmp_path / "nowhere", name="open")


def test_damaged_passes_are_refused(run_folder, tmp_path):
    told = json.loads((run_folder / "run.json").read_text())
    (tmp_path / "run.json").write_text(json.dumps({**told, "passes": [{"errors": 3}]}))
    with pytest.raises(InputError, match="must hold the errors of each pass"):
        past_run_of(tmp_path)
