"""What a grid's file says: its cells are counted, numbered and named; what cannot be swept over is one sentence."""

import pytest
import simpy

from hardware import Mark1
from hardware.wiring_text import wiring_to_json
from perceptron_sim import Letters
from perceptron_sim.errors import SettingError
from perceptron_sim.sweep.belongings import Belongings
from perceptron_sim.sweep.grid import Grid, grid_of
from perceptron_sim.sweep.identity import cell_of, digest

LETTERS = 'experiment = "letters"\n'


def test_axes_are_combined_and_the_last_one_varies_fastest(grid):
    found = grid(LETTERS + 'seeds = 3\n[grid]\npasses = [1, 2]\n"mark1.association.threshold" = [1, 2, 3]\n')
    assert (found.combinations, found.cells) == (6, 18)
    assert [found.settings(number)["mark1.association.threshold"] for number in range(6)] == [1, 2, 3, 1, 2, 3]
    assert [found.values(number)["passes"] for number in range(6)] == [1, 1, 1, 2, 2, 2]
    assert found.values(4)["mark1"] == {"association": {"threshold": 2}}
    assert [found.place(cell) for cell in (0, 2, 3, 17)] == [(0, 1), (0, 3), (1, 1), (5, 3)]


def test_listed_cells_stand_beside_the_combined_ones_or_alone(grid):
    alone = "seeds = 2\n[[cells]]\npasses = 3\n[[cells]]\nmark1.association.threshold = 2\n"
    beside = LETTERS + alone + "[grid]\npasses = [1, 2]\n"
    assert grid(LETTERS + alone).combinations == 2
    found = grid(beside)
    assert found.combinations == 4
    assert found.varied == ("passes", "mark1.association.threshold")
    assert [found.settings(number) for number in (0, 2, 3)] == [
        {"passes": 1},
        {"passes": 3},
        {"mark1.association.threshold": 2},
    ]


def test_with_neither_the_experiment_itself_is_swept_over_its_seeds(grid):
    found = grid(LETTERS + "passes = 1\nseeds = [7, 9]\n")
    assert (found.cells, found.values(0)) == (2, {"experiment": "letters", "passes": 1})
    assert found.place(1) == (0, 9)


def test_tables_and_quoted_keys_say_the_same(grid):
    quoted, table = '[grid]\n"mark1.timing.pulse_s" = [0.1]\n', "[grid.mark1.timing]\npulse_s = [0.1]\n"
    assert grid(LETTERS + quoted).axes == grid(LETTERS + table).axes == {"mark1.timing.pulse_s": [0.1]}


def test_seeds_are_counted_listed_or_a_span(grid):
    texts = ("seeds = 3", "seeds = [1, 2, 3]", "seeds = { first = 1, count = 3 }")
    assert {tuple(grid(LETTERS + text).seeds) for text in texts} == {(1, 2, 3)}
    assert list(grid(LETTERS + "seeds = { first = 5, count = 2 }").seeds) == [5, 6]


def test_a_grid_is_the_same_read_from_its_folder(grid):
    found = grid()
    again = grid_of(found.as_dict())
    assert digest(again, Belongings(again)) == digest(found, Belongings(found))
    assert [again.values(number) for number in range(2)] == [found.values(number) for number in range(2)]


def test_a_default_that_is_spelled_out_changes_no_key(grid):
    said = grid(LETTERS + "[mark1.association]\nthreshold = 1\n[grid]\npasses = [40, 2]")
    unsaid = grid(LETTERS + "[grid]\npasses = [2, 40]")
    keys = [[Belongings(one).key(number) for number in (0, 1)] for one in (said, unsaid)]
    assert keys[0] == keys[1][::-1]
    assert keys[0][0] != keys[0][1]


def test_a_key_is_that_of_the_settings_in_whatever_grid(grid):
    one = grid(LETTERS + 'passes = 2\nseeds = 2\n[grid]\n"mark1.timing.pulse_s" = [1.0, 0.1]\n')
    other = grid(LETTERS + 'seeds = [2]\n[grid]\n"mark1.timing.pulse_s" = [1]\npasses = [1, 2]\n')
    assert Belongings(one).key(0) == Belongings(other).key(1)
    key = f"{Belongings(one).key(0)}-2"
    assert (cell_of(key, one, Belongings(one)), cell_of(key, other, Belongings(other))) == (1, 1)
    with pytest.raises(SettingError, match=r"key must be that of a cell of this grid, .*, got '0123-1'"):
        cell_of("0123-1", one, Belongings(one))


def test_millions_of_cells_take_no_room():
    axes = {f"axis{number}": tuple(range(100)) for number in range(3)}
    found = Grid(base={}, axes=axes, seeds=range(1, 1_000_001))
    assert found.cells == 10**12
    assert found.place(10**12 - 1) == (999_999, 1_000_000)
    assert found.settings(999_999) == dict.fromkeys(axes, 99)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", 'experiment must say what is taught, as experiment = "letters", got nothing'),
        (LETTERS, r"there must be something to sweep over, seeds, \[grid\] or \[\[cells\]\], got none of them"),
        ('experiment = "leters"\nseeds = 1', "got 'leters'; did you mean 'letters'?"),
        (LETTERS + "seeds = 1000000000000", "the grid must have 1 to 10,000,000 cells, got 1,000,000,000,000"),
        (LETTERS + "seeds = 0", r"seeds must be a whole number of at least 1, a list of seeds, or .*, got 0"),
        (LETTERS + "seeds = true", "seeds must be a whole number of at least 1.*, got True"),
        (LETTERS + "seeds = []", "seeds must be one or more different numbers, got none"),
        (LETTERS + "seeds = [3, 3]", "seeds must be one or more different numbers, got 3 twice"),
        (LETTERS + "seeds = [-1]", "seeds must be whole numbers from 0 to 9223372036854775807, got -1"),
        (LETTERS + "seeds = { cuont = 3 }", r"seeds must have no key but first, count, .*; did you mean 'count'\?"),
        (LETTERS + "seed = 1\nseeds = 2", "seed must be left out where seeds says which there are, got 1"),
        (LETTERS + "[grid]\nseed = [1, 2]", "seed must be left out of the grid, seeds says which there are"),
        (LETTERS + "sedes = 3\nseeds = 2", "there must be no key but .*, got 'sedes'; did you mean 'seeds'?"),
        (LETTERS + "seeds = 2\nmark1 = 3", "mark1 must be a table, got 3"),
        (
            LETTERS + '[grid]\n"mark1.asociation.threshold" = [1]',
            "the grid must vary settings of the experiment, .*; did you mean 'mark1.association.threshold'?",
        ),
        (LETTERS + "[grid]\npasses = []", 'grid."passes" must be a list of values, one at least, got'),
        (LETTERS + "[grid]\npasses = 3", 'grid."passes" must be a list of values, one at least, got 3'),
        (LETTERS + "[grid]\npasses = [1, 2, 1]", 'grid."passes" must be a list of different values, got 1 twice'),
        (LETTERS + "[grid]\npasses = [1, -3]", "passes must be a whole number from 1 to 100000, got -3"),
        (LETTERS + "[[cells]]\npasses = 0", "passes must be a whole number from 1 to 100000, got 0"),
        (LETTERS + "[grid]\npasses = [1, 2]\n[[cells]]\npasses = 2", "the cells must be different ones, got .* twice"),
        (LETTERS + "[[cells]]\npasses = 2\n[[cells]]\npasses = 2", "the cells must be different ones, got .* twice"),
        (
            LETTERS + '[grid]\n"mark1.plugboard.excitatory" = [5, 4]\n[[cells]]\n"mark1.association.threshold" = 1',
            "the cells must be different ones, got .* twice",  # the axes have it: both are as if nothing were said
        ),
        (LETTERS + "[[cells]]", "cells must say something each, got an empty one"),
        (LETTERS + 'cells = "x"', r"cells must be tables, as \[\[cells\]\], got 'x'"),
        (LETTERS + '[grid]\n"mark1.timing.pulse_s" = [nan]', "finite numbers and truth values, got nan"),
        (LETTERS + "seeds = 2\n[grid", "the file must be TOML"),
    ],
)
def test_what_cannot_be_swept_over_is_refused_in_one_sentence(grid, text, sentence):
    with pytest.raises(SettingError, match=sentence) as refused:
        grid(text)
    assert str(refused.value).startswith("'")  # the file's name
    assert "\n" not in str(refused.value)


def test_values_that_go_with_some_of_the_others_are_taken(grid):
    """Twenty and twenty are more than the 31 that a plugboard can take: that one combination will fail."""
    both = '"mark1.plugboard.excitatory" = [5, 20]\n"mark1.plugboard.inhibitory" = [20, 5]\n'
    assert grid(LETTERS + "[grid]\n" + both).combinations == 4


def wire(path, seed):
    spec = Letters().mark1
    path.write_text(wiring_to_json(Mark1(simpy.Environment(), spec, seed=seed).wiring, spec), encoding="utf-8")


def test_keys_and_digest_are_of_what_is_in_the_files_that_a_grid_names(grid, tmp_path):
    text = LETTERS + '[grid]\n"mark1.wiring" = ["one.json", "two.json"]\n'
    found = []
    for seeds in ((1, 2), (1, 3), (1, 2)):
        for name, seed in zip(("one.json", "two.json"), seeds, strict=True):
            wire(tmp_path / name, seed)
        wired = grid(text)
        belongings = Belongings(wired)
        found.append((belongings.key(0), belongings.key(1), digest(wired, belongings)))
    first, rewired, again = found
    assert first == again
    assert first[0] == rewired[0]
    assert not {*first[1:]} & {*rewired[1:]}
