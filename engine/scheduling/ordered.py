"""Two ready queues for policies that look for the least: by a key that stays, and by one that changes as time goes by."""

from heapq import heappop, heappush

from engine.scheduling.job import Task

Key = tuple[int, ...]


class Ordered:
    """Ready jobs by a key that stays while they wait; the last part of the key tells any two apart."""

    def __init__(self) -> None:
        self._heap: list[tuple[Key, Task]] = []

    def push(self, key: Key, task: Task) -> None:
        """Add a job."""
        heappush(self._heap, (key, task))

    def pop(self) -> Task:
        """Take the first job."""
        return heappop(self._heap)[1]

    @property
    def first(self) -> Task:
        """The first job."""
        return self._heap[0][1]

    @property
    def first_key(self) -> Key:
        """Its key."""
        return self._heap[0][0]

    def in_order(self) -> list[Task]:
        """List all, first to run first."""
        return [task for _, task in sorted(self._heap)]

    def __len__(self) -> int:
        return len(self._heap)


class Groups:
    """Ready jobs in groups by a number; within a group whoever has waited longest comes first, however long that is.

    A policy whose order changes with time (ageing) need only compare the heads of the groups.
    """

    def __init__(self) -> None:
        self._groups: dict[int, Ordered] = {}

    def push(self, number: int, task: Task) -> None:
        """Add a job."""
        self._groups.setdefault(number, Ordered()).push((task.since, *task.place), task)

    def take(self, number: int) -> Task:
        """Take the head of a group."""
        group = self._groups[number]
        task = group.pop()
        if not group:
            del self._groups[number]
        return task

    def __len__(self) -> int:
        return len(self._groups)

    def heads(self) -> list[tuple[int, Task]]:
        """List each group's number and first job."""
        return [(number, group.first) for number, group in self._groups.items()]

    def all(self) -> list[tuple[int, Task]]:
        """List every job with its group's number."""
        return [(number, task) for number, group in self._groups.items() for task in group.in_order()]
