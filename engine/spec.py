"""What to run and within which limits: the supervisor's order, one line of JSON on its control pipe."""

import dataclasses
import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from engine.errors import ProgramError

Stdio = Literal["inherit", "capture"]
KernelChoice = Literal["auto", "measured", "sampled", "inferred"]

SECOND_NS = 1_000_000_000
STANDING_NS = 3 * SECOND_NS // 2  # enough to see that nobody moves; a finding tells it after one second
ROOM = 64 * 1024 * 1024  # bytes that must be free where a run keeps its records


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When a run is ended by force; None is no limit. standing_ns: how long nobody of the program may have been able to move any more."""

    wall_ns: int | None = None
    events: int | None = None
    output_bytes: int | None = None
    processes: int | None = 512  # alive at the same time
    standing_ns: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSpec:
    """A program and how to run it. Exactly one of `program`, `module` and `code` is given.

    stdio: "inherit" gives the program our own three streams; "capture" gives it pipes, and what comes out travels in OUTPUT frames.
    stdin: what a captured program reads; with `stdin_open` more can be sent while it runs, else the end of the input follows.
    linger_ns: how long descendants may live on when the program itself has ended; then they are reported and ended.
    data: whether reads and writes of globals, attributes and items are recorded too, for which the program's modules are rewritten.
    name: what to call the program on the screen. source_file: whose text is shown, where that is not the program itself.
    kernel: which source of kernel truth to use ("auto": the best there is).
    """

    program: str | None = None
    module: str | None = None
    code: str | None = None
    args: tuple[str, ...] = ()
    python: str = sys.executable
    cwd: str | None = None
    env: dict[str, str] | None = None
    stdio: Stdio = "inherit"
    stdout_to_stderr: bool = False
    stdin: str = ""
    stdin_open: bool = False
    limits: Limits = field(default_factory=Limits)
    linger_ns: int = 3 * SECOND_NS
    run_id: str = ""
    name: str | None = None
    source_file: str | None = None
    kernel: KernelChoice = "auto"
    data: bool = False

    @property
    def display_name(self) -> str:
        """What to call the program."""
        return self.name or (os.path.basename(self.program) if self.program else self.module or "-c")

    def command(self) -> list[str]:
        """The interpreter's command line, as one would type it."""
        if self.program is not None:
            return [self.python, self.program, *self.args]
        if self.module is not None:
            return [self.python, "-m", self.module, *self.args]
        return [self.python, "-c", self.code or "", *self.args]

    def source(self, *, most: int = 1 << 20) -> str | None:
        """The program's text, for the screen; None for a module, a folder, or a file that cannot be read."""
        shown = self.source_file or self.program
        if shown is None:
            return self.code
        path = self.directory() / shown
        try:
            with path.open("rb") as file:
                return file.read(most).decode("utf-8", "replace")
        except OSError:
            return None

    def directory(self) -> Path:
        """The program's working directory."""
        return Path(self.cwd) if self.cwd is not None else Path.cwd()

    def check(self) -> None:
        """Raise ProgramError, saying what is wrong, if the program cannot be started."""
        if sum(x is not None for x in (self.program, self.module, self.code)) != 1:
            raise ProgramError("Give one program: a file, a module (-m) or code (-c).")
        if any("\0" in word for word in self.command()):
            raise ProgramError("The program's name or an argument contains a zero byte.")
        if not self.directory().is_dir():
            raise ProgramError(f"There is no folder {self.cwd} to run the program in.")
        if shutil.which(self.python) is None:
            raise ProgramError(f"There is no Python interpreter at {self.python}.")
        if self.program is not None:
            self._check_program(self.directory() / self.program)

    def _check_program(self, path: Path) -> None:
        try:
            if path.is_dir():
                if not (path / "__main__.py").exists():
                    raise ProgramError(f"{self.program} is a folder without a __main__.py; name the file to run.")
            elif not path.exists():
                raise ProgramError(f"There is no file {self.program} in {self.directory()}.")
            elif not os.access(path, os.R_OK):
                raise ProgramError(f"The file {self.program} may not be read.")
        except OSError as problem:
            raise ProgramError(f"The file {self.program} cannot be used: {problem.strerror}.") from problem

    def to_json(self) -> str:
        """Write one line of JSON."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> "RunSpec":
        """Read what `to_json` wrote."""
        values: dict[str, Any] = json.loads(text)
        values["args"] = tuple(values["args"])
        values["limits"] = Limits(**values["limits"])
        return cls(**values)
