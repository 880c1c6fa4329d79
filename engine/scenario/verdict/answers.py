"""What a verdict is made of: sentences, evidence, one answer for each expectation. All of it can be written as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engine.scenario.sentences import Sentence

MOST_EVIDENCE = 5


class Outcome(StrEnum):
    """What is said of an expectation, and of all of them."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Put several outcomes together: one that failed fails all, else one that is unknown leaves all unknown."""
    found = set(outcomes)
    return next((outcome for outcome in (Outcome.FAILED, Outcome.UNKNOWN) if outcome in found), Outcome.PASSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One instant that shows it. text: what was printed, or a sentence; line: of the program; step: a JSON pointer into the scenario."""

    text: str
    message: Sentence | None = None  # the text, if it is ours and not the program's
    worker: int
    worker_name: str
    time_ns: int
    line: int | None = None
    step: str | None = None

    def row(self) -> dict[str, Any]:
        """Write it as JSON has it."""
        return {
            "text": self.text,
            "message": self.message.row() if self.message else None,
            "worker": self.worker,
            "worker_name": self.worker_name,
            "time_ns": self.time_ns,
            "line": self.line,
            "step": self.step,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a judging function says. measured: a number or text, or one for each of several names; seen: the same in words.

    why: what the run cannot tell, where that is not how it ended.
    """

    outcome: Outcome
    measured: Any
    seen: Sentence
    evidence: list[Evidence] = field(default_factory=list)
    why: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is said of one expectation. number: from 1; because: the scenario's own words, by language; why: what the run cannot tell."""

    number: int
    verdict: Outcome
    says: Sentence
    because: dict[str, str] | None
    measured: Any
    seen: Sentence
    why: Sentence | None
    evidence: list[Evidence]

    @property
    def pointer(self) -> str:
        """The expectation's place in the scenario."""
        return f"/expect/{self.number - 1}"

    def row(self) -> dict[str, Any]:
        """Write it as JSON has it."""
        return {
            "number": self.number,
            "pointer": self.pointer,
            "verdict": self.verdict,
            "says": self.says.row(),
            "because": self.because,
            "measured": self.measured,
            "seen": self.seen.row(),
            "why": self.why.row() if self.why else None,
            "evidence": [each.row() for each in self.evidence],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is said of a run. why: what is unknown about the run as a whole, if anything."""

    verdict: Outcome
    why: Sentence | None
    expectations: list[Judgement]

    def row(self, *, with_evidence: bool = True) -> dict[str, Any]:
        """Write it as JSON has it."""
        rows = [each.row() for each in self.expectations]
        if not with_evidence:
            rows = [row | {"evidence": []} for row in rows]
        return {"verdict": self.verdict, "why": self.why.row() if self.why else None, "expectations": rows}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Verdict":
        """Read what `row` wrote, its evidence left out."""
        judgements = [
            Judgement(
                number=each["number"],
                verdict=Outcome(each["verdict"]),
                says=Sentence(**each["says"]),
                because=each["because"],
                measured=each["measured"],
                seen=Sentence(**each["seen"]),
                why=Sentence(**each["why"]) if each["why"] else None,
                evidence=[],
            )
            for each in row["expectations"]
        ]
        return cls(verdict=Outcome(row["verdict"]), why=Sentence(**row["why"]) if row["why"] else None, expectations=judgements)
