from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events import STRANDS, Event, Kind, Reason, ResourceKind, State, WorkerKind
from engine.findings import Watch
from engine.frames import encode
from engine.tables import Tables
from engine.timeline import Timeline
from tests.story import Story


def tables() -> Tables:
    """Two processes with two threads each, a strand of each kind, and one resource of each kind, shared and not."""
    made = Tables()
    for pid in (100, 200):
        process = made.add_worker(WorkerKind.PROCESS, f"p{pid}", pid=pid, tid=pid)
        for number in (0, 1):
            made.add_worker(WorkerKind.THREAD, f"t{pid}-{number}", process=process.id, pid=pid, tid=pid + number)
    for strand in sorted(STRANDS):
        made.add_worker(strand, strand, process=1, pid=100).thread = 2
    for kind in ResourceKind:
        resource = made.add_resource(kind, kind.name.lower(), process=1 if kind % 2 else 0, capacity=2 if kind % 3 else None)
        resource.is_for_strands = kind % 5 == 0
    return made


RECORDED = [kind for kind in Kind if kind >= Kind.PROCESS_BEGIN] + [Kind.LOST]
events = st.builds(
    Event,
    st.integers(0, 3_000_000),
    st.sampled_from(RECORDED),
    st.integers(1, 9),
    resource=st.integers(1, len(ResourceKind)),
    target=st.integers(1, 9),
    value=st.integers(-2, 5),
    reason=st.sampled_from([reason for reason in Reason if reason]),
    flags=st.integers(0, 15) | st.just(64),
    location=st.just(0),
    text=st.integers(0, 3),
    waiters=st.just(0),
).map(lambda event: event._replace(target=0) if event.kind is Kind.STEP and event.value < 0 else event)


@settings(max_examples=200, deadline=None)
@given(st.lists(events, max_size=80), st.sampled_from(["measured", "sampled", "inferred"]))
def test_whatever_comes_in_what_goes_out_is_whole(drawn: list[Event], kernel: str) -> None:
    timeline = Timeline(tables(), kernel=kernel, watch=Watch())
    now = 0
    last: dict[int, int] = {}
    ended: set[int] = set()
    for event in drawn:
        now += event.time
        timeline.feed(event._replace(time=now))
    timeline.advance(now + 2_000_000_000)
    timeline.process_exited(200, -9, now + 2_000_000_000)
    timeline.finish(now + 3_000_000_000)
    batch = timeline.take()
    for change in batch.changes:
        assert change.time >= last.get(change.worker, 0)
        assert change.worker not in ended
        last[change.worker] = change.time
        if change.state is State.TERMINATED:
            ended.add(change.worker)
    assert all(edge.t0 <= edge.t1 for edge in batch.edges)
    assert all(one.time <= two.time for one, two in zip(batch.events, batch.events[1:], strict=False))
    for worker in timeline.summary()["workers"]:
        states = worker["states"]
        total = states["running_ns"] + states["ready_ns"] + states["ready_gil_ns"] + states["blocked_ns"]
        if worker["ended_ns"] is not None:
            assert total == worker["ended_ns"] - worker["started_ns"]
    encode(batch, sequence=1)


def test_an_event_of_nobody_is_ignored() -> None:
    timeline = Timeline(tables(), watch=Watch())
    timeline.feed(Event(0, Kind.SET, 99, resource=1))
    assert timeline.event_count == 0


def test_news_are_taken_once() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    story.on(main, 0).begin(main, 0)
    timeline, batch = story.told(until=5)
    assert batch
    assert not timeline.take()


def test_live_workers_are_counted() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    story.on(main, 0).begin(main, 0).add(5, Kind.KERNEL_EXIT, main)
    timeline = story.timeline()
    steps = story.fold(timeline, until=20, every=2)
    next(steps)
    assert timeline.live_worker_count == 2
    list(steps)
    assert timeline.live_worker_count == 0
    assert timeline.now_ns == 20_000_000


def test_output_is_handed_on() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    story.on(main, 0).begin(main, 0).print(main, 1, "hello")
    _, batch = story.told(until=5)
    assert batch.outputs == [(1_000_000, main, 1, "hello\n")]
    assert [event.kind for event in batch.events][-1] is Kind.OUTPUT
