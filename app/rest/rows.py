"""Events and spans: in pages as JSON, or as lines (NDJSON), which may follow a live run to its end."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from app.queries import KINDS, REASONS, STATES, EventRows, Lines, Rows, SpanRows, Wanted, page_of, rows_of
from app.rest.data import Opened, chunks_of
from app.rest.parameters import Absent, After, Follow, FromNs, KindName, Number, ReasonName, RowLimit, StateName, ToNs
from app.rest.shapes import EventAnswer, EventsAnswer, SpanAnswer, SpansAnswer
from app.runs import Runs
from engine.export.recording import damage_told
from engine.wire import FrameReader

NDJSON = "application/x-ndjson"


class RowReader:
    """Answers with the rows of a run, in the form that is asked for."""

    def __init__(self, *, opened: Opened, runs: Runs) -> None:
        self._opened = opened
        self._runs = runs

    async def answer(self, request: Request, run_id: str, rows: Rows, *, after: int, limit: int, follow: bool) -> Response:
        """Answer with a page, with all rows known so far as lines, or with lines until the run ends."""
        record, file = await self._opened(run_id)
        if follow and (stream := self._runs.stream(run_id)):
            file.close()
            return StreamingResponse(_lines(stream.follow(), rows, after), media_type=NDJSON)
        if follow or NDJSON in request.headers.get("accept", ""):
            return StreamingResponse(_lines(chunks_of(file), rows, after), media_type=NDJSON)
        with file, damage_told("The file of this run"):
            items, following = await asyncio.to_thread(page_of, rows_of(rows, file.frames()), after=after, limit=limit)
        return JSONResponse({"items": items, "next": following, "live": record.is_live})


def add_rows(router: APIRouter, *, opened: Opened, runs: Runs) -> None:
    """Add the routes of events and spans."""
    reader = RowReader(opened=opened, runs=runs)

    @router.get("/runs/{run_id}/events", tags=["data"], response_model=EventsAnswer, responses=_lines_of(EventAnswer.__name__))
    async def get_events(
        request: Request,
        run_id: str,
        worker: Number = None,
        resource: Number = None,
        kind: KindName | Absent = None,
        reason: ReasonName | Absent = None,
        from_ns: FromNs = 0,
        to_ns: ToNs = None,
        after: After = 0,
        limit: RowLimit = 1000,
        follow: Follow = False,
    ) -> Response:
        """Return events, all or some: a page as JSON, or all of them as lines if you accept application/x-ndjson.

        With `follow` the lines of a live run go on until its end. `after` counts the rows that pass the filter.
        """
        found, why = KINDS.get(kind or ""), REASONS.get(reason or "")
        wanted = Wanted(worker=worker, resource=resource, kind=found, reason=why, from_ns=from_ns, to_ns=to_ns)
        return await reader.answer(request, run_id, EventRows(wanted), after=after, limit=limit, follow=follow)

    @router.get("/runs/{run_id}/spans", tags=["data"], response_model=SpansAnswer, responses=_lines_of(SpanAnswer.__name__))
    async def get_spans(
        request: Request,
        run_id: str,
        worker: Number = None,
        resource: Number = None,
        state: StateName | Absent = None,
        reason: ReasonName | Absent = None,
        from_ns: FromNs = 0,
        to_ns: ToNs = None,
        after: After = 0,
        limit: RowLimit = 1000,
        follow: Follow = False,
    ) -> Response:
        """Return who was in which state from when to when: a page as JSON, or all as lines (application/x-ndjson).

        With `follow` the lines of a live run go on until its end, each span when it is over. `after` counts the rows that pass the filter.
        """
        found, why = STATES.get(state or ""), REASONS.get(reason or "")
        wanted = Wanted(worker=worker, resource=resource, state=found, reason=why, from_ns=from_ns, to_ns=to_ns)
        return await reader.answer(request, run_id, SpanRows(wanted), after=after, limit=limit, follow=follow)


async def _lines(chunks: AsyncIterator[bytes], rows: Rows, after: int) -> AsyncIterator[bytes]:
    lines, reader = Lines(rows, after=after), FrameReader()
    async for data in chunks:
        if text := await asyncio.to_thread(_take, lines, reader, data):
            yield text
    if text := await asyncio.to_thread(lines.rest):
        yield text


def _take(lines: Lines, reader: FrameReader, data: bytes) -> bytes:
    return lines.take(reader.feed(data))


def _lines_of(shape: str) -> dict[int | str, dict[str, Any]]:
    description = "A page, or lines of which each is one row."
    return {200: {"description": description, "content": {NDJSON: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}}}
