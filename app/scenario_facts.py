"""What the editor of scenarios offers while one types and the JSON Schema does not say: which name fits where, kinds of findings, words."""

from functools import cache
from typing import Any

from engine.findings.kinds import KINDS
from engine.scenario.reference import FUNCTIONS, GIVEN, translations
from engine.scenario.schema import described, json_schema
from engine.scenario.walking import REFERENCES


def scenario_facts() -> dict[str, Any]:
    """Collect them. references: for each option that names something, the kinds of things it can name.

    chinese: what the schema says of each verb and option, and what is said of the words of expressions, by the English text.
    """
    references = {}
    for model, (field, kinds) in REFERENCES.items():
        references[model.model_fields[field].alias or field] = list(kinds)
    return {"references": references, "findings": list(KINDS), "functions": FUNCTIONS, "given": GIVEN, "chinese": told_in_chinese()}


@cache
def told_in_chinese() -> dict[str, str]:
    """Return the Chinese of what the editor tells while one types."""
    told = {*FUNCTIONS.values(), *GIVEN.values(), *described(json_schema())}
    return {text: chinese for text, chinese in translations().items() if text in told}
