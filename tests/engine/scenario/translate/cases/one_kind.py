"""What only one kind of worker can show, or several kinds beside each other."""

from tests.engine.scenario.translate.cases.case import Case, marks

CASES: dict[str, Case] = {}

CASES["tasks that release several"] = Case(
    data={
        "resources": {"few": {"kind": "semaphore", "value": 0}, "flag": {"kind": "event"}},
        "workers": {"giver": {"kind": "task", "steps": [{"release": "few", "count": 2}, {"clear": "flag"}, {"compute": 0.01}]},
                    "taker": {"kind": "task", "count": 2, "steps": [{"acquire": "few"}, {"mark": "took"}]}},
    },
    lines=marks("took", "took"),
)  # fmt: skip
CASES["a task that is cancelled"] = Case(
    data={
        "workers": {
            "sleeper": {"kind": "task", "steps": [{"section": "bed", "steps": [{"sleep": 30}, {"leave": "worker"}]}]},
            "waker": {"kind": "task", "steps": [{"sleep": 0.05}, {"terminate": "sleeper"}, {"join": "sleeper"}, {"mark": "woken"}]},
            "ticker": {"kind": "task", "daemon": True, "steps": [{"repeat": "forever", "steps": [{"sleep": 0.01}]}]},
        }
    },
    lines=["enter: bed", "leave: bed", "mark: woken"],
    in_order=True,
)
CASES["threads that join each other"] = Case(
    data={
        "workers": {
            "a": {"steps": [{"join": "b[1]"}, {"mark": "a"}]},
            "b": {"count": 2, "steps": [{"sleep": "index * 0.05"}, {"mark": "{me}"}]},
        }
    },
    matches="(mark: b-0\n)?mark: b-1\n(mark: b-0\n)?mark: a\n(mark: b-0\n)?",
)
CASES["threads beside tasks"] = Case(
    data={
        "resources": {"total": {"kind": "value"}},
        "workers": {
            "task": {"kind": "task", "steps": [{"increment": "total"}, {"spawn": "late"}, {"join": "late"}, {"mark": "joined"}]},
            "thread": {"steps": [{"increment": "total"}, {"mark": "thread"}]},
            "process": {"kind": "process", "steps": [{"sleep": 0.1}, {"mark": "process"}]},
            "late": {"start": "spawned", "steps": [{"sleep": 0.2}, {"increment": "total"}]},
        },
        "expect": [{"final": "total", "is": 3}],
    },
    lines=[*marks("thread", "process", "joined"), "final: total = 3"],
)
CASES["names that modules have"] = Case(
    data={
        "parameters": {"time": 1, "main_": 3},
        "resources": {"queue": {"kind": "queue", "size": "time"}, "threading": {"kind": "lock"}, "Lock": {"kind": "event"}},
        "workers": {
            "random": {"steps": [{"with": "threading", "steps": [{"put": "queue", "item": "time * 3"}]}, {"set": "Lock"}]},
            "compute": {
                "count": 1,
                "steps": [{"wait": "Lock"}, {"compute": 0.001}, {"let": {"sys": "randint(1, 1)", "workers": "me"}},
                          {"get": "queue", "into": "asyncio", "timeout": 0, "else": [{"fail": "x"}]},
                          {"mark": "{sys} {workers} {asyncio}"}],
            },
        },
    },
    lines=marks("1 compute-0 3"),
)  # fmt: skip
