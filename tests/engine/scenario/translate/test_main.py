from typing import Any

from tests.engine.scenario.translate.making import translated


def main_of(**data: Any) -> str:
    source = translated({"workers": {"actor": {"steps": []}}, **data}).source
    return source[source.index("def main():") :]


def test_the_main_worker_starts_does_its_steps_waits_and_tells() -> None:
    data: dict[str, Any] = {
        "resources": {"n": {"kind": "value"}, "ledger": {"kind": "file", "count": 2, "initial": 5}},
        "main": [{"increment": "n"}],
        "expect": [{"final": "n", "is": 1}, {"final": "ledger[1]", "is": 5}, {"final": "n", "at_least": 0}],
    }
    assert main_of(**data).split("\n") == [
        "def main():",
        "    global n",
        "    for path in ledger:",
        '        path.write_text("5")',
        '    workers = [threading.Thread(target=actor, name="actor")]',
        "    for worker in workers:",
        "        worker.start()",
        "    n += 1",
        "    for worker in workers:",
        "        worker.join()",
        '    print(f"final: n = {n}", flush=True)',
        '    print(f"final: ledger[1] = {ledger[1].read_text()}", flush=True)',
        "",
        "",
        'if __name__ == "__main__":',
        "    main()",
        "",
    ]


def test_steps_that_may_end_early_do_not_end_the_waiting() -> None:
    source = translated({"workers": {"actor": {"steps": []}}, "main": [{"leave": "worker"}]}).source
    assert "def conduct():\n    return\n" in source
    assert "    conduct()\n    for worker in workers:\n        worker.join()\n" in source


def test_the_jobs_of_pools_are_done_before_the_final_values_are_told() -> None:
    resources = {"n": {"kind": "value"}, "one": {"kind": "pool"}, "some": {"kind": "pool", "count": 2}}
    text = main_of(resources=resources, expect=[{"final": "n", "is": 0}])
    assert "    one.shutdown()\n    for pool in some:\n        pool.shutdown()\n    print(" in text


def test_where_there_are_tasks_main_is_one() -> None:
    text = translated({"workers": {"actor": {"kind": "task", "steps": []}}, "main": [{"sleep": 1}]}).source
    assert "async def main():\n" in text
    assert "    await asyncio.sleep(1)\n    await asyncio.wait(tasks)\n" in text
    assert text.endswith('if __name__ == "__main__":\n    asyncio.run(main())\n')
