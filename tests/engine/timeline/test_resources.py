from engine.events import Reason, ResourceKind
from engine.tables import ResourceFacts
from engine.timeline.resources import Resource, Wait


def test_a_semaphore_begins_with_all_its_permits() -> None:
    assert Resource(ResourceFacts(id=1, kind=ResourceKind.SEMAPHORE, name="s", capacity=3), time=0).value == 3
    assert Resource(ResourceFacts(id=1, kind=ResourceKind.QUEUE, name="q", capacity=3), time=0).value is None


def test_those_who_may_come_are_counted_by_what_they_wait_for() -> None:
    resource = Resource(ResourceFacts(id=1, kind=ResourceKind.QUEUE, name="q"), time=0)
    for worker, reason, available in ((1, Reason.QUEUE_GET, True), (2, Reason.QUEUE_PUT, True), (3, Reason.QUEUE_GET, False)):
        wait = resource.waits[worker] = Wait(reason, since=0)
        wait.available = available
    assert resource.granted(Reason.QUEUE_GET) == 1


def test_a_row_has_the_contract_s_members() -> None:
    row = Resource(ResourceFacts(id=4, kind=ResourceKind.RLOCK, name="mutex", process=1, location=2), time=7).row()
    assert row == {
        "id": 4,
        "kind": "rlock",
        "name": "mutex",
        "process": 1,
        "location": 2,
        "capacity": None,
        "began": 7,
    }


def test_a_wait_for_nothing_but_a_cpu_needs_nobody_to_say_when_it_is_over() -> None:
    assert Wait(Reason.UNKNOWN, since=0).is_unnamed
    assert not Wait(Reason.SLEEP, since=0).is_unnamed
    assert not Wait(Reason.CPU, since=0, due=0).is_unnamed
