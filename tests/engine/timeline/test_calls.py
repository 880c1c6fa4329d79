from engine.events import Call, EdgeKind, Kind, Outcome, Phase, Reason, ResourceKind, State
from engine.timeline import Batch
from tests.story import MS, Story

STREAM = 128


class Line:
    """A reader and a writer with a connection between them; the writer is on CPU 1 all the time, the reader on CPU 0 until it waits."""

    def __init__(self) -> None:
        self.story = Story()
        self.reader = self.story.process("reader.py", pid=100)
        self.story.on(self.reader, 0).begin(self.reader, 0.1)
        self.writer = self.story.thread("Writer", self.reader, tid=101)
        self.story.start(self.reader, self.writer, 0.2).on(self.writer, 0.5, cpu=1)
        self.near = self.story.resource(ResourceKind.SOCKET, "near", of=self.reader)
        self.far = self.story.resource(ResourceKind.SOCKET, "far", of=self.reader)
        for end, pair in ((self.near, "a>b"), (self.far, "b>a")):
            self.story.add(1, Kind.CONNECT, self.reader, resource=end, text=self.story.tables.text(pair))

    def call(self, worker: int, end: int, ms: float, what: Call, *, timeout: float = -1) -> None:
        value = -1 if timeout < 0 else round(timeout * MS)
        self.story.add(ms, Kind.CALL, worker, resource=end, flags=what, value=value, reason=Reason.IO)

    def send(self, ms: float, size: int, *, text: str = "'x'", took: float = 0.1) -> None:
        self.call(self.writer, self.far, ms, Call.SEND)
        self.story.add(ms + took, Kind.SEND, self.writer, resource=self.far, value=size, flags=STREAM, text=self.story.tables.text(text))

    def recv(self, ms: float, size: int) -> None:
        self.story.add(ms, Kind.RECV, self.reader, resource=self.near, value=size, flags=STREAM)


def phases(batch: Batch, end: int) -> list[tuple[float, int]]:
    return [(event.time / MS, event.flags) for event in batch.events if event.kind is Kind.PHASE and event.resource == end]


def states(batch: Batch, worker: int) -> list[tuple[float, State, Reason, int]]:
    return [(c.time / MS, c.state, c.reason, c.resource) for c in batch.changes if c.worker == worker and c.time >= 2 * MS]


def test_a_call_that_leaves_its_cpu_has_two_phases() -> None:
    line = Line()
    line.call(line.reader, line.near, 2, Call.RECV)
    line.story.off(line.reader, 2.1)
    line.send(10, 5)
    line.story.on(line.reader, 10.5)
    line.recv(10.6, 5)
    timeline, batch = line.story.told(until=20)
    assert phases(batch, line.near) == [(10.1, Phase.ARRIVED), (10.5, Phase.COPY)]
    assert states(batch, line.reader) == [
        (2.1, State.BLOCKED, Reason.IO, line.near),
        (10, State.READY, Reason.CPU, 0),
        (10.5, State.RUNNING, Reason.NONE, 0),
    ]
    (wake,) = [edge for edge in batch.edges if edge.kind is EdgeKind.WAKE]
    assert (wake.source, wake.target, wake.t0 / MS, wake.resource) == (line.writer, line.reader, 10, line.near)
    near = timeline.summary()["resources"][0]
    assert (near["contended"], near["bytes_in"], near["max_depth"]) == (1, 5, 5)


def test_a_call_that_finds_its_data_waits_for_nothing() -> None:
    line = Line()
    line.send(2, 5)
    line.call(line.reader, line.near, 3, Call.RECV)
    line.recv(3.1, 5)
    timeline, batch = line.story.told(until=10)
    assert phases(batch, line.near) == [(2.1, Phase.ARRIVED)]
    assert states(batch, line.reader) == []
    assert [edge.kind for edge in batch.edges if edge.kind is not EdgeKind.START] == [EdgeKind.MESSAGE]
    assert timeline.summary()["resources"][0]["contended"] == 0


def test_who_waits_for_the_gil_after_the_copy_copies_no_longer() -> None:
    line = Line()
    line.call(line.reader, line.near, 2, Call.RECV)
    line.story.off(line.reader, 2.1)
    line.send(10, 5)
    line.story.on(line.reader, 10.5).off(line.reader, 10.6).on(line.reader, 15)
    line.recv(15.1, 5)
    _, batch = line.story.told(until=20)
    assert [flags for _, flags in phases(batch, line.near)] == [Phase.ARRIVED, Phase.COPY, Phase.COPIED, Phase.COPY]
    assert (10.6, State.READY, Reason.GIL, 0) in states(batch, line.reader)


def test_data_from_outside_the_run_has_its_phases_too() -> None:
    line = Line()
    outside = line.story.resource(ResourceKind.SOCKET, "outside", of=line.reader)
    line.call(line.reader, outside, 2, Call.RECV)
    line.story.off(line.reader, 2.1).on(line.reader, 9)
    line.story.add(9.1, Kind.RECV, line.reader, resource=outside, value=5, flags=STREAM)
    _, batch = line.story.told(until=20)
    assert phases(batch, outside) == [(9, Phase.COPY)]
    assert (2.1, State.BLOCKED, Reason.IO, outside) in states(batch, line.reader)


def test_a_timeout_and_a_refusal_end_a_call_without_a_cause() -> None:
    line = Line()
    line.call(line.reader, line.near, 2, Call.RECV, timeout=5)
    line.story.off(line.reader, 2.1).on(line.reader, 7.2)
    line.story.add(7.3, Kind.WAIT_END, line.reader, resource=line.near, flags=Outcome.TIMEOUT, reason=Reason.IO)
    _, batch = line.story.told(until=20)
    assert [edge for edge in batch.edges if edge.kind is EdgeKind.WAKE] == []
    assert states(batch, line.reader)[1][:2] == (7, State.READY)


def test_calls_in_vain_that_were_counted_are_summed() -> None:
    line = Line()
    for ms in (2, 4):
        line.story.add(ms, Kind.COUNTED, line.reader, resource=line.near, value=500 | 2000 << 32)
    timeline, batch = line.story.told(until=10)
    assert timeline.summary()["resources"][0]["refused"] == 1000
    assert sum(event.kind is Kind.COUNTED for event in batch.events) == 2


def test_where_the_kernel_cannot_be_read_a_call_is_a_wait() -> None:
    line = Line()
    line.story._events = [event for event in line.story._events if event.kind not in (Kind.SWITCH_IN, Kind.SWITCH_OUT)]
    line.call(line.reader, line.near, 2, Call.RECV)
    line.send(10, 5)
    line.recv(10.6, 5)
    _, batch = line.story.told(until=20, kernel="inferred")
    assert [state for _, state, *_ in states(batch, line.reader)] == [State.BLOCKED, State.READY, State.RUNNING]
