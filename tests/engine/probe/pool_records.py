"""What the probe recorded of pools: jobs by their labels, whoever defined them."""

from typing import NamedTuple

from engine.probe.kinds import Definition, Kind
from tests.engine.probe.helpers import Record

JOB_KINDS = (Kind.SUBMIT, Kind.JOB_BEGIN, Kind.JOB_END, Kind.RESULT, Kind.WITHDRAW, Kind.CALLBACK)


class Told(NamedTuple):
    """One record about a job."""

    kind: Kind
    label: str
    pid: int
    tid: int
    text: str
    flags: int
    line: int


def definitions(records: list[Record]) -> dict[int, list[str]]:
    """The fields of each job, by its number in the process that defined it."""
    return {
        record.subject: record.text.split("\x1f") for record in records if record.kind is Kind.DEFINE and record.flags == Definition.JOB
    }


def labels(records: list[Record]) -> dict[int, str]:
    """What each job is called; one that a worker only knows by its key is called as whoever submitted it said."""
    jobs = definitions(records)
    by_key = {fields[5]: fields[1] for fields in jobs.values() if fields[5] and fields[1]}
    return {number: fields[1] or by_key.get(fields[5], "?") for number, fields in jobs.items()}


def told(records: list[Record], *kinds: Kind) -> list[Told]:
    """Records about jobs, in order of time."""
    names = labels(records)
    texts = {(r.pid, r.subject): r.text for r in records if r.kind is Kind.DEFINE and r.flags == Definition.TEXT}
    return [
        Told(r.kind, names.get(r.subject, "?"), r.pid, r.tid, texts.get((r.pid, r.value >> 32), ""), r.flags, r.line)
        for r in records
        if r.kind in (kinds or JOB_KINDS)
    ]


def story(records: list[Record], label: str) -> list[Kind]:
    """What became of one job, in order."""
    return [one.kind for one in told(records) if one.label == label]
