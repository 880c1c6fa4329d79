"""Scenarios drawn by Hypothesis: any steps, nested in any way, over resources that fit the world of the worker that does them."""

from typing import Any

from hypothesis import strategies as st

RESOURCES: dict[str, Any] = {
    "mutex": {"kind": "lock"}, "fork": {"kind": "lock", "count": "n"}, "permits": {"kind": "semaphore", "value": 3},
    "changed": {"kind": "condition"}, "go": {"kind": "event"}, "gate": {"kind": "barrier", "parties": 2},
    "jobs": {"kind": "queue", "size": 4},
    "line": {"kind": "pipe", "duplex": True},
    "counter": {"kind": "value"}, "box": {"kind": "value", "count": 3}, "ledger": {"kind": "file"},
    "pool": {"kind": "pool"},
}  # fmt: skip
PROCEDURES = {"job": {"parameters": ["x"], "steps": [{"return": "x"}]}}

letters = st.characters(exclude_categories=("Cc", "Cf", "Cs")) | st.sampled_from("'\"\\#{}\u2028\u2029\u00a0中")
texts = st.text(letters, min_size=1, max_size=40).filter(str.strip)
plain_texts = texts.map(lambda text: text.replace("{", "{{").replace("}", "}}"))
expressions = st.sampled_from(
    ["1", "index + 1", "n * 2 - 1", "counter", "box[index % 3]", "max(1, counter)", "len(jobs)", "randint(1, 6)", "me", "'it''s'",
     "not n", "None",
     "1 if chance(0.5) else uniform(0, 1)", "counter == 2 or n < 3 and not index", "[1, 2][0]", "'a' + str(seed)"]
)  # fmt: skip
numbers = st.integers(0, 5) | st.sampled_from([0.5, "index", "n / 2", "1 if n else 2"])
seconds = st.sampled_from([0, 0.5, "index * 0.1", "n"])
templates = st.lists(plain_texts | expressions.map(lambda text: "{" + text + "}"), min_size=1, max_size=3).map("".join)
locks = st.sampled_from(["mutex", "fork[index]", "fork[(index + 1) % n]", "permits", "changed"])
waits = st.sampled_from(["go", "gate", "changed"])
Draw = st.SearchStrategy[Any]


def _step(verb: str, value: Draw, **options: Draw) -> Draw:
    required = {key: option for key, option in options.items() if key.endswith("_")}
    fixed = {verb: value} | {key.removesuffix("_"): option for key, option in required.items()}
    loose = {key: option for key, option in options.items() if key not in required}
    return st.fixed_dictionaries(fixed, optional=loose | {"note": templates})


def _timed(verb: str, value: Draw, steps: Draw, **options: Draw) -> Draw:
    timeless = _step(verb, value, **options)
    timed = _step(verb, value, timeout_=seconds, **options)
    return timeless | timed | st.tuples(timed, steps).map(lambda both: both[0] | {"else": both[1]})


names = st.sampled_from(["seen", "item"])
SIMPLE = st.one_of(
    _step("compute", seconds), _step("sleep", seconds), _step("release", locks), _step("notify", st.just("changed")),
    _step("set", st.just("go")), _step("clear", st.just("go")), _step("task_done", st.just("jobs")),
    _step("send", st.just("line"), item=expressions),
    _step("read", st.sampled_from(["counter", "box[1]", "ledger"]), into_=names),
    _step("write", st.sampled_from(["counter", "box[1]", "ledger"]), value_=expressions),
    _step("increment", st.sampled_from(["counter", "box[n]", "ledger"]), by=numbers, gap=seconds),
    _step("let", st.dictionaries(names, expressions, min_size=1)),
    _step("print", templates), _step("mark", templates), _step("fail", templates),
    _step("submit", st.just("job"), to_=st.just("pool"), arguments_=st.fixed_dictionaries({"x": expressions}), into=names),
    _step("call", st.just("job"), arguments_=st.fixed_dictionaries({"x": expressions}), into=names),
    _step("shutdown", st.just("pool")), _step("spawn", st.just("child")), _step("leave", st.just("worker")),
)  # fmt: skip


def _nested(inner: Draw) -> Draw:
    steps = st.lists(inner, max_size=3)
    alternatives = {"else": steps}
    ways = st.lists(st.fixed_dictionaries({"steps": steps}, optional={"weight": st.integers(1, 9)}), min_size=2, max_size=4)
    return st.one_of(
        _timed("acquire", locks, steps, into=names), _step("try", locks, then=steps, **alternatives), _step("with", locks, steps_=steps),
        _step("with", st.lists(locks, min_size=1, max_size=3), steps_=steps), _timed("wait", waits, steps, into=names),
        _timed("wait", st.just("changed"), steps, until_=expressions), _timed("put", st.just("jobs"), steps, item=expressions),
        _timed("get", st.just("jobs"), steps, into=names), _timed("recv", st.just("line"), steps, into=names),
        _timed("join", st.sampled_from(["child", "child[0]", "jobs"]), steps), _timed("result", st.just("future"), steps, into=names),
        _step("section", templates, steps_=steps), _step("repeat", st.integers(0, 3) | st.sampled_from(["forever", "n"]), steps_=steps),
        _step("while", expressions, steps_=steps), _step("for", names, in_=expressions | st.lists(expressions, max_size=3), steps_=steps),
        _step("if", expressions, then_=steps, **alternatives), _step("choose", ways),
        _timed("wait_until", expressions, steps, every=seconds),
    )  # fmt: skip


STEPS = st.lists(st.recursive(SIMPLE, _nested, max_leaves=12), max_size=4)


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a scenario of one world: every verb's form is right, if not what it means."""
    kind = draw(st.sampled_from(["thread", "process", "task"]))
    future = {"submit": "job", "to": "pool", "arguments": {"x": 1}, "into": "future"}
    worker = {
        "kind": kind,
        "steps": [future, *draw(STEPS)],
        "delay": draw(st.sampled_from([0, 0.5, "index * 0.1"])),
        "daemon": draw(st.booleans()),
    }
    if draw(st.booleans()):
        worker["count"] = draw(st.sampled_from([1, 3, "n"]))
    return {
        "lockstep": 1, "title": draw(texts), "parameters": {"n": 3, "text": draw(texts)}, "resources": RESOURCES, "procedures": PROCEDURES,
        "workers": {"actor": worker, "child": {"kind": kind, "start": "spawned", "count": 2, "steps": draw(STEPS)}},
        "main": draw(STEPS), "expect": [{"final": "counter", "is": 1}],
    }  # fmt: skip
