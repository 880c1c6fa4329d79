"""What goes wrong is a sentence and exit code 2."""

import click
import pytest

from app.failures import Failure, sentences
from engine.errors import ProgramError


def test_an_error_of_ours_is_said_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Failure) as caught, sentences():
        raise ProgramError("There is no such program.")

    caught.value.show()
    assert (caught.value.exit_code, capsys.readouterr().err) == (2, "lockstep: There is no such program.\n")


def test_a_file_that_cannot_be_used_is_named() -> None:
    with pytest.raises(Failure, match=r"^x\.txt: No such file or directory\.$"), sentences():
        raise FileNotFoundError(2, "No such file or directory", "x.txt")


def test_other_errors_pass() -> None:
    with pytest.raises(click.UsageError), sentences():
        raise click.UsageError("no")
