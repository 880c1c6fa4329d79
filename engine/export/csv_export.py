"""A run as tables of comma-separated values (RFC 4180), with names beside the numbers, for spreadsheets and data frames."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType
from typing import Any

from engine.errors import ExportError
from engine.export.json_export import edge_row, event_row, span_row
from engine.export.recording import Recording
from engine.export.spans import spans_of

Cells = dict[str, Any]
BATCH = 500  # rows that are written at once
# A spreadsheet takes a text that begins like this for a formula, and a formula can call programs. An apostrophe in front makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # tells a spreadsheet that what follows is UTF-8


def write_table(recording: Recording, table: str) -> Iterator[str]:
    """Write one table. Raises ExportError, naming the tables that there are."""
    return _lines(rows_of(recording, table), COLUMNS[table])


def rows_of(recording: Recording, table: str) -> Iterator[Cells]:
    """List a table's rows."""
    if table not in TABLES:
        raise ExportError(f"There is no table {table!r}; the tables are: {', '.join(TABLES)}.")
    return TABLES[table](recording)


def write_zip(recording: Recording) -> Iterator[bytes]:
    """Write all tables into one ZIP archive, piece by piece. Each begins with the mark by which spreadsheets know UTF-8."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            with archive.open(zipfile.ZipInfo(f"{table}.csv"), "w", force_zip64=True) as file:
                file.write(MARK.encode())
                for text in write_table(recording, table):
                    file.write(text.encode("utf-8", "replace"))
                    yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what is written and cannot go back in it, as a connection cannot."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._parts)
        self._parts = []
        return data


def _lines(rows: Iterable[Cells], columns: tuple[str, ...]) -> Iterator[str]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow([_safe(row.get(column)) for column in columns])
        if number % BATCH == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _named(recording: Recording, row: Cells, *, workers: tuple[str, ...]) -> Cells:
    """Put names beside the numbers of workers and of the resource, and the place beside that of the location."""
    named = {f"{name}_name": recording.workers.get(row.get(name) or 0, {}).get("name") for name in workers}
    resource = recording.resources.get(row.get("resource") or 0, {}).get("name")
    return {**row, **named, "resource_name": resource, "place": recording.place(row.get("location") or 0)}


def _workers(recording: Recording) -> Iterator[Cells]:
    yield from recording.workers.values()


def _resources(recording: Recording) -> Iterator[Cells]:
    for row in recording.resources.values():
        yield {**row, "place": recording.place(row.get("location") or 0)}


def _spans(recording: Recording) -> Iterator[Cells]:
    for span in spans_of(recording.changes, end_ns=recording.end_ns):
        row = span_row(span)
        yield _named(recording, {**row, "duration_ns": span.end - span.begin}, workers=("worker", "target", "by"))


def _events(recording: Recording) -> Iterator[Cells]:
    for number, event in enumerate(recording.events):
        yield _named(recording, {"number": number, **event_row(event, recording)}, workers=("worker", "target"))


def _edges(recording: Recording) -> Iterator[Cells]:
    for edge in recording.edges:
        yield _named(recording, edge_row(edge), workers=("source", "target"))


def _findings(recording: Recording) -> Iterator[Cells]:
    for row in recording.findings.values():
        names = [str(recording.workers.get(number, {}).get("name", number)) for number in row.get("workers") or []]
        yield {**row, "time_ns": row.get("at"), "worker_names": ", ".join(names), "place": recording.place(row.get("location") or 0)}


def _output(recording: Recording) -> Iterator[Cells]:
    for time, worker, stream, text in recording.outputs:
        name = recording.workers.get(worker, {}).get("name")
        yield {"time_ns": time, "worker": worker, "worker_name": name, "stream": "stdout" if stream == 1 else "stderr", "text": text}


TABLES: MappingProxyType[str, Callable[[Recording], Iterator[Cells]]] = MappingProxyType(
    {
        "spans": _spans,
        "events": _events,
        "edges": _edges,
        "workers": _workers,
        "resources": _resources,
        "findings": _findings,
        "output": _output,
    }
)
COLUMNS = MappingProxyType(
    {
        "spans": (
            *("begin_ns", "end_ns", "duration_ns", "worker", "worker_name", "state", "reason", "known", "cpu"),
            *("resource", "resource_name", "target", "target_name", "by", "by_name", "place"),
        ),
        "events": (
            *("number", "time_ns", "kind", "worker", "worker_name", "resource", "resource_name", "target", "target_name"),
            *("value", "flags", "waiters", "reason", "text", "place"),
        ),
        "edges": (*("begin_ns", "end_ns", "kind", "source", "source_name", "target", "target_name", "resource", "resource_name", "place"),),
        "workers": ("id", "kind", "name", "parent", "process", "pid", "tid", "daemon", "began", "ended", "exit", "signal"),
        "resources": ("id", "kind", "name", "process", "capacity", "began", "place"),
        "findings": ("id", "kind", "level", "time_ns", "message", "worker_names", "place"),
        "output": ("time_ns", "worker", "worker_name", "stream", "text"),
    }
)
