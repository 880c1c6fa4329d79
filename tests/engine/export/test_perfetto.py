"""Decoded with Perfetto's own descriptors; tests/browser/test_perfetto.py hands the traces to Perfetto's own trace processor."""

from typing import Any

from perfetto.protos.perfetto.trace.perfetto_trace_pb2 import Trace, TrackEvent

from engine.export.perfetto import write_perfetto
from tests.engine.export.made import recording


def packets() -> list[Any]:
    trace = Trace()
    trace.ParseFromString(b"".join(write_perfetto(recording())))
    return list(trace.packet)


def test_no_field_is_unknown_to_perfetto() -> None:
    trace = Trace()
    trace.ParseFromString(data := b"".join(write_perfetto(recording())))
    trace.DiscardUnknownFields()

    assert len(trace.SerializeToString()) == len(data)


def test_each_worker_has_a_track_below_its_process() -> None:
    found = [packet.track_descriptor for packet in packets() if packet.HasField("track_descriptor")]

    assert [(track.uuid, track.parent_uuid, track.process.process_name, track.thread.tid, track.name) for track in found] == [
        (1, 0, "a.py", 0, ""),
        (2, 1, "", 50, ""),
        (3, 1, "", 0, "B"),
        (1 << 40, 1, "", 0, "mutex (waiting)"),
        ((1 << 40) + 1, 1, "", 0, "q (depth)"),
    ]


def test_slices_begin_and_end_and_repeated_texts_are_sent_once() -> None:
    names: dict[int, str] = {}
    slices: list[tuple[str, int, int]] = []
    for packet in packets():
        names |= {entry.iid: entry.name for entry in packet.interned_data.event_names}
        event = packet.track_event
        if event.type == TrackEvent.TYPE_SLICE_BEGIN:
            slices.append((names[event.name_iid], packet.timestamp, event.track_uuid))

    assert slices == [("blocked: lock mutex", 500, 3), ("ready: gil", 2000, 3), ("ready: cpu", 4000, 3), ("running", 0, 2)]
    assert len(names) == len(set(names.values()))
    ends = [packet.timestamp for packet in packets() if packet.track_event.type == TrackEvent.TYPE_SLICE_END]
    assert ends == [2000, 4000, 5000, 6000]


def test_a_cause_is_a_flow_between_two_instants() -> None:
    instants = [packet for packet in packets() if packet.track_event.flow_ids or packet.track_event.terminating_flow_ids]

    told = [
        (p.timestamp, p.track_event.track_uuid, list(p.track_event.flow_ids), list(p.track_event.terminating_flow_ids)) for p in instants
    ]
    assert told == [(400, 2, [1], []), (500, 3, [], [1]), (1900, 2, [2], []), (2000, 3, [], [2])]


def test_only_the_first_packet_clears_what_was_interned() -> None:
    assert [packet.sequence_flags for packet in packets()][:3] == [3, 2, 2]
