"""REST under `/api/v1`: JSON in and out, errors as problem+json, all of it documented at `/docs`."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse, StreamingResponse

from app.exports import add_exports
from app.framefile import FrameFile
from app.imports import add_imports
from app.library import Library
from app.orders import order_from
from app.problems import Problem, not_found
from app.queries import events_of, page_of, skip, spans_between
from app.runs import Runs
from app.schedules import add_schedules
from app.schemas import (
    RUN_ID,
    InputRequest,
    LessonAnswer,
    LessonsAnswer,
    LessonSourceAnswer,
    PageAnswer,
    ProblemAnswer,
    RunAnswer,
    RunsAnswer,
    StartRunRequest,
    strict_json,
)
from app.settings import Settings
from app.store import RunRecord
from engine.export.partial import summary_of
from engine.export.recording import Recording, damage_told

NDJSON = "application/x-ndjson"
Opened = Callable[[str], Coroutine[Any, Any, tuple[RunRecord, FrameFile]]]
BATCH = 2000  # rows of a stream that are made at once
PROBLEMS: dict[int | str, dict[str, Any]] = {
    404: {"model": ProblemAnswer, "description": "There is no such thing."},
    422: {"model": ProblemAnswer, "description": "A field is wrong; `errors` says which."},
}


class StrictRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:
        """Decode the body; what is no JSON is a Problem that says why."""
        try:
            return strict_json(await self.body())
        except json.JSONDecodeError as error:
            raise Problem(400, "not-json", f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
        except ValueError as error:
            raise Problem(400, "not-json", f"The body is not JSON: {error}.") from None


class StrictRoute(APIRoute):
    """A route that hands its handler a StrictRequest."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return handle


def run_answer(record: RunRecord) -> RunAnswer:
    """Show a record as the API does."""
    facts = asdict(record)
    for name in ("source", "position"):
        del facts[name]
    return RunAnswer(**{**facts, "args": list(record.args), "live": record.is_live})


def build_router(*, settings: Settings, runs: Runs, library: Library) -> APIRouter:
    """Make all routes of the API."""
    router = APIRouter(prefix="/api/v1", route_class=StrictRoute, responses=PROBLEMS)
    _add_lessons(router, library)
    _add_runs(router, settings, runs, library)

    async def opened(run_id: str) -> tuple[RunRecord, FrameFile]:
        record = await runs.get(checked_id(run_id))
        return record, await runs.frames(run_id)

    _add_data(router, opened)
    _add_rows(router, opened)
    add_exports(router, opened=opened, settings=settings)
    add_imports(router, runs=runs, settings=settings, show=run_answer)
    add_schedules(router, settings=settings, runs=runs)
    return router


def _add_lessons(router: APIRouter, library: Library) -> None:
    def answer(lesson_id: str) -> dict[str, Any]:
        lesson = library.get(lesson_id)
        if lesson is None:
            raise not_found("lesson")
        return {**asdict(lesson), "program": lesson.program}

    @router.get("/lessons", tags=["lessons"])
    async def list_lessons() -> LessonsAnswer:
        """List the examples in their order."""
        return LessonsAnswer(items=[LessonAnswer(**answer(lesson.id)) for lesson in library.all()])

    @router.get("/lessons/{lesson_id}", tags=["lessons"])
    async def get_lesson(lesson_id: str) -> LessonSourceAnswer:
        """Return an example with its program."""
        return LessonSourceAnswer(**answer(lesson_id))


def _add_runs(router: APIRouter, settings: Settings, runs: Runs, library: Library) -> None:
    @router.post("/runs", status_code=201, tags=["runs"], responses={429: {"model": ProblemAnswer, "description": "Too many runs."}})
    async def start_run(order: StartRunRequest, response: Response) -> RunAnswer:
        """Start a run of a program's text or of an example. Watch it at `/lab/{id}` or through its frames."""
        record = await runs.start(order_from(order, settings=settings, library=library))
        response.headers["Location"] = f"/api/v1/runs/{record.id}"
        return run_answer(record)

    @router.get("/runs", tags=["runs"])
    async def list_runs(
        before: Annotated[int | None, Query(ge=1, le=2**53)] = None, limit: Annotated[int, Query(ge=1, le=200)] = 50
    ) -> RunsAnswer:
        """List runs, newest first. `before` is the `next` of the page before."""
        records = await runs.page(before=before, limit=limit)
        following = records[-1].position if len(records) == limit else None
        return RunsAnswer(items=[run_answer(record) for record in records], total=await runs.count(), next=following)

    @router.get("/runs/{run_id}", tags=["runs"])
    async def get_run(run_id: str) -> RunAnswer:
        """Return how a run is."""
        return run_answer(await runs.get(checked_id(run_id)))

    @router.post("/runs/{run_id}/stop", tags=["runs"], status_code=202)
    async def stop_run(run_id: str) -> RunAnswer:
        """End the program with everything it started. Its last frame says when it is done."""
        return run_answer(await runs.stop(checked_id(run_id)))

    @router.post("/runs/{run_id}/input", tags=["runs"], status_code=204)
    async def send_input(run_id: str, given: InputRequest) -> None:
        """Write to the program's standard input. Only for a run that was started without `stdin`."""
        await runs.send_input(checked_id(run_id), text=given.text, end=given.end)

    @router.delete("/runs/{run_id}", tags=["runs"], status_code=204)
    async def delete_run(run_id: str) -> None:
        """Forget a run that has ended."""
        await runs.delete(checked_id(run_id))


def _add_data(router: APIRouter, opened: Opened) -> None:
    @router.get("/runs/{run_id}/frames", tags=["data"], response_class=Response, responses=_binary("The run's frames."))
    async def get_frames(run_id: str, after: Annotated[int, Query(ge=0, le=2**53)] = 0) -> Response:
        """Return the frames known so far, behind a sequence number. All of them together are a `.lockstep` file."""
        record, file = await opened(run_id)
        headers = {"Content-Disposition": f'attachment; filename="{record.id}.lockstep"'}
        return StreamingResponse(_chunks(file, after), media_type="application/octet-stream", headers=headers)

    @router.get("/runs/{run_id}/summary", tags=["data"])
    async def get_summary(run_id: str) -> dict[str, Any]:
        """Return the run's summary: its workers, resources, edges and findings in numbers."""
        record, file = await opened(run_id)
        if record.is_live:
            file.close()
            raise Problem(409, "run-live", "The program still runs; its summary comes with its end.")
        return await asyncio.to_thread(_summary, file)


def _add_rows(router: APIRouter, opened: Opened) -> None:
    @router.get("/runs/{run_id}/events", tags=["data"], response_model=PageAnswer, responses=_ndjson("All events from `after` on."))
    async def get_events(
        request: Request,
        run_id: str,
        after: Annotated[int, Query(ge=0, le=2**53)] = 0,
        limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
    ) -> Response:
        """Return events by number: a page as JSON, or all of them as lines if you accept application/x-ndjson."""
        record, file = await opened(run_id)
        return await _rows(request, record, file, events_of(file.frames()), after=after, limit=limit)

    @router.get("/runs/{run_id}/spans", tags=["data"], response_model=PageAnswer, responses=_ndjson("All spans."))
    async def get_spans(
        request: Request,
        run_id: str,
        worker: Annotated[int | None, Query(ge=1, le=2**32)] = None,
        from_ns: Annotated[int, Query(ge=0, le=2**62)] = 0,
        to_ns: Annotated[int | None, Query(ge=0, le=2**62)] = None,
        after: Annotated[int, Query(ge=0, le=2**53)] = 0,
        limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
    ) -> Response:
        """Return who was in which state from when to when: a page as JSON, or all as lines (application/x-ndjson)."""
        record, file = await opened(run_id)
        rows = spans_between(file.frames(), worker=worker, from_ns=from_ns, to_ns=to_ns)
        return await _rows(request, record, file, rows, after=after, limit=limit)


def checked_id(run_id: str) -> str:
    """Return an id that can be one; Problem 404 for any other."""
    if re.fullmatch(RUN_ID, run_id) is None:
        raise not_found("run")
    return run_id


async def _rows(
    request: Request, record: RunRecord, file: FrameFile, rows: Iterator[dict[str, Any]], *, after: int, limit: int
) -> Response:
    if NDJSON in request.headers.get("accept", ""):
        return StreamingResponse(_lines(file, rows, after), media_type=NDJSON)
    with file:
        items, following = await asyncio.to_thread(page_of, rows, after=after, limit=limit)
    return JSONResponse({"items": items, "next": following, "live": record.is_live})


async def _lines(file: FrameFile, rows: Iterator[dict[str, Any]], after: int) -> AsyncIterator[bytes]:
    with file:
        await asyncio.to_thread(skip, rows, after)
        while lines := await asyncio.to_thread(_encode_lines, rows):
            yield lines


def _encode_lines(rows: Iterator[dict[str, Any]]) -> bytes:
    return b"".join(
        json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for row, _ in zip(rows, range(BATCH), strict=False)
    )


async def _chunks(file: FrameFile, after: int) -> AsyncIterator[bytes]:
    with file:
        offset = file.offset_after(after)
        while data := await asyncio.to_thread(file.read, offset):
            offset += len(data)
            yield data


def _summary(file: FrameFile) -> dict[str, Any]:
    """Return the run's own summary, its last frame; where that is missing, what the frames at hand add up to."""
    recording = Recording()
    with file, damage_told("The file of this run"):
        for frame in file.frames(max(0, file.last - 1)):
            recording.add(frame)
        if recording.summary is None:
            for frame in file.frames():
                recording.add(frame)
        return summary_of(recording)


def _binary(description: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": description, "content": {"application/octet-stream": {}}}}


def _ndjson(description: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": description, "content": {NDJSON: {}}}}
