"""What workers share and wait for: values, locks, semaphores, queues, barriers, events, conditions."""

from tests.engine.scenario.translate.cases.case import Case, in_every_world, marks

CASES: dict[str, Case] = {}

in_every_world(
    CASES,
    "a lost update",
    {
        "resources": {"counter": {"kind": "value"}, "both_read": {"kind": "barrier", "parties": 2}},
        "workers": {
            "adder": {
                "count": 2,
                "steps": [{"read": "counter", "into": "seen"}, {"wait": "both_read"}, {"write": "counter", "value": "seen + 1"}],
            }
        },
        "expect": [{"final": "counter", "is": 2}],
    },
    lines=["final: counter = 1"],
)
in_every_world(
    CASES,
    "no lost update under a lock",
    {
        "resources": {"counter": {"kind": "value"}, "mutex": {"kind": "lock"}},
        "workers": {
            "adder": {"count": 3, "steps": [{"repeat": 2, "steps": [{"with": "mutex", "steps": [{"increment": "counter", "gap": 0.01}]}]}]}
        },
        "expect": [{"final": "counter", "is": 6}],
    },
    lines=["final: counter = 6"],
)
in_every_world(
    CASES,
    "check, then act",
    {
        "resources": {"is_free": {"kind": "value", "initial": True}, "both_looked": {"kind": "barrier", "parties": 2}},
        "workers": {
            "entrant": {
                "count": 2,
                "steps": [{"if": "is_free", "then": [{"wait": "both_looked"}, {"write": "is_free", "value": False}, {"mark": "inside"}]}],
            }
        },
    },
    lines=marks("inside", "inside"),
)
in_every_world(
    CASES,
    "philosophers, the last one left-handed",
    {
        "parameters": {"philosophers": 4},
        "resources": {"fork": {"kind": "lock", "count": "philosophers"}},
        "workers": {
            "philosopher": {
                "count": "philosophers",
                "steps": [
                    {"let": {"left": "index", "right": "(index + 1) % philosophers"}},
                    {
                        "if": "index == philosophers - 1",
                        "then": [{"acquire": "fork[right]"}, {"acquire": "fork[left]"}],
                        "else": [{"acquire": "fork[left]"}, {"acquire": "fork[right]"}],
                    },
                    {"mark": "ate {index}"},
                    {"release": "fork[left]"},
                    {"release": "fork[right]"},
                ],
            }
        },
    },
    lines=marks("ate 0", "ate 1", "ate 2", "ate 3"),
)
in_every_world(
    CASES,
    "a rendezvous",
    {
        "resources": {"a_came": {"kind": "semaphore", "value": 0}, "b_came": {"kind": "semaphore", "value": 0, "bounded": False}},
        "workers": {
            "a": {"steps": [{"mark": "a1"}, {"release": "a_came"}, {"acquire": "b_came"}, {"release": "a_came"}]},
            "b": {"steps": [{"acquire": "a_came"}, {"mark": "b1"}, {"release": "b_came"}, {"acquire": "a_came"}, {"mark": "b2"}]},
        },
    },
    lines=marks("a1", "b1", "b2"),
    in_order=True,
)
in_every_world(
    CASES,
    "a bounded buffer",
    {
        "parameters": {"room": 2},
        "resources": {"buffer": {"kind": "queue", "size": "room"}},
        "workers": {
            "producer": {"count": 2, "steps": [{"repeat": 3, "steps": [{"put": "buffer"}]}]},
            "consumer": {"steps": [{"repeat": 6, "steps": [{"get": "buffer", "into": "item"}, {"mark": "got {item}"}]}]},
        },
    },
    lines=marks(*(f"got producer-{worker}-{number}" for worker in (0, 1) for number in (1, 2, 3))),
)
in_every_world(
    CASES,
    "a barrier, and an event",
    {
        "resources": {"gate": {"kind": "barrier", "parties": 3}, "go": {"kind": "event"}},
        "workers": {
            "runner": {
                "count": 3,
                "steps": [
                    {"wait": "gate", "into": "place"},
                    {"if": "place == 0", "then": [{"mark": "first"}, {"set": "go"}], "else": [{"wait": "go"}, {"mark": "next"}]},
                ],
            },
            "late": {"steps": [{"wait": "go", "timeout": 30, "else": [{"mark": "never"}]}, {"mark": "late"}]},
        },
    },
    matches="mark: first\n.*",
)
in_every_world(
    CASES,
    "a condition waited for until",
    {
        "resources": {
            "mutex": {"kind": "lock"},
            "changed": {"kind": "condition", "lock": "mutex"},
            "ready": {"kind": "value", "initial": 0},
        },
        "workers": {
            "waiter": {
                "count": 2,
                "steps": [{"with": "changed", "steps": [{"wait": "changed", "until": "ready > index"}, {"mark": "{me} goes"}]}],
            },
            "patient": {
                "steps": [
                    {
                        "with": "changed",
                        "steps": [{"wait": "changed", "until": "ready == 2", "timeout": 30, "into": "came", "else": [{"fail": "no"}]}],
                    },
                    {"mark": "came {came}"},
                ]
            },
            "setter": {
                "steps": [
                    {"repeat": 2, "steps": [{"with": "mutex", "steps": [{"increment": "ready"}, {"notify": "changed", "count": "all"}]}]}
                ]
            },
        },
    },
    lines=marks("waiter-0 goes", "waiter-1 goes", "came True"),
)
in_every_world(
    CASES,
    "what gives up after a time",
    {
        "resources": {
            "lock": {"kind": "lock"}, "held": {"kind": "lock"}, "permit": {"kind": "semaphore", "value": 0}, "flag": {"kind": "event"},
            "empty": {"kind": "queue", "size": 1}, "news": {"kind": "condition"}, "gate": {"kind": "barrier", "parties": 2},
        },
        "workers": {
            "actor": {
                "steps": [
                    {"acquire": "held"},
                    {"acquire": "held", "timeout": 0.01, "else": [{"mark": "1"}]},
                    {"acquire": "held", "timeout": 0, "into": "taken"},
                    {"mark": "2 {taken}"},
                    {"acquire": "lock", "timeout": 0, "into": "taken", "else": [{"mark": "never"}]},
                    {"mark": "3 {taken}"},
                    {"try": "lock", "then": [{"mark": "never"}], "else": [{"mark": "4"}]},
                    {"release": "lock"},
                    {"try": "lock", "then": [{"mark": "5"}], "else": [{"mark": "never"}]},
                    {"try": "lock", "else": [{"mark": "never"}]},
                    {"acquire": "permit", "timeout": 0.01, "into": "taken", "else": [{"mark": "6 {taken}"}]},
                    {"wait": "flag", "timeout": 0.01, "into": "was_set", "else": [{"mark": "7 {was_set}"}]},
                    {"get": "empty", "timeout": 0.01, "into": "item", "else": [{"mark": "8 {item}"}]},
                    {"get": "empty", "timeout": 0, "else": [{"mark": "9"}]},
                    {"put": "empty", "item": 1, "timeout": 30, "else": [{"mark": "never"}]},
                    {"put": "empty", "item": 2, "timeout": 0.01, "else": [{"mark": "10"}]},
                    {"get": "empty", "timeout": 30, "into": "item"},
                    {"mark": "11 {item}"},
                    {"with": "news", "steps": [{"wait": "news", "timeout": 0.01, "else": [{"mark": "12"}]}]},
                    {"with": "news", "steps": [{"wait": "news", "until": "1 > 2", "timeout": 0.01, "into": "came"}, {"mark": "13 {came}"}]},
                    {"wait": "gate", "timeout": 0.01, "into": "place", "else": [{"mark": "14 {place}"}]},
                    {"wait_until": "1 > 2", "timeout": 0.02, "every": 0.005, "else": [{"mark": "15"}]},
                    {"wait_until": "1 < 2", "timeout": 30, "else": [{"mark": "never"}]},
                ]
            }
        },
    },
    lines=marks(
        "1", "2 False", "3 True", "4", "5", "6 False", "7 False", "8 None", "9", "10", "11 1", "12", "13 False", "14 None", "15"
    ),
    in_order=True,
)  # fmt: skip
