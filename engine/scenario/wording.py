"""What pydantic finds wrong, as our problems: a pointer into what was sent, a code, one sentence in the words of the language."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from engine.errors import MAX_PROBLEMS, Problem
from engine.scenario import document, expectations, steps
from engine.scenario.problems import problem, quoted, suggestion
from engine.scenario.resources import MODELS as RESOURCES
from engine.scenario.verbs import FORM, TAG
from engine.scenario.words import Texts

Place = tuple[str | int, ...]

# What beginners of this language write for our verbs.
MEANT = {
    "lock": "acquire", "unlock": "release", "loop": "repeat", "signal": "notify", "broadcast": "notify", "notify_all": "notify",
    "push": "put", "pop": "get", "enqueue": "put", "dequeue": "get", "start": "spawn", "assign": "let", "raise": "fail",
    "enter": "section", "receive": "recv", "log": "print", "barrier": "wait", "work": "compute", "cpu": "compute", "delay": "sleep",
    "kill": "terminate", "cancel": "terminate", "wait_for": "wait", "break": "leave", "exit": "leave", "critical": "section",
    "finish": "finishes", "deadlock": "deadlocks", "finds": "finding", "final_value": "final", "marks": "happens", "found": "finding",
}  # fmt: skip

# What they write for our options.
MEANT_OPTIONS = {
    "type": "kind", "equals": "is", "eq": "is", "equal": "is", "min": "at_least", "max": "at_most", "do": "steps", "body": "steps",
    "message": "item", "value": "item", "amount": "by", "delta": "by", "name": "into", "as": "into", "capacity": "size", "maxsize": "size",
    "permits": "value", "n": "parties", "instances": "count", "number": "count", "timeout": "seconds", "description": "note",
}  # fmt: skip
MOST_OPTIONS = 6  # that are listed

_CODES = {
    "missing": "missing", "extra_forbidden": "unknown-member", "union_tag_invalid": "unknown-kind", "union_tag_not_found": "missing",
    "literal_error": "unknown-word", "too_long": "too-many", "too_short": "too-few", "string_too_long": "too-long",
    "string_too_short": "too-short", "string_pattern_mismatch": "bad-name", "greater_than": "out-of-range",
    "greater_than_equal": "out-of-range", "less_than": "out-of-range", "less_than_equal": "out-of-range",
}  # fmt: skip
_SENTENCES: dict[str, str] = {
    "int_type": "give a whole number",
    "int_from_float": "give a whole number",
    "float_type": "give a number",
    "bool_type": "give true or false",
    "list_type": "give a list",
    "dict_type": "give an object",
    "model_type": "give an object",
    "model_attributes_type": "give an object",
    "finite_number": "give a number that is not infinite",
    "string_too_long": "a text has {max_length} characters at most here",
    "string_too_short": "a text cannot be empty here",
    "string_pattern_mismatch": "a name has letters, digits and _, and a letter comes first",
    "greater_than": "give a number greater than {gt}",
    "greater_than_equal": "give a number that is at least {ge}",
    "less_than": "give a number less than {lt}",
    "less_than_equal": "give a number that is at most {le}",
    "too_short": "there must be at least {min_length} here",
    "too_long": "there can be {max_length} at most here",
    "union_tag_not_found": "`kind` is missing; it says what this is",
}


def worded(errors: Sequence[Mapping[str, Any]], data: Any) -> tuple[list[Problem], int]:
    """Put pydantic's errors on `data` into words: the first problems, and how many there are in all. One for each place."""
    places = list(dict.fromkeys(_place(error, data) for error in errors))
    firsts: dict[Place, Mapping[str, Any]] = {}
    for error in errors:
        firsts.setdefault(_place(error, data), error)
    return [_problem(place, firsts[place], data) for place in places[:MAX_PROBLEMS]], len(places)


def _place(error: Mapping[str, Any], data: Any) -> Place:
    """Return where an error is, without what only pydantic knows: tags of unions, names of inner functions, `[key]`."""
    place: list[str | int] = []
    parts = error["loc"]
    for number, part in enumerate(parts):
        if _is_tag(part, number, parts, data):
            continue
        if (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            data = data[part]
            place.append(part)
        elif error["type"] == "missing" and number == len(parts) - 1:
            place.append(part)
    return tuple(place)


def _is_tag(part: str | int, number: int, parts: Sequence[str | int], data: Any) -> bool:
    if isinstance(part, str) and part.startswith((TAG, FORM)):
        return True
    return number == 2 and parts[0] == "resources" and isinstance(data, dict) and data.get("kind") == part


def _at(data: Any, place: Place) -> Any:
    for part in place:
        match data, part:
            case list(), int():
                data = data[part]
            case dict(), _:
                data = data.get(part)
            case _:
                return None
    return data


def _problem(place: Place, error: Mapping[str, Any], data: Any) -> Problem:
    kind: str = error["type"]
    facts: Mapping[str, Any] = error.get("ctx") or {}
    special: Callable[[Place, Mapping[str, Any], Any], str] | None = _SPECIAL.get(kind)
    if special is not None:
        detail = special(place, error, data)
    elif kind in _SENTENCES:
        detail = _SENTENCES[kind].format_map(facts)
    else:
        detail = str(error["msg"]).removeprefix("Value error, ")
    code = _CODES.get(kind) or ("wrong-type" if kind in (*_SENTENCES, "string_type") else kind.replace("_", "-"))
    return problem(place, code, detail)


def _missing(place: Place, _error: Mapping[str, Any], _data: Any) -> str:
    return f"{quoted(place[-1])} is missing"


def _unknown_member(place: Place, error: Mapping[str, Any], _data: Any) -> str:
    model, called = _model_at(error["loc"][:-1])
    known = [field.alias or name for name, field in model.model_fields.items()]
    name, options = str(place[-1]), [option for option in known if option not in (called, "note")]
    meant = MEANT_OPTIONS.get(name.casefold())
    hint = suggestion(meant if meant in options else name, known)
    if not hint and len(options) <= MOST_OPTIONS:
        hint = f"; there are {', '.join(options)}" if len(options) > 1 else f"; there is {options[0]}" if options else ""
    return f"{quoted(name)} is no option of {called}{hint}"


def _text(place: Place, _error: Mapping[str, Any], data: Any) -> str:
    given, verb = _at(data, place), place[-1]
    if isinstance(given, dict) and verb in (*steps.MODELS, *expectations.MODELS):
        return f"give a text; its options stand beside {quoted(verb)}, not in it"
    return "give a text"


def _model_at(parts: Sequence[str | int]) -> tuple[type[BaseModel], str]:
    """Find the model of the object at a place of pydantic's, and what it is called."""
    last = parts[-1] if parts else ""
    if isinstance(last, str) and last.startswith(TAG):
        verb = last.removeprefix(TAG)
        return (expectations.MODELS if parts[0] == "expect" else steps.MODELS)[verb], verb
    match parts:
        case ():
            return document.Scenario, "a scenario"
        case ("parameters", *_):
            return document.Parameter, "a parameter"
        case ("resources", _, str(kind)) if kind in RESOURCES:
            return RESOURCES[kind], f"a {kind}"
        case ("workers", _):
            return document.Worker, "a worker"
        case ("procedures", _):
            return document.Procedure, "a procedure"
        case ("limits",):
            return document.Limits, "limits"
        case (*_, str(form)) if form == f"{FORM}texts":
            return Texts, "a text in two languages"
    return steps.Choice, "a choice"


def _unknown_verb(place: Place, error: Mapping[str, Any], data: Any) -> str:
    what = error["ctx"]["what"]
    models: Mapping[str, object] = expectations.MODELS if place[0] == "expect" else steps.MODELS
    names = [name for name in list(_at(data, place))[:5] if isinstance(name, str)]
    for name in names:
        meant = MEANT.get(name.casefold())
        hint = f"; did you mean {quoted(meant)}?" if meant in models else suggestion(name, models)
        if hint:
            return f"{quoted(name)} is no verb of {what}{hint}"
    return f"{quoted(names[0])} is no verb of {what}" if names else str(error["msg"])


def _unknown_kind(place: Place, _error: Mapping[str, Any], data: Any) -> str:
    kind = str(_at(data, (*place, "kind")))
    hint = suggestion(kind, RESOURCES)
    return f"{quoted(kind)} is no kind of resource{hint or '; there are ' + ', '.join(RESOURCES)}"


def _unknown_word(place: Place, error: Mapping[str, Any], data: Any) -> str:
    words = re.findall(r"'([^']*)'", error["ctx"]["expected"])
    if not words:
        return f"this must be {error['ctx']['expected']}"
    listed = " or ".join(quoted(word) for word in words)
    given = _at(data, place)
    return f"give {listed}{suggestion(given, words) if isinstance(given, str) else ''}"


def _pattern(place: Place, error: Mapping[str, Any], data: Any) -> str:
    if place[-1] == "finding":
        return "a kind of finding is written in small letters and hyphens, as lost-update"
    if place[-1] in ("final", "consumed_once"):
        return "give a name, as `counter`, or one of several, as `cups[0]`"
    given = _at(data, place)
    name = re.sub(r"[^A-Za-z0-9]+", "_", given if isinstance(given, str) else str(place[-1])).strip("_")
    return _SENTENCES[error["type"]] + (f", as {quoted(name)}" if name[:1].isalpha() else "")


_SPECIAL: dict[str, Callable[[Place, Mapping[str, Any], Any], str]] = {
    "missing": _missing,
    "string_type": _text,
    "extra_forbidden": _unknown_member,
    "unknown_verb": _unknown_verb,
    "union_tag_invalid": _unknown_kind,
    "literal_error": _unknown_word,
    "string_pattern_mismatch": _pattern,
}


def lines_added(problems: Sequence[Problem], places: Mapping[str, tuple[int, int]]) -> Iterator[Problem]:
    """Add to each problem where in the text it is: at its own place, or at the nearest around it that is written there."""
    for each in problems:
        pointer = each.pointer
        while pointer and pointer not in places:
            pointer = pointer.rpartition("/")[0]
        line, column = places.get(pointer, (None, None))
        yield Problem(pointer=each.pointer, code=each.code, detail=each.detail, line=each.line or line, column=each.column or column)
