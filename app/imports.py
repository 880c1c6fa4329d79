"""`POST /api/v1/runs/import`: a `.lockstep` file becomes a run that is kept.

It is checked frame by frame as it arrives, on its way to disk, so that its size matters to nobody else.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from app.framefile import FrameFile
from app.problems import Problem
from app.runs import Runs
from app.schemas import MAX_ARGUMENT, MAX_ARGUMENTS, ProblemAnswer, RunAnswer, is_name
from app.security import IMPORT_TYPE
from app.settings import Settings
from app.store import RunRecord
from engine.errors import WireError
from engine.export.checking import Checker, Meta, Status
from engine.export.partial import closing_frame
from engine.wire import HEADER, MAGIC, VERSION, FrameReader

AT_ONCE = 4  # imports at the same time
CUT_NOTE = "The imported file breaks off here."
ANSWERS: dict[int | str, dict[str, Any]] = {
    413: {"model": ProblemAnswer, "description": "The file is too long."},
    422: {"model": ProblemAnswer, "description": "The file is no run, or damaged, or of another version."},
    429: {"model": ProblemAnswer, "description": "Too many files arrive at the same time."},
}
BODY = {"requestBody": {"required": True, "content": {IMPORT_TYPE: {"schema": {"type": "string", "format": "binary"}}}}}


def add_imports(router: APIRouter, *, runs: Runs, settings: Settings, show: Callable[[RunRecord], RunAnswer]) -> None:
    """Add the route."""
    places = asyncio.Semaphore(AT_ONCE)

    @router.post("/runs/import", status_code=201, tags=["runs"], responses=ANSWERS, openapi_extra=BODY)
    async def import_run(request: Request, response: Response) -> RunAnswer:
        """Keep a run from a `.lockstep` file, sent as it is.

        A file that was cut off is kept as far as it goes, and says so at its end; a damaged one is refused.
        """
        if places.locked():
            raise Problem(429, "too-many-imports", "Other files are being imported; try again in a moment.", headers={"Retry-After": "2"})
        async with places:
            record = await runs.adopt(await _receive(request, runs, settings))
        response.headers["Location"] = f"/api/v1/runs/{record.id}"
        return show(record)


async def _receive(request: Request, runs: Runs, settings: Settings) -> RunRecord:
    run_id = secrets.token_hex(5)
    path = runs.import_path(run_id)
    arrival = Arrival(await asyncio.to_thread(FrameFile.create, path))
    try:
        async for chunk in request.stream():
            await asyncio.to_thread(arrival.take, chunk)
        return await asyncio.to_thread(arrival.finish, run_id, settings)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise
    finally:
        arrival.file.close()


class Arrival:
    """One file on its way in. Raises a Problem at the first thing that is wrong."""

    def __init__(self, file: FrameFile) -> None:
        self.file = file
        self._checker = Checker()
        self._reader = FrameReader()
        self._head = b""

    def take(self, data: bytes) -> None:
        """Check what arrived and write its whole frames down."""
        if len(self._head) < HEADER.size:
            self._head = (self._head + data)[: HEADER.size]
            _check_head(self._head)
        try:
            frames = self._reader.feed(data)
        except WireError as error:
            raise Problem(422, "import-damaged", f"The file is damaged behind frame {self.file.last}: {error}.") from None
        try:
            for frame in frames:
                self._checker.check(frame)
        except WireError as error:
            raise Problem(422, "import-damaged", str(error)) from None
        self.file.append(frames)

    def finish(self, run_id: str, settings: Settings) -> RunRecord:
        """Return the record of the run; one that was cut off ends with a frame that says so."""
        checker = self._checker
        if checker.meta is None:
            raise Problem(422, "import-empty", "The file holds no run: it is empty, or cut off before its first frame.")
        if self._reader.pending or not checker.is_whole:
            now = checker.status.now if checker.status else 0
            frame = closing_frame(sequence=self.file.last + 1, now=now, events=checker.events, note=CUT_NOTE)
            checker.check(frame)
            self.file.append([frame])
        assert checker.status is not None
        return record_of(run_id, checker.meta, checker.status, settings, workers=len(checker.shown), frames=self.file.last)


def _check_head(head: bytes) -> None:
    if not MAGIC.startswith(head[: len(MAGIC)]):
        raise Problem(422, "import-not-lockstep", "This is no .lockstep file: those begin with 'LS'.")
    if len(head) > len(MAGIC) and head[len(MAGIC)] != VERSION:
        detail = f"The file has frame format {head[len(MAGIC)]}; this Lockstep reads {VERSION}."
        raise Problem(422, "import-other-version", detail)


def record_of(run_id: str, meta: Meta, status: Status, settings: Settings, *, workers: int, frames: int) -> RunRecord:
    """Make the record of an imported run from what its file says."""
    args = tuple(meta.argv[1:])
    fits = len(args) <= MAX_ARGUMENTS and all(len(argument) <= MAX_ARGUMENT for argument in args)
    return RunRecord(
        id=run_id,
        program=meta.program if is_name(meta.program) else "program.py",
        lesson=None,
        source=meta.source or "",
        args=args if fits else (),
        stdin=None,
        limits=settings.default_limits,
        created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        imported=True,
        status=status.status or "lost",
        exit_code=status.exit_code,
        signal=status.signal,
        note=status.note,
        duration_ns=status.now,
        kernel=meta.kernel,
        workers=workers,
        events=status.events,
        dropped=status.dropped,
        frames=frames,
    )
