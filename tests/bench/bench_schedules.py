"""How long a textbook schedule of 10,000 jobs takes, under each policy; the goal is less than a second of CPU time."""

import random
import time

from engine.scheduling.order import read_order
from engine.scheduling.registry import POLICIES
from engine.scheduling.schedule import compute

JOBS = 10_000
GOAL_SECONDS = 1.0


def main() -> None:
    """Print a row for each policy; fail if one misses the goal."""
    numbers = random.Random(4)
    jobs = ",".join(f"J{at} {numbers.randint(0, 11 * JOBS)} {numbers.randint(1, 20)} {numbers.randint(1, 19)}" for at in range(JOBS))
    slow = []
    print(f"{'policy':<20} {'read':>7} {'compute':>8} {'bars':>7}")
    for policy in POLICIES:
        began = time.process_time()
        plan = read_order({"policy": policy, "jobs": jobs, "quantum": 4}).plan(policy)
        read = time.process_time()
        schedule = compute(plan)
        ended = time.process_time()
        print(f"{policy:<20} {read - began:>6.3f}s {ended - read:>7.3f}s {len(schedule.trace.runs):>7}")
        if ended - began > GOAL_SECONDS:
            slow.append(policy)
    assert not slow, f"{', '.join(slow)} took more than {GOAL_SECONDS} s"


if __name__ == "__main__":
    main()
