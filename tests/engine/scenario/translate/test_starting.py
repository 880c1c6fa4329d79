from typing import Any

from tests.engine.scenario.translate.making import translated


def main_of(workers: dict[str, Any], main: list[Any] | None = None) -> list[str]:
    source = translated({"workers": {name: {"steps": [], **facts} for name, facts in workers.items()}, "main": main or []}).source
    lines = source[source.index("def main():") : source.index('\n\n\nif __name__ == "__main__"')].split("\n")
    return [line.strip() for line in lines[1:]]


def test_single_workers_are_items_and_many_are_a_loop() -> None:
    lines = main_of({"a": {}, "b": {"daemon": True}, "c": {"count": 2}, "d": {}})
    assert lines[:4] == [
        "workers = [", 'threading.Thread(target=a, name="a"),', 'threading.Thread(target=b, name="b", daemon=True),', "]",
    ]  # fmt: skip
    assert lines[4] == 'workers += [threading.Thread(target=c, name=f"c-{index}") for index in range(2)]'
    assert lines[5] == 'workers += [threading.Thread(target=d, name="d")]'
    assert lines[6:] == ["for worker in workers:", "worker.start()", "for worker in workers:", "if not worker.daemon:", "worker.join()"]


def test_tasks_that_are_not_waited_for_are_kept_apart() -> None:
    lines = main_of({"a": {"kind": "task"}, "b": {"kind": "task", "daemon": True}})
    assert lines == [
        'tasks = [asyncio.create_task(a(), name="a")]', 'daemons = [asyncio.create_task(b(), name="b")]', "await asyncio.wait(tasks)",
    ]  # fmt: skip


def test_only_daemons_are_not_waited_for_at_all() -> None:
    assert main_of({"a": {"daemon": True}})[-2:] == ["for worker in workers:", "worker.start()"]


def test_delays_are_counted_from_the_beginning() -> None:
    lines = main_of({"a": {"delay": 0.5}, "b": {"count": 2, "delay": "index * 2"}})
    assert lines == [
        'arrivals = [(0.5, threading.Thread(target=a, name="a"))]',
        'arrivals += [(index * 2, threading.Thread(target=b, name=f"b-{index}")) for index in range(2)]',
        "arrivals.sort(key=lambda arrival: arrival[0])",
        "workers = [worker for _, worker in arrivals]",
        "begin = time.monotonic()",
        "for delay, worker in arrivals:",
        "time.sleep(max(0, begin + delay - time.monotonic()))",
        "worker.start()",
        "for worker in workers:",
        "worker.join()",
    ]


def test_where_there_are_tasks_who_is_delayed_sleeps_first() -> None:
    source = translated(
        {"workers": {"a": {"kind": "task", "count": 2, "delay": "index * 0.5", "steps": []}, "b": {"delay": 1, "steps": []}}}
    ).source
    assert "async def a(index):\n    await asyncio.sleep(index * 0.5)\n" in source
    assert "def b():\n    time.sleep(1)\n" in source


def test_those_that_are_started_by_others_are_waited_for_too() -> None:
    workers = {"a": {"steps": [{"spawn": "b"}]}, "b": {"start": "spawned"}}
    assert main_of(workers)[-2:] == [
        "while alive := [worker for worker in list(workers.values()) if worker.is_alive()]:", "alive[0].join()",
    ]  # fmt: skip
    tasks = {name: facts | {"kind": "task"} for name, facts in workers.items()}
    tasks["b"] |= {"daemon": True}
    assert main_of(tasks)[-2] == "while waiting := [task for task in tasks.values() if not task.done() and task not in daemons]:"


def test_threads_beside_tasks_are_joined_by_threads() -> None:
    assert main_of({"a": {"kind": "task"}, "b": {}})[-3:] == [
        "await asyncio.wait(tasks)",
        "for worker in workers:",
        "await asyncio.to_thread(worker.join)",
    ]
