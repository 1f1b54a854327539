"""What a network has learned goes into a file and comes back; what does not fit leaves the network as it was."""

import numpy as np
import pytest

from modern import BatchNorm, Conv2D, Dense, Flatten, MaxPool, Network
from perceptron_sim.errors import InputError, OutputError, SettingError
from perceptron_sim.npz import arrays_in, npz_bytes
from perceptron_sim.weights import load_weights, save_weights


def network(seed, layers=None, dtype=np.float32):
    chosen = layers or [Conv2D(2, 3, activation="relu"), BatchNorm(), MaxPool(2), Flatten(), Dense(3)]
    return Network(chosen, input_shape=(1, 6, 6), rng=np.random.default_rng(seed), dtype=dtype)


@pytest.fixture
def images(rng):
    return rng.random((4, 1, 6, 6)).astype(np.float32)


@pytest.fixture
def saved(tmp_path, images):
    """A file, and what the network that is in it answers."""
    taught, path = network(1), tmp_path / "weights.npz"
    for _ in range(3):
        taught.while_training(images)  # moves the running means
    save_weights(taught, path)
    return path, taught.predict_probabilities(images)


def changed(path, **arrays):
    """Write the file again with some *arrays* in the place of its own, or without those that are None."""
    held = {**arrays_in("file", path.read_bytes(), 10**6), **arrays}
    path.write_bytes(npz_bytes({name: np.asarray(array) for name, array in held.items() if array is not None}))


def test_a_network_that_takes_up_weights_answers_as_the_one_that_wrote_them(saved, images):
    path, answers = saved
    other = network(2)
    assert not np.array_equal(other.predict_probabilities(images), answers)
    load_weights(other, path)
    assert np.array_equal(other.predict_probabilities(images), answers)


def test_equal_weights_are_equal_files(saved, tmp_path):
    path, _ = saved
    other = network(2)
    load_weights(other, path)
    save_weights(other, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()


def test_a_file_is_named_by_text_or_path(saved, images):
    path, answers = saved
    other = network(2)
    load_weights(other, str(path))
    assert np.array_equal(other.predict_probabilities(images), answers)


def test_a_file_that_is_there_is_kept_unless_told(saved):
    path, _ = saved
    before = path.read_bytes()
    with pytest.raises(OutputError, match="weights must be a file that is not there yet"):
        save_weights(network(2), path)
    assert path.read_bytes() == before
    save_weights(network(2), path, overwrite=True)
    assert path.read_bytes() != before


def test_a_name_that_does_not_end_in_npz_is_refused(tmp_path):
    with pytest.raises(SettingError, match=r"weights must be a file name ending in \.npz, got .*weights\.pickle"):
        save_weights(network(1), tmp_path / "weights.pickle")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OutputError, match="weights must be a file in a folder that can be written to"):
        save_weights(network(1), tmp_path / "nowhere" / "weights.npz")


@pytest.mark.parametrize(
    ("arrays", "rule"),
    [
        ({"format_version": 99}, "format_version must be 1, got 99"),
        ({"layer_5_weight": None}, "weights must hold 'layer_5_weight', got none"),
        ({"layer_9_weight": [1.0]}, "got 'layer_9_weight'"),
        ({"layer_5_weight": np.zeros((3, 8), np.float32)}, r"layer_5_weight must have shape \(8, 3\), got \(3, 8\)"),
        ({"layer_5_weight": np.zeros((8, 3))}, "layer_5_weight must be float32, as its network, got float64"),
        ({"layer_5_bias": np.float32([0, np.nan, 0])}, "layer_5_bias must be finite, got nan at "),
        ({"layer_5": "Dense 8-4 from (8,) to (4,)"}, "layer_5 must be 'Dense 8-3 "),
    ],
    ids=lambda x: x if isinstance(x, str) else next(iter(x)),
)
def test_what_does_not_fit_is_named_and_leaves_the_network_as_it_was(saved, images, arrays, rule):
    path, _ = saved
    changed(path, **arrays)
    other = network(2)
    before = other.predict_probabilities(images)
    with pytest.raises(InputError, match=rf"weights must fit the network, got '.*weights\.npz': .*{rule}"):
        load_weights(other, path)
    assert np.array_equal(other.predict_probabilities(images), before)


def test_weights_of_another_network_are_refused(saved):
    path, _ = saved
    with pytest.raises(InputError, match="weights must fit the network, got "):
        load_weights(network(1, [Flatten(), Dense(3)]), path)


def test_a_file_that_is_missing_or_damaged_is_refused(saved, tmp_path):
    path, _ = saved
    with pytest.raises(InputError, match="weights must be a file that can be read"):
        load_weights(network(1), tmp_path / "missing.npz")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match="weights must be an npz file of plain arrays"):
        load_weights(network(1), path)
