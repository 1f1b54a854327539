"""What `import modern` offers: everything it names, documented, and an error tree with one root."""

import inspect

import pytest

import modern


def test_all_names_what_is_there_and_nothing_else():
    public = {
        name for name, value in vars(modern).items() if not name.startswith("_") and type(value) is not type(modern)
    }
    assert sorted(modern.__all__) == list(modern.__all__)
    assert set(modern.__all__) == public


def test_every_public_function_and_class_is_documented():
    # a Primitive, like the name of a type, is an object: the comment beside it is its text
    told = [value for value in vars(modern).values() if inspect.isfunction(value) or inspect.isclass(value)]
    assert len(told) > 80
    assert not [value for value in told if not value.__doc__]


@pytest.mark.parametrize(
    ("error", "builtin"),
    [(modern.ShapeError, ValueError), (modern.SettingError, ValueError), (modern.GraphError, RuntimeError)],
)
def test_every_error_has_one_root_and_is_a_builtin_too(error, builtin):
    assert issubclass(error, modern.ModernError)
    assert issubclass(error, builtin)
