"""A scenario that is run as plain Python, with what must come out: lines in any order, or a pattern of the whole output."""

import re
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]
# Python writes a line and its end one after the other, so that another worker's line may come between the two.
BEGINNING = re.compile("((?:mark|enter|leave|final): )")
BLANK = re.compile("\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scenario, the lines it must print (in any order; None: not looked at), and what its errors must say."""

    data: Data
    lines: list[str] | None = None
    in_order: bool = False
    matches: str | None = None
    errors: str = ""
    exit_code: int = 0
    hangs: bool = False

    def check(self, output: str, errors: str, exit_code: int | None) -> None:
        """Compare with what came out. exit_code: None if it hung."""
        output = BEGINNING.sub(r"\n\1", output).lstrip("\n")
        output = BLANK.sub("\n", output)
        assert exit_code == (None if self.hangs else self.exit_code), f"{exit_code}\n{output}\n{errors}"
        assert (self.errors in errors) if self.errors else not errors, errors
        if self.lines is not None:
            found, wanted = output.split("\n")[:-1], self.lines
            assert (found == wanted) if self.in_order else (sorted(found) == sorted(wanted)), output
        if self.matches is not None:
            assert re.fullmatch(self.matches, output, re.DOTALL), output


def marks(*texts: str) -> list[str]:
    return [f"mark: {text}" for text in texts]


KINDS = ("thread", "process", "task")


def in_every_world(cases: dict[str, Case], name: str, data: Data, *, but: str = "", **wanted: Any) -> None:
    """Add a case for each kind of worker: those without a kind get it. but: a kind that this is not for."""
    for kind in KINDS:
        if kind != but:
            workers = {worker: {"kind": kind, **facts} for worker, facts in data["workers"].items()}
            cases[f"{name}, {kind}"] = Case(data=data | {"workers": workers}, **wanted)
