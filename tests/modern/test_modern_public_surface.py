"""What `import modern` offers: everything it names, documented, and an error tree with one root."""

from typing import get_origin

import pytest

import modern

# names of types, such as Schedule for a function of the step, are callable but have no text of their own
CALLABLE = [name for name, value in vars(modern).items() if callable(value) and not get_origin(value)]


def test_all_names_what_is_there_and_nothing_else():
    public = {
        name for name, value in vars(modern).items() if not name.startswith("_") and type(value) is not type(modern)
    }
    assert sorted(modern.__all__) == list(modern.__all__)
    assert set(modern.__all__) == public


@pytest.mark.parametrize("name", [name for name in modern.__all__ if name in CALLABLE])
def test_every_public_function_and_class_is_documented(name):
    assert getattr(modern, name).__doc__


@pytest.mark.parametrize(
    ("error", "builtin"),
    [(modern.ShapeError, ValueError), (modern.SettingError, ValueError), (modern.GraphError, RuntimeError)],
)
def test_every_error_has_one_root_and_is_a_builtin_too(error, builtin):
    assert issubclass(error, modern.ModernError)
    assert issubclass(error, builtin)
