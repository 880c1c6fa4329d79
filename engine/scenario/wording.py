"""What pydantic finds wrong, as our problems: a pointer into what was sent, a code, one sentence in the words of the language."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from engine.errors import MAX_PROBLEMS, Problem
from engine.scenario import document, expectations, steps
from engine.scenario.problems import meant, problem, suggestion
from engine.scenario.resources import MODELS as RESOURCES
from engine.scenario.sentences import Sentence, say, with_article
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
# By pydantic's types: the message, its gap, and what pydantic calls what goes into it.
_SENTENCES: dict[str, tuple[str, str, str]] = {
    "int_type": ("detail.give.whole", "", ""),
    "int_from_float": ("detail.give.whole", "", ""),
    "float_type": ("detail.give.number", "", ""),
    "bool_type": ("detail.give.boolean", "", ""),
    "list_type": ("detail.give.list", "", ""),
    "dict_type": ("detail.give.object", "", ""),
    "model_type": ("detail.give.object", "", ""),
    "model_attributes_type": ("detail.give.object", "", ""),
    "finite_number": ("detail.give.finite", "", ""),
    "string_too_long": ("detail.too-long", "most", "max_length"),
    "string_too_short": ("detail.too-short", "", ""),
    "string_pattern_mismatch": ("detail.bad-name", "", ""),
    "greater_than": ("detail.give.greater", "least", "gt"),
    "greater_than_equal": ("detail.give.at-least", "least", "ge"),
    "less_than": ("detail.give.less", "most", "lt"),
    "less_than_equal": ("detail.give.at-most", "most", "le"),
    "too_short": ("detail.too-few", "least", "min_length"),
    "too_long": ("detail.too-many", "most", "max_length"),
    "union_tag_not_found": ("detail.missing.kind", "", ""),
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
    special: Callable[[Place, Mapping[str, Any], Any], Sentence] | None = _SPECIAL.get(kind)
    if special is not None:
        sentence = special(place, error, data)
    elif kind in _SENTENCES:
        message_id, gap, given = _SENTENCES[kind]
        sentence = say(message_id, **({gap: facts[given]} if gap else {}))
    else:
        sentence = _said(error)
    code = _CODES.get(kind) or ("wrong-type" if kind in (*_SENTENCES, "string_type") else kind.replace("_", "-"))
    return problem(place, code, sentence)


def _said(error: Mapping[str, Any]) -> Sentence:
    """Return what a validator of ours said, or pydantic's own words."""
    said = (error.get("ctx") or {}).get("sentence")
    return said if isinstance(said, Sentence) else say("detail.other", said=str(error["msg"]).removeprefix("Value error, "))


def _missing(place: Place, _error: Mapping[str, Any], _data: Any) -> Sentence:
    return say("detail.missing", name=str(place[-1]))


def _unknown_member(place: Place, error: Mapping[str, Any], _data: Any) -> Sentence:
    model, called = _model_at(error["loc"][:-1])
    known = [field.alias or name for name, field in model.model_fields.items()]
    name, options = str(place[-1]), [option for option in known if option not in (called, "note")]
    meant = MEANT_OPTIONS.get(name.casefold())
    hint = suggestion(meant if meant in options else name, known)
    if not hint and len(options) <= MOST_OPTIONS:
        hint = say(f"detail.hint.there-{'is' if len(options) == 1 else 'are'}", words=", ".join(options)) if options else ""
    return say("detail.no-option", name=name, what=called, hint=hint)


def _text(place: Place, _error: Mapping[str, Any], data: Any) -> Sentence:
    given, verb = _at(data, place), place[-1]
    if isinstance(given, dict) and verb in (*steps.MODELS, *expectations.MODELS):
        return say("detail.give.text.beside", verb=str(verb))
    return say("detail.give.text")


def _model_at(parts: Sequence[str | int]) -> tuple[type[BaseModel], Sentence | str]:
    """Find the model of the object at a place of pydantic's, and what it is called."""
    last = parts[-1] if parts else ""
    if isinstance(last, str) and last.startswith(TAG):
        verb = last.removeprefix(TAG)
        return (expectations.MODELS if parts[0] == "expect" else steps.MODELS)[verb], verb
    match parts:
        case ():
            return document.Scenario, say("detail.what.scenario")
        case ("parameters", *_):
            return document.Parameter, with_article("parameter")
        case ("resources", _, str(kind)) if kind in RESOURCES:
            return RESOURCES[kind], with_article(kind)
        case ("workers", _):
            return document.Worker, with_article("worker")
        case ("procedures", _):
            return document.Procedure, with_article("procedure")
        case ("limits",):
            return document.Limits, say("detail.what.limits")
        case (*_, str(form)) if form == f"{FORM}texts":
            return Texts, say("detail.what.texts")
    return steps.Choice, say("detail.what.choice")


def _unknown_verb(place: Place, error: Mapping[str, Any], data: Any) -> Sentence:
    what = say("detail.what.expectation" if place[0] == "expect" else "detail.what.step")
    models: Mapping[str, object] = expectations.MODELS if place[0] == "expect" else steps.MODELS
    names = [name for name in list(_at(data, place))[:5] if isinstance(name, str)]
    for name in names:
        known = MEANT.get(name.casefold())
        hint = meant(known) if known is not None and known in models else suggestion(name, models)
        if hint:
            return say("detail.no-verb", name=name, what=what, hint=hint)
    return say("detail.no-verb", name=names[0], what=what, hint="") if names else _said(error)


def _unknown_kind(place: Place, _error: Mapping[str, Any], data: Any) -> Sentence:
    kind = str(_at(data, (*place, "kind")))
    hint = suggestion(kind, RESOURCES) or say("detail.hint.there-are", words=", ".join(RESOURCES))
    return say("detail.no-kind", name=kind, hint=hint)


def _unknown_word(place: Place, error: Mapping[str, Any], data: Any) -> Sentence:
    words = re.findall(r"'([^']*)'", error["ctx"]["expected"])
    if not words:
        return say("detail.give.just", words=error["ctx"]["expected"])
    given = _at(data, place)
    hint = suggestion(given, words) if isinstance(given, str) else ""
    return say("detail.give.words", words=[f"`{word}`" for word in words], hint=hint)


def _pattern(place: Place, error: Mapping[str, Any], data: Any) -> Sentence:
    if place[-1] == "finding":
        return say("detail.bad-finding")
    if place[-1] in ("final", "consumed_once"):
        return say("detail.give.name")
    given = _at(data, place)
    name = re.sub(r"[^A-Za-z0-9]+", "_", given if isinstance(given, str) else str(place[-1])).strip("_")
    return say("detail.bad-name.as", name=name) if name[:1].isalpha() else say("detail.bad-name")


_SPECIAL: dict[str, Callable[[Place, Mapping[str, Any], Any], Sentence]] = {
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
        yield replace(each, line=each.line or line, column=each.column or column)
