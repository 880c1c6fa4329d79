from typing import Any

from tests.engine.scenario.translate.making import translated

PROCEDURES: dict[str, Any] = {
    "plain": {"parameters": ["n"], "steps": [{"return": "n + 1"}]},
    "knowing": {"steps": [{"print": "{me} {index} {randint(1, 6)}"}]},
    "making": {"steps": [{"put": "q"}]},
}
RESOURCES: dict[str, Any] = {"pool": {"kind": "pool"}, "q": {"kind": "queue"}}


def source(*steps: Any, kind: str = "thread") -> str:
    return translated({"procedures": PROCEDURES, "resources": RESOURCES, "workers": {"a": {"kind": kind, "steps": list(steps)}}}).source


def test_a_call_hands_on_what_the_procedure_needs_to_know() -> None:
    assert "    x = plain(1)\n" in source({"call": "plain", "arguments": {"n": 1}, "into": "x"})
    assert "def knowing(index, me, dice):\n" in source({"call": "knowing"})
    assert "    knowing(index, me, dice)\n" in source({"call": "knowing"})
    assert "    making(me, serial)\n" in source({"call": "making"})


def test_tasks_await_their_calls() -> None:
    text = source({"call": "plain", "arguments": {"n": 1}}, kind="task")
    assert "async def plain(n):\n    return n + 1\n" in text
    assert "    await plain(1)\n" in text


def test_an_argument_that_is_left_out_is_none() -> None:
    assert "    plain(None)\n" in source({"call": "plain"})


def test_a_job_has_dice_and_a_name_of_its_own() -> None:
    text = source({"submit": "knowing", "to": "pool"}, {"submit": "making", "to": "pool", "into": "future"}, {"result": "future"})
    assert "    pool.submit(knowing, index, me, random.Random(dice.random()))\n" in text
    assert '    future = pool.submit(making, f"{me}-{next(serial)}")\n    future.result()\n' in text
    assert 'def making(me):\n    serial = itertools.count(1)\n    q.put(f"{me}-{next(serial)}")\n' in text


def test_a_procedure_that_is_called_and_submitted_is_two_functions_if_it_has_to_be() -> None:
    text = source({"call": "making"}, {"submit": "making", "to": "pool"})
    assert "def making(me, serial):\n" in text
    assert "def making_job(me):\n" in text
    assert source({"call": "plain"}, {"submit": "plain", "to": "pool"}).count("def plain") == 1


def test_results_are_waited_for_in_each_world() -> None:
    steps = [
        {"submit": "plain", "to": "pool", "into": "future"},
        {"result": "future", "timeout": 1, "into": "x", "else": [{"print": "late"}]},
    ]
    assert "        x = future.result(timeout=1)\n    except TimeoutError:\n        x = None\n" in source(*steps)
    text = source(*steps, {"shutdown": "pool"}, kind="task")
    assert "    future = asyncio.get_running_loop().run_in_executor(pool, plain, None)\n" in text
    assert "    await asyncio.wait([future], timeout=1)\n    if future.done():\n        x = future.result()\n    else:\n" in text
    assert "    await asyncio.to_thread(pool.shutdown)\n" in text
    assert "    pool.shutdown()\n" in source({"shutdown": "pool"})
