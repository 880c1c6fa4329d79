"""How a step and an expectation are told apart: each is an object with one verb, and its verb names its model."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

TAG = "verb:"  # the tags of a union's members begin so; they turn up in the places of errors and are left out there


def tag_of(data: Any, models: Mapping[str, type[BaseModel]]) -> str | None:
    """Return the tag of a verb's model, for data and for models; None where there is none."""
    if isinstance(data, BaseModel):
        return next((TAG + verb for verb, model in models.items() if type(data) is model), None)
    return next((TAG + key for key in data if key in models), None)


def demand_one_verb(what: str, example: str, models: Callable[[], Mapping[str, type[BaseModel]]]) -> Callable[[Any], Any]:
    """Return a validator that lets pass what has exactly one verb, and says what is wrong with the rest."""

    def check(data: Any) -> Any:
        if isinstance(data, BaseModel):
            return data
        if not isinstance(data, Mapping):
            raise PydanticCustomError("no_object", "{what} is an object, as {example}", {"what": what, "example": example})
        verbs = [key for key in data if key in models()]
        if len(verbs) > 1:
            facts = {"what": what, "verbs": " and ".join(verbs)}
            raise PydanticCustomError("two_verbs", "{what} says one thing; this one has {verbs}", facts)
        if not verbs:
            raise PydanticCustomError("unknown_verb", "{detail}", {"detail": _suggestion(what, data, models())})
        return data

    return check


def _suggestion(what: str, data: Mapping[Any, Any], models: Mapping[str, type[BaseModel]]) -> str:
    keys = [key for key in data if isinstance(key, str)]
    for key in keys:
        if near := get_close_matches(key, models, n=1):
            return f"{key[:40]!r} is no verb of {what}; did you mean {near[0]!r}?"
    start = f"{keys[0][:40]!r} is no verb of {what}" if keys else f"{what} needs a verb"
    return f"{start}; there are {', '.join(models)}"
