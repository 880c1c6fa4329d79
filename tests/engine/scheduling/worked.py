"""Short ways to compute a schedule and to write down what it should be."""

from typing import Any

from engine.scheduling.answer import answer
from engine.scheduling.order import read_order

SILBERSCHATZ = "P1 0 24, P2 0 3, P3 0 3"
ARRIVALS = "P1 0 7, P2 2 4, P3 4 1, P4 5 4"
STALLINGS = "A 0 3, B 2 6, C 4 4, D 6 5, E 8 2"


def compute(policy: str, jobs: Any = None, **knobs: Any) -> dict[str, Any]:
    """Compute as the API would."""
    body: dict[str, Any] = answer(read_order({"policy": policy, "jobs": jobs, **knobs}))
    return body


def gantt(body: dict[str, Any]) -> str:
    """Write a Gantt of one CPU: "P1 0-4, P2 4-7"."""
    return ", ".join(f"{bar['name']} {bar['start']}-{bar['end']}" for bar in body["gantt"])


def column(body: dict[str, Any], name: str) -> list[float]:
    """List one column of the jobs' table."""
    return [job[name] for job in body["jobs"]]


def order(body: dict[str, Any]) -> str:
    """Write who ran in turn, a letter for each unit of time."""
    return "".join(bar["name"] * int(bar["end"] - bar["start"]) for bar in body["gantt"])


def reasons(body: dict[str, Any]) -> list[tuple[float, str | None, str]]:
    """List the decisions: when, who, and by which reason."""
    return [(step["time"], step["chosen"], step["reason"]["id"]) for step in body["decisions"]]


def rules(body: dict[str, Any]) -> set[str]:
    """Return the ids of the rules that are told."""
    return {rule["id"] for rule in body["rules"]}
