"""`GET /api/v1/runs/{id}/export`: a run for other tools, streamed, so that a long run is never in memory as a whole."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from pathlib import PurePath
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from app.framefile import FrameFile
from app.problems import field_problem
from app.settings import Settings
from app.standalone import html_format
from app.store import RunRecord
from engine.errors import ExportError
from engine.export.formats import FORMATS, HTML, NAMES, Format, find_format
from engine.export.recording import damage_told, open_recording

Opened = Callable[[str], Coroutine[Any, Any, tuple[RunRecord, FrameFile]]]
FormatName = Literal["json", "chrome", "perfetto", "csv", "ndjson", "svg", "mermaid", "html", "lockstep"]
TableName = Literal["spans", "events", "edges", "workers", "resources", "findings", "output"]
CHUNK = 64 * 1024  # bytes that are made at least before they are sent


def add_exports(router: APIRouter, *, opened: Opened, settings: Settings) -> None:
    """Add the route."""

    @router.get("/runs/{run_id}/export", tags=["data"], response_class=Response, responses=_answers())
    async def export_run(
        run_id: str,
        format: Annotated[FormatName, Query(description=f"one of {', '.join(NAMES)}")] = "json",
        table: Annotated[TableName | None, Query(description="of `csv`: this table; left out: a ZIP archive of all")] = None,
    ) -> Response:
        """Return the run for other tools.

        `json` (everything), `ndjson` (the same, line by line), `chrome` and `perfetto` (open in ui.perfetto.dev), `csv`, `svg` (a picture),
        `mermaid` (a sequence diagram), `html` (a page that shows the run without a server) or `lockstep` (its own frames).
        """
        try:
            chosen = html_format(settings.static_dir, settings.template_dir) if format == HTML else find_format(format, table=table)
        except ExportError as error:
            raise field_problem("query/table", str(error)) from None
        record, file = await opened(run_id)
        pieces = _written(file, chosen)
        first = await asyncio.to_thread(_gather, pieces)  # what is wrong with the file is told before the answer begins
        headers = {"Content-Disposition": attachment(record, chosen.suffix)}
        return StreamingResponse(_streamed(file, first, pieces), media_type=chosen.media_type, headers=headers)


def attachment(record: RunRecord, suffix: str) -> str:
    """Name the file: the program, the run, the format. A name that is not plain ASCII is told in both ways (RFC 6266)."""
    stem = PurePath(record.program).stem
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.") or "run"
    header = f'attachment; filename="{plain}-{record.id}{suffix}"'
    return header if plain == stem else f"{header}; filename*=UTF-8''{quote(f'{stem}-{record.id}{suffix}', safe='')}"


def _written(file: FrameFile, chosen: Format) -> Iterator[bytes]:
    with damage_told("The file of this run"):
        yield from chosen.write(open_recording(file.frames))


def _gather(pieces: Iterator[bytes]) -> bytes:
    """Return the next pieces, CHUNK bytes or more, in one; b"" at the end."""
    gathered = bytearray()
    for piece in pieces:
        gathered += piece
        if len(gathered) >= CHUNK:
            break
    return bytes(gathered)


async def _streamed(file: FrameFile, first: bytes, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    with file:
        data = first
        while data:
            yield data
            data = await asyncio.to_thread(_gather, pieces)


def _answers() -> dict[int | str, dict[str, Any]]:
    types = {form.media_type.partition(";")[0] for form in FORMATS.values()} | {"text/csv", "text/html"}
    return {200: {"description": "The run in another format.", "content": {name: {} for name in sorted(types)}}}
