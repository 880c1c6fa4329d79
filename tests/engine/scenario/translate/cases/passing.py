"""What is handed on and kept: items that are done, pipes, files, jobs of a pool."""

from tests.engine.scenario.translate.cases.case import Case, in_every_world, marks

CASES: dict[str, Case] = {}

in_every_world(
    CASES,
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
    CASES,
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
    CASES,
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
    CASES,
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
