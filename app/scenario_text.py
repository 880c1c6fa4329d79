"""A scenario's verdict, and what is wrong with a scenario, in lines for a terminal."""

from collections.abc import Iterator

from engine.errors import ScenarioError
from engine.scenario.binding import Bound
from engine.scenario.verdict.answers import Evidence, Judgement, Outcome, Verdict
from engine.scenario.verdict.distribution import Distribution, Tally
from engine.scenario.words import text_in

MOST_SEEDS = 10
MOST_CHARACTERS = 160  # of a piece of evidence
SECOND_NS = 1_000_000_000
WORDS = {Outcome.PASSED: "passed", Outcome.FAILED: "FAILED", Outcome.UNKNOWN: "unknown"}
INDENT = " " * 12


def problem_lines(error: ScenarioError, name: str) -> Iterator[str]:
    """Tell what is wrong with a scenario, each with its place in the text, or in the data where the text does not show it."""
    for problem in error.problems:
        place = f"{name}:{problem.line}:{problem.column or 1}" if problem.line else name
        pointer = f" ({problem.pointer})" if problem.pointer else ""
        yield f"{place}: {problem.detail} [{problem.code}]{pointer}"
    if error.count > len(error.problems):
        yield f"{name}: and {error.count - len(error.problems)} more"


def heading(bound: Bound, *, count: int | None) -> str:
    """Name a scenario with its parameters and its seed, or seeds."""
    chosen = [f"{name} = {value}" for name, value in bound.parameters.items()]
    seeds = f"seed {bound.seed}" if count is None else f"{count} runs, seeds {bound.seed} to {bound.seed + count - 1}"
    return f"{text_in(bound.scenario.title)}: {', '.join([*chosen, seeds])}"


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Tell what held and what did not, with what shows it."""
    for judgement in verdict.expectations:
        yield from _judgement_lines(judgement)
    counts = {outcome: sum(each.verdict is outcome for each in verdict.expectations) for outcome in Outcome}
    if verdict.why is not None:
        yield verdict.why.text
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count) or "nothing was expected"
    yield f"{WORDS[verdict.verdict]}: {told}"


def distribution_lines(spread: Distribution) -> Iterator[str]:
    """Tell how often each expectation held, what was measured, and with which seeds it did not hold."""
    for tally in spread.expectations:
        yield from _tally_lines(tally, spread.run_count)
    yield f"all held in {spread.counts.get(Outcome.PASSED, 0)} of {spread.run_count} runs"
    if spread.failed_seeds:
        yield f"failed with {_seeds(spread.failed_seeds)}"
    if spread.unknown_seeds:
        yield f"unknown with {_seeds(spread.unknown_seeds)}"


def _judgement_lines(judgement: Judgement) -> Iterator[str]:
    yield f"{WORDS[judgement.verdict]:7} {judgement.number:3} {judgement.says.text}"
    yield f"{INDENT}{judgement.seen.text}"
    if judgement.why is not None:
        yield f"{INDENT}{judgement.why.text}"
    if judgement.because is not None and judgement.verdict is Outcome.FAILED:
        yield f"{INDENT}{judgement.because['en']}"
    for piece in judgement.evidence:
        yield f"{INDENT}{_evidence_line(piece)}"


def _evidence_line(piece: Evidence) -> str:
    place = f"line {piece.line}" if piece.line is not None else ""
    text = piece.text if len(piece.text) <= MOST_CHARACTERS else piece.text[: MOST_CHARACTERS - 1] + "…"
    return f"{piece.time_ns / SECOND_NS:9.4f} s  {place:9} {piece.worker_name:14} {text}"


def _tally_lines(tally: Tally, run_count: int) -> Iterator[str]:
    yield f"{tally.counts.get(Outcome.PASSED, 0):4}/{run_count:<4} {tally.number:3} {tally.says.text}"
    if (spread := tally.spread) is not None:
        yield f"{INDENT} measured: least {spread.least:g}, median {spread.middle:g}, most {spread.most:g}"
    if tally.texts:
        yield f"{INDENT} seen: {', '.join(f'{text} ({count})' for text, count in tally.texts.items())}"
    if tally.failed_seeds:
        yield f"{INDENT} failed with {_seeds(tally.failed_seeds)}"
    if tally.unknown_seeds:
        yield f"{INDENT} unknown with {_seeds(tally.unknown_seeds)}"


def _seeds(seeds: list[int]) -> str:
    more = f" and {len(seeds) - MOST_SEEDS} more" if len(seeds) > MOST_SEEDS else ""
    return f"{'seed' if len(seeds) == 1 else 'seeds'} {', '.join(map(str, seeds[:MOST_SEEDS]))}{more}"
