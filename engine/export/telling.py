"""What a trace of a run shows beside its slices, and in which words: the same for every format that other tools open."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from engine.events import Kind, Reason, State, reason_name
from engine.export.recording import Recording
from engine.wire import NO_CPU, Change, Edge

TEXT = 200  # characters of an output shown

Details = dict[str, str | int]


class Reading(NamedTuple):
    """A counter's value from `time` on. process: the worker that it belongs to."""

    time: int
    name: str
    process: int
    value: int


class Moment(NamedTuple):
    """Something that happened at one instant. worker: 0 if it concerns nobody in particular."""

    time: int
    worker: int
    category: str
    name: str
    details: Details


def title_of(change: Change, recording: Recording) -> str:
    """Name a slice: the state, why, and for what."""
    title = change.state.name.lower()
    if change.reason is not Reason.NONE:
        title += f": {reason_name(change.reason)}"
    resource = recording.resources.get(change.resource)
    return f"{title} {resource['name']}" if resource else title


def details_of(change: Change, recording: Recording) -> Details:
    """Tell what else is known about a slice."""
    workers = recording.workers
    found = {
        "known": change.known.name.lower(),
        "cpu": None if change.cpu == NO_CPU else change.cpu,
        "waits for": workers.get(change.target, {}).get("name"),
        "by": workers.get(change.by, {}).get("name"),
        "at": recording.place(change.location),
    }
    return {name: value for name, value in found.items() if value is not None}


def edge_title(edge: Edge, recording: Recording) -> str:
    """Name a cause, with what it went through."""
    resource = recording.resources.get(edge.resource)
    return f"{edge.kind.name.lower()} {resource['name']}" if resource else edge.kind.name.lower()


def is_drawn(change: Change, recording: Recording) -> bool:
    """Whether a state has a slice: those of processes say no more than their threads' do."""
    return change.state is not State.TERMINATED and recording.workers.get(change.worker, {}).get("kind") != "process"


def readings(recording: Recording) -> Iterator[Reading]:
    """Read the counters: how much is in each queue, and how many wait for each resource, whenever that changes."""
    waiting: dict[int, int] = {}
    for event in recording.events:
        row = recording.resources.get(event.resource)
        if row is None:
            continue
        process = row.get("process") or 1
        if event.kind in (Kind.PUT, Kind.GET):
            yield Reading(event.time, f"{row['name']} (depth)", process, event.value)
        if waiting.get(event.resource, 0) != event.waiters:
            waiting[event.resource] = event.waiters
            yield Reading(event.time, f"{row['name']} (waiting)", process, event.waiters)


def moments(recording: Recording) -> Iterator[Moment]:
    """List the findings, and what the program wrote."""
    for finding in recording.findings.values():
        worker = next(iter(finding.get("workers") or []), 0)
        yield Moment(finding.get("at") or 0, worker, "finding", str(finding.get("kind")), {"message": str(finding.get("message"))})
    for time, worker, stream, text in recording.outputs:
        yield Moment(time, worker, "output", "output", {"text": text[:TEXT], "stream": "stdout" if stream == 1 else "stderr"})


def facts_of(recording: Recording) -> dict[str, Any]:
    """Tell which run this is, for a trace's own notes."""
    return {"tool": "Lockstep", "program": recording.meta.get("program"), "kernel": recording.meta.get("kernel")}
