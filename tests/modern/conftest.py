"""What the tests of the neuron stack share: dice, and the independent oracle for derivatives."""

import numpy as np
import pytest


@pytest.fixture
def rng():
    return np.random.default_rng(20240229)


@pytest.fixture
def slopes_by_differences():
    """Central differences of a function of float64 arrays that gives a number, by each of the *arrays*."""

    def slopes(function, arrays, step=1e-5):
        found = []
        for position, array in enumerate(arrays):
            slope = np.zeros_like(array)
            for index in np.ndindex(array.shape):
                above, below = array.copy(), array.copy()
                above[index] += step
                below[index] -= step
                rise = function(*arrays[:position], above, *arrays[position + 1 :]) - function(
                    *arrays[:position], below, *arrays[position + 1 :]
                )
                slope[index] = rise / (2 * step)
            found.append(slope)
        return found

    return slopes
