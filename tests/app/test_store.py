"""The data directory: rows and frame files, alone, and truthful after a crash."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.database import StoreError
from app.framefile import FrameFile
from app.settings import DEFAULT_LIMITS
from app.store import LOST_NOTE, RunRecord, Store
from engine.wire import FrameKind
from tests.app.fakes import run_frames

ROOT = Path(__file__).parents[2]


def record(run_id: str, **changes: object) -> RunRecord:
    plain = RunRecord(
        id=run_id,
        program="售票.py",
        lesson=None,
        source="print('你好')\n",
        args=("a b", "", "\n"),
        stdin=None,
        limits=DEFAULT_LIMITS,
        created_at="2026-01-01T00:00:00.000+00:00",
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # the changes are the test's own


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    async def play() -> None:
        store = Store.open(tmp_path)
        kept = await store.add(record("aaaa"))
        assert kept == record("aaaa", position=1)
        ended = replace(kept, status="finished", exit_code=-9, signal="SIGKILL", note="n", duration_ns=2**60, events=3, frames=9)
        await store.update(ended)
        assert await store.get("aaaa") == ended
        assert await store.get("bbbb") is None
        store.close()
        again = Store.open(tmp_path)
        assert await again.get("aaaa") == ended
        again.close()

    asyncio.run(play())


def test_pages_go_from_new_to_old_without_gap_or_repeat(tmp_path: Path) -> None:
    async def play() -> None:
        store = Store.open(tmp_path)
        for n in range(7):
            await store.add(record(f"id{n}x"))
        seen: list[str] = []
        before = None
        while page := await store.page(before=before, limit=3):
            seen += [row.id for row in page]
            before = page[-1].position
            await store.add(record(f"new{len(seen)}"))
        assert seen == [f"id{n}x" for n in reversed(range(7))]
        assert await store.count() == 10
        store.close()

    asyncio.run(play())


def test_deleting_forgets_row_frames_and_work(tmp_path: Path) -> None:
    async def play() -> None:
        store = Store.open(tmp_path)
        await store.add(record("aaaa"))
        store.frame_path("aaaa").write_bytes(b"")
        (store.work_dir("aaaa") / "sub").mkdir(parents=True)
        await store.delete("aaaa")
        await store.delete("aaaa")
        assert await store.get("aaaa") is None
        assert not store.frame_path("aaaa").exists()
        assert not store.work_dir("aaaa").exists()
        store.close()

    asyncio.run(play())


def test_a_run_that_a_dead_server_left_is_lost_and_readable(tmp_path: Path) -> None:
    frames = run_frames()[:-2]

    async def leave() -> None:
        store = Store.open(tmp_path)
        await store.add(record("aaaa", status="running"))
        await store.add(record("bbbb"))  # died before its first frame
        await store.add(record("cccc", status="finished"))
        data = b"".join(frame.data for frame in frames) + b"LS\x01\x04half"
        store.frame_path("aaaa").write_bytes(data)
        store.close()

    async def look() -> None:
        store = Store.open(tmp_path)
        lost = await store.get("aaaa")
        assert lost is not None
        assert (lost.status, lost.note, lost.frames) == ("lost", LOST_NOTE, len(frames) + 1)
        with FrameFile.open(store.frame_path("aaaa")) as file:
            *kept, last = file.frames()
        assert kept == frames
        assert last.kind == FrameKind.STATUS
        assert last.json() | {"note": ""} == {
            "phase": "ended", "now": 3000, "workers": 0, "status": "lost", "exit_code": None, "signal": None, "note": ""
        }  # fmt: skip
        others = [await store.get("bbbb"), await store.get("cccc")]
        assert [other.status for other in others if other] == ["lost", "finished"]
        store.close()

    asyncio.run(leave())
    asyncio.run(look())


def test_two_servers_cannot_use_one_directory(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    with pytest.raises(StoreError, match="another Lockstep uses"):
        Store.open(tmp_path)
    (tmp_path / "server.json").write_text('{"url": "http://127.0.0.1:8000"}')
    with pytest.raises(StoreError, match=r"another Lockstep \(http://127\.0\.0\.1:8000\) uses"):
        Store.open(tmp_path)
    (tmp_path / "server.json").write_text("[]")
    with pytest.raises(StoreError, match="another Lockstep uses"):
        Store.open(tmp_path)
    store.close()
    Store.open(tmp_path).close()


def test_a_directory_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="choose another one"):
        Store.open(tmp_path / "file" / "data")


WRITER = """
import asyncio, sys
from pathlib import Path
from app.store import Store
from app.framefile import FrameFile
from tests.app.test_store import record
from tests.app.fakes import run_frames

async def write():
    store = Store.open(Path(sys.argv[1]))
    frames = run_frames(ticks=3)
    for n in range(100000):
        await store.add(record(f"run{n}"))
        with FrameFile.create(store.frame_path(f"run{n}")) as file:
            file.append(frames)
        print(n, flush=True)

asyncio.run(write())
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for round_number in range(3):
        directory = tmp_path / str(round_number)
        with subprocess.Popen([sys.executable, "-c", WRITER, str(directory)], stdout=subprocess.PIPE, env=environment) as writer:
            assert writer.stdout is not None
            acknowledged = [int(writer.stdout.readline()) for _ in range(20 + 7 * round_number)][-1]
            writer.send_signal(signal.SIGKILL)

        async def look(directory: Path = directory, acknowledged: int = acknowledged) -> None:
            store = Store.open(directory)
            for n in range(acknowledged + 1):
                kept = await store.get(f"run{n}")
                assert kept is not None
                assert kept.status == "lost"
                assert kept.frames == len(run_frames(ticks=3)) + 1
            store.close()

        asyncio.run(look())


def test_the_oldest_runs_go_first_when_more_are_kept_than_may_be(tmp_path: Path) -> None:
    async def scene(store: Store) -> None:
        ended = [await keep(store, "finished", b"x") for _ in range(4)]
        live = await keep(store, "running", b"x")
        assert await store.prune(runs=2, size=2**30) == [ended[1], ended[0]]
        assert [record.id for record in await store.page(before=None, limit=9)] == [live, ended[3], ended[2]]
        assert [store.frame_path(name).exists() for name in (live, *ended)] == [True, False, False, True, True]

    in_store(tmp_path, scene)


def test_runs_go_when_they_need_too_much_room_but_never_the_newest(tmp_path: Path) -> None:
    async def scene(store: Store) -> None:
        old, middle, new = [await keep(store, "finished", bytes(64 * 1024)) for _ in range(3)]
        store.work_dir(middle).mkdir()
        (store.work_dir(middle) / "big").write_bytes(bytes(256 * 1024))
        assert await store.prune(runs=9, size=2**30) == []
        assert await store.prune(runs=9, size=400 * 1024) == [old]
        assert await store.prune(runs=9, size=1) == [middle]
        assert not store.work_dir(middle).exists()
        assert await store.get(new) is not None

    in_store(tmp_path, scene)


async def keep(store: Store, status: str, frames: bytes) -> str:
    """Keep one more run with so many bytes; its id."""
    kept = await store.add(record(f"run{await store.count():03d}", status=status))
    store.frame_path(kept.id).write_bytes(frames)
    return kept.id


def in_store(directory: Path, scene: Callable[[Store], Awaitable[None]]) -> None:
    """Play a scene with a store."""
    store = Store.open(directory)
    try:
        asyncio.run(scene(store))
    finally:
        store.close()


def test_trouble_with_the_disk_is_a_sentence(tmp_path: Path) -> None:
    async def scene(store: Store) -> None:
        store._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match=r"cannot be used now: .*readonly"):
            await store.add(record("aaaa"))

    in_store(tmp_path, scene)
