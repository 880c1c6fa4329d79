"""The formats that a run can be exported to, with the media type and the ending of a file's name that belong to each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from engine.errors import ExportError
from engine.export.chrome import write_chrome
from engine.export.csv_export import TABLES, write_table, write_zip
from engine.export.json_export import write_json
from engine.export.mermaid import write_mermaid
from engine.export.ndjson import write_ndjson
from engine.export.perfetto import write_perfetto
from engine.export.recording import Recording
from engine.export.svg import write_svg

Pieces = Iterator[str] | Iterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format. suffix: behind the run's name, e.g. `.trace.json`."""

    suffix: str
    media_type: str
    pieces: Callable[[Recording], Pieces]

    def write(self, recording: Recording) -> Iterator[bytes]:
        """Write a run piece by piece."""
        for piece in self.pieces(recording):
            yield piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")


def write_frames(recording: Recording) -> Iterator[bytes]:
    """Write the run's own frames: a `.lockstep` file."""
    for frame in recording.frames():
        yield frame.data


FORMATS = MappingProxyType(
    {
        "chrome": Format(suffix=".trace.json", media_type="application/json", pieces=write_chrome),
        "perfetto": Format(suffix=".perfetto-trace", media_type="application/octet-stream", pieces=write_perfetto),
        "json": Format(suffix=".json", media_type="application/json", pieces=write_json),
        "ndjson": Format(suffix=".ndjson", media_type="application/x-ndjson", pieces=write_ndjson),
        "csv": Format(suffix=".csv.zip", media_type="application/zip", pieces=write_zip),
        "svg": Format(suffix=".svg", media_type="image/svg+xml", pieces=write_svg),
        "mermaid": Format(suffix=".mmd", media_type="text/vnd.mermaid; charset=utf-8", pieces=write_mermaid),
        "lockstep": Format(suffix=".lockstep", media_type="application/octet-stream", pieces=write_frames),
    }
)

HTML = "html"  # a page, which the web application writes: app/standalone.py
NAMES = tuple(sorted([*FORMATS, HTML]))


def find_format(name: str, *, table: str | None = None) -> Format:
    """Find a format; of `csv`, one table or, without one, a ZIP archive of all. Raises ExportError, naming those that there are."""
    if name not in FORMATS:
        raise ExportError(f"There is no export format {name!r}; the formats are: {', '.join(NAMES)}.")
    if table is None:
        return FORMATS[name]
    if name != "csv":
        raise ExportError(f"Only csv has tables; {name} has none to choose from.")
    if table not in TABLES:
        raise ExportError(f"There is no table {table!r}; the tables are: {', '.join(TABLES)}.")
    return Format(suffix=f".{table}.csv", media_type="text/csv; charset=utf-8", pieces=partial(write_table, table=table))
