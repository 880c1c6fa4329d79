"""Runs told by hand, and what is expected of them: a cook, philosophers and a queue, in a program of a few lines."""

from typing import Any, NamedTuple

from engine.events import ResourceKind
from engine.export.recording import Recording
from engine.scenario.binding import bind
from engine.scenario.reading import read_scenario
from engine.scenario.verdict.answers import Judgement, Verdict
from engine.scenario.verdict.judging import judge
from tests.story import Story

SOURCE = """\
buffer = Queue()
forks = [Lock() for _ in range(2)]
start = something else
print("mark")
print("enter")
print("leave")
buffer.put
buffer.get
forks.acquire
print("plain")
print("final")
"""
STEPS = {
    1: "/resources/buffer",
    2: "/resources/forks",
    4: "/workers/cook/steps/0",
    5: "/workers/cook/steps/1",
    6: "/workers/cook/steps/1",
    7: "/workers/cook/steps/2",
    8: "/workers/cook/steps/3",
    9: "/workers/cook/steps/4",
    10: "/workers/cook/steps/5",
    11: "/expect/0",
}
STEPS_OF_COOK = [
    {"mark": "any"},
    {"section": "any", "steps": []},
    {"put": "buffer"},
    {"get": "buffer"},
    {"acquire": "forks[0]"},
    {"print": "any"},
]


class TranslatedScenario(NamedTuple):
    source: str
    lines: dict[int, str]
    resources: dict[str, str]


class Court(Story):
    """A story whose main thread has started two cooks and a waiter, and whose marks and sections are easily told."""

    def __init__(self) -> None:
        super().__init__(SOURCE, "kitchen.py")
        self.main = self.process("kitchen.py", pid=100)
        self.cooks = [self.thread(f"cook-{n}", self.main, tid=101 + n) for n in range(2)]
        self.waiter = self.thread("waiter", self.main, tid=103)
        self.begin(self.main, 1).on(self.main, 1)
        for number, worker in enumerate((*self.cooks, self.waiter)):
            self.start(self.main, worker, 2 + number / 10)
        self.buffer = self.resource(ResourceKind.QUEUE, "buffer", of=self.main, line="Queue()")
        self.forks = [self.resource(ResourceKind.LOCK, f"forks[{n}]", of=self.main, line="Lock()") for n in range(2)]

    def mark(self, worker: int, ms: float, text: str) -> "Court":
        self.print(worker, ms, f"mark: {text}", line='print("mark")')
        return self

    def enter(self, worker: int, ms: float, text: str) -> "Court":
        self.print(worker, ms, f"enter: {text}", line='print("enter")')
        return self

    def leave(self, worker: int, ms: float, text: str) -> "Court":
        self.print(worker, ms, f"leave: {text}", line='print("leave")')
        return self

    def all_end(self, ms: float) -> "Court":
        """Let everybody end, and the program with exit code 0."""
        for worker in (*self.cooks, self.waiter, self.main):
            self.end(worker, ms)
        self.exited(100, ms, 0)
        return self

    def recording(
        self, *, until: float = 100, status: str = "finished", exit_code: int | None = 0, signal: str | None = None, dropped: int = 0
    ) -> Recording:
        recording = Recording()
        for frame in self.frames(until=until, status=status, exit_code=exit_code, stopped_at=None if status == "finished" else until):
            recording.add(frame)
        recording.status |= {"signal": signal, "dropped": dropped}
        recording.meta["limits"]["wall_ns"] = round(until * 1e6) if status == "timed-out" else None
        return recording

    def verdict(self, *expect: dict[str, Any], parameters: dict[str, Any] | None = None, **ending: Any) -> Verdict:
        return self.judge(self.recording(**ending), *expect, parameters=parameters, seconds=ending.get("until", 100) / 1000)

    @staticmethod
    def judge(recording: Recording, *expect: dict[str, Any], seconds: float, parameters: dict[str, Any] | None = None) -> Verdict:
        scenario = read_scenario(scenario_of(*expect, seconds=seconds) | {"parameters": parameters or {}})
        return judge(bind(scenario), TranslatedScenario(SOURCE, STEPS, {}), recording)

    def judgement(self, expect: dict[str, Any], **more: Any) -> Judgement:
        (judgement,) = self.verdict(expect, **more).expectations
        return judgement


def scenario_of(*expect: dict[str, Any], seconds: float = 10) -> dict[str, Any]:
    return {
        "lockstep": 1,
        "title": "Kitchen",
        "resources": {"buffer": {"kind": "queue"}, "forks": {"kind": "lock", "count": 2}, "counter": {"kind": "value"}},
        "workers": {"cook": {"count": 2, "steps": STEPS_OF_COOK}, "waiter": {"steps": []}},
        "limits": {"seconds": seconds},
        "expect": list(expect),
    }


def texts(judgement: Judgement) -> list[str]:
    return [each.text for each in judgement.evidence]
