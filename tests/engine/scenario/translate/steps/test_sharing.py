from typing import Any

from tests.engine.scenario.translate.making import body_of

SHARED: dict[str, Any] = {
    "n": {"kind": "value"}, "box": {"kind": "value", "count": 3}, "ledger": {"kind": "file"}, "rate": {"kind": "file", "initial": 0.5},
    "page": {"kind": "file", "initial": "blank"},
}  # fmt: skip


def body(*steps: Any, kind: str = "thread") -> list[str]:
    return body_of(list(steps), kind=kind, resources=SHARED)


def test_a_value_is_a_global_among_threads_and_an_object_among_processes() -> None:
    steps = [{"read": "n", "into": "x"}, {"write": "n", "value": "x + n"}]
    assert body(*steps) == body(*steps, kind="task") == ["global n", "x = n", "n = x + n"]
    assert body(*steps, kind="process") == ["x = n.value", "n.value = x + n.value"]


def test_one_of_several_is_an_item_in_all_worlds() -> None:
    steps = [{"write": "box[1]", "value": "box[0]"}, {"increment": "box[2]"}]
    assert body(*steps) == body(*steps, kind="process") == ["box[1] = box[0]", "box[2] += 1"]


def test_to_read_needs_no_declaration() -> None:
    assert body({"read": "n", "into": "x"}) == ["x = n"]


def test_an_increment_is_a_reading_and_a_writing() -> None:
    assert body({"increment": "n", "by": -2}) == ["global n", "n -= 2"]
    assert body({"increment": "n", "by": "1 if n else 2"})[1] == "n += 1 if n else 2"
    assert body({"increment": "n", "by": "1 if n else 2", "gap": 0.1})[1:] == ["old = n", "time.sleep(0.1)", "n = old + (1 if n else 2)"]
    assert body({"increment": "n", "by": "-index", "gap": 0.1}, kind="task")[-2:] == ["await asyncio.sleep(0.1)", "n = old - index"]


def test_a_file_holds_text_of_a_number_or_text() -> None:
    assert body({"read": "ledger", "into": "x"}, {"write": "ledger", "value": "x * 2"}) == [
        "x = int(ledger.read_text() or 0)", "ledger.write_text(str(x * 2))",
    ]  # fmt: skip
    assert body({"increment": "rate", "by": 0.25}) == ["old = float(rate.read_text() or 0)", "rate.write_text(str(old + 0.25))"]
    assert body({"read": "page", "into": "x"}, {"write": "page", "value": "'a' + me"})[-2:] == [
        "x = page.read_text()",
        'page.write_text("a" + me)',
    ]


def test_names_are_given() -> None:
    assert body({"let": {"a": 1, "b": "a + 1"}}) == ["a = 1", "b = a + 1"]
