from engine.events import Reason, ResourceKind
from tests.story import MS, Story


def told() -> dict[str, list[dict[str, object]]]:
    story = Story("mutex = Lock()\n")
    main = story.process("office.py", pid=100)
    other = story.thread("Other", main, tid=101)
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main, line="mutex =")
    story.on(main, 0).begin(main, 0).start(main, other, 1).on(other, 1.5, cpu=1).acquire(main, lock, 2)
    story.wait(other, 3, Reason.LOCK, resource=lock).off(other, 3)
    timeline, _ = story.told(until=10)
    return timeline.summary()


def test_the_summary_has_the_contract_s_members() -> None:
    summary = told()
    assert set(summary) == {"kernel", "events", "switches", "dropped", "workers", "resources", "edges", "findings"}
    assert set(summary["workers"][0]) >= {"id", "parent", "kind", "name", "pid", "tid", "started_ns", "ended_ns", "exit", "states"}
    assert set(summary["resources"][0]) >= {
        *("id", "kind", "name", "created", "acquisitions", "contended"),
        *("wait_ns", "hold_ns", "max_waiters", "max_depth", "capacity"),
    }
    assert summary["edges"] == {"start": 1}


def test_what_still_lasts_is_counted_up_to_now() -> None:
    summary = told()
    lock = summary["resources"][0]
    assert (lock["hold_ns"], lock["wait_ns"]) == (8 * MS, 7 * MS)
    other = summary["workers"][2]["states"]
    assert isinstance(other, dict)
    assert other["blocked"] == {"lock": 7 * MS}


def test_a_resource_tells_where_it_was_made() -> None:
    assert told()["resources"][0]["created"] == {"file": "program.py", "line": 1, "function": "<module>"}
