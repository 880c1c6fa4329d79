"""A schedule as text for a terminal: its Gantt, the table of its jobs, the rules, and the decisions one by one."""

from collections.abc import Iterator, Sequence
from typing import Any

COLUMNS = ("name", "arrival", "burst", "priority", "first_run", "finish", "response", "waiting", "turnaround")
NAMES = ("response", "waiting", "turnaround")
MOST_BARS = 400
IDLE = "-"
LEAST_GAP = 0.2  # units: between two bars of real processes


def number_text(value: float | None) -> str:
    """Write a number: at most two digits behind the point."""
    if value is None:
        return ""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def schedule_lines(body: dict[str, Any], *, width: int = 100, with_steps: bool = False) -> Iterator[str]:
    """Tell one schedule."""
    knobs = ", ".join(f"{name} {_knob_text(value)}" for name, value in body["knobs"].items() if value not in (None, False))
    yield f"{body['policy']} ({knobs})"
    yield ""
    yield from gantt_lines(body["gantt"], cpus=body["knobs"]["cpus"], width=width)
    yield ""
    yield from table_lines(body["jobs"], body["mean"])
    yield ""
    yield total_line(body)
    yield ""
    yield from (f"- {rule['text']}" for rule in body["rules"])
    if with_steps:
        yield ""
        yield from step_lines(body)
    if "sweep" in body:
        yield ""
        yield from sweep_lines(body["sweep"])
    if "measured" in body:
        yield ""
        yield from measured_lines(body, width=width)


def _knob_text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(number_text(part) for part in value)
    return "on" if value is True else number_text(value)


def total_line(body: dict[str, Any]) -> str:
    """Tell the numbers of the whole in a line."""
    longest = body["longest_wait"]
    return (
        f"CPU busy {number_text(float(body['cpu_busy']))} %, {body['switches']} switches, "
        f"throughput {body['throughput']:.4g} jobs a unit, longest wait {number_text(longest['waiting'])} ({longest['name']}), "
        f"end {number_text(body['end'])}"
    )


def gantt_lines(bars: Sequence[dict[str, Any]], *, cpus: int, width: int, least_gap: float = 0) -> Iterator[str]:
    """Draw a Gantt chart for each CPU: a line of names over a line of times, wrapped. least_gap: a gap no longer is not drawn."""
    for cpu in range(cpus):
        cells = _cells([bar for bar in bars if bar["cpu"] == cpu][:MOST_BARS], least_gap)
        if not cells:
            yield f"CPU {cpu}  (nothing ran here)"
        longest = max((end - start for _, start, end in cells), default=1)
        head, names, times = f"CPU {cpu}  ", "", ""
        for name, start, end in cells:
            size = max(len(name), len(number_text(start)) + 1, round(24 * float(end - start) / float(longest)))
            if names and len(head) + len(names) + size + 1 > width:
                yield from (f"{head}{names}|", f"{' ' * len(head)}{times}{number_text(start)}")
                head, names, times = " " * len(head), "", ""
            names += f"|{name:<{size}}"
            times += f"{number_text(start):<{size + 1}}"
        if cells:
            yield from (f"{head}{names}|", f"{' ' * len(head)}{times}{number_text(cells[-1][2])}")
    if len(bars) > MOST_BARS:
        yield f"The first {MOST_BARS} of {len(bars)} bars."


def _cells(bars: Sequence[dict[str, Any]], least_gap: float) -> list[tuple[str, float, float]]:
    """Put the gaps between the bars."""
    cells: list[tuple[str, float, float]] = []
    at: float = 0
    for bar in bars:
        if bar["start"] - at > least_gap:
            cells.append((IDLE, at, bar["start"]))
        cells.append((bar["name"], bar["start"], bar["end"]))
        at = bar["end"]
    return cells


def table_lines(jobs: Sequence[dict[str, Any]], mean: dict[str, Any]) -> Iterator[str]:
    """Write the table of the jobs; its last row has the means."""
    columns = [name for name in COLUMNS if name != "priority" or any(job["priority"] is not None for job in jobs)]
    rows = [[job[name] if name == "name" else number_text(job[name]) for name in columns] for job in jobs]
    rows.append(["mean"] + [number_text(mean[name]) if name in NAMES else "" for name in columns[1:]])
    yield from align([[name.replace("_", " ") for name in columns], *rows])


def align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Set rows in columns: the first to the left, numbers to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for first, *others in rows:
        yield "  ".join([first.ljust(widths[0]), *(cell.rjust(size) for cell, size in zip(others, widths[1:], strict=True))]).rstrip()


def step_lines(body: dict[str, Any]) -> Iterator[str]:
    """Tell the decisions: when, what stood in the queues, who was chosen and why."""
    many = body["knobs"]["cpus"] > 1
    rows = [["time", "queues", "runs", "because"]]
    for step in body["decisions"]:
        runs = (step["chosen"] or IDLE) + (f" on CPU {step['cpu']}" if many and step["cpu"] is not None else "")
        rows.append([number_text(step["time"]), queue_text(step["queues"]), runs, step["reason"]["text"]])
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    for *cells, why in rows:
        yield "  ".join([*(cell.ljust(size) for cell, size in zip(cells, widths, strict=True)), why])
    if body["decision_count"] > len(body["decisions"]):
        yield f"The first {len(body['decisions'])} of {body['decision_count']} decisions."


def queue_text(queues: Sequence[dict[str, Any]]) -> str:
    """Write the queues of a decision: their jobs, first to run first."""
    texts = []
    for queue in queues:
        names = " ".join(queue["jobs"][:8]) + (f" ... ({queue['length']})" if queue["length"] > 8 else "")
        texts.append(names or IDLE if queue["level"] is None else f"Q{queue['level']}: {names or IDLE}")
    return "; ".join(texts) or IDLE


def measured_lines(body: dict[str, Any], *, width: int) -> Iterator[str]:
    """Tell what real processes did, beside the textbook."""
    measured, jitter = body["measured"], body["jitter"]
    order = "the order is the textbook's" if body["same_order"] else "the order is NOT the textbook's"
    yield f"Real processes ({measured['known']}, a unit is {number_text(body['unit_ms'])} ms): {order}."
    yield ""
    yield from gantt_lines(measured["gantt"], cpus=body["knobs"]["cpus"], width=width, least_gap=LEAST_GAP)
    yield ""
    yield from table_lines(measured["jobs"], measured["mean"])
    yield ""
    yield "Difference, measured less textbook:"
    names = ("burst", "first_run", "finish", *NAMES)
    rows = [[row["name"], *(f"{row[name]:+.2f}" for name in names)] for row in body["difference"]["jobs"]]
    yield from align([["name", *(name.replace("_", " ") for name in names)], *rows])
    times = f"{jitter['mean']:.2f} units in the mean, {jitter['largest']:.2f} at most"
    yield f"Jitter: a time is off by {times}; CPU time by {jitter['work']:.2f}."


def sweep_lines(sweep: dict[str, Any]) -> Iterator[str]:
    """Write a sweep as a table: the knob's values against the means."""
    head = [sweep["knob"], *NAMES, "switches", "CPU busy %"]
    rows = [
        [
            _knob_text(point["value"]),
            *(number_text(point["mean"][name]) for name in NAMES),
            str(point["switches"]),
            number_text(float(point["cpu_busy"])),
        ]
        for point in sweep["points"]
    ]
    yield from align([head, *rows])
