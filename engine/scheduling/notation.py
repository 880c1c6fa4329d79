"""Reads jobs as textbooks write them ("P1 0 24, P2 0 5+3io+4 2"), as OSTEP does ("0,84,7:0,42,3"), and as JSON does."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from engine.errors import ScheduleError
from engine.scheduling.exact import read_time, read_whole
from engine.scheduling.job import Job

MOST_JOBS = 10_000
MOST_BURSTS = 200_000  # of all jobs together
MOST_NAME = 40
MOST_PRIORITY = 1_000_000
SEPARATORS = re.compile(r"[,;\n，；、]")
KEYS = {"name", "arrival", "burst", "bursts", "priority"}


def read_jobs(value: Any, field: str = "jobs") -> list[Job]:
    """Read jobs from a text or from a list of objects."""
    if isinstance(value, str):
        rows = [row.split() for row in SEPARATORS.split(value) if row.strip()]
        return _checked([_from_words(words, f"{field}/{i}") for i, words in enumerate(_few(rows, field))], field)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return _checked([_from_object(row, f"{field}/{i}") for i, row in enumerate(_few(value, field))], field)
    raise ScheduleError(field, 'give a list of jobs, or a text such as "P1 0 24, P2 0 3".')


def read_ostep(value: Any, io_time: Fraction, field: str = "ostep") -> list[Job]:
    """Read jobs as OSTEP's simulators do: start, length and how often the job does I/O (0: never), joined by colons."""
    if not isinstance(value, str):
        raise ScheduleError(field, 'give a text such as "0,84,7:0,42,3".')
    rows = _few([row for row in value.split(":") if row.strip()], field)
    return _checked([_from_ostep(row, io_time, i, f"{field}/{i}") for i, row in enumerate(rows)], field)


def _few(rows: Sequence[Any], field: str) -> Sequence[Any]:
    if len(rows) > MOST_JOBS:
        raise ScheduleError(field, f"{len(rows)} jobs are too many; {MOST_JOBS} are the most.")
    return rows


def _checked(jobs: list[Job], field: str) -> list[Job]:
    if not jobs:
        raise ScheduleError(field, "there is no job.")
    seen: set[str] = set()
    for index, job in enumerate(jobs):
        if job.name in seen:
            raise ScheduleError(f"{field}/{index}/name", f'there are two jobs named "{job.name}".')
        seen.add(job.name)
    if sum(len(job.bursts) for job in jobs) > MOST_BURSTS:
        raise ScheduleError(field, f"the jobs have more than {MOST_BURSTS} bursts.")
    return jobs


def _from_words(words: list[str], field: str) -> Job:
    if not 3 <= len(words) <= 4:
        text = " ".join(words)[:40]
        raise ScheduleError(field, f'"{text}" is no job; write name, arrival, burst and, if wanted, priority: "P1 0 24 2".')
    name, arrival, burst, *priority = words
    return Job(
        name=_name(name, f"{field}/name"),
        arrival=read_time(arrival, f"{field}/arrival"),
        bursts=_bursts(burst, f"{field}/burst"),
        priority=_priority(priority[0] if priority else None, f"{field}/priority"),
    )


def _from_object(row: Any, field: str) -> Job:
    if not isinstance(row, Mapping):
        raise ScheduleError(field, "a job is an object with name, arrival, burst and, if wanted, priority.")
    for key in row:
        if key not in KEYS:
            raise ScheduleError(
                f"{field}/{str(key)[:30]}", "a job has no such field; it has name, arrival, burst (or bursts) and priority."
            )
    if ("burst" in row) == ("bursts" in row):
        raise ScheduleError(f"{field}/burst", "give either burst or bursts.")
    key = "burst" if "burst" in row else "bursts"
    return Job(
        name=_name(row.get("name", f"P{int(field.rpartition('/')[2]) + 1}"), f"{field}/name"),
        arrival=read_time(row.get("arrival", 0), f"{field}/arrival"),
        bursts=_bursts(row[key], f"{field}/{key}"),
        priority=_priority(row.get("priority"), f"{field}/priority"),
    )


def _from_ostep(row: str, io_time: Fraction, index: int, field: str) -> Job:
    parts = row.split(",")
    if len(parts) != 3:
        raise ScheduleError(field, f'"{row[:40]}" is no job; write start,length,io_every: "0,84,7".')
    start = read_time(parts[0], f"{field}/start")
    length = read_time(parts[1], f"{field}/length", is_open=True)
    every = read_time(parts[2], f"{field}/io_every")
    if not every or every >= length:
        return Job(name=f"J{index}", arrival=start, bursts=(length,))
    whole = -(-length // every)  # bursts, the last one perhaps shorter
    if whole * 2 > MOST_BURSTS:
        raise ScheduleError(f"{field}/io_every", f"the job has more than {MOST_BURSTS} bursts.")
    bursts = (every, io_time) * (whole - 1) + (length - every * (whole - 1),)
    return Job(name=f"J{index}", arrival=start, bursts=bursts)


def _name(value: Any, field: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > MOST_NAME or not value.isprintable():
        raise ScheduleError(field, f"give a name of 1 to {MOST_NAME} printable characters.")
    return value.strip()


def _priority(value: Any, field: str) -> int | None:
    return None if value is None else read_whole(value, field, least=-MOST_PRIORITY, most=MOST_PRIORITY)


def _bursts(value: Any, field: str) -> tuple[Fraction, ...]:
    """Read "24", "5+3io+4", 24 or [5, 3, 4]: CPU, I/O, CPU."""
    if isinstance(value, str):
        parts: list[Any] = value.lower().replace("i/o", "io").split("+")
        for at, part in enumerate(parts):
            is_io = part.strip().endswith("io")
            if is_io != (at % 2 == 1):
                wanted = "I/O, as in 3io" if at % 2 else "CPU, as in 5"
                raise ScheduleError(field, f'"{part[:20]}" stands where {wanted}, is due; CPU and I/O take turns: "5+3io+4".')
            parts[at] = part.strip().removesuffix("io")
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        parts = list(value)
    else:
        parts = [value]
    if len(parts) % 2 == 0:
        raise ScheduleError(field, "bursts begin and end with the CPU: an odd number of them.")
    if len(parts) > MOST_BURSTS:
        raise ScheduleError(field, f"the job has more than {MOST_BURSTS} bursts.")
    return tuple(read_time(part, field, is_open=at % 2 == 0) for at, part in enumerate(parts))
