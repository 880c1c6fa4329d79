"""What is known of a run as a whole: its frames, its summary, what was found."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.responses import JSONResponse, StreamingResponse

from app.framefile import FrameFile
from app.problems import Problem
from app.queries import findings_of
from app.rest.parameters import Absent, LevelName
from app.rest.shapes import FindingsAnswer, SummaryAnswer
from app.store import RunRecord
from engine.export.partial import summary_of
from engine.export.recording import Recording, damage_told

Opened = Callable[[str], Coroutine[Any, Any, tuple[RunRecord, FrameFile]]]

FRAMES: dict[int | str, dict[str, Any]] = {200: {"description": "The run's frames.", "content": {"application/octet-stream": {}}}}
KindOfFinding = Annotated[Annotated[str, Field(pattern=r"^[a-z-]{1,40}$")] | Absent, Query(description="e.g. deadlock")]


def add_data(router: APIRouter, *, opened: Opened) -> None:
    """Add the routes of a run's data."""

    @router.get("/runs/{run_id}/frames", tags=["data"], response_class=Response, responses=FRAMES)
    async def get_frames(run_id: str, after: Annotated[int, Query(ge=0, le=2**53)] = 0) -> Response:
        """Return the frames known so far, behind a sequence number. All of them together are a `.lockstep` file."""
        record, file = await opened(run_id)
        headers = {"Content-Disposition": f'attachment; filename="{record.id}.lockstep"'}
        return StreamingResponse(chunks_of(file, after), media_type="application/octet-stream", headers=headers)

    @router.get("/runs/{run_id}/summary", tags=["data"], response_model=SummaryAnswer)
    async def get_summary(run_id: str) -> Response:
        """Return the run's summary: its workers, resources, edges and findings in numbers. 409 while the program still runs."""
        record, file = await opened(run_id)
        if record.is_live:
            file.close()
            raise Problem(409, "run-live", "The program still runs; its summary comes with its end.")
        return JSONResponse(await asyncio.to_thread(_summary, file))

    @router.get("/runs/{run_id}/findings", tags=["data"], response_model=FindingsAnswer)
    async def get_findings(run_id: str, kind: KindOfFinding = None, level: LevelName | Absent = None) -> Response:
        """Return what was found in the run: deadlocks, races, exceptions and the like; while it runs, what was found so far."""
        record, file = await opened(run_id)
        items = await asyncio.to_thread(_findings, file, kind, level)
        return JSONResponse({"items": items, "live": record.is_live})


async def chunks_of(file: FrameFile, after: int = 0) -> AsyncIterator[bytes]:
    """Iterate over the frames behind a sequence number, several at a time; close the file at the end."""
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


def _findings(file: FrameFile, kind: str | None, level: str | None) -> list[dict[str, Any]]:
    with file, damage_told("The file of this run"):
        return findings_of(file.frames(), kind=kind, level=level)
