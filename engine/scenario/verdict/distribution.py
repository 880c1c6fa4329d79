"""What several runs of one scenario say together: how often each expectation held, what was measured, which seeds failed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from engine.scenario.sentences import Sentence
from engine.scenario.verdict.answers import Judgement, Outcome, Verdict

MOST_TEXTS = 20  # different texts that are counted one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The least, the middle and the greatest of what was measured, and of how many runs."""

    count: int
    least: float
    middle: float
    most: float

    def row(self) -> dict[str, Any]:
        """Write it as JSON has it."""
        return {"count": self.count, "min": self.least, "median": self.middle, "max": self.most}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How one expectation fared. texts: what was measured and is no number, and how often."""

    number: int
    says: Sentence
    because: dict[str, str] | None
    counts: dict[Outcome, int]
    spread: Spread | None
    texts: dict[str, int]
    failed_seeds: list[int]
    unknown_seeds: list[int]

    def row(self) -> dict[str, Any]:
        """Write it as JSON has it."""
        return {
            "number": self.number,
            "pointer": f"/expect/{self.number - 1}",
            "says": self.says.row(),
            "because": self.because,
            **{outcome.value: self.counts.get(outcome, 0) for outcome in Outcome},
            "measured": self.spread.row() if self.spread else None,
            "texts": self.texts,
            "failed_seeds": self.failed_seeds,
            "unknown_seeds": self.unknown_seeds,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How all runs fared."""

    counts: dict[Outcome, int]
    failed_seeds: list[int]
    unknown_seeds: list[int]
    expectations: list[Tally]

    @property
    def run_count(self) -> int:
        """How many runs there were."""
        return sum(self.counts.values())

    def row(self) -> dict[str, Any]:
        """Write it as JSON has it."""
        return {
            "runs": self.run_count,
            **{outcome.value: self.counts.get(outcome, 0) for outcome in Outcome},
            "failed_seeds": self.failed_seeds,
            "unknown_seeds": self.unknown_seeds,
            "expectations": [tally.row() for tally in self.expectations],
        }


def distribution(verdicts: Sequence[tuple[int, Verdict]]) -> Distribution:
    """Put the verdicts on several runs of one scenario together, each with the seed of its run."""
    columns = zip(*(verdict.expectations for _, verdict in verdicts), strict=True)
    seeds = [seed for seed, _ in verdicts]
    overall = [(seed, verdict.verdict) for seed, verdict in verdicts]
    return Distribution(
        counts=dict(Counter(outcome for _, outcome in overall)),
        failed_seeds=_seeds(overall, Outcome.FAILED),
        unknown_seeds=_seeds(overall, Outcome.UNKNOWN),
        expectations=[_tally(seeds, column) for column in columns],
    )


def _tally(seeds: Sequence[int], column: Sequence[Judgement]) -> Tally:
    outcomes = [(seed, judgement.verdict) for seed, judgement in zip(seeds, column, strict=True)]
    values = [value for judgement in column for value in _values(judgement.measured)]
    texts = Counter(text for judgement in column for text in _texts(judgement.measured))
    return Tally(
        number=column[0].number,
        says=column[0].says,
        because=column[0].because,
        counts=dict(Counter(outcome for _, outcome in outcomes)),
        spread=Spread(count=len(values), least=min(values), middle=median(values), most=max(values)) if values else None,
        texts=dict(texts.most_common(MOST_TEXTS)),
        failed_seeds=_seeds(outcomes, Outcome.FAILED),
        unknown_seeds=_seeds(outcomes, Outcome.UNKNOWN),
    )


def _seeds(outcomes: Iterable[tuple[int, Outcome]], wanted: Outcome) -> list[int]:
    return [seed for seed, outcome in outcomes if outcome is wanted]


def _values(measured: Any) -> list[float]:
    """List the numbers in what was measured: of each worker's own all of them. Items that were put or got are no spread of one thing."""
    if isinstance(measured, int | float):
        return [measured]
    if isinstance(measured, Mapping) and "put" not in measured:
        return [value for value in measured.values() if isinstance(value, int | float)]
    return []


def _texts(measured: Any) -> list[str]:
    if isinstance(measured, str):
        return [measured]
    return [str(text) for text in measured] if isinstance(measured, list) else []
