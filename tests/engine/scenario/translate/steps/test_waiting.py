from typing import Any

from tests.engine.scenario.translate.making import body_of

THINGS: dict[str, Any] = {
    "go": {"kind": "event"},
    "c": {"kind": "condition"},
    "gate": {"kind": "barrier", "parties": 2},
    "n": {"kind": "value"},
}


def body(*steps: Any, kind: str = "thread") -> list[str]:
    return body_of(list(steps), kind=kind, resources=THINGS)


def test_events() -> None:
    assert body({"wait": "go"}, {"set": "go"}, {"clear": "go"}) == ["go.wait()", "go.set()", "go.clear()"]
    assert body({"wait": "go"}, kind="task") == ["await go.wait()"]
    assert body({"wait": "go", "timeout": 1, "else": [{"print": "x"}]})[0] == "if not go.wait(timeout=1):"


def test_a_condition_is_waited_for_in_a_loop() -> None:
    assert body({"wait": "c", "until": "n > 2"}) == ["while n <= 2:", "    c.wait()"]
    assert body({"wait": "c", "until": "n > 2 and n < 5"}, kind="task") == ["while not (n > 2 and n < 5):", "    await c.wait()"]
    assert body({"wait": "c", "until": "not n"}) == ["while n:", "    c.wait()"]
    assert body({"wait": "c", "until": "n", "timeout": 1}) == ["c.wait_for(lambda: n, timeout=1)"]
    assert body({"wait": "c", "until": "n", "into": "came"})[-1] == "came = True"


def test_a_condition_wakes_some_or_all() -> None:
    steps = [{"notify": "c"}, {"notify": "c", "count": 2}, {"notify": "c", "count": "all"}]
    assert body(*steps) == ["c.notify()", "c.notify(2)", "c.notify_all()"]


def test_a_barrier_gives_places_and_breaks_when_time_is_over() -> None:
    assert body({"wait": "gate", "into": "place"}) == ["place = gate.wait()"]
    step = {"wait": "gate", "into": "place", "timeout": 1}
    for kind in ("thread", "process"):
        assert body(step, kind=kind) == [
            "try:", "    place = gate.wait(timeout=1)", "except threading.BrokenBarrierError:", "    place = None",
        ]  # fmt: skip
    assert body(step, kind="task")[1:3] == ["    async with asyncio.timeout(1):", "        place = await gate.wait()"]
