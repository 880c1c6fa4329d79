from typing import Any

import pytest

from tests.engine.scenario.translate.making import body_of

CHANNELS: dict[str, Any] = {"q": {"kind": "queue", "size": 3}, "line": {"kind": "pipe", "count": 2}}


def body(*steps: Any, kind: str = "thread") -> list[str]:
    return body_of(list(steps), kind=kind, resources=CHANNELS)


def test_an_item_that_is_left_out_is_made_up_and_null_is_none() -> None:
    assert body({"put": "q"})[2] == 'q.put(f"{me}-{next(serial)}")'
    assert body({"put": "q", "item": None}) == ["q.put(None)"]
    assert body({"put": "q", "item": "'x'"}, kind="task") == ['await q.put("x")']


@pytest.mark.parametrize("kind", ["thread", "process"])
def test_queues_of_threads_and_processes_say_by_an_error_that_time_is_over(kind: str) -> None:
    assert body({"get": "q", "into": "item", "timeout": 1, "else": [{"print": "x"}]}, kind=kind) == [
        "try:", "    item = q.get(timeout=1)", "except queue.Empty:", "    item = None", '    print("x", flush=True)',
    ]  # fmt: skip
    assert body({"put": "q", "item": 1, "timeout": 0}, kind=kind) == ["try:", "    q.put_nowait(1)", "except queue.Full:", "    pass"]


def test_queues_of_tasks_have_errors_of_their_own() -> None:
    assert body({"get": "q", "timeout": 0}, kind="task") == ["try:", "    q.get_nowait()", "except asyncio.QueueEmpty:", "    pass"]
    assert body({"put": "q", "item": 1, "timeout": 2}, kind="task")[1:4] == [
        "    async with asyncio.timeout(2):", "        await q.put(1)", "except TimeoutError:",
    ]  # fmt: skip


def test_a_name_gets_nothing_only_where_it_is_used_on() -> None:
    assert body({"get": "q", "into": "item", "timeout": 1, "else": [{"leave": "worker"}]})[2:] == ["except queue.Empty:", "    return"]


def test_pipes_have_two_ends() -> None:
    steps = [{"send": "line[1]", "item": 5}, {"recv": "line[0]", "into": "text"}, {"recv": "line[0]", "end": "a", "timeout": 1}]
    assert body(*steps) == ["line_a[1].send(5)", "text = line_b[0].recv()", "if line_a[0].poll(1):", "    line_a[0].recv()"]
    assert body(*steps[:2], kind="task") == [
        "await asyncio.to_thread(line_a[1].send, 5)", "text = await asyncio.to_thread(line_b[0].recv)",
    ]  # fmt: skip


def test_a_queue_is_told_what_is_done() -> None:
    assert body({"get": "q"}, {"task_done": "q"}) == ["q.get()", "q.task_done()"]
