from typing import Any

from tests.engine.scenario.translate.making import body_of, translated

CHILDREN: dict[str, Any] = {
    "child": {"start": "spawned", "count": 2, "steps": []},
    "single": {"start": "spawned", "steps": [{"print": "{me}"}]},
}


def body(*steps: Any, kind: str = "thread", **more: Any) -> list[str]:
    children = {name: facts | {"kind": kind} for name, facts in CHILDREN.items()}
    return body_of(list(steps), kind=kind, workers=children, **more)


def test_a_worker_is_made_started_and_kept_by_its_name() -> None:
    assert body({"spawn": "single"}) == ['workers["single"] = threading.Thread(target=single, name="single")', 'workers["single"].start()']
    assert body({"spawn": "child[1]"})[1] == 'workers["child-1"].start()'
    assert body({"spawn": "child"}, kind="process") == [
        "for number in range(2):",
        '    workers[f"child-{number}"] = mp.Process(target=child, name=f"child-{number}")',
        '    workers[f"child-{number}"].start()',
    ]
    assert body({"spawn": "single"}, kind="task") == ['tasks["single"] = asyncio.create_task(single(), name="single")']


def test_workers_are_waited_for() -> None:
    assert body({"join": "child[index]"})[1:] == ['workers[f"child-{index}"].join()']
    assert body({"join": "child", "timeout": 1, "else": [{"print": "late"}]})[:3] == [
        "for number in range(2):",
        '    workers[f"child-{number}"].join(timeout=1)',
        'if any(workers[f"child-{number}"].is_alive() for number in range(2)):',
    ]
    assert body({"join": "single", "timeout": 1, "else": [{"print": "late"}]}, kind="task")[:2] == [
        'await asyncio.wait([tasks["single"]], timeout=1)', 'if not tasks["single"].done():',
    ]  # fmt: skip


def test_processes_are_terminated_and_tasks_cancelled() -> None:
    assert body({"terminate": "single"}, kind="process") == ['workers["single"].terminate()']
    assert body({"terminate": "child"}, kind="task") == ["for number in range(2):", '    tasks[f"child-{number}"].cancel()']


def test_a_thread_that_joins_one_of_the_beginning_waits_until_it_is_started() -> None:
    workers = {"a": {"steps": [{"join": "b"}]}, "b": {"steps": []}}
    source = translated({"workers": workers}).source
    assert '    all_started.wait()\n    workers["b"].join()\n' in source
    assert source.index("worker.start()") < source.index("all_started.set()")
    assert "all_started" not in translated({"workers": {"b": {"steps": []}}, "main": [{"join": "b"}]}).source


def test_a_queue_is_joined_and_with_a_time_by_a_thread() -> None:
    jobs = {"jobs": {"kind": "queue"}}
    assert body({"join": "jobs"}, resources=jobs) == ["jobs.join()"]
    assert body({"join": "jobs"}, resources=jobs, kind="task") == ["await jobs.join()"]
    waited = body({"join": "jobs", "timeout": 1, "else": [{"print": "late"}]}, resources=jobs)
    assert waited[1:5] == [
        "waiter = threading.Thread(target=jobs.join, daemon=True)", "waiter.start()", "waiter.join(timeout=1)", "if waiter.is_alive():",
    ]  # fmt: skip
