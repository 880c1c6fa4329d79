"""The reference of the language, as Markdown, made from its schema: every member, resource, verb and expectation with its options."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.scenario import expectations, resources, steps
from engine.scenario.examples import SCENARIO
from engine.scenario.schema import json_schema

Schema = Mapping[str, Any]

TRANSLATIONS = Path(__file__).with_name("reference.zh-CN.json")

# Steps, by what they are about; a test sees to it that none is left out.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Time", ("compute", "sleep", "wait_until")),
    ("Locks and permits", ("acquire", "try", "release", "with")),
    ("Waiting for each other", ("wait", "notify", "set", "clear")),
    ("Queues and pipes", ("put", "get", "task_done", "send", "recv")),
    ("Shared values, files, own names", ("read", "write", "increment", "let")),
    ("Workers", ("spawn", "join", "terminate", "leave", "fail")),
    ("Procedures and pools", ("call", "return", "submit", "result", "shutdown")),
    ("What is said", ("print", "mark", "section")),
    ("Loops and ways", ("repeat", "while", "for", "if", "choose")),
)
FUNCTIONS = {
    "abs": "without its sign",
    "chance": "`chance(0.3)`: true in 3 of 10 draws",
    "float": "as a number with a fraction",
    "int": "as a whole number",
    "len": "how many: of a list, of a text's letters, of the items in a queue: `len(orders)`",
    "max": "the largest",
    "min": "the smallest",
    "randint": "`randint(1, 6)`: a whole number, drawn",
    "round": "to so many digits",
    "str": "as a text",
    "sum": "of a list, or of all of a value with `count`",
    "uniform": "`uniform(0, 0.01)`: a number in between, drawn",
}
GIVEN = {
    "index": "which of its kind a worker is, from 0",
    "me": "what a worker is called: `philosopher-2`, or `writer` where there is one only",
    "seed": "the run's seed",
}

_FORMS = {"Remark": "text", "Title": "text, or {en: ..., zh-CN: ...}", "Scalar": "number, true, false or text", "Reference": "name"}

_REMARKS = ("note", "because")

_BEGINNING = """\
# The language of scenarios

A scenario says in a few lines of YAML or JSON who does what when. Lockstep makes a plain Python program of it, runs that for real,
and tells whether what was expected came true.

```yaml
{scenario}```

One document of at most 64 KiB; no anchors, aliases or tags; every name once. `on`, `yes` and `007` are texts, as YAML 1.2 has it.
A deadlock, a race or a forgotten lock is no mistake of a scenario: it may be what it shows. Everything can have a `note`.
"""
_EXPRESSIONS = """\
An expression is a piece of Python that computes and does nothing: numbers, texts in quotes, names, `+ - * / // %`, comparisons, `in`,
`and`, `or`, `not`, `a if c else b`, lists, subscripts. A text needs quotes inside those of YAML: `"'done'"`. Names are parameters, shared
values (read at that moment, unprotected), what a worker has named by `into`, `let`, `for` and `as`, and:
"""
_TEXTS = (
    "In the texts of `print`, `mark`, `section` and `fail`, expressions in braces are filled in: `ate {index}`. `{{` and `}}` are braces."
)


Say = Callable[[str], str]  # gives a text in the page's language


def reference(language: str = "en") -> str:
    """Return the page in English or Chinese. What is not translated, as a text of a later version, stays English."""
    words = translations() if language == "zh-CN" else {}
    return page(lambda text: words.get(text, text))


@cache
def translations() -> Mapping[str, str]:
    """Return the Chinese text for each English one of the page; a test sees to it that none is missing."""
    words: dict[str, str] = json.loads(TRANSLATIONS.read_text("utf-8"))
    return words


def page(say: Say) -> str:
    """Return the page in the language that `say` speaks."""
    return "\n".join(_lines(json_schema(), say)).replace("\n\n\n", "\n\n") + "\n"


def _lines(schema: Schema, say: Say) -> Iterator[str]:
    definitions = schema["$defs"]
    yield say(_BEGINNING).replace("{scenario}", SCENARIO)
    yield from _section(f"## {say('The document')}", schema, definitions, say)
    for title, name in (("A parameter", "Parameter"), ("A worker", "Worker"), ("A procedure", "Procedure"), ("Limits", "Limits")):
        yield from _section(f"### {say(title)}", definitions[name], definitions, say)
    yield from _expressions(say)
    yield f"## {say('Resources')}\n"
    for title, name in _kinds():
        yield from _section(f"### {title}", definitions[name], definitions, say)
    yield f"## {say('Steps')}\n"
    yield say("A step is an object with one verb, and the verb's options beside it.") + "\n"
    for group, verbs in GROUPS:
        yield f"### {say(group)}\n"
        for verb in verbs:
            yield from _section(f"#### `{verb}`", definitions[steps.MODELS[verb].__name__], definitions, say)
    yield f"## {say('Expectations')}\n"
    yield say("What should be true of the run. `because` says what it would mean if it were not.") + "\n"
    for verb, model in expectations.MODELS.items():
        yield from _section(f"### `{verb}`", definitions[model.__name__], definitions, say)


def _expressions(say: Say) -> Iterator[str]:
    yield f"## {say('Expressions')}\n"
    yield say(_EXPRESSIONS)
    yield from _table(("name", "is"), [(f"`{name}`", say(what)) for name, what in GIVEN.items()], say)
    yield from _table(("function", "gives"), [(f"`{name}`", say(what)) for name, what in FUNCTIONS.items()], say)
    yield say(_TEXTS) + "\n"


def _kinds() -> Iterator[tuple[str, str]]:
    """Iterate over the kinds of resources, those of one model together."""
    for model in dict.fromkeys(resources.MODELS.values()):
        kinds = [kind for kind, its_model in resources.MODELS.items() if its_model is model]
        yield ", ".join(f"`{kind}`" for kind in kinds), model.__name__


def _section(title: str, definition: Schema, definitions: Schema, say: Say) -> Iterator[str]:
    yield f"{title}\n"
    yield f"{say(definition['description'])}\n"
    required = definition.get("required", ())
    rows = []
    for name, piece in definition["properties"].items():
        if name in _REMARKS:
            continue
        default = say("required") if name in required else _default(piece)
        means = piece.get("description", "") if name != definition.get("title") else ""  # what a verb does has been said
        rows.append((f"`{name}`", _form(piece, definitions, say), say(means) if means else "", default))
    yield from _table(("option", "is", "means", "default"), rows, say)
    if examples := definition.get("examples"):
        yield f"```yaml\n{_as_yaml(examples)}```\n"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], say: Say) -> Iterator[str]:
    if rows:
        lines = [[say(head) for head in heads], ["---"] * len(heads), *rows]
        yield "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _default(piece: Schema) -> str:
    return f"`{_as_json(piece['default'])}`" if "default" in piece else ""


def _form(piece: Schema, definitions: Schema, say: Say) -> str:
    """Say in a few words what an option can be."""
    if "$ref" in piece:
        name = str(piece["$ref"]).rpartition("/")[2]
        return say(_FORMS.get(name, name.lower()))
    if "enum" in piece or "const" in piece:
        return say(" or ").join(f"`{_as_json(value)}`" for value in piece.get("enum", [piece.get("const")]))
    for union in ("anyOf", "oneOf"):
        if union in piece:
            forms = [_form(each, definitions, say) for each in piece[union] if each != {"type": "null"}]
            return say(" or ").join(dict.fromkeys(forms))
    form = str(piece.get("type", "anything"))
    if form == "array":
        return say("list of {form}").replace("{form}", _form(piece["items"], definitions, say))
    names = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "object", "number": "number"}
    least, most = piece.get("minimum"), piece.get("maximum")
    if least is None or most is None or abs(most) >= 10**12:
        return say(names[form])
    return say("{form}, {least} to {most}").format(form=say(names[form]), least=least, most=most)


def _as_yaml(data: Any) -> str:
    return str(yaml.safe_dump(data, sort_keys=False, default_flow_style=None, width=120))


def _as_json(value: Any) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
