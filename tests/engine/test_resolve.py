from engine.events import Access, Birth, Definition, Event, Flag, Kind, Outcome, Reason, ResourceKind, Turn
from engine.kernel.source import KernelRecord
from engine.naming import Namer
from engine.probe.kinds import EARLIER_SHIFT
from engine.resolve import Resolver
from engine.rings import Record
from engine.sources import Source
from engine.tables import Tables

PARENT, CHILD = 100, 200
LOCK = PARENT << 40 | 1


class Fixture:
    """A resolver, and records for it."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.resolver = Resolver(self.tables, Namer(lambda file: "mutex = Lock()\n"))
        self.parent = self.resolver.source(PARENT, PARENT, 1, is_first=True)

    def define(self, source: Source, definition: int, identity: int, *fields: object) -> None:
        text = "\x1f".join(str(field) for field in fields)
        self.resolver.define(source, Record(0, source, Kind.DEFINE, identity, len(text), 0, definition, 0, text.encode()))

    def event(
        self,
        source: Source,
        kind: Kind,
        subject: int = 0,
        *,
        value: int = 0,
        location: int = 0,
        flags: int = 0,
        reason: int = 0,
        text: str = "",
    ) -> Event:
        event = self.resolver.event(5, Record(5, source, kind, subject, value, location, flags, reason, text.encode()))
        assert event is not None
        return event

    def child(self) -> Source:
        """Fork a child."""
        child = self.resolver.source(CHILD, CHILD, PARENT, is_first=True)
        self.event(child, Kind.PROCESS_BEGIN, PARENT, flags=Birth.FORK)
        return child


def test_a_resource_is_named_by_the_line_that_made_it() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.LOCATION, 1, "/a.py", 1, "<module>")
    fix.define(fix.parent, Definition.RESOURCE, LOCK, int(ResourceKind.LOCK), "", "", "", 1)
    event = fix.event(fix.parent, Kind.ACQUIRE, LOCK, value=1, location=1)
    facts = fix.tables.resources[event.resource]
    assert (facts.name, facts.kind, facts.process, facts.location, facts.capacity) == ("mutex", ResourceKind.LOCK, 1, 1, None)
    assert (event.worker, event.location) == (2, 1)


def test_a_forked_child_inherits_texts_and_locations_but_goes_on_by_itself() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.LOCATION, 1, "/a.py", 1, "f")
    child = fix.child()
    fix.define(child, Definition.LOCATION, 2, "/a.py", 22, "f")
    fix.define(fix.parent, Definition.LOCATION, 2, "/a.py", 33, "f")
    lines = [
        fix.tables.locations[fix.event(source, Kind.SET, LOCK, location=n).location - 1][1]
        for source, n in ((child, 1), (child, 2), (fix.parent, 2))
    ]
    assert lines == [1, 22, 33]


def test_a_forked_child_s_copy_of_a_thread_lock_is_another_lock() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.RESOURCE, LOCK, int(ResourceKind.LOCK), "", "", "", 0)
    first = fix.event(fix.parent, Kind.ACQUIRE, LOCK).resource
    second = fix.event(fix.child(), Kind.ACQUIRE, LOCK).resource
    assert first != second
    assert [fix.tables.resources[number].process for number in (first, second)] == [1, 3]


def test_such_a_copy_knows_what_it_is_a_copy_of_also_a_grandchild_s() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.RESOURCE, LOCK, int(ResourceKind.LOCK), "mutex", "", "", 0)
    mine = fix.event(fix.parent, Kind.ACQUIRE, LOCK).resource
    fix.child()
    grandchild = fix.resolver.source(300, 300, CHILD, is_first=True)
    copy = fix.event(grandchild, Kind.ACQUIRE, LOCK).resource
    assert (copy != mine, fix.tables.resources[copy].origin, fix.tables.resources[mine].origin) == (True, mine, 0)


def test_a_key_makes_two_processes_share_a_resource() -> None:
    fix = Fixture()
    child = fix.child()
    for source, subject in ((fix.parent, LOCK), (child, CHILD << 40 | 9)):
        fix.define(source, Definition.RESOURCE, subject, int(ResourceKind.LOCK), "", "/mp-1", "", 0)
    first = fix.event(fix.parent, Kind.ACQUIRE, LOCK).resource
    assert fix.event(child, Kind.ACQUIRE, CHILD << 40 | 9).resource == first
    assert fix.tables.resources[first].process == 0


def test_what_the_first_to_use_a_shared_resource_could_not_say_the_second_adds() -> None:
    fix = Fixture()
    child = fix.child()
    fix.define(child, Definition.RESOURCE, CHILD << 40 | 9, int(ResourceKind.QUEUE), "", "/mp-1", "", 0)
    fix.define(fix.parent, Definition.LOCATION, 1, "/a.py", 1, "<module>")
    fix.define(fix.parent, Definition.RESOURCE, LOCK, int(ResourceKind.QUEUE), "", "/mp-1", 3, 1)
    number = fix.event(child, Kind.GET, CHILD << 40 | 9).resource
    assert fix.tables.resources[number].name == "queue-1"
    fix.event(fix.parent, Kind.PUT, LOCK)
    facts = fix.tables.resources[number]
    assert (facts.name, facts.capacity, facts.location) == ("mutex", 3, 1)


def test_number_and_text_are_taken_apart() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.TEXT, 1, "'apple'")
    event = fix.event(fix.parent, Kind.PUT, LOCK, value=3 | 1 << 32)
    assert (event.value, fix.tables.texts[event.text - 1]) == (3, "'apple'")
    assert fix.event(fix.parent, Kind.PUT, LOCK, value=0xFFFFFFFF).value == -1


def test_an_access_that_was_only_remembered_is_marked() -> None:
    fix = Fixture()
    events = [fix.event(fix.parent, Kind.WRITE, LOCK, value=7 | bit) for bit in (0, Access.EARLIER << EARLIER_SHIFT)]
    assert [(event.value, event.flags) for event in events] == [(7, 0), (7, Access.EARLIER)]


def test_a_resource_nobody_defined_is_guessed_from_what_is_done_with_it() -> None:
    fix = Fixture()
    kinds = [
        fix.tables.resources[fix.event(fix.parent, kind, LOCK + n).resource].kind
        for n, kind in enumerate((Kind.PUT, Kind.SEND, Kind.NOTIFY, Kind.SET, Kind.ARRIVE, Kind.READ, Kind.ACQUIRE))
    ]
    assert kinds == [
        ResourceKind.QUEUE,
        ResourceKind.PIPE,
        ResourceKind.CONDITION,
        ResourceKind.EVENT,
        ResourceKind.BARRIER,
        ResourceKind.VALUE,
        ResourceKind.LOCK,
    ]


def test_a_started_thread_is_described() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.LOCATION, 1, "/a.py", 3, "sell")
    fix.define(fix.parent, Definition.THREAD, LOCK, "Seller-1", 1, 1)
    target = fix.event(fix.parent, Kind.START, LOCK).target
    facts = fix.tables.workers[target]
    assert (facts.name, facts.daemon, facts.location) == ("Seller-1", True, 1)
    seller = fix.resolver.source(PARENT, 101, 1, is_first=False)
    assert fix.event(seller, Kind.THREAD_BEGIN, LOCK).worker == target
    assert fix.event(seller, Kind.SET, LOCK + 1).worker == target


def test_a_join_waits_for_a_thread_a_process_or_a_queue() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.THREAD, LOCK, "Seller-1", 0, 0)
    fix.define(fix.parent, Definition.RESOURCE, LOCK + 1, int(ResourceKind.QUEUE), "", "", "", 0)
    thread = fix.event(fix.parent, Kind.START, LOCK).target
    waits = [
        fix.event(fix.parent, Kind.WAIT, subject, reason=Reason.JOIN, flags=flags)
        for subject, flags in ((LOCK, 0), (CHILD, Flag.PROCESS), (LOCK + 1, 0))
    ]
    assert waits[0].target == thread
    assert fix.tables.workers[waits[1].target].pid == CHILD
    assert (waits[2].target, fix.tables.resources[waits[2].resource].kind) == (0, ResourceKind.QUEUE)


def test_the_outcome_of_a_process_join_is_not_its_flag() -> None:
    fix = Fixture()
    outcomes = [
        fix.event(fix.parent, Kind.WAIT_END, CHILD, reason=Reason.JOIN, flags=Flag.PROCESS | outcome).flags
        for outcome in (Outcome.DONE, Outcome.TIMEOUT)
    ]
    assert outcomes == [Outcome.DONE, Outcome.TIMEOUT]


def test_a_sleep_is_about_nothing() -> None:
    event = Fixture()
    wait = event.event(event.parent, Kind.WAIT, value=5, reason=Reason.SLEEP)
    assert (wait.resource, wait.target, wait.value, wait.reason) == (0, 0, 5, Reason.SLEEP)


def test_output_goes_out_whole_and_short() -> None:
    fix = Fixture()
    event = fix.event(fix.parent, Kind.OUTPUT, text="x" * 500 + "\n", flags=2)
    assert fix.tables.outputs == [(5, 2, 2, "x" * 500 + "\n")]
    assert fix.tables.texts[event.text - 1] == "x" * 120


def test_an_exception_tells_its_line() -> None:
    fix = Fixture()
    event = fix.event(fix.parent, Kind.EXCEPTION, text="ValueError: no\x1f/a.py\x1f7")
    assert fix.tables.texts[event.text - 1] == "ValueError: no"
    assert fix.tables.locations[event.location - 1] == ("/a.py", 7, "")


def test_a_thread_and_a_process_can_be_renamed() -> None:
    fix = Fixture()
    fix.event(fix.parent, Kind.NAME, CHILD, flags=Flag.PROCESS, text="Kid")
    fix.event(fix.parent, Kind.NAME, text="Boss")
    assert {facts.name for facts in fix.tables.workers.values()} >= {"Kid", "Boss"}


def test_a_reaped_process_keeps_its_worker() -> None:
    fix = Fixture()
    started = fix.event(fix.parent, Kind.START, CHILD, flags=Flag.PROCESS).target
    assert fix.event(fix.parent, Kind.REAP, CHILD, value=-9).target == started
    assert fix.event(fix.parent, Kind.WAIT_END, CHILD, reason=Reason.JOIN).target == started


def test_nonsense_definitions_are_no_trouble() -> None:
    fix = Fixture()
    for definition in range(7):
        fix.define(fix.parent, definition, 1, "only one field")
    fix.define(fix.parent, Definition.RESOURCE, LOCK, "x", "", "", "many", "far")
    fix.resolver.define(fix.parent, Record(0, fix.parent, Kind.DEFINE, 1, 2, 0, Definition.TEXT, 0, b"\xff\xfe"))
    assert fix.event(fix.parent, Kind.ACQUIRE, LOCK).resource == 1


def test_the_kernel_s_records_find_their_worker() -> None:
    fix = Fixture()
    fix.resolver.announce(PARENT, "program.py")
    fork = fix.resolver.kernel_event(1, KernelRecord(0, Kind.KERNEL_FORK, PARENT, 101, PARENT))
    switch = fix.resolver.kernel_event(2, KernelRecord(0, Kind.SWITCH_IN, PARENT, 101, 1))
    assert fork is not None
    assert switch is not None
    assert (fork.worker, fork.target) == (2, 3)
    assert (switch.worker, switch.value) == (3, 1)
    assert fix.resolver.kernel_event(3, KernelRecord(0, Kind.KERNEL_COMM, CHILD, CHILD, 0, 0, "ls")) is None
    assert fix.tables.workers[4].name == "ls"
    execed = fix.resolver.kernel_event(4, KernelRecord(0, Kind.KERNEL_COMM, CHILD, CHILD, 1, 0, "cat"))
    assert execed is not None
    assert (execed.kind, execed.worker) == (
        Kind.KERNEL_COMM,
        fix.resolver.kernel_event(5, KernelRecord(0, Kind.SWITCH_IN, CHILD, CHILD, 1)).worker,
    )


STRAND = PARENT << 40 | 9


def test_what_a_thread_records_while_it_runs_a_strand_is_the_strands_doing() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.STRAND, STRAND, "task", "fetch", 0)
    main = fix.event(fix.parent, Kind.SET, LOCK).worker
    step = fix.event(fix.parent, Kind.STEP, STRAND)
    assert (step.worker, fix.tables.workers[step.target].name) == (main, "fetch")
    assert fix.event(fix.parent, Kind.ACQUIRE, LOCK).worker == step.target
    back = fix.event(fix.parent, Kind.STEP)
    assert (back.worker, back.target) == (main, 0)
    assert fix.event(fix.parent, Kind.RELEASE, LOCK).worker == main


def test_a_strand_is_started_waited_for_and_named() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.STRAND, STRAND, "greenlet", "g", 0)
    started = fix.event(fix.parent, Kind.START, STRAND)
    assert fix.tables.workers[started.target].thread == started.worker
    assert fix.event(fix.parent, Kind.WAIT, STRAND, value=-1, reason=Reason.JOIN, flags=Flag.STRAND).target == started.target
    fix.event(fix.parent, Kind.NAME, STRAND, text="better")
    assert fix.tables.workers[started.target].name == "better"


def test_a_generator_gives_back_to_whomever_ran_before_it_a_task_as_well_as_a_thread() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.STRAND, STRAND, "task", "fetch", 0)
    fix.define(fix.parent, Definition.STRAND, STRAND + 1, "generator", "outer", 0)
    fix.define(fix.parent, Definition.STRAND, STRAND + 2, "generator", "inner", 0)
    task = fix.event(fix.parent, Kind.STEP, STRAND).target
    outer = fix.event(fix.parent, Kind.STEP, STRAND + 1).target
    fix.event(fix.parent, Kind.STEP, STRAND + 2)
    assert fix.event(fix.parent, Kind.STEP, STRAND + 1).target == outer
    assert fix.event(fix.parent, Kind.STEP, STRAND + 1, flags=Turn.BACK).target == task
    fix.event(fix.parent, Kind.STEP)
    fix.event(fix.parent, Kind.STEP, STRAND + 1)
    assert fix.event(fix.parent, Kind.STEP, STRAND + 1, flags=Turn.BACK).target == 0


def test_hand_overs_that_are_counted_are_told_of_their_strand() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.STRAND, STRAND, "generator", "g", 0)
    counted = fix.event(fix.parent, Kind.STEPS, STRAND, value=7)
    assert (fix.tables.workers[counted.target].name, counted.value) == ("g", 7)


def test_after_lost_records_nobody_knows_which_strand_runs() -> None:
    fix = Fixture()
    fix.define(fix.parent, Definition.STRAND, STRAND, "task", "t", 0)
    main = fix.event(fix.parent, Kind.STEP, STRAND).worker
    fix.event(fix.parent, Kind.LOST, value=3)
    assert fix.event(fix.parent, Kind.SET, LOCK).worker == main


def define_job(fix: Fixture, source: Source, identity: int, label: str, *, key: str = "", count: object = "", whole: int = 0) -> None:
    fix.define(source, Definition.JOB, identity, LOCK, label, count, 1 if label else 0, whole, key)


def pool(fix: Fixture, *, key: str = "") -> None:
    fix.define(fix.parent, Definition.LOCATION, 1, "/a.py", 1, "<module>")
    fix.define(fix.parent, Definition.RESOURCE, LOCK, int(ResourceKind.POOL), "pool", key, 2, 1)


def test_a_job_is_a_future_that_belongs_to_its_pool() -> None:
    fix = Fixture()
    pool(fix)
    define_job(fix, fix.parent, LOCK + 1, "map(f)", count=4)
    define_job(fix, fix.parent, LOCK + 2, "f[0:2]", count=2, whole=LOCK + 1)
    part = fix.tables.resources[fix.event(fix.parent, Kind.SUBMIT, LOCK + 2).resource]
    whole = fix.tables.resources[part.whole]
    assert (part.name, part.kind, part.capacity, part.location) == ("f[0:2]", ResourceKind.FUTURE, 2, 1)
    assert (whole.name, whole.capacity, fix.tables.resources[part.pool].name) == ("map(f)", 4, "pool")
    assert fix.event(fix.parent, Kind.JOB_BEGIN, LOCK + 2).resource == part.id
    assert fix.event(fix.parent, Kind.WAIT, LOCK + 1, reason=int(Reason.FUTURE)).resource == whole.id


def test_a_job_is_known_to_a_worker_in_another_process_by_its_key() -> None:
    fix = Fixture()
    pool(fix, key="pool:7")
    define_job(fix, fix.parent, LOCK + 1, "f(1)", key="job:7:0")
    submitted = fix.event(fix.parent, Kind.SUBMIT, LOCK + 1)
    child = fix.child()
    number = CHILD << 40 | 1
    fix.define(child, Definition.JOB, number, LOCK, "", "", 0, 0, "job:7:0")
    ended = fix.event(child, Kind.JOB_END, number, value=0, flags=Outcome.RAISED)
    assert (ended.resource, ended.flags) == (submitted.resource, Outcome.RAISED)
    assert fix.tables.resources[submitted.resource].process == 0  # the pool's processes share it


def test_jobs_that_are_called_the_same_are_numbered() -> None:
    fix = Fixture()
    pool(fix)
    for number in (1, 2, 3):
        define_job(fix, fix.parent, LOCK + number, "f(1)" if number < 3 else "")
    names = [fix.tables.resources[fix.event(fix.parent, Kind.SUBMIT, LOCK + number).resource].name for number in (1, 2, 3)]
    assert names == ["f(1)", "f(1)#2", "job"]


def test_a_job_nobody_defined_is_a_future() -> None:
    fix = Fixture()
    job = fix.event(fix.parent, Kind.JOB_BEGIN, LOCK + 9).resource
    assert fix.tables.resources[job].kind is ResourceKind.FUTURE
