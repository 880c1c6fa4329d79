"""What the editor of scenarios offers while one types and the JSON Schema does not say: which name fits where, kinds of findings, words."""

from typing import Any

from engine.findings.kinds import KINDS
from engine.scenario.reference import FUNCTIONS, GIVEN
from engine.scenario.walking import REFERENCES


def scenario_facts() -> dict[str, Any]:
    """Collect them. references: for each option that names something, the kinds of things it can name."""
    references = {}
    for model, (field, kinds) in REFERENCES.items():
        references[model.model_fields[field].alias or field] = list(kinds)
    return {"references": references, "findings": list(KINDS), "functions": FUNCTIONS, "given": GIVEN}
