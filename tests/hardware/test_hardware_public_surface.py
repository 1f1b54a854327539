"""What `import hardware` offers: everything it names, documented, and an error tree with one root."""

import pytest

import hardware


def test_all_names_what_is_there_and_nothing_else():
    public = {
        name for name, value in vars(hardware).items() if not name.startswith("_") and type(value) is not type(hardware)
    }
    assert len(set(hardware.__all__)) == len(hardware.__all__)
    assert set(hardware.__all__) == public


@pytest.mark.parametrize("name", [name for name in hardware.__all__ if isinstance(getattr(hardware, name), type)])
def test_every_public_class_is_documented(name):
    assert getattr(hardware, name).__doc__


@pytest.mark.parametrize("error", [hardware.SpecError, hardware.StimulusError, hardware.WiringError])
def test_every_error_has_one_root_and_is_a_builtin_too(error):
    assert issubclass(error, hardware.Mark1Error)
    assert issubclass(error, ValueError)
