from tests.engine.scenario.translate.making import body_of

LOCK = {"lock": {"kind": "lock"}}


def test_nothing_to_do_instead_is_pass() -> None:
    assert body_of([{"acquire": "lock", "timeout": 1}], kind="task", resources=LOCK)[-2:] == ["except TimeoutError:", "    pass"]


def test_a_name_is_false_when_time_is_over_and_else_is_done() -> None:
    step = {"acquire": "lock", "timeout": 1, "into": "taken", "else": [{"print": "x"}]}
    assert body_of([step], kind="task", resources=LOCK)[-3:] == ["except TimeoutError:", "    taken = False", '    print("x", flush=True)']


def test_without_else_a_thread_just_goes_on() -> None:
    assert body_of([{"acquire": "lock", "timeout": "index + 1"}], resources=LOCK) == ["index = 0", "lock.acquire(timeout=index + 1)"]
