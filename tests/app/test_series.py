"""Series: every run once, at most so many at once, stopped without a run left, and truthful about trouble."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.database import StoreError
from app.library import Library
from app.problems import Problem
from app.runs import Runs
from app.scenario_library import ScenarioLibrary
from app.series import SERVER_NOTE, AllSeries
from app.series_store import SeriesRecord, SeriesStore
from app.settings import PACKAGE
from app.store import Store
from tests.app.fakes import FakeLaunch, FakeProgram, run_frames, settings_for, until
from tests.app.test_runs import ORDER, held

SCENARIOS = ScenarioLibrary(PACKAGE / "scenarios", Library.load(PACKAGE / "lessons"))


class Scene:
    """A registry of runs and one of series."""

    def __init__(self, directory: Path, launch: FakeLaunch, **changes: Any) -> None:
        settings = settings_for(directory, **changes)
        self.launch = launch
        self.store = Store.open(directory)
        self.runs = Runs(settings=settings, store=self.store, launch=launch)
        self.series = AllSeries(settings=settings, runs=self.runs, store=SeriesStore(self.store), scenarios=SCENARIOS)

    async def start(self, **changes: int) -> SeriesRecord:
        return await self.series.start(ORDER, **{"times": 3, "at_once": 1, "seed": 10, **changes})

    async def ended(self, series_id: str) -> SeriesRecord:
        await self.series.wait(series_id, seconds=60)
        return (await self.series.get(series_id))[0]


def play(scene: Callable[[Scene], Awaitable[None]], directory: Path, launch: FakeLaunch | None = None, **changes: Any) -> None:
    async def whole() -> None:
        parts = Scene(directory, launch or FakeLaunch(), **changes)
        try:
            await scene(parts)
        finally:
            await parts.series.close()
            await parts.runs.close()
            parts.store.close()

    asyncio.run(whole())


def test_every_run_has_its_own_seed_and_its_outcome_is_kept(tmp_path: Path) -> None:
    async def scene(on: Scene) -> None:
        record = await on.start()
        assert (record.status, record.is_live, on.series.live_count) == ("running", True, 1)
        assert (await on.ended(record.id)).status == "finished"
        _, outcomes = await on.series.get(record.id)
        assert [(one.number, one.seed, one.status) for one in outcomes] == [(n, 10 + n, "finished") for n in range(3)]
        assert [(run.seed, run.series) for run in on.launch.records] == [(10 + n, record.id) for n in range(3)]
        assert [one.run for one in outcomes] == [run.id for run in on.launch.records]
        assert on.series.live_count == 0

    play(scene, tmp_path)


@pytest.mark.parametrize("at_once", [1, 3])
def test_so_many_run_at_the_same_time_and_no_more(tmp_path: Path, at_once: int) -> None:
    async def scene(on: Scene) -> None:
        record = await on.start(times=6, at_once=at_once)

        def is_full(done: int) -> bool:
            started = len(on.launch.programs) == min(6, done + at_once)
            return started and len(on.series.going(record.id)) == min(at_once, 6 - done)

        for done in range(6):
            await until(partial(is_full, done))
            on.launch.programs[done].release(100)
        assert (await on.ended(record.id)).status == "finished"
        assert [one.number for one in (await on.series.get(record.id))[1]] == list(range(6))

    play(scene, tmp_path, FakeLaunch(held), max_live_runs=4)


def test_a_series_waits_for_room_and_gives_up_waiting_when_it_is_stopped(tmp_path: Path) -> None:
    async def scene(on: Scene) -> None:
        other = await on.runs.start(ORDER)
        record, second = await on.start(), await on.start()
        await on.series.stop(second.id)
        assert (await on.ended(second.id)).status == "stopped"
        assert len(on.launch.programs) == 1
        on.launch.programs[0].release(100)
        await on.runs.wait(other.id)
        await until(lambda: len(on.launch.programs) == 2)
        on.launch.make = lambda: FakeProgram(run_frames())
        on.launch.programs[1].release(100)
        assert (await on.ended(record.id)).status == "finished"

    play(scene, tmp_path, FakeLaunch(held), max_live_runs=1)


def test_stopping_ends_the_run_that_goes_on_and_starts_no_other(tmp_path: Path) -> None:
    async def scene(on: Scene) -> None:
        record = await on.start()
        await until(lambda: on.series.going(record.id) != [])
        with pytest.raises(Problem, match="stop it first"):
            await on.series.delete(record.id)
        await on.series.stop(record.id)
        assert (await on.ended(record.id)).status == "stopped"
        assert len(on.launch.programs) == 1
        assert on.launch.programs[0].stopped.is_set()
        assert len((await on.series.get(record.id))[1]) == 1
        await on.series.stop(record.id)

    play(scene, tmp_path, FakeLaunch(held))


def test_a_series_is_deleted_with_its_runs(tmp_path: Path) -> None:
    async def scene(on: Scene) -> None:
        other = await on.runs.start(ORDER)
        record = await on.start()
        await on.ended(record.id)
        await on.series.delete(record.id)
        assert [run.id for run in await on.runs.page(before=None, limit=9)] == [other.id]
        with pytest.raises(Problem, match="no such series"):
            await on.series.get(record.id)

    play(scene, tmp_path)


def test_only_so_many_series_go_on_at_once(tmp_path: Path) -> None:
    async def scene(on: Scene) -> None:
        await on.start()
        with pytest.raises(Problem) as caught:
            await on.start()
        assert (caught.value.status, caught.value.code) == (429, "too-many-series")

    play(scene, tmp_path, FakeLaunch(held), max_live_series=1)


def test_a_server_that_ends_stops_its_series_and_leaves_no_run(tmp_path: Path) -> None:
    async def scene(on: Scene) -> None:
        record = await on.start(at_once=2)
        await until(lambda: len(on.series.going(record.id)) == 2)
        await on.series.close()
        ended, outcomes = await on.series.get(record.id)
        assert (ended.status, ended.note, len(outcomes)) == ("stopped", SERVER_NOTE, 2)
        assert on.runs.live_count == 0

    play(scene, tmp_path, FakeLaunch(held))


def test_a_store_that_fails_ends_the_series_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(on: Scene) -> None:
        async def refuse(*_: object) -> None:
            raise StoreError("the disk is full")

        monkeypatch.setattr(on.store, "add", refuse)
        record = await on.start()
        ended = await on.ended(record.id)
        assert (ended.status, ended.note) == ("failed", "the disk is full")

    play(scene, tmp_path)


def test_a_series_that_cannot_be_kept_does_not_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(on: Scene) -> None:
        async def refuse(*_: object) -> None:
            raise StoreError("the disk is full")

        monkeypatch.setattr(on.store, "execute", refuse)
        with pytest.raises(StoreError):
            await on.start()
        assert on.series.live_count == 0

    play(scene, tmp_path)


def test_a_run_whose_frames_make_no_sense_still_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(on: Scene) -> None:
        frames = [frame for frame in run_frames() if frame.sequence != 2]  # a gap: the registry calls such a run lost
        on.launch.make = lambda: FakeProgram(frames)
        record = await on.start(times=1)
        await on.ended(record.id)
        assert [one.status for one in (await on.series.get(record.id))[1]] == ["lost"]

    play(scene, tmp_path)
