"""What has no line of the program's has that of the start, or of the submit."""

from collections.abc import Callable

import pytest

from engine.events import Kind, Reason, ResourceKind
from tests.story import Story

Teller = Callable[[Story, int, int], object]


def line_of_last(tell: Teller, *, is_helper: bool = False, kind: ResourceKind = ResourceKind.LOCK) -> int:
    """Let a thread do something that line 1 started; give the line of the last event, 0 for none."""
    story = Story("start()\nsubmit()\nown()\n")
    main = story.process("hall.py", pid=100)
    thread = story.thread("Thread-1", main, tid=101)
    story.tables.workers[thread].is_helper = is_helper
    story.on(main, 0).begin(main, 0.1).start(main, thread, 0.2, line="start()").on(thread, 0.5, cpu=1)
    tell(story, thread, story.resource(kind, "thing", of=main))
    _, batch = story.told(until=10)
    location = batch.events[-1].location
    return story.tables.locations[location - 1][1] if location else 0


def release(story: Story, thread: int, thing: int) -> None:
    story.release(thread, thing, 1)


def release_in_a_job(story: Story, thread: int, thing: int) -> None:
    job = story.resource(ResourceKind.FUTURE, "release()", of=thread)
    story.tables.resources[job].pool = story.resource(ResourceKind.POOL, "pool", of=thread)
    story.add(1, Kind.SUBMIT, thread, resource=job, location=story.at("submit()")).add(2, Kind.JOB_BEGIN, thread, resource=job)
    story.release(thread, thing, 3)


@pytest.mark.parametrize(
    ("tell", "line"),
    [
        (release, 1),
        (lambda story, thread, thing: story.wait(thread, 1, Reason.LOCK, resource=thing), 1),
        (lambda story, thread, thing: story.wait(thread, 1, Reason.SLEEP), 1),
        (release_in_a_job, 2),
        (lambda story, thread, thing: story.release(thread, thing, 1, line="own()"), 3),
    ],
)
def test_a_c_function_that_the_library_calls_is_told_with_the_line_that_asked_for_it(tell: Teller, line: int) -> None:
    assert line_of_last(tell) == line


def test_what_the_library_does_for_itself_has_none() -> None:
    assert line_of_last(release, is_helper=True) == 0
    assert line_of_last(release, kind=ResourceKind.PIPE) == 0
