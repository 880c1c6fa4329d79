"""The tree of errors is drawn truthfully at the top of its file."""

import inspect

from engine import errors


def test_the_drawing_shows_each_error() -> None:
    found = {name for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, errors.LockstepError)}
    assert errors.__doc__ is not None
    assert {word for word in errors.__doc__.split() if word.endswith("Error")} == found


def test_an_error_is_a_sentence() -> None:
    assert str(errors.ProgramError("There is no file a.py.")) == "There is no file a.py."
