"""What the API answers with: records as JSON, and where each of its parts is to be found."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.distribution import distribution
from app.outcomes import Outcome
from app.rest.shapes import SeriesAnswer, SeriesLinksAnswer, SeriesRunAnswer, SeriesShortAnswer
from app.schemas import LinksAnswer, RunAnswer
from app.series_store import SeriesRecord
from app.store import RunRecord
from engine.scenario.verdict.answers import Verdict
from engine.scenario.verdict.distribution import distribution as verdict_distribution

BASE = "/api/v1"
PARTS = ("summary", "findings", "spans", "events", "frames", "export", "stop")
JUDGED_PARTS = ("scenario", "verdict")


def run_answer(record: RunRecord) -> RunAnswer:
    """Show a run."""
    facts = asdict(record)
    for name in ("source", "position", "script"):
        del facts[name]
    links = run_links(record.id, is_judged=record.script is not None)
    return RunAnswer(**{**facts, "args": list(record.args), "live": record.is_live, "links": links})


def run_links(run_id: str, *, is_judged: bool) -> LinksAnswer:
    """Tell where the parts of a run are."""
    base = f"{BASE}/runs/{run_id}"
    parts = {part: f"{base}/{part}" for part in PARTS}
    judged = {part: f"{base}/{part}" if is_judged else None for part in JUDGED_PARTS}
    page = f"/scenarios/run/{run_id}" if is_judged else f"/lab/{run_id}"
    links = {"self": base, **parts, **judged, "page": page, "websocket": f"/ws/runs/{run_id}"}
    return LinksAnswer.model_validate(links)


def series_short_answer(record: SeriesRecord) -> SeriesShortAnswer:
    """Show a series in a list."""
    facts = asdict(record)
    del facts["position"]
    return SeriesShortAnswer(**facts, live=record.is_live, links=series_links(record.id))


def series_answer(record: SeriesRecord, outcomes: Sequence[Outcome], *, going: Sequence[str]) -> SeriesAnswer:
    """Show a series with what has come of it so far."""
    short = series_short_answer(record)
    runs = [SeriesRunAnswer(**series_run_facts(one)) for one in outcomes]
    return SeriesAnswer(
        **dict(short), done=len(outcomes), going=list(going), runs=runs, verdicts=verdicts(outcomes), **distribution(outcomes)
    )


def series_run_facts(outcome: Outcome) -> dict[str, Any]:
    """Describe one run of a series."""
    facts = {name: getattr(outcome, name) for name in SeriesRunAnswer.model_fields if name not in ("findings", "verdict")}
    return {**facts, "findings": list(outcome.findings), "verdict": outcome.verdict and outcome.verdict["verdict"]}


def verdicts(outcomes: Sequence[Outcome]) -> dict[str, Any] | None:
    """Put together what is said of the runs; None where nothing was expected of them."""
    judged = [(one.seed, Verdict.from_row(one.verdict)) for one in outcomes if one.verdict is not None]
    return verdict_distribution(judged).row() if judged else None


def series_links(series_id: str) -> SeriesLinksAnswer:
    """Tell where a series is."""
    base = f"{BASE}/series/{series_id}"
    return SeriesLinksAnswer(**{"self": base, "stop": f"{base}/stop"})
