"""The goldens themselves: made by the scripts that stand beside them, by a version that is named, and small."""

import re

import pytest
from golden_comparison import GIVEN, REPLAYS
from golden_file import FOLDER, NAMES, load, packed, script_sha256, sources, unpacked

each_golden = pytest.mark.parametrize("name", NAMES)


@each_golden
def test_a_golden_is_refused_unless_the_scripts_that_made_it_are_these(name):
    assert load(name).script_sha256 == script_sha256(name), (
        f"{name}.npz was made by other scripts: run tests/oracles/make_goldens.py {name}"
    )


@each_golden
def test_a_golden_says_which_pytorch_made_it(name):
    assert re.match(r"\d+\.\d+", load(name).torch_version)


@each_golden
def test_a_golden_holds_only_finite_numbers(name):
    for (case, quantity), array in load(name).arrays.items():
        assert abs(array).max() < 1e300, (case, quantity)


def test_the_hash_covers_the_maker_the_format_and_what_goes_in():
    assert [path.name for path in sources("layers")] == ["golden_file.py", "golden_inputs.py", "golden_layers.py"]


@each_golden
def test_a_golden_reads_as_it_was_written(name):
    golden = load(name)
    again = unpacked(packed(golden))
    assert again.cases == golden.cases
    assert packed(again) == packed(golden)


def test_all_goldens_together_are_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 400_000
    assert {path.stem for path in FOLDER.iterdir()} == set(NAMES) == set(REPLAYS) == set(GIVEN)
