"""What goes wrong with a command, as a sentence on stderr and exit code 2."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from engine.errors import LockstepError


class Failure(click.ClickException):
    """A sentence for the user, and exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Say it on stderr."""
        click.echo(f"lockstep: {self.message}", err=True)


@contextmanager
def sentences() -> Iterator[None]:
    """Turn our errors, and files that cannot be used, into a sentence and exit code 2."""
    try:
        yield
    except LockstepError as problem:
        raise Failure(str(problem)) from problem
    except OSError as problem:
        raise Failure(f"{problem.filename or 'a file'}: {problem.strerror}.") from problem
