import json
import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import WireError
from engine.events import EdgeKind, Event, Kind, Known, Reason, State
from engine.wire import (
    CHANGE_ROW,
    EDGE_ROW,
    EVENT_ROW,
    HEADER,
    MAX_BODY,
    Change,
    Edge,
    Frame,
    FrameKind,
    FrameReader,
    decode_changes,
    decode_edges,
    decode_events,
    encode_changes,
    encode_edges,
    encode_events,
    encode_frame,
    encode_json,
)

times = st.integers(0, 2**63 - 1)
values = st.integers(-(2**63), 2**63 - 1)
ids = st.integers(0, 2**32 - 1)
small = st.integers(0, 255)
reasons = st.sampled_from(Reason)
events = st.builds(Event, times, st.sampled_from(Kind), ids, ids, ids, ids, ids, values, reasons, small, small)
changes = st.builds(Change, times, ids, st.sampled_from(State), reasons, st.sampled_from(Known), small, ids, ids, ids, ids)
edges = st.builds(Edge, times, times, st.sampled_from(EdgeKind), ids, ids, ids, ids, ids, reasons)
frames = st.builds(
    lambda kind, body, sequence: encode_frame(kind, body, sequence=sequence),
    st.sampled_from(FrameKind),
    st.binary(max_size=200),
    st.integers(0, 2**64 - 1),
)


@given(st.lists(events))
def test_events_come_back_as_they_went(rows: list[Event]) -> None:
    assert decode_events(encode_events(rows)) == rows


@given(st.lists(changes))
def test_changes_come_back_as_they_went(rows: list[Change]) -> None:
    assert decode_changes(encode_changes(rows)) == rows


@given(st.lists(edges))
def test_edges_come_back_as_they_went(rows: list[Edge]) -> None:
    assert decode_edges(encode_edges(rows)) == rows


def test_rows_have_the_sizes_that_the_browser_reads() -> None:
    assert (EVENT_ROW.size, CHANGE_ROW.size, EDGE_ROW.size, HEADER.size) == (40, 32, 40, 16)


def test_a_number_too_large_for_its_column_is_refused_and_not_cut() -> None:
    with pytest.raises(struct.error):
        encode_events([Event(0, Kind.SET, 2**32)])


@given(st.lists(frames, max_size=5), st.data())
def test_frames_come_back_however_the_stream_is_cut(sent: list[Frame], data: st.DataObject) -> None:
    stream = b"".join(frame.data for frame in sent)
    reader = FrameReader()
    received: list[Frame] = []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        received += reader.feed(stream[:cut])
        stream = stream[cut:]
    assert received == sent
    assert reader.pending == 0


def test_frames_come_back_byte_by_byte() -> None:
    sent = [encode_frame(FrameKind.META, b"{}", sequence=1), encode_frame(FrameKind.EVENTS, b"", sequence=2)]
    reader = FrameReader()
    received = [frame for byte in b"".join(frame.data for frame in sent) for frame in reader.feed(bytes([byte]))]
    assert received == sent


def test_an_incomplete_frame_waits_for_the_rest() -> None:
    frame = encode_frame(FrameKind.META, b"{}", sequence=1)
    reader = FrameReader()
    assert reader.feed(frame.data[:-1]) == []
    assert reader.pending == len(frame.data) - 1
    assert reader.feed(frame.data[-1:]) == [frame]


def test_a_frame_gives_its_body_and_its_json() -> None:
    frame = encode_frame(FrameKind.STATUS, encode_json({"phase": "running"}), sequence=7)
    assert frame.body == b'{"phase":"running"}'
    assert frame.json() == {"phase": "running"}
    assert frame.sequence == 7


def test_a_frame_of_unknown_kind_passes_through() -> None:
    data = HEADER.pack(b"LS", 1, 200, 3, 1) + b"abc"
    (frame,) = FrameReader().feed(data)
    assert (frame.kind, frame.body) == (200, b"abc")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PNG" + bytes(20), "not a Lockstep stream"),
        (HEADER.pack(b"LS", 9, 1, 0, 1), "frame format 9"),
        (HEADER.pack(b"LS", 1, 1, MAX_BODY + 1, 1), "over the limit"),
    ],
)
def test_a_damaged_stream_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(WireError, match=says):
        FrameReader().feed(data)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_nothing_but_wire_errors(data: bytes) -> None:
    with suppress(WireError):
        FrameReader().feed(data)


def test_a_body_over_the_limit_is_not_encoded() -> None:
    with pytest.raises(WireError, match="over the limit"):
        encode_frame(FrameKind.OUTPUT, bytes(MAX_BODY + 1), sequence=1)


@pytest.mark.parametrize("decode", [decode_events, decode_changes, decode_edges])
def test_half_a_row_is_refused(decode: object) -> None:
    assert callable(decode)
    with pytest.raises(WireError, match="no whole number"):
        decode(bytes(31))


def test_json_keeps_chinese_and_replaces_what_utf_8_cannot_say() -> None:
    assert json.loads(encode_json({"name": "售票员 \ud800"})) == {"name": "售票员 \ufffd"}


def test_json_refuses_what_a_browser_could_not_read() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        encode_json({"value": float("nan")})
