"""The language as one JSON Schema (draft 2020-12), made from the models: for validation elsewhere and for completion in editors.

What pydantic makes of the models is put in order here: each verb and each kind of word is a definition of its own, used by reference.
The schema knows the form of a scenario. What it means - whether a name is there, an expression is one - is for checking.py.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from engine.scenario import examples, expectations, resources, steps, words
from engine.scenario.document import Scenario

SCHEMA_ID = "/api/v1/scenarios/schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

# Words of the language that are definitions of their own, those first that others are made of.
_WORDS: dict[str, Any] = {
    "Expression": words.Expression, "Reference": words.Reference, "Name": words.Name, "Text": words.Template, "Remark": words.Remark,
    "Number": words.Number, "Seconds": words.Seconds, "Value": words.Value, "Scalar": words.Scalar, "Title": words.Title,
}  # fmt: skip
_BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
# What an option means where its field does not say it.
OPTIONS = {
    "timeout": "give up after so many seconds; 0: at once",
    "else": "steps to do if it did not go, or is not so",
    "then": "steps to do if so",
    "steps": "steps to do, in order",
    "into": "a name for what comes out",
    "item": "what is handed over",
    "value": "a number, true, false, null, or an expression",
    "count": "how many",
    "end": "which end of the pipe",
    "as": "a name that counts the rounds from 0",
    "in": "a list of values, or an expression that gives one",
    "every": "seconds between two looks",
    "until": "wait until this expression is true",
    "to": "the pool",
    "arguments": "values for the procedure's parameters",
    "weight": "how often, beside the others",
    "blocking": "whether a task sleeps without letting the event loop go on",
    "within": "seconds",
    "times": "how many lines",
    "is": "exactly this",
    "at_least": "this or more",
    "at_most": "this or less",
    "present": "whether it is there",
    "worker": "only those of this worker",
    "each": "whether each of the workers is meant, not all together",
    "all": "whether every one must be in order, not just the first",
    "leftover": "whether some may be left at the end",
    "resource": "only waits for this",
    "kind": "what it is",
    "size": "how many fit in, or how many work",
    "order": "which item is first out",
    "of": "who does the jobs",
    "initial": "what it holds at the start",
    "parties": "how many wait for each other",
    "start": "whether the main worker starts it at the begin, or a `spawn` does",
    "delay": "seconds after the begin",
    "daemon": "whether the program ends without waiting for it",
    "priority": "nice value: 0 normal, 19 lowest",
    "parameters": "what can be chosen for a run",
    "resources": "what the workers share, by name",
    "procedures": "steps with a name",
    "workers": "who does something, by name",
    "main": "what the main worker does when all have started",
    "limits": "when the run is ended",
    "expect": "what should be true of the run",
    "title": "what it is called",
    "default": "its value unless another is chosen",
    "minimum": "the least it can be",
    "maximum": "the most it can be",
    "choices": "what it can be, if not just anything",
    "note": "a remark",
    "seconds": "how long the run may take",
    "en": "in English",
    "zh-CN": "in Chinese",
}


def json_schema() -> Schema:
    """Return the schema."""
    raw = Scenario.model_json_schema(by_alias=True, mode="validation")
    named: dict[str, Schema] = {}
    for name, word in _WORDS.items():
        piece = TypeAdapter(word).json_schema()
        piece.pop("$defs", None)
        named[name] = _tidied(piece, named)
    unions: dict[str, Mapping[str, type[Any]]] = {"Step": steps.MODELS, "Expectation": expectations.MODELS, "Resource": resources.MODELS}
    for name, models in unions.items():
        named[name] = {"oneOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in dict.fromkeys(models.values())]}
    named["Steps"] = {"type": "array", "items": {"$ref": "#/$defs/Step"}, "maxItems": steps.MAX_STEPS}
    definitions = {name: _tidied(definition, named) for name, definition in raw.pop("$defs").items()}
    root = _described(_tidied(raw, named))
    for models, shown in ((steps.MODELS, examples.STEPS), (expectations.MODELS, examples.EXPECTATIONS)):
        for verb, model in models.items():
            definitions[model.__name__] = _verb_first(definitions[model.__name__], verb, shown[verb])
    for kind, resource in resources.MODELS.items():
        definition = definitions[resource.__name__]
        definition["properties"] = _put_first(definition["properties"], "kind")
        definition.setdefault("examples", []).extend(examples.RESOURCES[kind])
    for name in ("Final", "Happens", "Inside", "Blocked"):
        definitions[name]["anyOf"] = [{"required": [key]} for key in ("is", "at_least", "at_most")]
    root["anyOf"] = [
        {"required": ["workers"], "properties": {"workers": {"minProperties": 1}}},
        {"required": ["program"]},
        {"required": ["lesson"]},
    ]
    everything = {**{name: _described(definition) for name, definition in definitions.items()}, **named}
    return {"$schema": DIALECT, "$id": SCHEMA_ID, **root, "title": "Lockstep scenario", "$defs": dict(sorted(everything.items()))}


def _tidied(node: Any, named: Mapping[str, Schema]) -> Any:
    """Return a piece of schema without pydantic's noise, its parts that have names replaced by references."""
    if isinstance(node, list):
        return [_tidied(item, named) for item in node]
    if not isinstance(node, dict):
        return node
    piece: Schema = {}
    for key, value in node.items():
        if key == "properties":
            piece[key] = {name: _without_title(_tidied(inner, named)) for name, inner in value.items()}
        elif key in ("enum", "const", "default", "required"):
            piece[key] = value
        elif key not in ("discriminator",):
            piece[_BOUNDS.get(str(key), str(key))] = _tidied(value, named)
    if piece.get("default", ...) is None:
        del piece["default"]
    if "description" in piece:
        piece["description"] = " ".join(piece["description"].split())
    return _referring(_of_numbers(_of_names(piece)), named)


def _without_title(piece: Schema) -> Schema:
    return {key: value for key, value in piece.items() if key != "title" or not isinstance(value, str)}


def _of_names(piece: Schema) -> Schema:
    """Say of an object with free names what these may be, and what they stand for, as editors understand it."""
    patterns = piece.pop("patternProperties", None)
    if patterns is not None:
        piece["propertyNames"] = {"$ref": "#/$defs/Name"}
        (piece["additionalProperties"],) = patterns.values()
    return piece


def _of_numbers(piece: Schema) -> Schema:
    """Say "a number" where pydantic says "an integer or a number"."""
    alternatives = piece.get("anyOf", [])
    if {"type": "integer"} in alternatives and {"type": "number"} in alternatives:
        rest = [each for each in alternatives if each != {"type": "integer"}]
        if rest == [{"type": "number"}]:
            del piece["anyOf"]
            return {"type": "number", **piece}
        piece["anyOf"] = rest
    return piece


def _referring(piece: Schema, named: Mapping[str, Schema]) -> Schema:
    """Replace a piece that has a name by a reference to it, with what is said about it here."""
    said = {key: value for key, value in piece.items() if key in ("description", "default", "title")}
    bare = {key: value for key, value in piece.items() if key not in said}
    for name, definition in named.items():
        known = {key: value for key, value in definition.items() if key not in ("description", "default", "title")}
        if bare == known and (name not in ("Expression", "Reference", "Remark", "Text") or _says(piece, definition)):
            extra = {key: value for key, value in said.items() if value != definition.get(key)}
            return {"$ref": f"#/$defs/{name}", **extra}
    return piece


def _says(piece: Schema, definition: Schema) -> bool:
    """Tell texts of the same form apart by what they say of themselves."""
    return piece.get("description") == definition.get("description")


def _described(definition: Schema) -> Schema:
    """Describe the options that do not describe themselves."""
    for name, piece in definition.get("properties", {}).items():
        if "description" not in piece and name in OPTIONS:
            piece["description"] = OPTIONS[name]
    return definition


def _verb_first(definition: Schema, verb: str, shown: list[Schema]) -> Schema:
    """Put a step's verb before its options, its remarks last; the verb says what the step does."""
    options = _put_first(definition["properties"], verb)
    options[verb] = {**options[verb], "description": definition["description"]}
    return {**definition, "title": verb, "properties": options, "examples": shown}


def _put_first(options: Schema, name: str) -> Schema:
    last: Schema = {remark: options[remark] for remark in ("note", "because") if remark in options}
    return {name: options[name], **{key: piece for key, piece in options.items() if key not in last}, **last}


def described(schema: Any) -> Iterator[str]:
    """Iterate over all descriptions in a schema."""
    if isinstance(schema, dict):
        if isinstance(text := schema.get("description"), str):
            yield text
        yield from (text for piece in schema.values() for text in described(piece))
    elif isinstance(schema, list):
        yield from (text for piece in schema for text in described(piece))
