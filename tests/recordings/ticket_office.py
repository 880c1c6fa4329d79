"""Three sellers, one mutex: the run of the projector mock, with its prelude and its end."""

from engine.events import Kind, Reason, ResourceKind
from tests.story import Story

SOURCE = '''"""Three sellers, four tickets, one mutex."""

import threading
import time

mutex = threading.Lock()
left = 4


def sell():
    global left
    while True:
        with mutex:
            if left == 0:
                return
            time.sleep(0.02)
            left -= 1
            print(f"{threading.current_thread().name} sold a ticket, {left} left")


sellers = [threading.Thread(target=sell, name=f"Seller-{n}") for n in (1, 2, 3)]
for seller in sellers:
    seller.start()
for seller in sellers:
    seller.join()
print("closed")
'''
BEGIN = 6.0  # ms: when the mock's picture begins
WITH, SLEEP, PRINT, SOLD_OUT = "with mutex", "time.sleep", "sold a ticket", "return"


def ticket_office() -> bytes:
    """Make the recording."""
    story = Story(SOURCE, "ticket_office.py")
    main = story.process("ticket_office.py", pid=4100)
    sellers = [story.thread(f"Seller-{n}", main, tid=4100 + n) for n in (1, 2, 3)]
    mutex = story.resource(ResourceKind.LOCK, "mutex", of=main, line="mutex = ")
    _prelude(story, main, sellers)
    one, two, three = sellers
    story.run(one, BEGIN, BEGIN + 4, 1)
    story.acquire(one, mutex, BEGIN + 2, line=WITH)
    story.run(two, BEGIN + 4, BEGIN + 6, 0)
    story.wait(two, BEGIN + 5.98, Reason.LOCK, resource=mutex, line=WITH)
    story.run(three, BEGIN + 6, BEGIN + 8, 1)
    story.wait(three, BEGIN + 7.98, Reason.LOCK, resource=mutex, line=WITH)
    _sell(story, mutex, one, BEGIN + 4, 3, cpu=1)
    _sell(story, mutex, two, BEGIN + 34, 2, cpu=0)
    _sell(story, mutex, three, BEGIN + 64, 1, cpu=1)
    _sell(story, mutex, one, BEGIN + 94, 0, cpu=0)
    _close(story, mutex, main, sellers)
    return b"".join(frame.data for frame in story.frames(until=150, exit_code=0))


def _prelude(story: Story, main: int, sellers: list[int]) -> None:
    story.run(main, 0, BEGIN, 0)
    story.begin(main, 0.4)
    for number, seller in enumerate(sellers):
        story.start(main, seller, 4.0 + number * 0.6, line="seller.start()")
        story.add(BEGIN + 0.05 + (0, 4, 6)[number], Kind.THREAD_BEGIN, seller)
    story.wait(main, BEGIN - 0.02, Reason.JOIN, target=sellers[0], line="seller.join()")


def _sell(story: Story, mutex: int, seller: int, asleep: float, left: int, *, cpu: int) -> None:
    """Asleep from `asleep` for 20 ms, then sell, release 4 ms later and wait for the mutex again from 6 ms later on."""
    name = story.tables.workers[seller].name
    story.sleep(seller, asleep - 0.02, 20, line=SLEEP)
    story.on(seller, asleep + 20, cpu)
    story.print(seller, asleep + 22, f"{name} sold a ticket, {left} left", line=PRINT)
    story.release(seller, mutex, asleep + 24, line=WITH)
    story.wait(seller, asleep + 25.98, Reason.LOCK, resource=mutex, line=WITH).off(seller, asleep + 26)
    heir = {3: 3, 2: 2, 1: -1}.get(left)  # who comes next: the mock's order 1, 2, 3, 1
    if heir is not None:
        heir = seller + 1 if left > 1 else seller - 2
        story.on(heir, asleep + 26, 1 - cpu).acquire(heir, mutex, asleep + 26.04, line=WITH).off(heir, asleep + 30)


def _close(story: Story, mutex: int, main: int, sellers: list[int]) -> None:
    """Sold out: each seller takes the mutex once more, sees it and ends; then the main thread goes on."""
    begin = BEGIN + 120
    for number, seller in enumerate((sellers[1], sellers[2], sellers[0])):
        at = begin + number * 2
        story.on(seller, at, number % 2).acquire(seller, mutex, at + 0.04, line=WITH)
        story.release(seller, mutex, at + 1.2, line=SOLD_OUT)
        story.end(seller, at + 1.8, exit_after=0.1)
    story.on(main, begin + 6, 0).wait_end(main, begin + 6.05, target=sellers[0])
    for number, seller in enumerate(sellers[1:]):
        at = begin + 6.1 + number * 0.1
        story.wait(main, at, Reason.JOIN, target=seller, line="seller.join()").wait_end(main, at + 0.01, target=seller)
    story.print(main, begin + 7, "closed", line='print("closed")')
    story.add(begin + 8, Kind.THREAD_END, main).add(begin + 8.01, Kind.PROCESS_END, main)
    story.off(main, begin + 8.5).add(begin + 8.5, Kind.KERNEL_EXIT, main).exited(4100, begin + 8.6, 0)
