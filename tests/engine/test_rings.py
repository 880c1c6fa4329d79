import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import rings
from engine.events import Kind
from engine.probe.ring import HEADER_SIZE, LAST_SEGMENT, LOST_OFFSET, SLOT_SIZE, SUFFIX
from engine.probe.writer import Ring as ProbeRing
from engine.probe.writer import Writer
from engine.rings import Record, Ring, RingReader, parse, parse_header
from tests.ring_files import RingFile, header, payload_slots, slot


def take_all(reader: RingReader, known: list[Ring]) -> list[Record]:
    """Drain once and parse everything."""
    reader.drain()
    known += reader.new
    reader.new.clear()
    records: list[Record] = []
    for ring in known:
        while ring.has_raw:
            parsed, gone = ring.take(100)
            reader.backlog -= gone
            records += parsed.definitions + parsed.records
    return records


# --- parse


def test_records_come_back_with_flags_and_reason_apart() -> None:
    data = slot(Kind.WAIT, time=5, subject=7, value=-1, location=3, flags=2, reason=10)
    (record,) = parse(data).records
    assert record == Record(5, None, Kind.WAIT, 7, -1, 3, 2, 10, b"")


def test_payloads_are_cut_out_and_skipped() -> None:
    data = payload_slots(Kind.OUTPUT, "x" * 70, time=1) + slot(Kind.SET, time=2)
    parsed = parse(data)
    assert [(record.kind, record.payload) for record in parsed.records] == [(Kind.OUTPUT, b"x" * 70), (Kind.SET, b"")]
    assert parsed.used == len(data)


def test_definitions_are_told_apart() -> None:
    parsed = parse(payload_slots(Kind.DEFINE, "text", subject=1) + slot(Kind.SET))
    assert ([record.payload for record in parsed.definitions], len(parsed.records)) == ([b"text"], 1)


def test_parsing_stops_at_a_hole() -> None:
    parsed = parse(slot(Kind.SET) + bytes(SLOT_SIZE) + slot(Kind.SET))
    assert (len(parsed.records), parsed.used, parsed.has_ended) == (1, SLOT_SIZE, False)


def test_parsing_stops_at_the_end_of_the_segment() -> None:
    parsed = parse(slot(Kind.END_SEGMENT) + slot(Kind.SET))
    assert (parsed.records, parsed.has_ended, parsed.is_last) == ([], True, False)
    assert parse(slot(Kind.END_SEGMENT, flags=LAST_SEGMENT)).is_last


def test_an_unknown_kind_is_skipped_and_counted() -> None:
    parsed = parse(slot(59) + slot(Kind.SWITCH_IN) + slot(Kind.SET))
    assert ([record.kind for record in parsed.records], parsed.skipped) == ([Kind.SET], 2)


@pytest.mark.parametrize("value", [-1, 1 << 40, 2**63 - 1])
def test_an_absurd_payload_ends_the_ring(value: int) -> None:
    assert parse(slot(Kind.OUTPUT, value=value) + slot(Kind.SET), room=1 << 20).is_broken


def test_a_payload_not_wholly_there_is_left_for_later() -> None:
    data = payload_slots(Kind.OUTPUT, "x" * 70)
    parsed = parse(slot(Kind.SET) + data[:-SLOT_SIZE])
    assert (len(parsed.records), parsed.used, parsed.missing) == (1, SLOT_SIZE, SLOT_SIZE)


@given(st.binary(max_size=2000))
def test_arbitrary_bytes_raise_nothing(data: bytes) -> None:
    parsed = parse(data, room=len(data))
    assert parsed.used <= len(data)


@given(st.binary(max_size=80))
def test_an_arbitrary_header_is_none_or_right(data: bytes) -> None:
    assert parse_header(data) is None or data.startswith(b"LSRG")


def test_a_header_whose_magic_is_not_there_yet_is_none() -> None:
    data = header()
    assert parse_header(data) is not None
    assert parse_header(bytes(4) + data[4:]) is None
    assert parse_header(data[:10]) is None


# --- reading files


def test_what_is_written_between_two_drains_comes_once(tmp_path: Path) -> None:
    reader, known = RingReader(tmp_path), []
    file = RingFile(tmp_path).add(Kind.SET, time=1).write()
    assert [record.time_ns for record in take_all(reader, known)] == [1]
    assert take_all(reader, known) == []
    file.add(Kind.SET, time=2).add(Kind.SET, time=3).write()
    assert [record.time_ns for record in take_all(reader, known)] == [2, 3]
    assert reader.backlog == 0


def test_a_read_segment_is_removed_when_the_next_is_there(tmp_path: Path) -> None:
    reader, known = RingReader(tmp_path), []
    file = RingFile(tmp_path).add(Kind.SET, time=1).turn().add(Kind.SET, time=2).turn().add(Kind.SET, time=3).write()
    assert [record.time_ns for record in take_all(reader, known)] == [1, 2, 3]
    assert [path.name for path in tmp_path.iterdir()] == [file.path.name]


def test_the_files_of_a_thread_that_is_gone_are_removed(tmp_path: Path) -> None:
    reader, known = RingReader(tmp_path), []
    RingFile(tmp_path).add(Kind.SET, time=1).end()
    assert len(take_all(reader, known)) == 1
    reader.drain()
    assert list(tmp_path.iterdir()) == []


def test_a_hole_is_read_again_when_it_is_filled(tmp_path: Path) -> None:
    reader, known = RingReader(tmp_path), []
    file = RingFile(tmp_path)
    file.slots += slot(Kind.SET, time=1) + bytes(SLOT_SIZE) + slot(Kind.SET, time=3)
    file.write()
    assert [record.time_ns for record in take_all(reader, known)] == [1]
    file.slots[SLOT_SIZE : 2 * SLOT_SIZE] = slot(Kind.SET, time=2)
    file.write()
    assert [record.time_ns for record in take_all(reader, known)] == [2, 3]
    assert reader.backlog == 0


@pytest.mark.parametrize("is_complete", [False, True])
def test_a_hole_with_much_behind_it_is_read_again(tmp_path: Path, is_complete: bool) -> None:
    reader, known = RingReader(tmp_path), []
    file = RingFile(tmp_path)
    file.slots += slot(Kind.SET, time=1) + bytes(SLOT_SIZE) + slot(Kind.SET, time=3) * 1000
    file.write()
    reader.drain()
    file.slots[SLOT_SIZE : 2 * SLOT_SIZE] = slot(Kind.SET, time=2)
    if is_complete:
        file.turn()
        assert [record.time_ns for record in take_all(reader, known)] == [1, 2] + [3] * 1000
    else:
        known += reader.new
        reader.new.clear()
        parsed, gone = known[0].take(100)
        reader.backlog -= gone
        file.write()
        assert [record.time_ns for record in parsed.records + take_all(reader, known)] == [1, 2] + [3] * 1000
    assert reader.backlog == 0


def test_output_that_ends_in_zeros_comes_whole_although_nothing_follows(tmp_path: Path) -> None:
    reader, known = RingReader(tmp_path), []
    file = RingFile(tmp_path).add_payload(Kind.OUTPUT, b"a" + bytes(4095), time=1).write()
    (record,) = take_all(reader, known)
    assert record.payload == b"a" + bytes(4095)
    file.add(Kind.SET, time=2).write()
    assert [record.time_ns for record in take_all(reader, known)] == [2]


def test_many_records_come_in_order_through_several_segments(tmp_path: Path) -> None:
    reader, known = RingReader(tmp_path), []
    file = RingFile(tmp_path, size=4096)
    for time in range(1, 2000):
        file.add(Kind.SET, time=time)
    file.write()
    assert [record.time_ns for record in take_all(reader, known)] == list(range(1, 2000))


@pytest.mark.parametrize("count", [255, 256, 257, 768, 769, 5000])  # slots; the first two reads take 256 and 512
def test_one_visit_copies_all_that_there_is(count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    read = os.pread
    monkeypatch.setattr(rings.os, "pread", lambda file, size, offset: sizes.append(size) or read(file, size, offset))
    writer = RingFile(tmp_path, size=2 << 20)
    for time in range(count):
        writer.add(Kind.SEND, time=time)
    writer.write()
    assert [record.time_ns for record in take_all(RingReader(tmp_path), [])] == list(range(count))
    assert max(sizes) <= max(rings.FIRST_READ, 2 * count * SLOT_SIZE)  # a page of zeros takes as long to copy as one of records


def test_losses_are_read_from_the_header(tmp_path: Path) -> None:
    reader, known = RingReader(tmp_path), []
    file = RingFile(tmp_path).add(Kind.SET, time=1)
    file.lost = 3
    file.write()
    take_all(reader, known)
    assert reader.lost_count == 3
    with file.path.open("r+b") as stream:
        stream.seek(LOST_OFFSET)
        stream.write((5).to_bytes(8, "little"))
    for _ in range(rings.LOST_EVERY):
        take_all(reader, known)
    assert reader.lost_count == 5
    file.lost = 7
    file.end()
    take_all(reader, known)
    take_all(reader, known)
    assert list(tmp_path.iterdir()) == []
    assert reader.lost_count == 7


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (f"100-1-0{SUFFIX}", b"PNG" + bytes(4096)),
        (f"100-1-0{SUFFIX}", b"short"),
        (f"100-1-0{SUFFIX}", b""),
        (f"..-1-0{SUFFIX}", header() + bytes(4096)),
        ("notes.txt", header() + bytes(4096)),
        (f"99999999999-1-0{SUFFIX}", header() + bytes(4096)),
    ],
)
def test_what_is_no_ring_is_left_alone(tmp_path: Path, name: str, data: bytes) -> None:
    reader, known = RingReader(tmp_path), []
    (tmp_path / name).write_bytes(data)
    assert take_all(reader, known) == []
    assert (tmp_path / name).read_bytes() == data


def test_links_folders_and_pipes_are_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(header() + slot(Kind.SET) + bytes(4096))
    rings_folder = tmp_path / "rings"
    rings_folder.mkdir()
    (rings_folder / f"1-1-0{SUFFIX}").symlink_to(outside)
    (rings_folder / f"2-1-0{SUFFIX}").mkdir()
    os.mkfifo(rings_folder / f"3-1-0{SUFFIX}")
    assert take_all(RingReader(rings_folder), []) == []
    assert outside.exists()


def test_a_directory_that_is_gone_is_no_trouble(tmp_path: Path) -> None:
    assert RingReader(tmp_path / "nowhere").drain() == 0


def test_a_segment_removed_behind_our_back_is_no_trouble(tmp_path: Path) -> None:
    reader, known = RingReader(tmp_path), []
    file = RingFile(tmp_path).add(Kind.SET, time=1).write()
    take_all(reader, known)
    file.path.unlink()
    assert take_all(reader, known) == []


def test_more_rings_than_open_files_are_all_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings, "OPEN_FILES", 2)
    reader, known = RingReader(tmp_path), []
    files = [RingFile(tmp_path, serial=serial).add(Kind.SET, time=serial).write() for serial in range(1, 6)]
    assert len(take_all(reader, known)) == 5
    for file in files:
        file.add(Kind.SET, time=9).write()
    assert len(take_all(reader, known)) == 5
    reader.close()


def test_nothing_is_copied_while_too_much_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings, "MOST_BACKLOG", 10)
    reader = RingReader(tmp_path)
    file = RingFile(tmp_path).add(Kind.SET, time=1).write()
    assert reader.drain() == SLOT_SIZE
    file.add(Kind.SET, time=2).write()
    assert reader.drain() == 0


def test_a_torn_record_of_a_killed_writer_costs_nothing_else(tmp_path: Path) -> None:
    reader, known = RingReader(tmp_path), []
    file = RingFile(tmp_path).add(Kind.SET, time=1)
    file.slots += slot(0, time=2, subject=3)
    file.write()
    assert len(take_all(reader, known)) == 1
    assert take_all(reader, known) == []
    assert reader.backlog == 0


# --- with the probe's own writer


def test_the_probe_s_writer_and_this_reader_agree(tmp_path: Path) -> None:
    ring = ProbeRing(Writer(str(tmp_path), os.getpid()), native_id=os.getpid())
    reader, known = RingReader(tmp_path), []
    received: list[Record] = []
    for number in range(1, 20_001):
        ring.write(int(Kind.SET) << 48, number, 0)
        if number % 500 == 0:
            ring.write_payload(int(Kind.OUTPUT) << 48, number, b"x" * (number % 4000))
        if number % 3000 == 0:
            received += take_all(reader, known)
    del ring
    received += take_all(reader, known)
    assert [record.subject for record in received if record.kind is Kind.SET] == list(range(1, 20_001))
    assert [len(record.payload) for record in received if record.kind is Kind.OUTPUT] == [n % 4000 for n in range(500, 20_001, 500)]
    reader.drain()
    assert list(tmp_path.iterdir()) == []
    assert HEADER_SIZE == 64
