"""The live registry: starts runs, keeps their frames, follows how they are, stops and forgets them."""

import asyncio
import contextlib
import logging
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.database import StoreError
from app.framefile import FrameFile
from app.launch import Launch, Running
from app.problems import Problem, not_found
from app.settings import RunLimits, Settings
from app.store import RunRecord, Store
from app.stream import Stream
from engine.errors import LockstepError, ProgramError
from engine.wire import HEADER, Frame, FrameKind, encode_frame, encode_json

logger = logging.getLogger(__name__)

SETTLE_SECONDS = 10.0  # in which the last frame follows the one that says how the run ended
DISK_NOTE = "the run's frames could not be written: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to run."""

    program: str
    source: str
    args: tuple[str, ...]
    stdin: str | None
    limits: RunLimits
    lesson: str | None = None
    data: bool = False
    seed: int | None = None
    series: str | None = None
    script: str | None = None  # of a run with expectations: see scripts.py


class LiveRun:
    """One run from its start to its last frame: takes the supervisor's frames, keeps them, keeps the record up to date."""

    def __init__(self, record: RunRecord, stream: Stream) -> None:
        self.record = record
        self.stream = stream
        self.program: Running | None = None
        self.task: asyncio.Task[None] | None = None
        self._workers: set[int] = set()

    def take(self, frame: Frame) -> None:
        """Keep one frame and what it says about the run."""
        self.stream.publish([frame])
        self._workers |= workers_of(frame)
        self.record = replace(self.record, **facts_of(frame), workers=len(self._workers), frames=frame.sequence)

    def fail(self, note: str, *, status: str) -> None:
        """End the run by a STATUS frame of our own."""
        record = self.record = replace(self.record, status=status, note=note)
        facts = {"phase": "ended", "now": record.duration_ns or 0, "workers": 0, "events": record.events, "dropped": record.dropped}
        body = {**facts, "status": status, "exit_code": None, "signal": None, "note": note}
        frame = encode_frame(FrameKind.STATUS, encode_json(body), sequence=self.stream.file.last + 1)
        with contextlib.suppress(OSError):  # the disk is full: the record says so, the file cannot
            self.stream.publish([frame])
            self.record = replace(self.record, frames=frame.sequence)


def facts_of(frame: Frame) -> dict[str, Any]:
    """Return what a frame changes about its run's record."""
    match frame.kind:
        case FrameKind.META:
            return {"kernel": frame.json().get("kernel")}
        case FrameKind.STATUS:
            status = frame.json()
            facts = {"events": status.get("events", 0), "dropped": status.get("dropped", 0), "duration_ns": status.get("now")}
            names = ("exit_code", "signal", "note")
            facts |= {name: status[name] for name in names if status.get(name) is not None}
            return {**facts, "status": status.get("status") or "running"}
        case _:
            return {}


def workers_of(frame: Frame) -> set[int]:
    """Return the workers that a frame tells of, as the pages count them: threads, not the processes around them nor the library's own."""
    if frame.kind != FrameKind.DEFINE or not frame.data.startswith(b'{"workers"', HEADER.size):
        return set()  # most DEFINE frames hold other tables; each table has a frame of its own
    return {row["id"] for row in frame.json()["workers"] if row.get("kind") != "process" and not row.get("helper")}


class Runs:
    """All runs of one server."""

    def __init__(self, *, settings: Settings, store: Store, launch: Launch) -> None:
        self._settings = settings
        self._store = store
        self._launch = launch
        self._live: dict[str, LiveRun] = {}
        self._starting = 0
        self._unsaved: dict[str, RunRecord] = {}  # of runs that could not be written down yet
        self._room = asyncio.Event()  # a new one each time that a run has ended

    @property
    def live_count(self) -> int:
        """How many runs go on now."""
        return len(self._live)

    async def start(self, order: Order) -> RunRecord:
        """Start a run; Problem 429 when as many as allowed go on already."""
        if len(self._live) + self._starting >= self._settings.max_live_runs:
            detail = f"{len(self._live) + self._starting} programs run already; stop one of them or wait until one has ended."
            raise Problem(429, "too-many-runs", detail, headers={"Retry-After": "2"})
        self._starting += 1
        try:
            return await self._start(order)
        finally:
            self._starting -= 1
            self._tell_room()

    async def _start(self, order: Order) -> RunRecord:
        record = await self._store.add(new_record(order))
        try:
            file = FrameFile.create(self._store.frame_path(record.id))
        except OSError as error:
            await self._store.delete(record.id)
            raise StoreError(f"The run's frames cannot be written: {error.strerror}.") from error
        live = LiveRun(record, Stream(file))
        self._live[record.id] = live
        try:
            live.program = await self._launch(record, self._store.work_dir(record.id))
        except (LockstepError, OSError) as error:
            live.fail(str(error), status="failed")
            await self._finish(live)
            return live.record
        live.task = asyncio.create_task(self._follow(live, live.program), name=f"run {record.id}")
        return live.record

    def import_path(self, run_id: str) -> Path:
        """Return where to put the frames of a run that is being imported."""
        return self._store.import_path(run_id)

    async def adopt(self, record: RunRecord) -> RunRecord:
        """Keep a run whose frames are all there, at their `import_path`."""
        kept = await self._store.adopt(record)
        await self.prune()
        return kept

    async def get(self, run_id: str) -> RunRecord:
        """Return a run as it is now; Problem 404 if there is none."""
        if live := self._live.get(run_id):
            return live.record
        if record := self._unsaved.get(run_id) or await self._store.get(run_id):
            return record
        raise not_found("run")

    async def settled(self, run_id: str) -> RunRecord:
        """Return a run; one that has ended, but whose last frame is just coming, when that is there too."""
        if (live := self._live.get(run_id)) and not live.record.is_live:
            return await self.wait(run_id, seconds=SETTLE_SECONDS)
        return await self.get(run_id)

    async def final(self, run_id: str) -> RunRecord | None:
        """Return a run of which nothing will change any more; None for any other."""
        if run_id in self._live:
            return None
        record = self._unsaved.get(run_id) or await self._store.get(run_id)
        return record if record is not None and not record.is_live else None

    async def wait(self, run_id: str, *, seconds: float | None = None) -> RunRecord:
        """Wait until a run has ended, or until the time is over; return it as it is then."""
        if live := self._live.get(run_id):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await live.stream.wait_end()
        return await self.get(run_id)

    async def wait_room(self) -> None:
        """Wait until one more run may start, or may have had the chance to."""
        while len(self._live) + self._starting >= self._settings.max_live_runs:
            await self._room.wait()

    async def page(self, *, before: int | None, limit: int) -> list[RunRecord]:
        """Return runs, newest first, each as it is now."""
        records = await self._store.page(before=before, limit=limit)
        newer = self._unsaved | {run_id: live.record for run_id, live in self._live.items()}
        return [newer.get(record.id, record) for record in records]

    async def count(self) -> int:
        """Return how many runs there are."""
        return await self._store.count()

    async def stop(self, run_id: str) -> RunRecord:
        """Ask a run to end; one that has ended stays as it is."""
        if (live := self._live.get(run_id)) and live.program:
            await live.program.stop()
        return await self.get(run_id)

    async def send_input(self, run_id: str, *, text: str, end: bool) -> None:
        """Write to a live run's standard input; Problem 409 if it has ended."""
        record = await self.get(run_id)
        live = self._live.get(run_id)
        if live is None or live.program is None or not record.is_live:
            raise Problem(409, "run-ended", f"The run has ended ({record.status}); nothing reads its input.")
        if record.stdin is not None:
            raise Problem(409, "input-given", "This run was started with its whole standard input.")
        if text:
            await live.program.send_input(text)
        if end:
            await live.program.end_input()

    async def delete(self, run_id: str) -> None:
        """Forget a run that has ended; Problem 409 while it goes on."""
        if (await self.get(run_id)).is_live:
            raise Problem(409, "run-live", "The program still runs; stop it first.")
        if (live := self._live.get(run_id)) and live.task:
            await asyncio.wait({live.task})  # its last frame is known, its record is just being written
        await self._store.delete(run_id)
        self._unsaved.pop(run_id, None)

    def stream(self, run_id: str) -> Stream | None:
        """Return the stream of a live run, or None."""
        live = self._live.get(run_id)
        return live.stream if live else None

    async def frames(self, run_id: str) -> FrameFile:
        """Open the frames that a run has so far; the caller closes the file."""
        await self.get(run_id)
        try:
            return await asyncio.to_thread(FrameFile.open, self._store.frame_path(run_id))
        except FileNotFoundError:
            raise Problem(410, "frames-gone", "The frames of this run are not kept any more.") from None

    async def prune(self) -> None:
        """Forget the oldest runs, if more are kept than the settings allow."""
        try:
            await self._store.prune(runs=self._settings.keep_runs, size=self._settings.keep_bytes)
        except StoreError as error:
            logger.warning("old runs could not be removed: %s", error)

    async def close(self) -> None:
        """Stop every live run and wait until each has been recorded."""
        tasks = [live.task for live in self._live.values() if live.task]
        await asyncio.gather(*(live.program.stop() for live in self._live.values() if live.program), return_exceptions=True)
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._save()

    def _tell_room(self) -> None:
        self._room.set()
        self._room = asyncio.Event()

    async def _save(self, *records: RunRecord) -> None:
        """Write records down, and those that could not be written before. The disk may be full: a run ends all the same."""
        self._unsaved |= {record.id: record for record in records}
        for record in list(self._unsaved.values()):
            try:
                await self._store.update(record)
            except StoreError as error:
                logger.warning("run %s could not be written down yet: %s", record.id, error)
                return
            if self._unsaved.get(record.id) is record:
                del self._unsaved[record.id]

    async def _follow(self, live: LiveRun, program: Running) -> None:
        has_begun = False
        try:
            async for frame in program:
                live.take(frame)
                if not has_begun and frame.kind == FrameKind.STATUS:
                    has_begun = True
                    await self._save(live.record)
        except OSError as error:
            live.fail(DISK_NOTE.format(reason=error.strerror), status="lost")
            await program.stop()
        except LockstepError as error:
            live.fail(str(error), status="failed" if isinstance(error, ProgramError) else "lost")
        finally:
            if live.record.is_live:
                live.fail("the supervisor ended without saying how the program did", status="lost")
            await self._finish(live)

    async def _finish(self, live: LiveRun) -> None:
        await self._save(live.record)
        live.stream.end()
        del self._live[live.record.id]
        self._tell_room()
        await self.prune()


def new_record(order: Order) -> RunRecord:
    """Make the record of a new run."""
    return RunRecord(
        id=secrets.token_hex(5),
        program=order.program,
        lesson=order.lesson,
        source=order.source,
        args=order.args,
        stdin=order.stdin,
        limits=order.limits,
        data=order.data,
        seed=order.seed,
        series=order.series,
        script=order.script,
        created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
    )
