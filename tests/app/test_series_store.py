"""What is kept of a series."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from app.outcomes import Outcome
from app.series_store import SeriesRecord, SeriesStore
from app.store import LOST_SERIES_NOTE, Store
from tests.app.test_store import record

SERIES = SeriesRecord(id="aaaa", program="票.py", lesson=None, times=3, at_once=1, seed=7, created_at="2026-01-01T00:00:00.000+00:00")


def play(scene: Callable[[SeriesStore, Store], Awaitable[None]], directory: Path) -> None:
    async def whole() -> None:
        store = Store.open(directory)
        try:
            await scene(SeriesStore(store), store)
        finally:
            store.close()

    asyncio.run(whole())


def test_a_series_comes_back_with_its_outcomes_in_order(tmp_path: Path) -> None:
    async def scene(series: SeriesStore, store: Store) -> None:
        kept = await series.add(SERIES)
        assert kept == replace(SERIES, position=1)
        outcomes = [Outcome(number=number, run=f"run{number}", seed=7 + number, status="finished") for number in (1, 0)]
        for outcome in outcomes:
            await series.add_outcome("aaaa", outcome)
        ended = replace(kept, status="failed", note="n")
        await series.end(ended)
        assert await series.get("aaaa") == ended
        assert await series.outcomes("aaaa") == outcomes[::-1]
        assert (await series.get("bbbb"), await series.outcomes("bbbb")) == (None, [])

    play(scene, tmp_path)


def test_a_series_that_a_dead_server_left_is_lost(tmp_path: Path) -> None:
    async def leave(series: SeriesStore, store: Store) -> None:
        await series.add(SERIES)
        await series.add(replace(SERIES, id="bbbb", status="finished"))

    async def look(series: SeriesStore, store: Store) -> None:
        assert [(one.id, one.status, one.note) for one in await series.page(before=None, limit=9)] == [
            ("bbbb", "finished", None),
            ("aaaa", "lost", LOST_SERIES_NOTE),
        ]

    play(leave, tmp_path)
    play(look, tmp_path)


def test_pages_deleting_and_pruning(tmp_path: Path) -> None:
    async def scene(series: SeriesStore, store: Store) -> None:
        for name in ("aaaa", "bbbb", "cccc", "dddd"):
            await series.add(replace(SERIES, id=name, status="running" if name == "aaaa" else "finished"))
            await series.add_outcome(name, Outcome(number=0, run=name, seed=0, status="finished"))
        assert [one.id for one in await series.page(before=4, limit=2)] == ["cccc", "bbbb"]
        await store.add(record("run1", series="cccc"))
        assert (await series.run_ids("cccc"), await series.run_ids("aaaa")) == (["run1"], [])
        await series.delete("cccc")
        await series.prune(most=1)
        assert [one.id for one in await series.page(before=None, limit=9)] == ["dddd", "aaaa"]
        assert [await series.outcomes(name) == [] for name in ("aaaa", "bbbb", "cccc", "dddd")] == [False, True, True, False]

    play(scene, tmp_path)
