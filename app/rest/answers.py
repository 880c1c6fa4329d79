"""What the API answers with: records as JSON, and where each of its parts is to be found."""

from collections.abc import Sequence
from dataclasses import asdict

from app.distribution import distribution
from app.outcomes import Outcome
from app.rest.shapes import SeriesAnswer, SeriesLinksAnswer, SeriesRunAnswer, SeriesShortAnswer
from app.schemas import LinksAnswer, RunAnswer
from app.series_store import SeriesRecord
from app.store import RunRecord

BASE = "/api/v1"
PARTS = ("summary", "findings", "spans", "events", "frames", "export", "stop")


def run_answer(record: RunRecord) -> RunAnswer:
    """Show a run."""
    facts = asdict(record)
    for name in ("source", "position"):
        del facts[name]
    return RunAnswer(**{**facts, "args": list(record.args), "live": record.is_live, "links": run_links(record.id)})


def run_links(run_id: str) -> LinksAnswer:
    """Tell where the parts of a run are."""
    base = f"{BASE}/runs/{run_id}"
    parts = {part: f"{base}/{part}" for part in PARTS}
    return LinksAnswer(**{"self": base, **parts, "page": f"/lab/{run_id}", "websocket": f"/ws/runs/{run_id}"})


def series_short_answer(record: SeriesRecord) -> SeriesShortAnswer:
    """Show a series in a list."""
    facts = asdict(record)
    del facts["position"]
    return SeriesShortAnswer(**facts, live=record.is_live, links=series_links(record.id))


def series_answer(record: SeriesRecord, outcomes: Sequence[Outcome], *, going: Sequence[str]) -> SeriesAnswer:
    """Show a series with what has come of it so far."""
    short = series_short_answer(record)
    runs = [SeriesRunAnswer.model_validate(one, from_attributes=True) for one in outcomes]
    return SeriesAnswer(**dict(short), done=len(outcomes), going=list(going), runs=runs, **distribution(outcomes))


def series_links(series_id: str) -> SeriesLinksAnswer:
    """Tell where a series is."""
    base = f"{BASE}/series/{series_id}"
    return SeriesLinksAnswer(**{"self": base, "stop": f"{base}/stop"})
