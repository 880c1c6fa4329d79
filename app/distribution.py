"""What a series shows: how its runs ended, what was found in how many, which outputs there were, how long they took."""

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

from app.outcomes import Outcome


def distribution(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Add outcomes up, the most frequent first."""
    return {
        "outcomes": _endings(outcomes),
        "findings": [
            {"kind": kind, "count": count} for kind, count in Counter(kind for one in outcomes for kind in one.findings).most_common()
        ],
        "outputs": _outputs(outcomes),
        "duration_ns": durations([one.duration_ns for one in outcomes if one.duration_ns is not None]),
    }


def durations(values: Sequence[int]) -> dict[str, int] | None:
    """Return the least, the middle, the 95th percentile (by nearest rank) and the largest; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    rank = -(-95 * len(ordered) // 100)  # rounded up
    return {"min": ordered[0], "median": int(median(ordered)), "p95": ordered[rank - 1], "max": ordered[-1]}


def _endings(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    counts = Counter((one.status, one.exit_code, one.signal) for one in outcomes)
    return [
        {"status": status, "exit_code": exit_code, "signal": signal, "count": count}
        for (status, exit_code, signal), count in counts.most_common()
    ]


def _outputs(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    first = {one.output: one for one in reversed(outcomes)}
    counts = Counter(one.output for one in outcomes)
    return [
        {"hash": output, "count": count, "lines": list(first[output].lines), "has_more": first[output].has_more, "run": first[output].run}
        for output, count in counts.most_common()
    ]
