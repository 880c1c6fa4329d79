"""A run's summary in words and numbers, for `lockstep run` and `lockstep show`."""

from collections.abc import Iterator
from typing import Any

KNOWN = {"measured": "measured by the kernel", "sampled": "sampled", "inferred": "inferred from Python alone"}
MOST_ROWS = 60


def duration(ns: int | None) -> str:
    """Spell a duration, e.g. "1.25 s", "3.1 ms"."""
    if ns is None:
        return "-"
    for unit, size in (("s", 10**9), ("ms", 10**6), ("µs", 10**3)):
        if ns >= size:
            return f"{ns / size:.4g} {unit}"
    return f"{ns} ns"


def one_line(summary: dict[str, Any]) -> str:
    """Tell in one line how a run ended and what was seen."""
    run = summary["run"]
    threads = sum(1 for worker in summary["workers"] if worker["kind"] == "thread")
    processes = sum(1 for worker in summary["workers"] if worker["kind"] == "process")
    parts = [
        f"{run['program']}: {ending(run)} after {duration(run['duration_ns'])}",
        _count(processes, "process", "processes"),
        _count(threads, "thread", "threads"),
        f"{summary['events']:,} events",
        f"states {KNOWN.get(summary['kernel'], summary['kernel'])}",
    ]
    if summary["dropped"]:
        parts.append(f"{summary['dropped']:,} LOST")
    return ", ".join(parts)


def ending(run: dict[str, Any]) -> str:
    """Tell how a run ended."""
    how = str(run["status"])
    if run.get("signal"):
        return f"{how} (killed by {run['signal']})" if how == "finished" else how
    if run.get("exit_code"):
        return f"{how} with exit code {run['exit_code']}"
    return how


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def report(summary: dict[str, Any]) -> Iterator[str]:
    """Tell a run's story in lines: how it ended, its workers, its resources, its findings."""
    yield one_line(summary)
    if note := summary["run"].get("note"):
        yield note
    yield from _section("Findings", [f"{row['level']}: {row['message']}" for row in summary["findings"]])
    yield from _section("Workers", _worker_lines(summary["workers"]))
    yield from _section("Resources", [_resource_line(row) for row in summary["resources"]])
    edges = ", ".join(f"{count} {kind}" for kind, count in summary["edges"].items() if count)
    yield from _section("Edges", [edges] if edges else [])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        for line in lines[:MOST_ROWS]:
            yield f"  {line}"
        if len(lines) > MOST_ROWS:
            yield f"  ... and {len(lines) - MOST_ROWS:,} more (use --json for all)"


def _worker_lines(workers: list[dict[str, Any]]) -> list[str]:
    known = {worker["id"] for worker in workers}
    below: dict[int, list[dict[str, Any]]] = {}
    for worker in workers:
        parent = worker["parent"] if worker["parent"] in known else 0
        below.setdefault(parent, []).append(worker)
    lines = [f"{'':32} {'running':>10} {'ready':>10} {'GIL':>10} {'blocked':>10}  blocked on"]

    waiting = [(worker, 0) for worker in reversed(below.get(0, []))]
    while waiting:
        worker, depth = waiting.pop()
        lines.append(_worker_line(worker, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(worker["id"], []))]
    return lines


def _worker_line(worker: dict[str, Any], depth: int) -> str:
    states = worker["states"]
    name = f"{'  ' * min(depth, 8)}{worker['name']}" + (f" (pid {worker['pid']})" if worker["kind"] == "process" else "")
    if worker.get("signal"):
        name += f" {worker['signal']}"
    elif worker.get("exit"):
        name += f" exit {worker['exit']}"
    blocked = sorted(states.get("blocked", {}).items(), key=lambda item: -item[1])
    reasons = ", ".join(f"{reason} {duration(spent)}" for reason, spent in blocked[:3])
    numbers = [duration(states[key]) for key in ("running_ns", "ready_ns", "ready_gil_ns", "blocked_ns")]
    return f"{name[:32]:32} " + " ".join(f"{number:>10}" for number in numbers) + f"  {reasons}".rstrip()


def _resource_line(row: dict[str, Any]) -> str:
    parts = [f"{row['kind']} {row['name']}"]
    created = row.get("created")
    if created:
        parts.append(f"made at {created['file']}:{created['line']}")
    if row.get("acquisitions"):
        parts.append(f"taken {row['acquisitions']:,} times, {row['contended']:,} waits")
    if row.get("wait_ns"):
        parts.append(f"waited for {duration(row['wait_ns'])}, at most {row['max_waiters']} at once")
    if row.get("max_depth"):
        limit = f" of {row['capacity']}" if row.get("capacity") else ""
        parts.append(f"depth up to {row['max_depth']:,}{limit}")
    return "; ".join(parts)
