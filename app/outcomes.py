"""What one run of a series came to, read from its record and its frames."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from app.framefile import FrameFile
from app.problems import clip
from app.store import RunRecord
from engine.export.recording import damage_told
from engine.wire import FrameKind

STDOUT = 1
MOST_LINES = 5
MOST_CHARACTERS = 200  # of a line that is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One run of a series. number: from 0. output: a hash of all that it wrote to stdout, whose first lines are in `lines`."""

    number: int
    run: str
    seed: int
    status: str
    exit_code: int | None = None
    signal: str | None = None
    duration_ns: int | None = None
    findings: tuple[str, ...] = ()  # kinds, each once
    output: str = ""
    lines: tuple[str, ...] = ()
    verdict: dict[str, Any] | None = None  # of a run with expectations, without its evidence
    has_more: bool = False  # whether the output goes on behind those lines

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Outcome":
        """Make the outcome that was kept as JSON."""
        return cls(**{**facts, "findings": tuple(facts["findings"]), "lines": tuple(facts["lines"])})


@dataclass(slots=True)
class _Output:
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    head: str = ""

    def add(self, text: str) -> None:
        self.digest.update(text.encode("utf-8", "surrogatepass"))
        if len(self.head) <= MOST_LINES * MOST_CHARACTERS:
            self.head += text[: MOST_LINES * MOST_CHARACTERS + 1 - len(self.head)]


def plain_outcome(record: RunRecord, *, number: int) -> Outcome:
    """Make the outcome that the record alone tells."""
    return Outcome(
        number=number,
        run=record.id,
        seed=record.seed or 0,
        status=record.status,
        exit_code=record.exit_code,
        signal=record.signal,
        duration_ns=record.duration_ns,
    )


def read_outcome(record: RunRecord, file: FrameFile, *, number: int) -> Outcome:
    """Read a run that has ended. Raises WireError if its frames make no sense."""
    kinds: dict[str, None] = {}
    output = _Output()
    with file, damage_told("The file of this run"):
        for frame in file.frames():
            match frame.kind:
                case FrameKind.FINDING:
                    kinds.setdefault(frame.json()["kind"])
                case FrameKind.OUTPUT:
                    for _, _, stream, text in frame.json():
                        if stream == STDOUT:
                            output.add(text)
    lines = output.head.splitlines()
    return replace(
        plain_outcome(record, number=number),
        findings=tuple(kinds),
        output=output.digest.hexdigest()[:16],
        lines=tuple(clip(line, MOST_CHARACTERS) for line in lines[:MOST_LINES]),
        has_more=len(lines) > MOST_LINES or len(output.head) > MOST_LINES * MOST_CHARACTERS,
    )
