"""A producer process and a consumer process with a queue between them; at the end the consumer is terminated."""

from engine.events import Birth, Flag, Kind, Reason, ResourceKind
from tests.story import Story

SOURCE = '''"""A producer and a consumer, two processes, and a queue for at most two letters."""

import multiprocessing
import time


def produce(letters):
    for letter in "abcde":
        letters.put(letter)
        print("sent", letter)


def consume(letters):
    while True:
        letter = letters.get()
        time.sleep(0.03)
        print("read", letter)


if __name__ == "__main__":
    letters = multiprocessing.Queue(2)
    producer = multiprocessing.Process(target=produce, args=(letters,), name="Producer")
    consumer = multiprocessing.Process(target=consume, args=(letters,), name="Consumer")
    producer.start()
    consumer.start()
    producer.join()
    time.sleep(0.12)
    consumer.terminate()
    consumer.join()
'''
PUT, GET = "letters.put", "letters.get"


def two_processes() -> bytes:
    """Make the recording."""
    story = Story(SOURCE, "two_processes.py")
    main = story.process("two_processes.py", pid=4300)
    producer = story.process("Producer", pid=4301)
    consumer = story.process("Consumer", pid=4302)
    for worker in (producer - 1, consumer - 1):
        story.tables.workers[worker].start_method = "fork"
    letters = story.resource(ResourceKind.QUEUE, "letters", capacity=2, line="letters = ")
    _parent(story, main, producer, consumer)
    _produce(story, producer, letters)
    _consume(story, consumer, letters)
    return b"".join(frame.data for frame in story.frames(until=260, exit_code=0))


def _parent(story: Story, main: int, producer: int, consumer: int) -> None:
    story.on(main, 0, 0).begin(main, 0.4)
    for child, at, line in ((producer, 8.0, "producer.start()"), (consumer, 11.0, "consumer.start()")):
        story.add(at, Kind.KERNEL_FORK, main, target=child)
        story.add(at + 0.3, Kind.START, main, target=child - 1, flags=Flag.PROCESS, location=story.at(line))
    story.wait(main, 12.9, Reason.JOIN, target=producer - 1, line="producer.join()").off(main, 13)
    story.on(main, 86, 0).add(86.1, Kind.REAP, main, target=producer - 1, value=0).wait_end(main, 86.15, target=producer - 1)
    story.sleep(main, 86.3, 120, line="time.sleep(0.12)").off(main, 86.4).on(main, 206.32, 0)
    story.add(206.6, Kind.SIGNAL, main, target=consumer - 1, value=15, location=story.at("consumer.terminate()"))
    story.wait(main, 206.9, Reason.JOIN, target=consumer - 1, line="consumer.join()").off(main, 207)
    story.on(main, 208, 0).add(208.1, Kind.REAP, main, target=consumer - 1, value=-15).wait_end(main, 208.15, target=consumer - 1)
    story.add(212, Kind.THREAD_END, main).add(212.01, Kind.PROCESS_END, main)
    story.off(main, 215).add(215, Kind.KERNEL_EXIT, main).exited(4300, 215.1, 0)


def _child(story: Story, child: int, at: float, cpu: int) -> None:
    story.on(child, at, cpu)
    story.add(at + 0.5, Kind.PROCESS_BEGIN, child, flags=Birth.FORK).add(at + 0.51, Kind.THREAD_BEGIN, child)


def _produce(story: Story, producer: int, letters: int) -> None:
    _child(story, producer, 8.2, 1)
    story.put(producer, letters, 10, "'a'", 1, line=PUT).print(producer, 10.4, "sent a", line='"sent"')
    story.put(producer, letters, 10.8, "'b'", 2, line=PUT).print(producer, 11.2, "sent b", line='"sent"')
    story.wait(producer, 11.4, Reason.QUEUE_PUT, resource=letters, line=PUT).off(producer, 11.5)
    for at, letter in ((14.0, "c"), (47.0, "d"), (80.0, "e")):
        story.on(producer, at + 0.2, 1).add(
            at + 0.3,
            Kind.PUT,
            producer,
            resource=letters,
            text=story.tables.text(f"'{letter}'"),
            value=2,
            flags=Flag.WAITED,
            location=story.at(PUT),
        )
        story.print(producer, at + 0.7, f"sent {letter}", line='"sent"')
        if letter != "e":
            story.wait(producer, at + 0.9, Reason.QUEUE_PUT, resource=letters, line=PUT).off(producer, at + 1)
    story.add(82, Kind.THREAD_END, producer).add(82.01, Kind.PROCESS_END, producer)
    story.off(producer, 85.5).add(85.5, Kind.KERNEL_EXIT, producer)


def _consume(story: Story, consumer: int, letters: int) -> None:
    _child(story, consumer, 11.6, 1)
    at = 14.0
    for letter, depth in (("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 0)):
        story.get(consumer, letters, at, f"'{letter}'", depth, line=GET)
        story.sleep(consumer, at + 0.2, 30, line="time.sleep(0.03)").off(consumer, at + 0.3)
        story.on(consumer, at + 30.24, 1).print(consumer, at + 31, f"read {letter}", line='"read"')
        at += 33
    story.wait(consumer, at - 1, Reason.QUEUE_GET, resource=letters, line=GET).off(consumer, at - 0.9)
    story.on(consumer, 207.1, 1).off(consumer, 207.6).add(207.6, Kind.KERNEL_EXIT, consumer)
