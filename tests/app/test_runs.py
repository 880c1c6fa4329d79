"""The registry: a run from its order to its last frame, whatever happens to it."""

import asyncio
import errno
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from app.database import StoreError
from app.framefile import FrameFile
from app.problems import Problem
from app.runs import Order, Runs, facts_of, workers_of
from app.settings import DEFAULT_LIMITS
from app.store import RunRecord, Store
from engine.errors import ProgramError, SupervisorError
from engine.wire import FrameKind, encode_frame, encode_json
from tests.app.fakes import FakeLaunch, FakeProgram, number, run_frames, settings_for, status_body, until

ORDER = Order(program="a.py", source="print(1)", args=(), stdin=None, limits=DEFAULT_LIMITS)


def play(scene: Callable[[Runs, Store, FakeLaunch], Awaitable[None]], directory: Path, launch: FakeLaunch, **changes: Any) -> None:
    """Play a scene with a registry in a directory."""

    async def whole() -> None:
        store = Store.open(directory)
        runs = Runs(settings=settings_for(directory, **changes), store=store, launch=launch)
        try:
            await scene(runs, store, launch)
        finally:
            await runs.close()
            store.close()

    asyncio.run(whole())


def held() -> FakeProgram:
    return FakeProgram(run_frames(), is_free=False)


def test_a_run_is_followed_to_its_end_and_kept(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        assert (record.status, record.is_live) == ("starting", True)
        program = launch.programs[0]
        program.release(6)
        await until(lambda: runs_live_frames(runs, record.id) == 6)
        assert (await runs.get(record.id)).status == "running"
        program.release(100)
        await until(lambda: runs.live_count == 0)
        ended = await store.get(record.id)
        assert ended is not None
        assert (ended.status, ended.exit_code, ended.workers, ended.events) == ("finished", 0, 1, 6)
        assert (ended.kernel, ended.duration_ns, ended.frames) == ("measured", 4000, len(run_frames()))
        with await runs.frames(record.id) as file:
            assert list(file.frames()) == run_frames()

    play(scene, tmp_path, FakeLaunch(held))


def runs_live_frames(runs: Runs, run_id: str) -> int:
    stream = runs.stream(run_id)
    return stream.file.last if stream else -1


def test_only_so_many_run_at_once(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        results = await asyncio.gather(*(runs.start(ORDER) for _ in range(5)), return_exceptions=True)
        problems = [result for result in results if isinstance(result, Problem)]
        assert [problem.status for problem in problems] == [429, 429, 429]
        assert runs.live_count == 2
        assert await runs.count() == 2
        launch.programs[0].release(100)
        await until(lambda: runs.live_count == 1)
        await runs.start(ORDER)

    play(scene, tmp_path, FakeLaunch(held), max_live_runs=2)


@pytest.mark.parametrize("error", [ProgramError("no such interpreter"), SupervisorError("cannot fork"), OSError(errno.ENOSPC, "No space")])
def test_a_program_that_cannot_start_is_a_failed_run_that_says_why(tmp_path: Path, error: Exception) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        assert record.status == "failed"
        assert str(error) in (record.note or "")
        assert runs.live_count == 0
        with await runs.frames(record.id) as file:
            (frame,) = file.frames()
        assert frame.json()["status"] == "failed"
        assert (await runs.get(record.id)).status == "failed"

    play(scene, tmp_path, FakeLaunch(error=error))


def test_a_supervisor_that_falls_silent_is_a_lost_run(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        await until(lambda: runs.live_count == 0)
        ended = await runs.get(record.id)
        assert ended.status == "lost"
        with await runs.frames(record.id) as file:
            *kept, last = file.frames()
        assert kept == run_frames()[:4]
        assert last.json()["status"] == "lost"

    play(scene, tmp_path, FakeLaunch(lambda: FakeProgram(run_frames()[:4])))


def test_a_full_disk_ends_the_run_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        program = launch.programs[0]
        program.release(2)
        await until(lambda: runs_live_frames(runs, record.id) == 2)

        def full(*_: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("app.framefile.os.pwrite", full)
        program.release(1)
        await until(lambda: runs.live_count == 0)
        monkeypatch.undo()
        assert program.stopped.is_set()
        ended = await runs.get(record.id)
        assert (ended.status, ended.frames) == ("lost", 2)
        assert "No space left" in (ended.note or "")

    play(scene, tmp_path, FakeLaunch(held))


def test_stop_asks_the_program_and_leaves_an_ended_run_alone(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        await runs.stop(record.id)
        assert launch.programs[0].stopped.is_set()
        await until(lambda: runs.live_count == 0)
        assert (await runs.stop(record.id)).status == "stopped"
        with pytest.raises(Problem, match="no such run"):
            await runs.stop("nowhere")

    play(scene, tmp_path, FakeLaunch(lambda: FakeProgram(run_frames(status="stopped", exit_code=None), is_free=False)))


def test_input_goes_to_a_live_run_that_is_open_for_it(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        await runs.send_input(record.id, text="五\n", end=False)
        await runs.send_input(record.id, text="", end=True)
        assert launch.programs[0].inputs == ["五\n", None]
        given = await runs.start(Order(program="a.py", source="", args=(), stdin="x", limits=DEFAULT_LIMITS))
        with pytest.raises(Problem, match="whole standard input"):
            await runs.send_input(given.id, text="y", end=False)
        launch.programs[0].release(100)
        await until(lambda: runs.live_count == 1)
        with pytest.raises(Problem, match="has ended"):
            await runs.send_input(record.id, text="y", end=False)

    play(scene, tmp_path, FakeLaunch(held), max_live_runs=2)


def test_only_an_ended_run_can_be_deleted(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        with pytest.raises(Problem, match="still runs"):
            await runs.delete(record.id)
        launch.programs[0].release(100)
        await until(lambda: runs.live_count == 0)
        await runs.delete(record.id)
        assert not store.frame_path(record.id).exists()
        with pytest.raises(Problem, match="no such run"):
            await runs.get(record.id)

    play(scene, tmp_path, FakeLaunch(held))


def test_frames_that_are_gone_are_a_clear_problem(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        await until(lambda: runs.live_count == 0)
        store.frame_path(record.id).unlink()
        with pytest.raises(Problem) as caught:
            await runs.frames(record.id)
        assert caught.value.status == 410

    play(scene, tmp_path, FakeLaunch())


def test_closing_stops_and_records_what_still_runs(tmp_path: Path) -> None:
    async def whole() -> None:
        store = Store.open(tmp_path)
        launch = FakeLaunch(held)
        runs = Runs(settings=settings_for(tmp_path), store=store, launch=launch)
        records = [await runs.start(ORDER) for _ in range(2)]
        await runs.close()
        assert all(program.stopped.is_set() for program in launch.programs)
        ended = [await store.get(record.id) for record in records]
        assert [record.is_live for record in ended if record] == [False, False]
        store.close()

    asyncio.run(whole())


def test_a_frame_says_what_changes() -> None:
    (status,) = number([(FrameKind.STATUS, status_body(status="finished", signal="SIGKILL", now=5))])
    facts = facts_of(status)
    assert (facts["status"], facts["signal"], facts["duration_ns"]) == ("finished", "SIGKILL", 5)
    assert "exit_code" not in facts
    assert facts_of(encode_frame(FrameKind.EVENTS, b"", sequence=1)) == {}


def test_workers_are_counted_as_the_pages_count_them() -> None:
    threads = [{"id": number, "kind": "thread", "helper": number == 4} for number in (2, 3, 4)]
    rows = [{"id": 1, "kind": "process"}, *threads]
    frames = number([(FrameKind.DEFINE, encode_json({"workers": rows})), (FrameKind.DEFINE, encode_json({"texts": {}}))])
    assert [workers_of(frame) for frame in frames] == [{2, 3}, set()]


def test_the_oldest_run_goes_when_one_more_has_ended(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        started = [(await runs.start(ORDER)).id for _ in range(3)]
        await until(lambda: runs.live_count == 0)
        await until(lambda: has_only(store, 2))
        assert [record.id for record in await runs.page(before=None, limit=9)] == started[:0:-1]
        with pytest.raises(Problem, match="no such run"):
            await runs.get(started[0])

    async def has_only(store: Store, count: int) -> bool:
        return await store.count() == count

    play(scene, tmp_path, FakeLaunch(), keep_runs=2, max_live_runs=9)


def test_a_run_ends_and_is_written_down_later_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        with monkeypatch.context() as full:

            async def refuse(record: RunRecord) -> None:
                raise StoreError("full")

            full.setattr(store, "update", refuse)
            launch.programs[0].release(100)
            await until(lambda: runs.live_count == 0)
            assert (await runs.get(record.id)).status == "finished"
            assert [one.status for one in await runs.page(before=None, limit=9)] == ["finished"]
            in_store = await store.get(record.id)
            assert in_store is not None
            assert in_store.is_live
        await runs.close()
        in_store = await store.get(record.id)
        assert in_store is not None
        assert in_store.status == "finished"

    play(scene, tmp_path, FakeLaunch(held))


def test_a_run_whose_file_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        def refuse(path: Path) -> FrameFile:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(FrameFile, "create", refuse)
        with pytest.raises(StoreError, match="No space left"):
            await runs.start(ORDER)
        assert (runs.live_count, await store.count()) == (0, 0)

    play(scene, tmp_path, FakeLaunch())


def test_a_run_that_has_just_ended_settles_with_its_last_frame(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        last = len(run_frames())
        launch.programs[0].release(last - 1)
        await until(lambda: runs_live_frames(runs, record.id) == last - 1)
        assert not (await runs.get(record.id)).is_live
        assert await runs.final(record.id) is None
        settling = asyncio.create_task(runs.settled(record.id))
        launch.programs[0].release(1)
        assert (await settling).frames == last
        assert await runs.final(record.id) == await runs.settled(record.id)
        assert await runs.final("nowhere") is None

    play(scene, tmp_path, FakeLaunch(held))


def test_waiting_ends_with_the_run_or_with_the_time(tmp_path: Path) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        record = await runs.start(ORDER)
        assert (await runs.wait(record.id, seconds=0)).is_live
        waiting = [asyncio.create_task(runs.wait(record.id)) for _ in range(3)]
        launch.programs[0].release(100)
        assert {run.status for run in await asyncio.gather(*waiting)} == {"finished"}
        assert (await runs.wait(record.id, seconds=0)).status == "finished"
        with pytest.raises(Problem, match="no such run"):
            await runs.wait("nowhere", seconds=1)

    play(scene, tmp_path, FakeLaunch(held))


def test_who_waits_for_room_is_told_of_it_even_if_a_start_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(runs: Runs, store: Store, launch: FakeLaunch) -> None:
        await runs.wait_room()
        blocked = asyncio.Event()

        async def slow(*_: object) -> RunRecord:
            await blocked.wait()
            raise StoreError("full")

        monkeypatch.setattr(store, "add", slow)
        starting = asyncio.create_task(runs.start(ORDER))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(runs.wait_room())
        await asyncio.sleep(0)
        assert not waiting.done()
        blocked.set()
        await waiting
        with pytest.raises(StoreError):
            await starting

    play(scene, tmp_path, FakeLaunch(held), max_live_runs=1)
