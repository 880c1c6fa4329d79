"""Who started whom, when both ends are known."""

from engine.events import EdgeKind, Kind
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
