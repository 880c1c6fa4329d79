"""Ready jobs by their response ratio, which grows with time, and for each job at its own pace.

A tournament whose matches are played again only when their result may change (a kinetic tournament: Basch, Guibas and Hershberger, 1997):
a job that is behind and gains gets ahead at an instant that can be computed. So a choice costs far less than a look at every job.
"""

from engine.scheduling.job import Task

NEVER = 1 << 200


class Ratios:
    """Ready jobs. `best` may be asked at instants that only go forward."""

    def __init__(self, count: int) -> None:
        self._size = 1 << max(0, count - 1).bit_length()
        self._winner: list[Task | None] = [None] * (2 * self._size)
        self._until = [NEVER] * (2 * self._size)
        self._tasks: dict[int, Task] = {}

    def push(self, task: Task, now: int) -> None:
        """Add a job."""
        self._tasks[task.index] = task
        self._replace(task.index, task, now)

    def take(self, task: Task, now: int) -> None:
        """Remove a job."""
        del self._tasks[task.index]
        self._replace(task.index, None, now)

    def best(self, now: int) -> Task:
        """Return the job with the highest ratio; of equals, the one that came first."""
        self._refresh(1, now)
        task = self._winner[1]
        assert task is not None
        return task

    def in_order(self) -> list[Task]:
        """List all, first come first."""
        return sorted(self._tasks.values(), key=lambda task: task.place)

    def __len__(self) -> int:
        return len(self._tasks)

    def _replace(self, index: int, task: Task | None, now: int) -> None:
        node = index + self._size
        self._winner[node] = task
        while node > 1:
            node //= 2
            self._refresh(2 * node, now)
            self._refresh(2 * node + 1, now)
            self._play(node, now)

    def _refresh(self, node: int, now: int) -> None:
        if self._until[node] <= now:
            self._refresh(2 * node, now)
            self._refresh(2 * node + 1, now)
            self._play(node, now)

    def _play(self, node: int, now: int) -> None:
        first, second = self._winner[2 * node], self._winner[2 * node + 1]
        until = min(self._until[2 * node], self._until[2 * node + 1])
        if first is not None and second is not None:
            if is_ahead(second, first, now):
                first, second = second, first
            until = min(until, overtakes(second, first))
        self._winner[node] = second if first is None else first
        self._until[node] = until


def is_ahead(task: Task, other: Task, now: int) -> bool:
    """Tell whether a job's ratio is higher; wait / length is the ratio less 1, and multiplied out it stays whole."""
    ours, theirs = (now - task.since) * other.length, (now - other.since) * task.length
    return ours > theirs or (ours == theirs and task.place < other.place)


def overtakes(task: Task, other: Task) -> int:
    """When a job that is behind another gets ahead of it."""
    gain = other.length - task.length
    if gain <= 0:
        return NEVER
    head_start = task.since * other.length - other.since * task.length
    return -(-head_start // gain) if task.place < other.place else head_start // gain + 1
