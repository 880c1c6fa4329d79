"""One event loop, three tasks and a lock of theirs; one of them blocks the loop."""

from engine.events import Flag, Kind, Reason, ResourceKind
from tests.story import MS, Story

SOURCE = '''"""Three tasks share one thread and one lock; the second one forgets that time.sleep blocks them all."""

import asyncio
import time

door = asyncio.Lock()


async def visit(name, stay):
    async with door:
        print(name, "is in")
        await asyncio.sleep(stay)
    time.sleep(0.04)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ("Anna", "Bruno", "Clara"):
            group.create_task(visit(name, 0.03), name=name)


asyncio.run(main())
'''
ENTER, NAP, BLOCK = "async with door", "await asyncio.sleep", "time.sleep(0.04)"


class Loop:
    """The thread of the loop, who is its turn, and what time it is (ms)."""

    def __init__(self, story: Story, thread: int) -> None:
        self.story = story
        self.thread = thread
        self.now = 20.0

    def turn(self, strand: int, takes: float = 0.6) -> float:
        """Run a strand; give the instant in the midst of its step."""
        self.story.step(self.thread, strand, self.now)
        middle = self.now + takes / 2
        self.now += takes
        return middle

    def rest(self, until: float) -> None:
        """Let the loop wait in its select."""
        story = self.story.step(self.thread, 0, self.now)
        story.wait(self.thread, self.now + 0.1, Reason.IO, timeout=until - self.now).off(self.thread, self.now + 0.15)
        story.on(self.thread, until, 0).wait_end(self.thread, until + 0.05)
        self.now = until + 0.1


def three_tasks() -> bytes:
    """Make the recording."""
    story = Story(SOURCE, "three_tasks.py")
    main = story.process("three_tasks.py", pid=4400)
    door = story.resource(ResourceKind.LOCK, "door", of=main, line="door = ")
    story.tables.resources[door].is_for_strands = True
    story.on(main, 0, 0).begin(main, 0.4)
    root = story.strand("main", main)
    tasks = [story.strand(name, main) for name in ("Anna", "Bruno", "Clara")]
    story.add(19, Kind.START, main, target=root).queued(main, root, 19.01)
    loop = Loop(story, main)
    at = loop.turn(root, 1.5)
    for number, task in enumerate(tasks):
        begun = at + number * 0.2
        story.add(begun, Kind.START, root, target=task, location=story.at("group.create_task")).queued(root, task, begun + 0.01)
    story.add(loop.now - 0.2, Kind.WAIT, root, target=tasks[0], reason=Reason.JOIN, value=-1, flags=Flag.STRAND)
    for number, task in enumerate(tasks):
        at = loop.turn(task)
        if number == 0:
            story.acquire(task, door, at, line=ENTER).print(task, at + 0.05, "Anna is in")
            nap(story, task, at + 0.1)
        else:
            story.add(at, Kind.WAIT, task, resource=door, reason=Reason.LOCK, value=-1, flags=Flag.STRAND, location=story.at(ENTER))
    end = loop.now + 29.5
    for number, task in enumerate(tasks):
        loop.rest(end)
        leave(loop, task, door, tasks[number + 1 :])
        end = loop.now + 29.5
    at = loop.turn(root)
    story.wait_end(root, at - 0.2, target=tasks[0]).strand_end(root, at)
    story.step(main, 0, loop.now).add(loop.now + 2, Kind.THREAD_END, main).add(loop.now + 2, Kind.PROCESS_END, main)
    story.off(main, loop.now + 4).add(loop.now + 4, Kind.KERNEL_EXIT, main).exited(4400, loop.now + 4.1, 0)
    return b"".join(frame.data for frame in story.frames(until=loop.now + 20, exit_code=0))


def nap(story: Story, task: int, at: float) -> None:
    """Let a task sleep 30 ms without its thread."""
    story.add(at, Kind.WAIT, task, reason=Reason.SLEEP, value=30 * MS, flags=Flag.STRAND, location=story.at(NAP))


def leave(loop: Loop, task: int, door: int, others: list[int]) -> None:
    """Let a task wake, give the lock to the next, and then block the loop; the next enters only after that."""
    story = loop.story
    at = loop.turn(task, 42)
    begun = at - 20.9
    story.wait_end(task, begun).release(task, door, begun + 0.1, line=ENTER)
    if others:
        story.queued(task, others[0], begun + 0.12)
    story.sleep(task, begun + 0.3, 40, line=BLOCK).off(loop.thread, begun + 0.4).on(loop.thread, begun + 40.35, 0)
    story.strand_end(task, loop.now - 0.1)
    if others:
        at = loop.turn(others[0])
        story.acquire(others[0], door, at, line=ENTER).print(others[0], at + 0.05, "the next is in")
        nap(story, others[0], at + 0.1)
