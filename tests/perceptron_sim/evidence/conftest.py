"""What the tests of the evidence share: each table is worked out once, in its short form or in full."""

from functools import cache

import pytest

from perceptron_sim.evidence import EVIDENCE


@pytest.fixture(scope="session")
def measured():
    """What the evidence of a name measures, "short" or "full"."""

    @cache
    def over(name, number):
        return tuple(EVIDENCE[name].measure(number))

    return lambda name, length: over(name, getattr(EVIDENCE[name], length))


@pytest.fixture(params=["short", pytest.param("full", marks=pytest.mark.long)])
def length(request):
    """Short in `make test`, and in full in `make test-long`."""
    return request.param
