"""Two jobs that only compute: first one after the other, then by turns with `yield`."""

import time

TURNS = 40
WORK = 20_000  # numbers added up in one turn: make it 200 and see what the switching costs


def job(name):
    total = 0
    for turn in range(TURNS):
        total += sum(range(WORK))
        yield f"{name} {turn}"


def one_after_the_other(*jobs):
    for one in jobs:
        for _ in one:
            pass


def by_turns(*jobs):
    waiting = list(jobs)
    while waiting:
        one = waiting.pop(0)
        try:
            next(one)
            waiting.append(one)
        except StopIteration:
            pass


def measure(run):
    began = time.process_time()  # what the CPU spent on it, however busy the machine is
    run(job("A"), job("B"))
    return time.process_time() - began


serial = measure(one_after_the_other)
turns = measure(by_turns)
print(f"one after the other 1.00, by turns {turns / serial:.2f} of that")
