import pytest

from engine.events import Call, EdgeKind, Flag, Kind, Phase, Reason, ResourceKind, State, WorkerKind
from engine.timeline import Batch
from tests.engine.timeline.test_calls import STREAM, Line, phases
from tests.story import MS, Story


def edges(batch: Batch, kind: EdgeKind) -> list[tuple[float, float, int, int]]:
    return [(edge.t0 / MS, edge.t1 / MS, edge.source, edge.target) for edge in batch.edges if edge.kind is kind]


def test_bytes_are_matched_by_their_place_in_the_stream() -> None:
    line = Line()
    line.send(2, 6, text="'abcdef'")
    line.send(3, 4)
    for ms, size in ((5, 4), (6, 4), (7, 2)):
        line.recv(ms, size)
    _, batch = line.story.told(until=10)
    assert edges(batch, EdgeKind.MESSAGE) == [
        (2, 5, line.writer, line.reader),
        (2, 6, line.writer, line.reader),
        (3, 6, line.writer, line.reader),
        (3, 7, line.writer, line.reader),
    ]


def test_bytes_received_before_their_send_was_recorded_are_matched_once() -> None:
    line = Line()
    line.call(line.writer, line.far, 2, Call.SEND)
    line.recv(2.1, 5)
    line.story.add(2.2, Kind.SEND, line.writer, resource=line.far, value=5, flags=STREAM)
    line.recv(4, 0)
    _, batch = line.story.told(until=10)
    assert edges(batch, EdgeKind.MESSAGE) == [(2, 2.1, line.writer, line.reader)]


def test_who_received_bytes_knows_what_their_sender_did_though_the_send_is_not_recorded_yet() -> None:
    line = Line()
    datum = line.story.resource(ResourceKind.VARIABLE, "n", of=line.writer)
    line.story.add(1.5, Kind.READ, line.writer, resource=datum)
    line.call(line.writer, line.far, 2, Call.SEND)
    line.recv(2.1, 5)
    timeline, _ = line.story.told(until=10)
    assert timeline._world.sharing.knows(line.reader, line.writer, 1)


def test_what_is_in_the_kernel_is_told_as_it_comes() -> None:
    line = Line()
    line.send(2, 6)
    line.send(3, 4)
    _, batch = line.story.told(until=10)
    assert [event.value for event in batch.events if event.kind is Kind.PHASE and event.resource == line.near] == [6, 10]


class Shop:
    """A server that listens, and a client."""

    def __init__(self, address: str = "0.0.0.0:80") -> None:
        self.story = Story()
        self.server = self.story.process("server.py", pid=100)
        self.client = self.story.process("client.py", pid=200)
        for worker in (self.server, self.client):
            self.story.on(worker, 0, cpu=worker == self.client).begin(worker, 0.1)
        self.door = self.story.resource(ResourceKind.SOCKET, "door", of=self.server)
        self.guest = self.story.resource(ResourceKind.SOCKET, "guest", of=self.client)
        self.table = self.story.resource(ResourceKind.SOCKET, "table", of=self.server)
        self.story.add(1, Kind.LISTEN, self.server, resource=self.door, text=self.story.tables.text(address), value=8)

    def text(self, ms: float, kind: Kind, worker: int, end: int, text: str, flags: int) -> None:
        self.story.add(ms, kind, worker, resource=end, text=self.story.tables.text(text), flags=flags)

    def connect(self, ms: float, server: str = "127.0.0.1:80", own: str = "127.0.0.1:5555") -> None:
        self.text(ms, Kind.ADDRESS, self.client, self.guest, server, 1)
        self.story.add(ms, Kind.CALL, self.client, resource=self.guest, flags=Call.CONNECT, value=-1, reason=Reason.IO)
        self.text(ms + 0.2, Kind.CONNECT, self.client, self.guest, f"{own}>{server}", Call.CONNECT)

    def accept(self, ms: float, server: str = "127.0.0.1:80", own: str = "127.0.0.1:5555") -> None:
        self.text(ms, Kind.CONNECT, self.server, self.table, f"{server}>{own}", Call.ACCEPT)
        self.story.add(ms, Kind.ACCEPT, self.server, resource=self.door, value=self.table)


def backlog(batch: Batch, shop: Shop) -> list[tuple[Kind, int]]:
    return [(event.kind, event.value) for event in batch.events if event.resource == shop.door and event.kind in (Kind.PHASE, Kind.ACCEPT)]


def test_a_connection_waits_in_the_backlog_until_it_is_accepted() -> None:
    shop = Shop()
    shop.connect(2)
    shop.accept(9)
    timeline, batch = shop.story.told(until=20)
    assert backlog(batch, shop) == [(Kind.PHASE, 1), (Kind.ACCEPT, 0)]
    assert edges(batch, EdgeKind.CONNECT) == [(2, 9, shop.client, shop.server)]
    door = timeline.summary()["resources"][0]
    assert (door["capacity"], door["max_depth"], door["acquisitions"]) == (8, 1, 1)
    (accepted,) = [event for event in batch.events if event.kind is Kind.ACCEPT]
    assert shop.story.tables.texts[accepted.text - 1] == "table"


def test_an_accept_recorded_before_its_connect_is_matched() -> None:
    shop = Shop()
    shop.connect(2)
    shop.accept(2.1)
    _, batch = shop.story.told(until=20)
    assert backlog(batch, shop) == [(Kind.ACCEPT, 0)]
    assert edges(batch, EdgeKind.CONNECT) == [(2, 2.1, shop.client, shop.server)]


def test_a_local_client_has_no_address_and_is_known_by_its_inode() -> None:
    shop = Shop("unix:/tmp/s")
    other = shop.story.resource(ResourceKind.SOCKET, "other", of=shop.client)
    shop.connect(2, server="unix:/tmp/s", own="inode:7")
    shop.text(2.9, Kind.ADDRESS, shop.client, other, "unix:/tmp/s", 1)
    shop.text(3, Kind.CONNECT, shop.client, other, "inode:8>unix:/tmp/s", Call.CONNECT)
    shop.accept(9, server="unix:/tmp/s", own="inode:8")
    shop.story.add(10, Kind.SEND, shop.client, resource=other, value=3, flags=STREAM)
    shop.story.add(11, Kind.RECV, shop.server, resource=shop.table, value=3, flags=STREAM)
    _, batch = shop.story.told(until=20)
    assert edges(batch, EdgeKind.CONNECT) == [(2.9, 9, shop.client, shop.server)]
    assert edges(batch, EdgeKind.MESSAGE) == [(10, 11, shop.client, shop.server)]
    assert backlog(batch, shop) == [(Kind.PHASE, 1), (Kind.PHASE, 2), (Kind.ACCEPT, 1)]


def test_a_local_client_that_is_not_known_is_told_to_be_connected_with_nobody() -> None:
    shop = Shop("unix:/tmp/s")
    shop.connect(2, server="unix:/tmp/s", own="inode:7")
    shop.accept(9, server="unix:/tmp/s", own="")
    shop.story.add(10, Kind.SEND, shop.client, resource=shop.guest, value=3, flags=STREAM)
    shop.story.add(11, Kind.RECV, shop.server, resource=shop.table, value=3, flags=STREAM)
    _, batch = shop.story.told(until=20)
    assert not edges(batch, EdgeKind.CONNECT)
    assert not edges(batch, EdgeKind.MESSAGE)
    assert backlog(batch, shop) == [(Kind.PHASE, 1), (Kind.ACCEPT, 0)]


def test_who_connects_wakes_who_accepts() -> None:
    shop = Shop()
    shop.story.add(1.5, Kind.CALL, shop.server, resource=shop.door, flags=Call.ACCEPT, value=-1, reason=Reason.IO)
    shop.story.off(shop.server, 1.6)
    shop.connect(5)
    shop.story.on(shop.server, 5.1)
    shop.accept(5.3)
    _, batch = shop.story.told(until=20)
    assert edges(batch, EdgeKind.WAKE) == [(5, 5, shop.client, shop.server)]


def test_what_was_sent_before_the_accept_is_there_after_it() -> None:
    shop = Shop()
    shop.connect(2)
    shop.story.add(3, Kind.SEND, shop.client, resource=shop.guest, value=3, flags=STREAM)
    shop.accept(9)
    shop.story.add(10, Kind.RECV, shop.server, resource=shop.table, value=3, flags=STREAM)
    _, batch = shop.story.told(until=20)
    assert phases(batch, shop.table) == [(9, Phase.ARRIVED)]
    assert edges(batch, EdgeKind.MESSAGE) == [(3, 10, shop.client, shop.server)]


def test_who_sent_to_what_select_finds_ready_woke_it() -> None:
    line = Line()
    selector = line.story.resource(ResourceKind.SELECTOR, "select", of=line.reader)
    line.call(line.reader, selector, 2, Call.SELECT)
    line.story.off(line.reader, 2.1)
    line.send(10, 5)
    line.story.on(line.reader, 10.3)
    line.story.add(10.4, Kind.READY, line.reader, resource=selector, value=line.near, flags=1)
    line.story.add(10.5, Kind.WAIT_END, line.reader, resource=selector, value=1, reason=Reason.IO)
    _, batch = line.story.told(until=20)
    assert edges(batch, EdgeKind.WAKE) == [(10, 10, line.writer, line.reader)]
    (ready,) = [event for event in batch.events if event.kind is Kind.READY]
    assert (ready.resource, ready.value) == (line.near, selector)


def test_who_closes_wakes_who_reads_and_a_second_process_that_has_it_does_not() -> None:
    line = Line()
    line.call(line.reader, line.near, 2, Call.RECV)
    line.story.off(line.reader, 2.1)
    line.story.add(5, Kind.CLOSE, line.writer, resource=line.far, flags=STREAM)
    line.story.on(line.reader, 5.2)
    line.recv(5.3, 0)
    _, batch = line.story.told(until=20)
    assert edges(batch, EdgeKind.WAKE) == [(5, 5, line.writer, line.reader)]


def test_datagrams_are_matched_whole() -> None:
    line = Line()
    one, other = (line.story.resource(ResourceKind.SOCKET, name, of=line.reader) for name in ("one", "other"))
    text = line.story.tables.text
    line.story.add(2, Kind.ADDRESS, line.reader, resource=other, text=text("127.0.0.1:9"), flags=0)
    line.story.add(3, Kind.ADDRESS, line.writer, resource=one, text=text("127.0.0.1:9"), flags=1)
    for ms, item in ((4, "'a'"), (5, "'b'")):
        line.story.add(ms, Kind.SEND, line.writer, resource=one, value=1, flags=STREAM, text=text(item))
    line.story.add(6, Kind.RECV, line.reader, resource=other, value=1, flags=STREAM, text=text("'b'"))  # the first was lost
    _, batch = line.story.told(until=20)
    assert edges(batch, EdgeKind.MESSAGE) == [(5, 6, line.writer, line.reader)]


@pytest.mark.parametrize("number", [29, 34])
def test_a_signal_for_what_came_is_caused_by_who_sent_it(number: int) -> None:
    line = Line()
    line.story.add(2, Kind.ARM, line.reader, resource=line.near, flags=1, value=100)
    line.send(5, 3)
    line.story.add(5.4, Kind.HANDLER, line.reader, value=number).add(5.6, Kind.HANDLER, line.reader, value=number, flags=1)
    _, batch = line.story.told(until=20)
    assert edges(batch, EdgeKind.SIGNAL) == [(5, 5.4, line.writer, line.reader)]


def test_another_signal_has_another_cause() -> None:
    line = Line()
    line.story.add(2, Kind.ARM, line.reader, resource=line.near, flags=1, value=100)
    line.send(5, 3)
    line.story.add(5.4, Kind.HANDLER, line.reader, value=10)
    _, batch = line.story.told(until=20)
    assert edges(batch, EdgeKind.SIGNAL) == []


def test_a_pipe_is_its_own_other_end() -> None:
    line = Line()
    pipe = line.story.resource(ResourceKind.PIPE, "w→r")
    line.story.add(3, Kind.SEND, line.writer, resource=pipe, value=3, flags=STREAM)
    line.story.add(4, Kind.RECV, line.reader, resource=pipe, value=3, flags=STREAM)
    _, batch = line.story.told(until=20)
    assert edges(batch, EdgeKind.MESSAGE) == [(3, 4, line.writer, line.reader)]


def test_a_file_counts_its_bytes() -> None:
    line = Line()
    file = line.story.resource(ResourceKind.FILE, "data.json", of=line.reader)
    line.call(line.reader, file, 2, Call.READ)
    line.story.add(2.1, Kind.READ, line.reader, resource=file, value=100)
    line.call(line.reader, file, 3, Call.WRITE)
    line.story.add(3.1, Kind.WRITE, line.reader, resource=file, value=50)
    timeline, _ = line.story.told(until=20)
    (facts,) = [facts for facts in timeline.summary()["resources"] if facts["kind"] == "file"]
    assert (facts["bytes_in"], facts["bytes_out"], facts["acquisitions"]) == (100, 50, 2)


def test_the_kernel_copies_for_io_uring_when_the_data_comes() -> None:
    line = Line()
    line.call(line.reader, line.near, 2, Call.SUBMITTED)
    line.send(5, 3)
    line.recv(8, 3)
    _, batch = line.story.told(until=20)
    inferred = [(5.1, Phase.COPY | Flag.INFERRED), (5.1, Phase.COPIED | Flag.INFERRED)]  # nobody saw for how long
    assert phases(batch, line.near) == [(5.1, Phase.ARRIVED), *inferred]


class Greens:
    """Two greenlets of one thread with a connection between them; the thread is on its CPU all the time."""

    def __init__(self) -> None:
        story = self.story = Story()
        self.thread = story.process("green.py", pid=100)
        story.on(self.thread, 0).begin(self.thread, 0.1)
        self.reader, self.writer, self.hub = (
            story.strand(name, self.thread, kind=WorkerKind.GREENLET) for name in ("reads", "writes", "hub")
        )
        self.near = story.resource(ResourceKind.SOCKET, "near", of=self.thread)
        self.far = story.resource(ResourceKind.SOCKET, "far", of=self.thread)
        for end, pair in ((self.near, "a>b"), (self.far, "b>a")):
            story.add(1, Kind.CONNECT, self.thread, resource=end, text=story.tables.text(pair))

    def step(self, ms: float, strand: int) -> None:
        self.story.add(ms, Kind.STEP, self.thread, target=strand)

    def call(self, ms: float, strand: int, end: int, what: Call) -> None:
        self.story.add(ms, Kind.CALL, strand, resource=end, flags=what | Flag.STRAND, value=-1, reason=Reason.IO)

    def done(self, ms: float, strand: int, end: int, kind: Kind, size: int) -> None:
        self.story.add(ms, kind, strand, resource=end, value=size, flags=STREAM)


def test_a_greenlet_waits_for_bytes_and_its_thread_goes_on() -> None:
    green = Greens()
    green.step(2, green.reader)
    green.call(3, green.reader, green.near, Call.RECV)
    green.step(4, green.writer)
    green.call(6, green.writer, green.far, Call.SEND)
    green.done(7, green.writer, green.far, Kind.SEND, 5)
    green.step(8, green.reader)
    green.done(9, green.reader, green.near, Kind.RECV, 5)
    timeline, batch = green.story.told(until=20)
    states = [(c.time / MS, c.state, c.reason, c.resource) for c in batch.changes if c.worker == green.reader and c.time > 2 * MS]
    assert states[:3] == [
        (4, State.BLOCKED, Reason.IO, green.near),
        (6, State.READY, Reason.LOOP, 0),
        (8, State.RUNNING, Reason.NONE, 0),
    ]
    assert {change.state for change in batch.changes if change.worker == green.thread and change.time > 2 * MS} <= {State.RUNNING}
    assert edges(batch, EdgeKind.MESSAGE) == [(6, 9, green.writer, green.reader)]
    assert edges(batch, EdgeKind.WAKE) == [(6, 6, green.writer, green.reader)]
    assert [event.flags for event in batch.events if event.kind is Kind.CALL] == [Call.RECV, Call.SEND]
    near, far = timeline.summary()["resources"][:2]
    assert (near["contended"], near["bytes_in"], far["contended"], far["bytes_out"]) == (1, 5, 0, 5)


def test_a_greenlet_that_finds_bytes_there_did_not_wait() -> None:
    green = Greens()
    green.step(2, green.writer)
    green.call(3, green.writer, green.far, Call.SEND)
    green.done(4, green.writer, green.far, Kind.SEND, 5)
    green.step(5, green.reader)
    green.call(6, green.reader, green.near, Call.RECV)
    green.done(7, green.reader, green.near, Kind.RECV, 5)
    timeline, batch = green.story.told(until=20)
    assert not edges(batch, EdgeKind.WAKE)
    assert edges(batch, EdgeKind.MESSAGE) == [(3, 7, green.writer, green.reader)]
    assert timeline.summary()["resources"][0]["contended"] == 0


def test_who_ends_a_greenlet_s_wait_for_a_connection_is_who_asked_for_it() -> None:
    green = Greens()
    story = green.story
    door, table = (story.resource(ResourceKind.SOCKET, name, of=green.thread) for name in ("door", "table"))
    guest = story.resource(ResourceKind.SOCKET, "guest", of=green.thread)
    story.add(1, Kind.LISTEN, green.thread, resource=door, text=story.tables.text("127.0.0.1:80"), value=8)
    green.step(2, green.reader)
    green.call(3, green.reader, door, Call.ACCEPT)
    green.step(4, green.writer)
    story.add(5, Kind.ADDRESS, green.writer, resource=guest, text=story.tables.text("127.0.0.1:80"), flags=1)
    green.call(5, green.writer, guest, Call.CONNECT)
    story.add(6, Kind.CONNECT, green.writer, resource=guest, text=story.tables.text("127.0.0.1:9>127.0.0.1:80"), flags=Call.CONNECT)
    green.step(7, green.reader)
    story.add(8, Kind.CONNECT, green.reader, resource=table, text=story.tables.text("127.0.0.1:80>127.0.0.1:9"), flags=Call.ACCEPT)
    story.add(8, Kind.ACCEPT, green.reader, resource=door, value=table)
    _, batch = story.told(until=20)
    assert edges(batch, EdgeKind.CONNECT) == [(5, 8, green.writer, green.reader)]
    assert edges(batch, EdgeKind.WAKE) == [(5, 5, green.writer, green.reader)]
