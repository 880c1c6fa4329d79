"""How a step and an expectation are told apart: each is an object with one verb, and its verb names its model."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from engine.scenario.sentences import refusal, say

# The tags of a union's members begin so; they turn up in the places of errors and are left out there.
TAG = "verb:"
FORM = "form:"


def tag_of(data: Any, models: Mapping[str, type[BaseModel]]) -> str | None:
    """Return the tag of a verb's model, for data and for models; None where there is none."""
    if isinstance(data, BaseModel):
        return next((TAG + verb for verb, model in models.items() if type(data) is model), None)
    return next((TAG + key for key in data if key in models), None)


def demand_one_verb(what: str, example: str, models: Callable[[], Mapping[str, type[BaseModel]]]) -> Callable[[Any], Any]:
    """Return a validator that lets pass what has exactly one verb, and says what is wrong with the rest. what: a message."""

    def check(data: Any) -> Any:
        if isinstance(data, BaseModel):
            return data
        if not isinstance(data, Mapping):
            raise refusal("no_object", say("detail.no-object", what=say(what), example=example))
        verbs = [key for key in data if key in models()]
        if len(verbs) > 1:
            words = ", ".join(f"`{verb}`" for verb in verbs[:3])
            raise refusal("two_verbs", say("detail.two-verbs", what=say(what), words=words))
        if not verbs:  # which verb was meant is looked for when the problem is told: that is slow, and there may be thousands
            raise refusal("unknown_verb", say("detail.needs-verb", what=say(what), example=example))
        return data

    return check


def form_of(data: Any) -> str:
    """Return the tag of a union of one thing and a list of such."""
    return f"{FORM}many" if isinstance(data, list) else f"{FORM}one"
