from typing import Any

from engine.scenario.translate.variants import Variant, variants
from tests.engine.scenario.translate.making import bound


def found(**workers: Any) -> list[Variant]:
    data: dict[str, Any] = {
        "resources": {"pool": {"kind": "pool"}, "q": {"kind": "queue"}},
        "procedures": {"outer": {"steps": [{"call": "inner"}]}, "inner": {"steps": [{"put": "q"}]}, "unused": {"steps": []}},
        "workers": workers,
    }
    return variants(bound(data).scenario)


def test_a_procedure_is_a_function_for_each_way_of_calling_it() -> None:
    call, submit = [{"call": "outer"}], [{"submit": "inner", "to": "pool"}]
    plain = [Variant(name, False, False) for name in ("outer", "inner", "unused")]
    assert found(a={"steps": call}) == plain
    assert found(a={"kind": "task", "steps": call})[:2] == [Variant("outer", True, False), Variant("inner", True, False)]
    assert found(a={"steps": [*call, *submit]}) == [plain[0], plain[1], Variant("inner", False, True), plain[2]]
