from tests.engine.scenario.translate.making import body_of


def test_marks_and_prints_are_flushed() -> None:
    assert body_of([{"print": "hello"}, {"mark": "turn {1 + 1}"}]) == [
        'print("hello", flush=True)',
        'print(f"mark: turn {1 + 1}", flush=True)',
    ]


def test_a_section_is_entered_and_left_and_left_by_jumps_too() -> None:
    assert body_of([{"section": "room", "steps": [{"print": "x"}]}]) == [
        'print("enter: room", flush=True)', 'print("x", flush=True)', 'print("leave: room", flush=True)',
    ]  # fmt: skip
    assert body_of([{"section": "room", "steps": [{"leave": "worker"}]}]) == [
        'print("enter: room", flush=True)', "try:", "    return", "finally:", '    print("leave: room", flush=True)',
    ]  # fmt: skip
    assert "try:" in body_of([{"section": "room", "steps": [{"if": "1 > 0", "then": [{"fail": "no"}]}]}])


def test_a_failure_is_an_error_with_its_text() -> None:
    assert body_of([{"fail": "no {1 + 1}"}]) == ['raise RuntimeError(f"no {1 + 1}")']
