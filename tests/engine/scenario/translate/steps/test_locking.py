from typing import Any

from tests.engine.scenario.translate.making import body_of, translated

LOCKS: dict[str, Any] = {"mutex": {"kind": "lock"}, "fork": {"kind": "lock", "count": 5}, "permits": {"kind": "semaphore", "value": 2}}


def body(*steps: Any, kind: str = "thread") -> list[str]:
    return body_of(list(steps), kind=kind, resources=LOCKS)


def test_locks_are_taken_and_given_back() -> None:
    assert body({"acquire": "mutex"}, {"release": "mutex"}) == ["mutex.acquire()", "mutex.release()"]
    assert body({"acquire": "mutex", "into": "taken"}, kind="task") == ["taken = await mutex.acquire()"]


def test_with_takes_several_in_order() -> None:
    steps = {"with": ["mutex", "fork[(index + 1) % 5]"], "steps": []}
    assert body(steps)[1:] == ["with mutex, fork[(index + 1) % 5]:", "    pass"]
    assert body(steps, kind="task")[1] == "async with mutex, fork[(index + 1) % 5]:"


def test_one_gives_up_after_a_time() -> None:
    step = {"acquire": "mutex", "timeout": 0.5, "else": [{"print": "x"}]}
    assert body(step)[0] == "if not mutex.acquire(timeout=0.5):"
    assert body(step | {"into": "taken"})[:2] == ["taken = mutex.acquire(timeout=0.5)", "if not taken:"]
    assert body(step, kind="task")[:4] == [
        "try:",
        "    async with asyncio.timeout(0.5):",
        "        await mutex.acquire()",
        "except TimeoutError:",
    ]


def test_at_once_is_called_as_each_world_calls_it() -> None:
    step = {"acquire": "mutex", "timeout": 0, "into": "taken"}
    assert body(step) == ["taken = mutex.acquire(blocking=False)"]
    assert body(step, kind="process") == ["taken = mutex.acquire(block=False)"]


def test_try_gives_back_whatever_happens() -> None:
    step = {"try": "mutex", "then": [{"print": "x"}], "else": [{"print": "y"}]}
    assert body(step) == [
        "if mutex.acquire(blocking=False):",
        "    try:",
        '        print("x", flush=True)',
        "    finally:",
        "        mutex.release()",
        "else:",
        '    print("y", flush=True)',
    ]
    assert body({"try": "mutex"}) == ["if mutex.acquire(blocking=False):", "    mutex.release()"]
    assert body(step, kind="task")[:2] == ["if not mutex.locked():", "    async with mutex:"]


def test_several_permits_at_once_where_that_is_possible() -> None:
    step = {"release": "permits", "count": 3}
    assert body(step) == ["permits.release(3)"]
    assert body(step, kind="process") == body(step, kind="task") == ["for _ in range(3):", "    permits.release()"]
    assert body({"release": "permits", "count": 1}) == ["permits.release()"]


def test_a_lock_lives_where_it_is_used() -> None:
    made = {kind: translated({"resources": {"mutex": {"kind": "lock"}}, "workers": {"a": {"kind": kind, "steps": [{"acquire": "mutex"}]}}})
            for kind in ("thread", "process", "task")}  # fmt: skip
    assert "\nmutex = threading.Lock()\n" in made["thread"].source
    assert "\nmutex = mp.Lock()\n" in made["process"].source
    assert "\nmutex = asyncio.Lock()\n" in made["task"].source
