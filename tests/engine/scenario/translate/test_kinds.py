import pytest

from engine.scenario.translate.kinds import kind_of, kind_of_resource
from tests.engine.scenario.translate.making import bound

PARAMETERS = {"n": 3, "share": 0.5, "flag": True, "word": "x"}


@pytest.mark.parametrize(
    ("value", "kind"),
    [(1, int), (0.5, float), (True, bool), (None, None), ("n", int), ("share * n", float), ("n / 2", float), ("n // 2", int),
     ("flag", bool), ("n > 2", bool), ("not n", bool), ("flag + flag", int), ("-n", int), ("word", str), ("'a' + str(n)", str), ("me", str),
     ("max(n, share)", float), ("unknown", None), ("n if flag else share", float), ("randint(1, 2)", int), ("flag and share", float)],
)  # fmt: skip
def test_the_kind_of_a_value_is_told_where_it_can_be(value: object, kind: type | None) -> None:
    assert kind_of(value, PARAMETERS) is kind


def test_a_shared_value_is_as_wide_as_all_that_is_written_to_it() -> None:
    def kind(initial: object, *steps: object, what: str = "value") -> type:
        data = {"resources": {"v": {"kind": what, "initial": initial}}, "workers": {"a": {"steps": list(steps)}}}
        return kind_of_resource(bound(data).scenario, "v", PARAMETERS)

    assert kind(0) is int
    assert kind(True) is bool
    assert kind(0, {"increment": "v", "by": 0.5}) is float
    assert kind(True, {"write": "v", "value": 2}) is int
    assert kind("1", {"write": "v", "value": "seen"}) is int
    assert kind("blank", what="file") is str
    assert kind(1, {"write": "v", "value": "'done'"}, what="file") is str
