from engine.events import Event, Kind, Reason, ResourceKind, WorkerKind
from engine.tables import Tables
from engine.timeline import holding, waits
from engine.timeline.noticed import (
    LEAST_PASSES,
    LONG_NS,
    CutOff,
    ForeignRelease,
    ForkHolding,
    HeldWait,
    Passed,
    held_waits,
    note_cut_off,
    note_fork,
)
from engine.timeline.resources import Wait
from engine.timeline.workers import Process, Strand, Thread
from engine.timeline.world import World

MS = 1_000_000


class Stage:
    """A world with three threads of one process and a lock."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.world = World(self.tables, kernel="measured")
        self.process = self.tables.add_worker(WorkerKind.PROCESS, "p.py", pid=100, tid=100).id
        self.main, self.ann, self.ben = (self.thread(name, tid=tid) for name, tid in (("MainThread", 100), ("Ann", 101), ("Ben", 102)))
        self.lock = self.tables.add_resource(ResourceKind.LOCK, "lock", process=self.process).id

    def thread(self, name: str, *, tid: int) -> Thread:
        facts = self.tables.add_worker(WorkerKind.THREAD, name, process=self.process, pid=100, tid=tid)
        thread = self.world.worker(facts.id, 0)
        assert isinstance(thread, Thread)
        thread.started = 0
        return thread

    def acquire(self, thread: Thread, ms: float, place: int = 0) -> None:
        holding.acquire(self.world, thread, Event(round(ms * MS), Kind.ACQUIRE, thread.id, self.lock, value=1, location=place))

    def release(self, thread: Thread, ms: float) -> None:
        holding.release(self.world, thread, Event(round(ms * MS), Kind.RELEASE, thread.id, self.lock))

    def wait(self, thread: Thread, ms: float, reason: Reason, *, resource: int = 0) -> None:
        waits.begin(self.world, thread, Event(round(ms * MS), Kind.WAIT, thread.id, resource, value=-1, reason=reason))

    def wait_end(self, thread: Thread, ms: float, reason: Reason) -> None:
        waits.end(self.world, thread, Event(round(ms * MS), Kind.WAIT_END, thread.id, reason=reason))


def test_a_wait_with_a_lock_in_hand_notes_who_waited_for_that_and_for_how_long() -> None:
    stage = Stage()
    stage.acquire(stage.ann, 1, place=7)
    stage.wait(stage.ann, 2, Reason.SLEEP)
    stage.wait(stage.ben, 5, Reason.LOCK, resource=stage.lock)
    stage.wait_end(stage.ann, 32, Reason.SLEEP)
    (fact,) = stage.world.noticed
    assert isinstance(fact, HeldWait)
    assert (fact.thread, fact.location, fact.wait_ns, fact.others, fact.cost_ns) == (stage.ann, 7, 30 * MS, (stage.ben.id,), 27 * MS)


def test_while_it_lasts_it_can_be_asked_for() -> None:
    stage = Stage()
    stage.acquire(stage.ann, 1)
    stage.wait(stage.ann, 2, Reason.IO)
    assert held_waits(stage.ann, stage.ann.waits[-1], 9 * MS) == []
    stage.wait(stage.ben, 5, Reason.LOCK, resource=stage.lock)
    assert [fact.cost_ns for fact in held_waits(stage.ann, stage.ann.waits[-1], 9 * MS)] == [4 * MS]


def test_short_waits_are_not_looked_at() -> None:
    stage = Stage()
    stage.acquire(stage.ann, 1)
    stage.wait(stage.ann, 2, Reason.SLEEP)
    stage.wait(stage.ben, 2, Reason.LOCK, resource=stage.lock)
    stage.wait_end(stage.ann, 2 + LONG_NS / MS, Reason.SLEEP)
    assert stage.world.noticed == []


def test_a_long_wait_in_which_others_took_it_out_of_turn_is_noted_without_the_time_that_nobody_had_a_cpu() -> None:
    stage = Stage()
    stage.wait(stage.ben, 0, Reason.LOCK, resource=stage.lock)
    for turn in range(LEAST_PASSES):
        stage.acquire(stage.ann, turn + 1)
        stage.release(stage.ann, turn + 1.5)
    stage.ben.process.delay_ns += 5 * MS
    stage.acquire(stage.ben, 40)
    (fact,) = stage.world.noticed
    assert isinstance(fact, Passed)
    assert (fact.thread, fact.passes, fact.wait_ns, fact.succeeded) == (stage.ben, LEAST_PASSES, 35 * MS, True)


def test_a_release_by_another_is_noted_with_where_the_holder_took_it() -> None:
    stage = Stage()
    stage.acquire(stage.ann, 1, place=3)
    stage.release(stage.ben, 9)
    (fact,) = stage.world.noticed
    assert isinstance(fact, ForeignRelease)
    assert (fact.thread, fact.owner, fact.owner_location, fact.held_ns) == (stage.ben, stage.ann, 3, 8 * MS)


def test_a_fork_freezes_the_locks_that_its_process_has_and_notes_those_of_others() -> None:
    stage = Stage()
    stage.acquire(stage.ann, 1, place=3)
    child = stage.world.worker(stage.tables.add_worker(WorkerKind.PROCESS, "child", pid=200, tid=200).id, 0)
    assert isinstance(child, Process)
    event = Event(2 * MS, Kind.START, stage.main.id, target=child.id)
    note_fork(stage.world, stage.main, child, event)
    assert stage.world.noticed == [ForkHolding(event, stage.main, child, ((stage.ann, stage.world.resources[stage.lock], 3),))]
    assert stage.world.frozen == {(child.id, stage.lock): (stage.ann, 3)}


def test_at_the_end_of_a_process_its_daemons_are_noted_with_what_they_do() -> None:
    stage = Stage()
    stage.ann.facts.daemon = True
    stage.wait(stage.ann, 2, Reason.SLEEP)
    note_cut_off(stage.world, stage.main.process, stage.main, 9 * MS)
    assert stage.world.noticed == [CutOff(9 * MS, stage.ann, stage.main, stage.ann.waits[-1], True, False, 0, ())]


def test_a_task_may_hold_a_lock_of_its_loop_while_it_awaits() -> None:
    stage = Stage()
    facts = stage.tables.add_worker(WorkerKind.TASK, "Task-1", process=stage.process, pid=100, tid=101)
    facts.thread = stage.ann.id
    task = stage.world.worker(facts.id, 0)
    assert isinstance(task, Strand)
    stage.wait(stage.ben, 1, Reason.LOCK, resource=stage.lock)
    task.held.add(stage.world.resources[stage.lock])
    wait = Wait(Reason.SLEEP, since=MS)
    assert held_waits(task, wait, 400 * MS) == []
    stage.ann.held.add(stage.world.resources[stage.lock])
    assert len(held_waits(stage.ann, wait, 400 * MS)) == 1
