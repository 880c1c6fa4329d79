"""What a worker does in which order: loops, procedures, chances, errors, and workers that start, delay and end others."""

from tests.engine.scenario.translate.cases.case import Case, in_every_world, marks

CASES: dict[str, Case] = {}

in_every_world(
    CASES,
    "loops and ways",
    {
        "resources": {"box": {"kind": "value", "count": 3, "initial": 1}, "half": {"kind": "value", "initial": 0.5}},
        "workers": {
            "actor": {
                "steps": [
                    {"for": "each", "in": [1, "'two'", True, None], "steps": [{"mark": "each {each}"}]},
                    {"for": "each", "in": "[5, 6]", "steps": [{"if": "each == 6", "then": [{"leave": "loop"}]}, {"mark": "before {each}"}]},
                    {"let": {"n": 0}},
                    {"while": "n < 2", "steps": [{"let": {"n": "n + 1"}}]},
                    {"repeat": "forever", "as": "turn", "steps": [{"if": "turn == 2", "then": [{"leave": "loop"}]}]},
                    {"repeat": "forever", "steps": [{"leave": "loop"}]},
                    {"if": "n == 0", "then": [{"fail": "n"}], "else": [{"if": "turn == 2", "then": [{"mark": "elif {n}"}]}]},
                    {"write": "box[n]", "value": "box[0] + 10"},
                    {"increment": "box[0]", "by": -1},
                    {"increment": "half", "by": 0.25},
                    {"read": "box[2]", "into": "seen"},
                    {"print": "seen {seen} at {seed}, {max(n, len('abc'))} {{}}"},
                    {"section": "room {n}", "steps": [{"leave": "worker"}]},
                    {"mark": "never"},
                ]
            }
        },
        "expect": [{"final": "box[0]", "is": 0}, {"final": "half", "is": 0.75}],
    },
    lines=[
        *marks("each 1", "each two", "each True", "each None", "before 5", "elif 2"),
        "seen 11 at 1, 3 {}", "enter: room 2", "leave: room 2", "final: box[0] = 0", "final: half = 0.75",
    ],
    in_order=True,
)  # fmt: skip
in_every_world(
    CASES,
    "procedures",
    {
        "procedures": {
            "twice": {"parameters": ["n"], "steps": [{"call": "log", "arguments": {"what": "'twice'"}}, {"return": "n * 2"}]},
            "log": {
                "parameters": ["what"],
                "steps": [{"put": "out"}, {"get": "out", "into": "item"}, {"print": "{what} {me} {index} {item}"}],
            },
            "stop": {"steps": [{"leave": "worker"}]},
        },
        "resources": {"out": {"kind": "queue"}},
        "workers": {
            "actor": {
                "steps": [
                    {"call": "twice", "arguments": {"n": 4}, "into": "result"},
                    {"call": "log", "arguments": {"what": "result"}},
                    {"call": "stop"},
                    {"mark": "never"},
                ]
            }
        },
    },
    lines=["twice actor 0 actor-1", "8 actor 0 actor-2"],
    in_order=True,
)
in_every_world(
    CASES,
    "workers that start and end others",
    {
        "resources": {"done": {"kind": "value", "count": 2}, "go": {"kind": "event"}},
        "workers": {
            "parent": {
                "steps": [
                    {"spawn": "child"},
                    {"spawn": "single"},
                    {"join": "single", "timeout": 0.01, "else": [{"mark": "single is not done"}]},
                    {"join": "child"},
                    {"mark": "children are done"},
                    {"set": "go"},
                    {"join": "single"},
                    {"mark": "single is done"},
                ]
            },
            "child": {"start": "spawned", "count": 2, "steps": [{"increment": "done[index]"}, {"mark": "{me}"}]},
            "single": {"start": "spawned", "steps": [{"wait": "go"}]},
        },
        "expect": [{"final": "done[1]", "is": 1}],
    },
    matches=r"(?=.*mark: child-0\n)(?=.*mark: child-1\n).*mark: children are done\nmark: single is done\nfinal: done\[1\] = 1\n",
)
in_every_world(
    CASES,
    "who is not waited for",
    {
        "workers": {
            "guard": {"daemon": True, "steps": [{"repeat": "forever", "steps": [{"sleep": 0.01}]}]},
            "guest": {"steps": [{"mark": "guest"}]},
        },
    },
    lines=marks("guest"),
)
in_every_world(
    CASES,
    "delays",
    {
        "workers": {
            "late": {"count": 2, "delay": "1.2 - 0.6 * index", "steps": [{"mark": "{me}"}]},
            "early": {"steps": [{"mark": "early"}]},
        },
    },
    lines=marks("early", "late-1", "late-0"),
    in_order=True,
)
in_every_world(
    CASES,
    "drawing",
    {
        "seed": 7,
        "workers": {
            "actor": {
                "count": 1,
                "steps": [
                    {"repeat": 3, "steps": [{"choose": [{"steps": [{"mark": "a"}]}, {"steps": [{"mark": "b"}]}]}]},
                    {"choose": [{"steps": [{"mark": "1"}]}, {"steps": [{"mark": "2"}]}, {"steps": [{"mark": "3"}]}]},
                    {"choose": [{"weight": 3, "steps": []}, {"weight": 1, "steps": [{"mark": "w"}]}, {"weight": 0.5, "steps": []}]},
                    {"print": "{randint(1, 1000)} {round(uniform(0, 1), 3)} {chance(0.5)}"},
                ],
            }
        },
    },
)
in_every_world(
    CASES,
    "an error of one worker",
    {"workers": {"bad": {"steps": [{"fail": "broken {index}"}]}, "good": {"steps": [{"sleep": 0.1}, {"mark": "good"}]}}},
    lines=marks("good"),
    errors="RuntimeError: broken 0",
)
in_every_world(
    CASES,
    "a worker that is ended by main",
    {
        "resources": {"alive": {"kind": "event"}},
        "workers": {
            "victim": {"kind": "process", "steps": [{"mark": "lives"}, {"set": "alive"}, {"sleep": 60}]},
            "other": {"steps": [{"mark": "other"}]},
        },
        "main": [{"wait": "alive"}, {"terminate": "victim"}, {"join": "victim"}, {"join": "other"}, {"mark": "ended"}],
    },
    but="task",
    matches=r"(mark: lives\nmark: other|mark: other\nmark: lives)\nmark: ended\n",
)
in_every_world(
    CASES,
    "priorities, an rlock, computing",
    {
        "resources": {"again": {"kind": "rlock"}, "few": {"kind": "semaphore", "value": 0}, "flag": {"kind": "event"}},
        "workers": {
            "nice": {
                "priority": 5,
                "steps": [
                    {"with": "again", "steps": [{"with": ["again"], "steps": [{"compute": 0.01}, {"mark": "again"}]}]},
                    {"release": "few", "count": 2},
                ],
            },
            "taker": {"count": 2, "steps": [{"acquire": "few"}, {"clear": "flag"}, {"mark": "took"}]},
        },
    },
    but="task",
    lines=marks("again", "took", "took"),
)
