"""A run as a trace in Perfetto's own format: packets of track descriptors and track events, with every repeated text sent once.

The numbers are those of the fields in Perfetto's `trace_packet.proto`, `track_descriptor.proto` and `track_event.proto`.
"""

from collections.abc import Iterator

from engine.export.protobuf import fixed, message, number, text
from engine.export.recording import Recording
from engine.export.spans import spans_of
from engine.export.telling import Details, details_of, edge_title, is_drawn, moments, readings, title_of
from engine.export.tracks import Track, speakers, tracks_of

PACKET = 1  # of Trace
TIMESTAMP, TRACK_EVENT, SEQUENCE, INTERNED, SEQUENCE_FLAGS, TRACK_DESCRIPTOR = 8, 11, 10, 12, 13, 60  # of TracePacket
CLEARED, NEEDED = 1, 2  # bits of SEQUENCE_FLAGS: what was interned is void from here on, is needed here
UUID, NAME, PROCESS, THREAD, PARENT, COUNTER = 1, 2, 3, 4, 5, 8  # of TrackDescriptor
BEGIN, END, INSTANT, COUNTS = 1, 2, 3, 4  # types of TrackEvent
CATEGORY_ID, ANNOTATION, TYPE, NAME_ID, TRACK, VALUE, FLOW, FLOW_END = 3, 4, 9, 10, 11, 30, 47, 48  # of TrackEvent
CATEGORIES, NAMES, ANNOTATION_NAMES, ANNOTATION_TEXTS = 1, 2, 3, 29  # of InternedData
ANNOTATION_NAME_ID, ANNOTATION_NUMBER, ANNOTATION_TEXT_ID = 1, 4, 17  # of DebugAnnotation

ONE_SEQUENCE = 1  # all packets come from one writer
COUNTER_UUIDS = 1 << 40  # counters' tracks are numbered from here on, above all workers


def write_perfetto(recording: Recording) -> Iterator[bytes]:
    """Write the trace packet by packet."""
    writer = _Writer(recording)
    yield from writer.descriptors()
    yield from writer.slices()
    yield from writer.flows()
    yield from writer.counters()
    yield from writer.instants()


class _Writer:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._tracks = tracks_of(recording)
        self._speakers = speakers(recording)
        self._interned: dict[tuple[int, str], int] = {}
        self._news: list[bytes] = []  # what the next packet has to intern
        self._flags = CLEARED | NEEDED

    def descriptors(self) -> Iterator[bytes]:
        for worker, track in self._tracks.items():
            yield self._packet(message(TRACK_DESCRIPTOR, number(UUID, worker), *self._described(worker, track)))

    def _described(self, worker: int, track: Track) -> Iterator[bytes]:
        process = self._recording.workers[worker].get("process") or 0
        if not track.is_process:
            yield number(PARENT, process)
        if track.is_process:
            yield message(PROCESS, number(1, track.pid), text(6, track.name))
        elif track.is_real:
            yield message(THREAD, number(1, track.pid), number(2, track.tid), text(5, track.name))
        else:
            yield text(NAME, track.name)

    def slices(self) -> Iterator[bytes]:
        for begin, end, change in spans_of(self._recording.changes, end_ns=self._recording.end_ns):
            if not is_drawn(change, self._recording):
                continue
            details = self._details(details_of(change, self._recording))
            yield self._event(begin, BEGIN, change.worker, *self._named("state", title_of(change, self._recording)), *details)
            yield self._event(end, END, change.worker)

    def flows(self) -> Iterator[bytes]:
        for flow, edge in enumerate(self._recording.edges, 1):
            named = self._named("edge", edge_title(edge, self._recording))
            yield self._event(edge.t0, INSTANT, self._speakers.get(edge.source, 0), *named, fixed(FLOW, flow))
            yield self._event(edge.t1, INSTANT, self._speakers.get(edge.target, 0), *named, fixed(FLOW_END, flow))

    def counters(self) -> Iterator[bytes]:
        tracks: dict[tuple[int, str], int] = {}
        for reading in readings(self._recording):
            key = (reading.process, reading.name)
            if key not in tracks:
                tracks[key] = COUNTER_UUIDS + len(tracks)
                facts = (number(UUID, tracks[key]), number(PARENT, reading.process), text(NAME, reading.name), message(COUNTER))
                yield self._packet(message(TRACK_DESCRIPTOR, *facts))
            yield self._event(reading.time, COUNTS, tracks[key], number(VALUE, reading.value))

    def instants(self) -> Iterator[bytes]:
        for moment in moments(self._recording):
            named = self._named(moment.category, moment.name)
            yield self._event(moment.time, INSTANT, self._speakers.get(moment.worker, 0), *named, *self._details(moment.details))

    def _event(self, time: int, kind: int, track: int, *fields: bytes) -> bytes:
        return self._packet(number(TIMESTAMP, time), message(TRACK_EVENT, number(TYPE, kind), number(TRACK, track), *fields))

    def _packet(self, *fields: bytes) -> bytes:
        news = [message(INTERNED, *self._news)] if self._news else []
        packet = message(PACKET, number(SEQUENCE, ONE_SEQUENCE), number(SEQUENCE_FLAGS, self._flags), *news, *fields)
        self._news = []
        self._flags = NEEDED
        return packet

    def _named(self, category: str, name: str) -> tuple[bytes, bytes]:
        return number(CATEGORY_ID, self._intern(CATEGORIES, category)), number(NAME_ID, self._intern(NAMES, name))

    def _details(self, details: Details) -> Iterator[bytes]:
        for name, value in details.items():
            named = number(ANNOTATION_NAME_ID, self._intern(ANNOTATION_NAMES, name))
            if isinstance(value, int):
                yield message(ANNOTATION, named, number(ANNOTATION_NUMBER, value))
            else:
                yield message(ANNOTATION, named, number(ANNOTATION_TEXT_ID, self._intern(ANNOTATION_TEXTS, value)))

    def _intern(self, table: int, word: str) -> int:
        """Return a text's number in its table; a new one goes along with the packet that is being made."""
        known = self._interned.get((table, word))
        if known is None:
            known = self._interned[table, word] = len(self._interned) + 1
            self._news.append(message(table, number(1, known), text(2, word)))
        return known
