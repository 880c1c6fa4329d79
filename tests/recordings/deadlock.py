"""Two threads take two locks in opposite order; the time limit ends the run."""

from engine.events import Kind, Reason, ResourceKind
from tests.story import Story

SOURCE = '''"""Two threads take two locks in opposite order: they wait for ever."""

import threading
import time

fork = threading.Lock()
spoon = threading.Lock()


def eat(first, second):
    with first:
        print(f"{threading.current_thread().name} has one, wants the other")
        time.sleep(0.05)
        with second:
            print("never printed")


anna = threading.Thread(target=eat, args=(fork, spoon), name="Anna")
bruno = threading.Thread(target=eat, args=(spoon, fork), name="Bruno")
anna.start()
bruno.start()
anna.join()
bruno.join()
'''
SECOND = 1000.0


def deadlock() -> bytes:
    """Make the recording."""
    story = Story(SOURCE, "deadlock.py")
    main = story.process("deadlock.py", pid=4200)
    fork = story.resource(ResourceKind.LOCK, "fork", of=main, line="fork = ")
    spoon = story.resource(ResourceKind.LOCK, "spoon", of=main, line="spoon = ")
    story.run(main, 0, 6, 0).begin(main, 0.4)
    eaters = []
    for name, first, second, at in (("Anna", fork, spoon, 4.0), ("Bruno", spoon, fork, 6.5)):
        eater = story.thread(name, main, tid=4201 + len(eaters))
        eaters.append(eater)
        story.start(main, eater, 4.0 + len(eaters) * 0.5, line=f"{name.lower()}.start()")
        _eat(story, eater, name, first, second, at + 2.2)
    story.wait(main, 5.9, Reason.JOIN, target=eaters[0], line="anna.join()")
    end = 3 * SECOND
    for worker in (*eaters, main):
        story.add(end, Kind.KERNEL_EXIT, worker)
    story.exited(4200, end + 0.1, -9)
    note = "The run was stopped after 3 s, its time limit."
    return b"".join(frame.data for frame in story.frames(until=end + 20, stopped_at=end, status="timed-out", note=note))


def _eat(story: Story, eater: int, name: str, first: int, second: int, at: float) -> None:
    story.on(eater, at, 1).add(at + 0.1, Kind.THREAD_BEGIN, eater)
    story.acquire(eater, first, at + 0.3, line="with first")
    story.print(eater, at + 0.6, f"{name} has one, wants the other", line="has one")
    story.sleep(eater, at + 0.9, 50, wake_after=0.12, line="time.sleep").off(eater, at + 1)
    story.on(eater, at + 51, 1)
    story.wait(eater, at + 51.2, Reason.LOCK, resource=second, line="with second").off(eater, at + 51.3)
