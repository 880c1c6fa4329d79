"""Who started whom, when both ends are known."""

from engine.events import EdgeKind, Flag, Kind, Outcome, Reason, State
from engine.timeline import Batch
from tests.story import MS, Story


def test_a_start_is_drawn_when_the_started_has_begun() -> None:
    story = Story()
    main = story.process("a.py", pid=100)
    task = story.strand("task", main)
    story.on(main, 0).begin(main, 0).add(1, Kind.START, main, target=task)
    assert not [edge for edge in story.told(until=2)[1].edges if edge.kind is EdgeKind.START]
    story.queued(main, task, 3)
    (edge,) = [edge for edge in story.told(until=4)[1].edges if edge.kind is EdgeKind.START]
    assert (edge.source, edge.target, edge.t0, edge.t1) == (main, task, 1 * MS, 3 * MS)


class Popen:
    """A program that starts another, and waits until it runs: fork at 2, exec at 6."""

    def __init__(self) -> None:
        self.story = Story()
        self.main = self.story.process("a.py", pid=100)
        self.story.on(self.main, 0).begin(self.main, 0)
        self.child = self.story.process("python", pid=200)
        self.story.add(1, Kind.WAIT, self.main, value=-1, reason=Reason.UNKNOWN, flags=Flag.PROCESS)
        self.story.add(2, Kind.KERNEL_FORK, self.main, target=self.child).off(self.main, 2.5)

    def exec(self, ms: float) -> None:
        self.story.add(ms, Kind.KERNEL_COMM, self.child)

    def end(self, ms: float, outcome: Outcome = Outcome.DONE) -> Batch:
        self.story.on(self.main, ms - 1).add(ms, Kind.WAIT_END, self.main, reason=Reason.UNKNOWN, flags=outcome)
        return self.story.told(until=20)[1]

    def states(self, batch: Batch) -> list[tuple[float, State, int]]:
        return [(c.time / MS, c.state, c.target) for c in batch.changes if c.worker == self.main and 2 * MS < c.time < 9 * MS]

    def wakes(self, batch: Batch) -> list[tuple[float, int, int]]:
        return [(edge.t0 / MS, edge.source, edge.target) for edge in batch.edges if edge.kind is EdgeKind.WAKE]


def test_who_starts_a_program_waits_until_it_runs() -> None:
    popen = Popen()
    popen.exec(6)
    batch = popen.end(9)
    assert popen.states(batch) == [(2.5, State.BLOCKED, popen.child - 1), (6, State.READY, 0), (8, State.RUNNING, 0)]
    assert popen.wakes(batch) == [(6, popen.child, popen.main)]
    assert not [event for event in batch.events if event.kind in (Kind.WAIT, Kind.WAIT_END)]


def test_a_start_of_which_the_kernel_tells_late_or_not_at_all_has_its_arrow_where_the_starter_went_on() -> None:
    popen = Popen()
    popen.exec(9.5)
    assert popen.wakes(popen.end(9)) == [(8, popen.child, popen.main)]
    untold = Popen()
    assert untold.wakes(untold.end(9)) == [(8, untold.child, untold.main)]


def test_a_start_that_fails_has_no_arrow() -> None:
    popen = Popen()
    assert popen.wakes(popen.end(9, Outcome.RAISED)) == []


def test_an_exec_or_a_fork_in_another_wait_changes_nothing() -> None:
    popen = Popen()
    popen.story.add(3, Kind.KERNEL_FORK, popen.main, target=popen.story.process("other", pid=300))
    batch = popen.end(9)
    assert popen.states(batch)[0] == (2.5, State.BLOCKED, popen.child - 1)
    story = Story()
    main = story.process("a.py", pid=100)
    child = story.process("b.py", pid=200)
    story.on(main, 0).begin(main, 0).wait(main, 1, Reason.UNKNOWN).add(2, Kind.KERNEL_FORK, main, target=child).off(main, 3)
    story.add(4, Kind.KERNEL_COMM, child)
    batch = story.told(until=9)[1]
    assert [(c.time / MS, c.state, c.target) for c in batch.changes if c.worker == main][-1] == (3, State.BLOCKED, 0)


def test_a_greenlet_waits_for_the_program_that_it_started_while_its_thread_goes_on() -> None:
    story = Story()
    main = story.process("a.py", pid=100)
    child = story.process("python", pid=200)
    starter, other = (story.strand(name, main) for name in ("starts", "other"))
    story.on(main, 0).begin(main, 0).add(1, Kind.STEP, main, target=starter)
    story.add(2, Kind.WAIT, starter, value=-1, reason=Reason.UNKNOWN, flags=Flag.PROCESS | Flag.STRAND)
    story.add(3, Kind.KERNEL_FORK, main, target=child).add(4, Kind.STEP, main, target=other)
    story.add(6, Kind.KERNEL_COMM, child).add(8, Kind.STEP, main, target=starter)
    story.add(9, Kind.WAIT_END, starter, reason=Reason.UNKNOWN, flags=Outcome.DONE)
    batch = story.told(until=20)[1]
    states = [(c.time / MS, c.state, c.target) for c in batch.changes if c.worker == starter and 3 * MS < c.time < 9 * MS]
    assert states == [(4, State.BLOCKED, child - 1), (6, State.READY, 0), (8, State.RUNNING, 0)]
    assert [(edge.t0 / MS, edge.source, edge.target) for edge in batch.edges if edge.kind is EdgeKind.WAKE] == [(6, child, starter)]
