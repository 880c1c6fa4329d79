"""One thread's chain of segments: what fills it, what drops, what interrupts."""

import gc
from pathlib import Path

import pytest

from engine.probe import writer
from engine.probe.kinds import Kind
from engine.probe.ring import HEADER, RECORD
from engine.probe.writer import Ring, Writer, pack_tail
from tests.engine.probe.helpers import read

WORD = Kind.RELEASE << 48


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rings").mkdir()
    return tmp_path


def ring(folder: Path) -> Ring:
    """Return a ring of this process in `folder`."""
    return Ring(Writer(str(folder / "rings"), 4242), 77)


def test_records_and_payloads_come_back_as_written(folder: Path) -> None:
    mine = ring(folder)
    mine.write(WORD | 5 | 1 << 32, 9, -3)
    mine.write_payload(Kind.OUTPUT << 48 | 1 << 32, 0, "héllo".encode())
    mine.stamp(pack_tail(8, 7, WORD))
    found = read(folder)
    assert [(record.kind, record.subject, record.value, record.flags, record.location, record.text) for record in found] == [
        (Kind.RELEASE, 9, -3, 1, 5, ""),
        (Kind.OUTPUT, 0, 6, 1, 0, "héllo"),
        (Kind.RELEASE, 8, 7, 0, 0, ""),
    ]
    assert [record.time for record in found] == sorted(record.time for record in found)


def test_segments_grow_and_chain_without_a_gap(folder: Path) -> None:
    mine = ring(folder)
    for number in range(30_000):
        mine.write(WORD, 1, number)
    assert sorted(path.name for path in (folder / "rings").iterdir()) == [f"4242-1-{n}.ring" for n in range(4)]
    assert [path.stat().st_size for path in sorted((folder / "rings").iterdir())] == [32 << 10, 128 << 10, 512 << 10, 2 << 20]
    assert [record.value for record in read(folder)] == list(range(30_000))


def test_a_payload_never_straddles_two_segments(folder: Path) -> None:
    mine = ring(folder)
    texts = [f"{number}:".ljust(3001, "x") for number in range(200)]
    for text in texts:
        mine.write_payload(Kind.OUTPUT << 48, 0, text.encode())
    assert [record.text for record in read(folder)] == texts


def test_what_the_reader_leaves_unread_is_counted_and_then_dropped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "BACKLOG_LIMIT", 100 << 10)
    mine = ring(folder)
    for number in range(25_000):
        mine.write(WORD, 1, number)
    assert mine.lost > 0
    kept = len(read(folder))
    assert kept + mine.lost == 25_000
    last = max((folder / "rings").iterdir(), key=lambda path: path.name)
    assert HEADER.unpack_from(last.read_bytes())[-1] == mine.lost
    lost_before = mine.lost
    for path in (folder / "rings").iterdir():  # the reader catches up
        if path != last:
            path.unlink()
    for _ in range(writer.RETRY_EVERY + 1):
        mine.write(WORD, 2, 0)
    after = read(folder)
    told = next(record for record in after if record.kind == Kind.LOST)
    assert told.value == mine.lost >= lost_before
    assert after[-1].subject == 2


def test_a_folder_that_is_gone_makes_it_silent(tmp_path: Path) -> None:
    mine = Ring(Writer(str(tmp_path / "nowhere"), 1), 1)
    for _ in range(1000):
        mine.write(WORD, 1, 1)
        mine.write_payload(WORD, 1, b"text")
    assert mine.lost == 2000


def test_what_interrupts_the_turn_of_a_page_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = ring(folder)
    open_segment = Writer.open

    def interrupted(self: Writer, serial: int, number: int, native_id: int, lost: int) -> tuple[object, int]:
        mine.write(WORD, 5, number)  # as a signal handler would
        mine.write_payload(Kind.OUTPUT << 48, 5, b"from a handler")
        return open_segment(self, serial, number, native_id, lost)

    monkeypatch.setattr(Writer, "open", interrupted)
    for number in range(5000):
        mine.write(WORD, 1, number)
    found = read(folder)
    assert [record.value for record in found if record.subject == 1] == list(range(5000))
    assert [record.value for record in found if record.subject == 5 and record.kind == Kind.RELEASE] == [0, 1]
    assert len([record for record in found if record.text == "from a handler"]) == 2


def test_what_a_signal_handler_raises_while_the_clock_is_read_leaves_no_hole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = ring(folder)
    mine.write(WORD, 1, 1)

    def interrupted() -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writer, "monotonic_ns", interrupted)
        for write in (
            lambda: mine.write(WORD, 1, 2),
            lambda: mine.stamp(pack_tail(1, 3, WORD)),
            lambda: mine.write_payload(Kind.OUTPUT << 48, 0, b"text"),
        ):
            with pytest.raises(KeyboardInterrupt):
                write()
    mine.write(WORD, 1, 4)
    assert [record.value for record in read(folder)] == [1, 4]


def test_a_pid_that_was_here_before_does_not_collide(folder: Path) -> None:
    (folder / "rings" / "4242-1-0.ring").write_bytes(b"")
    mine = ring(folder)
    mine.write(WORD, 1, 1)
    assert mine.serial == 2


def test_a_ring_that_ends_says_that_no_segment_follows(folder: Path) -> None:
    mine = ring(folder)
    assert mine.writer is not None
    mine.writer.pid = __import__("os").getpid()
    mine.write(WORD, 1, 1)
    name = mine.writer.path(1, 0)
    del mine
    gc.collect()
    data = next((folder / "rings").iterdir()).read_bytes()
    assert name.endswith("-1-0.ring")
    assert RECORD.unpack_from(data, 64 + 32)[4:] == (1, Kind.END_SEGMENT)
