"""A street with one shop: the stage of the findings' stories."""

from typing import Any, Self

from engine.events import Kind, Outcome, Reason, ResourceKind
from tests.story import Story

SOURCE = """shop = Lock()
with shop:
    serve()
shop.release()
start()
wait()
notify()
"""


class Street(Story):
    """A story of a process whose main thread has started some others; each line of SOURCE is found by its text."""

    def __init__(self, *names: str, daemon: bool = False) -> None:
        super().__init__(SOURCE)
        self.main = self.process("street.py", pid=100)
        self.on(self.main, 0).begin(self.main, 0.1)
        self.others = [self.thread(name, self.main, tid=101 + number, daemon=daemon) for number, name in enumerate(names)]
        for number, worker in enumerate(self.others):
            self.start(self.main, worker, 0.2 + number / 10).begin_thread(worker, 0.5 + number / 10)

    def begin_thread(self, worker: int, ms: float) -> Self:
        """Let a thread be on a CPU for a moment, as it begins."""
        self.on(worker, ms, cpu=1).off(worker, ms + 0.01)
        return self

    def timed_out(self, worker: int, resource: int, ms: float, reason: Reason = Reason.CONDITION) -> Self:
        """Let a wait for a wake-up run into its time limit."""
        self.add(ms, Kind.WAIT_END, worker, resource=resource, flags=Outcome.TIMEOUT, reason=reason)
        return self

    def shop(self, kind: ResourceKind = ResourceKind.LOCK, *, capacity: int | None = None) -> int:
        """Add what they contend for."""
        return self.resource(kind, "shop", of=self.main, capacity=capacity, line="shop = Lock()")

    def child(self, name: str, *, pid: int, at: float, method: str = "fork") -> int:
        """Let the main thread start a process; give the child's main thread."""
        child = self.process(name, pid=pid)
        self.tables.workers[child - 1].start_method = method
        self.start(self.main, child - 1, at, line="start()", fork_after=None).on(child, at + 0.1).off(child, at + 0.2).begin(
            child, at + 0.2
        )
        return child

    def found(self, *, until: float = 3000, is_over: bool = True) -> list[dict[str, Any]]:
        """Fold it and give the findings; `is_over`: the run ends then."""
        timeline, _ = self.told(until=until)
        if is_over:
            timeline.finish(round(until * 1_000_000))
        return timeline.summary()["findings"]  # type: ignore[no-any-return]
