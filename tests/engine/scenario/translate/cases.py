"""Scenarios that are run as plain Python, each with what must come out: lines in any order, or a pattern of the whole output."""

import re
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]
# Python writes a line and its end one after the other, so that another worker's line may come between the two.
BEGINNING = re.compile("((?:mark|enter|leave|final): )")
BLANK = re.compile("\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scenario, the lines it must print (in any order; None: not looked at), and what its errors must say."""

    data: Data
    lines: list[str] | None = None
    in_order: bool = False
    matches: str | None = None
    errors: str = ""
    exit_code: int = 0
    hangs: bool = False

    def check(self, output: str, errors: str, exit_code: int | None) -> None:
        """Compare with what came out. exit_code: None if it hung."""
        output = BEGINNING.sub(r"\n\1", output).lstrip("\n")
        output = BLANK.sub("\n", output)
        assert exit_code == (None if self.hangs else self.exit_code), f"{exit_code}\n{output}\n{errors}"
        assert (self.errors in errors) if self.errors else not errors, errors
        if self.lines is not None:
            found, wanted = output.split("\n")[:-1], self.lines
            assert (found == wanted) if self.in_order else (sorted(found) == sorted(wanted)), output
        if self.matches is not None:
            assert re.fullmatch(self.matches, output, re.DOTALL), output


def marks(*texts: str) -> list[str]:
    return [f"mark: {text}" for text in texts]


def one(steps: list[Any], **more: Any) -> Data:
    """A scenario of one thread."""
    return {"workers": {"actor": {"steps": steps}}, **more}


CASES: dict[str, Case] = {}

KINDS = ("thread", "process", "task")


def in_every_world(name: str, data: Data, *, but: str = "", **wanted: Any) -> None:
    """Add a case for each kind of worker: those without a kind get it. but: a kind that this is not for."""
    for kind in KINDS:
        if kind != but:
            workers = {worker: {"kind": kind, **facts} for worker, facts in data["workers"].items()}
            CASES[f"{name}, {kind}"] = Case(data=data | {"workers": workers}, **wanted)


in_every_world(
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
in_every_world(
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
    "an error of one worker",
    {"workers": {"bad": {"steps": [{"fail": "broken {index}"}]}, "good": {"steps": [{"sleep": 0.1}, {"mark": "good"}]}}},
    lines=marks("good"),
    errors="RuntimeError: broken 0",
)
in_every_world(
    "a queue whose items are done",
    {
        "resources": {"jobs": {"kind": "queue"}, "go": {"kind": "event"}},
        "workers": {
            "boss": {
                "steps": [
                    {"put": "jobs", "item": 1},
                    {"put": "jobs", "item": "'two'"},
                    {"join": "jobs", "timeout": 0.01, "else": [{"mark": "not yet"}]},
                    {"set": "go"},
                    {"put": "jobs", "item": None},
                    {"join": "jobs"},
                    {"mark": "all done"},
                ]
            },
            "hand": {
                "steps": [
                    {"let": {"item": 0}},
                    {"wait": "go"},
                    {"while": "item != None", "steps": [{"get": "jobs", "into": "item"}, {"mark": "did {item}"}, {"task_done": "jobs"}]},
                ]
            },
        },
    },
    matches="mark: not yet\nmark: did 1\nmark: did two\nmark: did None\nmark: all done\n",
)
in_every_world(
    "a pipe",
    {
        "resources": {"line": {"kind": "pipe", "duplex": True}, "way": {"kind": "pipe", "count": 2}},
        "workers": {
            "asker": {
                "steps": [
                    {"recv": "line", "end": "a", "timeout": 0.01, "into": "text", "else": [{"mark": "nothing {text}"}]},
                    {"send": "line", "item": "'question'"},
                    {"recv": "line", "end": "a", "into": "text"},
                    {"mark": "{text}"},
                    {"send": "way[1]", "item": 5},
                ]
            },
            "answerer": {
                "steps": [
                    {"recv": "line", "timeout": 30, "into": "text"},
                    {"send": "line", "end": "b", "item": "'answer to ' + text"},
                    {"recv": "way[1]", "into": "text"},
                    {"mark": "{text}"},
                ]
            },
        },
    },
    lines=marks("nothing None", "answer to question", "5"),
    in_order=True,
)
in_every_world(
    "a file",
    {
        "resources": {"ledger": {"kind": "file", "initial": 10}, "page": {"kind": "file", "count": 2, "initial": "blank"}},
        "workers": {
            "actor": {
                "steps": [
                    {"increment": "ledger", "by": -3, "gap": 0.001},
                    {"increment": "ledger"},
                    {"read": "ledger", "into": "balance"},
                    {"write": "ledger", "value": "balance * 2"},
                    {"write": "page[1]", "value": "'written'"},
                    {"read": "page[0]", "into": "text"},
                    {"mark": "{text} {balance}"},
                ]
            }
        },
        "expect": [{"final": "ledger", "is": 16}, {"final": "page[1]", "is": True}],
    },
    lines=[*marks("blank 8"), "final: ledger = 16", "final: page[1] = written"],
    in_order=True,
)
in_every_world(
    "a pool",
    {
        "procedures": {
            "square": {"parameters": ["n"], "steps": [{"mark": "job {n}"}, {"return": "n * n"}]},
            "long": {"steps": [{"wait_until": "go == 1"}, {"return": "'long'"}]},
        },
        "resources": {"hands": {"kind": "pool", "of": "threads", "size": 2}, "go": {"kind": "value"}},
        "workers": {
            "client": {
                "steps": [
                    {"submit": "square", "to": "hands", "arguments": {"n": 3}, "into": "future"},
                    {"result": "future", "into": "nine"},
                    {"mark": "result {nine}"},
                    {"submit": "long", "to": "hands", "into": "future"},
                    {"result": "future", "timeout": 0.01, "into": "text", "else": [{"mark": "later {text}"}]},
                    {"write": "go", "value": 1},
                    {"result": "future", "into": "text", "timeout": 30},
                    {"mark": "{text}"},
                    {"shutdown": "hands"},
                ]
            }
        },
    },
    but="process",
    lines=marks("job 3", "result 9", "later None", "long"),
    in_order=True,
)
in_every_world(
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
CASES["a pool that waits for itself"] = Case(
    data={
        "resources": {"pool": {"kind": "pool", "size": 1}},
        "procedures": {
            "outer": {"steps": [{"submit": "inner", "to": "pool", "into": "future"}, {"mark": "outer"}, {"result": "future"}]},
            "inner": {"steps": [{"mark": "inner"}]},
        },
        "workers": {"client": {"steps": [{"submit": "outer", "to": "pool", "into": "future"}, {"result": "future"}]}},
    },
    lines=marks("outer"),
    hangs=True,
)
CASES["a pool of processes"] = Case(
    data={
        "resources": {"hands": {"kind": "pool", "of": "processes", "size": 2}, "out": {"kind": "queue"}, "total": {"kind": "value"}},
        "procedures": {
            "job": {"parameters": ["n"], "steps": [{"put": "out"}, {"increment": "total", "by": "n"}, {"return": "randint(n, n)"}]},
        },
        "workers": {
            "client": {
                "steps": [
                    {"submit": "job", "to": "hands", "arguments": {"n": 1}, "into": "first"},
                    {"result": "first", "into": "one"},
                    {"get": "out", "into": "item"},
                    {"submit": "job", "to": "hands", "arguments": {"n": 2}, "into": "second"},
                    {"result": "second", "into": "two"},
                    {"mark": "{one} {two} {item}"},
                ]
            }
        },
        "expect": [{"final": "total", "is": 3}],
    },
    lines=[*marks("1 2 client-1-1"), "final: total = 3"],
    in_order=True,
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
