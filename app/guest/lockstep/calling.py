"""Starts a run in a process of its own: nothing of ours but this package is ever imported into the interpreter we are a guest of."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# Isolated (-I), so that a project's own modules named as ours, its folder and its PYTHONPATH are the program's alone.
BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from app.record import main; main()"


class NoAnswerError(Exception):
    """The run could not be made; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A run to be made: what (members of the engine's RunSpec by name), for how many seconds at most, and where its files go."""

    spec: dict[str, Any]
    timeout: float | None
    out: Path
    html: Path
    html_always: bool
    folder: Path  # for the order and the answer

    def start(self, **streams: Any) -> "subprocess.Popen[bytes]":
        """Start it. streams: as Popen takes them, and `env`."""
        order = {"spec": self.spec, "timeout": self.timeout, "html_always": self.html_always}
        paths = {"out": str(self.out), "html": str(self.html), "answer": str(self._answer)}
        (self.folder / "order.json").write_text(json.dumps(order | paths), encoding="utf-8")
        command = [sys.executable, "-I", "-c", BOOT, str(root()), str(self.folder / "order.json")]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **streams)

    def answer(self) -> dict[str, Any]:
        """Return what came of it, once its process has ended."""
        try:
            answer: dict[str, Any] = json.loads(self._answer.read_text("utf-8"))
        except (OSError, ValueError):
            raise NoAnswerError("Lockstep ended before it could tell what came of the run.") from None
        if "problem" in answer:
            raise NoAnswerError(answer["problem"])
        return answer

    @property
    def _answer(self) -> Path:
        return self.folder / "answer.json"


def root(here: Path = HERE) -> Path:
    """Return the folder that our `app` is in: beside this package where it is installed, above it in a checkout."""
    installed = here.parent
    return installed if (installed / "app" / "record.py").is_file() else here.parents[2]
