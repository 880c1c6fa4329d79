from tests.engine.scenario.translate.making import body_of, translated


def test_computing_gets_a_function_of_its_own_where_it_is_used() -> None:
    data = {"workers": {"a": {"steps": [{"compute": "0.1 * 2"}]}}}
    assert "    compute(0.1 * 2)\n" in translated(data).source
    assert "\ndef compute(seconds):\n" in translated(data).source
    assert "def compute" not in translated({"workers": {"a": {"steps": []}}}).source


def test_each_world_sleeps_in_its_own_way() -> None:
    assert body_of([{"sleep": 0.5}]) == ["time.sleep(0.5)"]
    assert body_of([{"sleep": 0.5}], kind="task") == ["await asyncio.sleep(0.5)"]


def test_looking_again_and_again() -> None:
    value = {"n": {"kind": "value"}}
    assert body_of([{"wait_until": "n == 3"}], resources=value) == ["while n != 3:", "    time.sleep(0.01)"]
    step = {"wait_until": "n == 3 if index else n", "every": 0.5, "timeout": 2, "else": [{"print": "late"}]}
    assert body_of([step], resources=value)[1:] == [
        "deadline = time.monotonic() + 2",
        "while not (n == 3 if index else n) and time.monotonic() < deadline:",
        "    time.sleep(0.5)",
        "if not (n == 3 if index else n):",
        '    print("late", flush=True)',
    ]
