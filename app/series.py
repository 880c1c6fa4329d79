"""Series: the same program many times, one after another unless asked for more at once, so that what differs is what happens."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from app.outcomes import Outcome, plain_outcome, read_outcome
from app.problems import Problem, not_found
from app.runs import Order, Runs
from app.scenario_library import ScenarioLibrary
from app.scripts import reseeded, verdict_of
from app.series_store import SeriesRecord, SeriesStore
from app.settings import Settings
from app.store import RunRecord
from engine.errors import LockstepError, WireError

logger = logging.getLogger(__name__)

SERVER_NOTE = "the Lockstep server was ended before this series had"


@dataclass
class LiveSeries:
    """A series that goes on: what has come of it so far, which runs go on now, whether no more is to start, and why it cannot go on."""

    record: SeriesRecord
    order: Order
    outcomes: list[Outcome] = field(default_factory=list)
    going: set[str] = field(default_factory=set)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    trouble: str | None = None
    task: asyncio.Task[None] | None = None


class AllSeries:
    """All series of one server."""

    def __init__(self, *, settings: Settings, runs: Runs, store: SeriesStore, scenarios: ScenarioLibrary) -> None:
        self._settings = settings
        self._runs = runs
        self._store = store
        self._scenarios = scenarios
        self._live: dict[str, LiveSeries] = {}

    @property
    def live_count(self) -> int:
        """How many series go on now."""
        return len(self._live)

    async def start(self, order: Order, *, times: int, at_once: int, seed: int) -> SeriesRecord:
        """Start a series; Problem 429 when as many as allowed go on already."""
        if len(self._live) >= self._settings.max_live_series:
            detail = f"{len(self._live)} series go on already; stop one of them or wait until one has ended."
            raise Problem(429, "too-many-series", detail, headers={"Retry-After": "10"})
        record = new_series(order, times=times, at_once=at_once, seed=seed)
        live = self._live[record.id] = LiveSeries(record, order)
        try:
            live.record = await self._store.add(record)
        except BaseException:
            del self._live[record.id]
            raise
        live.task = asyncio.create_task(self._play(live), name=f"series {record.id}")
        return live.record

    async def get(self, series_id: str) -> tuple[SeriesRecord, list[Outcome]]:
        """Return a series as it is now with the outcomes so far, in the runs' order; Problem 404 if there is none."""
        if live := self._live.get(series_id):
            return live.record, sorted(live.outcomes, key=lambda one: one.number)
        record = await self._store.get(series_id)
        if record is None:
            raise not_found("series")
        return record, await self._store.outcomes(series_id)

    async def page(self, *, before: int | None, limit: int) -> list[SeriesRecord]:
        """Return series, newest first."""
        return await self._store.page(before=before, limit=limit)

    def going(self, series_id: str) -> list[str]:
        """Return the runs of a series that go on now."""
        live = self._live.get(series_id)
        return sorted(live.going) if live else []

    async def wait(self, series_id: str, *, seconds: float) -> None:
        """Wait until a series has ended, or until the time is over."""
        if live := self._live.get(series_id):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await live.ended.wait()

    async def stop(self, series_id: str) -> None:
        """Start no more runs and ask those that go on to end; a series that has ended stays as it is."""
        if live := self._live.get(series_id):
            live.stopping.set()
            for run_id in list(live.going):
                await self._runs.stop(run_id)

    async def delete(self, series_id: str) -> None:
        """Forget a series that has ended, with its runs; Problem 409 while it goes on."""
        if series_id in self._live:
            raise Problem(409, "series-live", "The series still goes on; stop it first.")
        await self.get(series_id)
        for run_id in await self._store.run_ids(series_id):
            with contextlib.suppress(Problem):  # somebody else has just deleted it
                await self._runs.delete(run_id)
        await self._store.delete(series_id)

    async def close(self) -> None:
        """Stop every series and wait until each has been recorded."""
        for live in list(self._live.values()):
            live.record = replace(live.record, note=SERVER_NOTE)
            await self.stop(live.record.id)
        await asyncio.gather(*(live.task for live in self._live.values() if live.task))

    async def _play(self, live: LiveSeries) -> None:
        numbers = iter(range(live.record.times))
        try:
            # Nothing here is ever cancelled: a run that is being started would be nobody's.
            await asyncio.gather(*(self._lane(live, numbers) for _ in range(live.record.at_once)))
        finally:
            await self._finish(live)

    async def _lane(self, live: LiveSeries, numbers: Iterator[int]) -> None:
        try:
            await self._one_after_another(live, numbers)
        except LockstepError as error:
            live.trouble = str(error)
            await self.stop(live.record.id)

    async def _one_after_another(self, live: LiveSeries, numbers: Iterator[int]) -> None:
        for number in numbers:
            run = await self._start_run(live, number)
            if run is None:
                return
            live.going.add(run.id)
            try:
                if live.stopping.is_set():
                    await self._runs.stop(run.id)
                outcome = await self._outcome(await self._runs.wait(run.id), number)
            except Problem:
                continue  # somebody has deleted the run as soon as it had ended
            finally:
                live.going.discard(run.id)
            live.outcomes.append(outcome)
            await self._store.add_outcome(live.record.id, outcome)

    async def _outcome(self, run: RunRecord, number: int) -> Outcome:
        file = await self._runs.frames(run.id)
        try:
            outcome = await asyncio.to_thread(read_outcome, run, file, number=number)
            return outcome if run.script is None else await self._judged(outcome, run)
        except WireError as error:
            logger.warning("the frames of run %s tell nothing: %s", run.id, error)
            return plain_outcome(run, number=number)

    async def _judged(self, outcome: Outcome, run: RunRecord) -> Outcome:
        file = await self._runs.frames(run.id)
        verdict = await asyncio.to_thread(lambda: verdict_of(run, file, scenarios=self._scenarios))
        return replace(outcome, verdict=verdict.row(with_evidence=False))

    async def _start_run(self, live: LiveSeries, number: int) -> RunRecord | None:
        """Start a run as soon as there is room for it; None when no more is to start."""
        seeded = reseeded(live.order, live.record.seed + number, scenarios=self._scenarios)
        order = replace(seeded, series=live.record.id)
        while await self._has_room(live):
            try:
                return await self._runs.start(order)
            except Problem as problem:
                if problem.status != 429:  # else another was faster
                    raise
        return None

    async def _has_room(self, live: LiveSeries) -> bool:
        waits = [asyncio.create_task(wait) for wait in (self._wait_room(), live.stopping.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return not live.stopping.is_set()

    async def _wait_room(self) -> bool:
        await self._runs.wait_room()
        return True

    async def _finish(self, live: LiveSeries) -> None:
        status = "failed" if live.trouble else "stopped" if live.stopping.is_set() else "finished"
        live.record = replace(live.record, status=status, note=live.trouble or live.record.note)
        try:
            await self._store.end(live.record)
            await self._store.prune(most=self._settings.keep_series)
        except LockstepError as error:
            logger.warning("series %s could not be written down: %s", live.record.id, error)
        del self._live[live.record.id]
        live.ended.set()


def new_series(order: Order, *, times: int, at_once: int, seed: int) -> SeriesRecord:
    """Make the record of a new series."""
    return SeriesRecord(
        id=secrets.token_hex(5),
        program=order.program,
        lesson=order.lesson,
        times=times,
        at_once=at_once,
        seed=seed,
        created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
    )
