"""A manager's object: asked, served, answered."""

from engine.events import EdgeKind, Kind, Outcome, Reason, ResourceKind, State
from tests.story import MS, Story


class Office:
    """A client, a manager's process with a thread that serves, and a dict."""

    def __init__(self) -> None:
        self.story = Story()
        self.client = self.story.process("office.py", pid=100)
        self.manager = self.story.process("SyncManager-1", pid=200)
        for main in (self.client, self.manager):
            self.story.on(main, 0).begin(main, 0.1)
        self.server = self.story.thread("Thread-1", self.manager, tid=201)
        self.story.tables.workers[self.server].is_helper = True
        self.story.start(self.manager, self.server, 0.3)
        self.counts = self.story.resource(ResourceKind.VALUE, "counts")

    def tell(self, kind: Kind, worker: int, ms: float, text: str, **more: int) -> None:
        self.story.add(ms, kind, worker, resource=self.counts, text=self.story.tables.text(text), **more)

    def ask(self) -> None:
        self.tell(Kind.ASK, self.client, 2, "get('a')")
        self.story.wait(self.client, 2.1, Reason.PIPE, resource=self.counts).off(self.client, 2.2)


def test_a_call_is_a_message_there_and_its_answer_a_message_back() -> None:
    office = Office()
    office.ask()
    office.tell(Kind.SERVE, office.server, 3, "get('a')", value=100)
    office.tell(Kind.REPLY, office.server, 5, "1")
    office.story.on(office.client, 5.5)
    office.tell(Kind.RETURN, office.client, 6, "1")
    _, batch = office.story.told(until=10)

    messages = [(e.t0 / MS, e.t1 / MS, e.source, e.target) for e in batch.edges if e.kind is EdgeKind.MESSAGE]
    assert messages == [(2, 3, office.client, office.server), (5, 6, office.server, office.client)]
    seen = [(c.time / MS, c.state, c.reason, c.by) for c in batch.changes if c.worker == office.client and c.time >= 2.15 * MS]
    assert seen == [
        (2.2, State.BLOCKED, Reason.PIPE, 0),
        (3, State.BLOCKED, Reason.PIPE, office.server),
        (5, State.READY, Reason.CPU, 0),
        (5.5, State.RUNNING, Reason.NONE, 0),
    ]
    rows = {row["id"]: row for row in batch.workers}
    assert rows[office.server]["helper"] is False


def test_a_call_of_another_process_is_not_taken_for_it() -> None:
    office = Office()
    office.ask()
    office.tell(Kind.SERVE, office.server, 3, "get('a')", value=999)
    _, batch = office.story.told(until=10)
    assert not [edge for edge in batch.edges if edge.kind is EdgeKind.MESSAGE]


def test_an_answer_that_is_an_exception_ends_the_wait() -> None:
    office = Office()
    office.ask()
    office.tell(Kind.RETURN, office.client, 6, "KeyError", flags=Outcome.RAISED)
    _, batch = office.story.told(until=10)
    assert next(c for c in reversed(batch.changes) if c.worker == office.client).reason is not Reason.PIPE
