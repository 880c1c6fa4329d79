"""The small words of the language: names, references, expressions, texts with holes. Each checks its own grammar, nothing else.

An *expression* is a piece of Python that computes and does nothing: numbers, texts in quotes, names, arithmetic, comparisons, `and`, `or`,
`not`, `a if c else b`, lists, subscripts, and the functions in FUNCTIONS. It goes into the program as it stands (translate/ adapts names).
"""

import ast
import builtins
import keyword
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

MAX_EXPRESSION = 200
MAX_TEXT = 500
MAX_NAME = 60
MAX_SECONDS = 3600
LARGEST = 10**15
# Pure functions of Python's own (`len` of a queue is its depth), and three that draw from the worker's own seeded dice.
FUNCTIONS = frozenset({"abs", "float", "int", "len", "max", "min", "round", "str", "sum", "randint", "uniform", "chance"})
# Names that every worker knows: which of its kind it is (from 0), what it is called, and the run's seed.
GIVEN = frozenset({"index", "me", "seed"})
NOT_NAMES = FUNCTIONS | GIVEN | frozenset({"main", "dice", "forever"})

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div,
    ast.FloorDiv, ast.Mod, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.IfExp, ast.Constant,
    ast.Name, ast.Load, ast.List, ast.Tuple, ast.Subscript, ast.Call,
)  # fmt: skip
_REFERENCE = re.compile(r"([A-Za-z]\w*)(?:\[(.+)\])?", re.ASCII)
_UNFIT = frozenset({"Cc", "Cf", "Cs"})  # controls, invisible marks, halves of surrogate pairs


def _checked_name(name: str) -> str:
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in NOT_NAMES or hasattr(builtins, name):
        raise ValueError(f"{name!r} has a meaning of its own; choose another name")
    return name


def parse_expression(text: str) -> ast.expr:
    """Parse an expression; ValueError says what does not belong there."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueError("this is no expression; a text is written with quotes inside: \"'done'\"") from None
    for node in ast.walk(tree):
        _check_node(node)
    return tree.body


def _check_node(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        raise ValueError(f"{type(node).__name__} does not belong into an expression")
    if isinstance(node, ast.Call) and (not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords):
        raise ValueError(f"an expression may call {', '.join(sorted(FUNCTIONS))}, and nothing else")
    if isinstance(node, ast.Constant) and not isinstance(node.value, int | float | str | bool | None):
        raise ValueError(f"a {type(node.value).__name__} does not belong into an expression")
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and abs(node.value) > LARGEST:
        raise ValueError("a number is too large")


def names_in(text: str) -> Iterator[str]:
    """Iterate over the names that an expression uses, its functions left out."""
    tree = parse_expression(text)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    yield from (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called)


def split_reference(text: str) -> tuple[str, str | None]:
    """Split `fork[index]` into name and subscript; the subscript is None where there is none. ValueError if it is no reference."""
    match = _REFERENCE.fullmatch(text.strip())
    if match is None:
        raise ValueError("give a name, as `lock`, or one of several, as `fork[index]`")
    name, subscript = match.groups()
    if subscript is not None:
        parse_expression(subscript)
    return name, subscript


def split_text(text: str) -> list[tuple[str, str | None]]:
    """Split a text with holes, `"ate {index}"`, into pieces: (letters, None) and ("", expression). `{{` and `}}` are braces."""
    pieces: list[tuple[str, str | None]] = []
    for letters, hole, stray in re.findall(r"((?:[^{}]|\{\{|\}\})+)|\{([^{}]+)\}|([{}])", text):
        if stray:
            raise ValueError("a brace stands alone; write {{ or }} for a brace itself")
        if hole:
            parse_expression(hole)
        pieces.append(("", hole.strip()) if hole else (letters.replace("{{", "{").replace("}}", "}"), None))
    return pieces


def _checked_expression(text: str) -> str:
    parse_expression(text)
    return text.strip()


def _checked_reference(text: str) -> str:
    split_reference(text)
    return text.strip()


def _checked_text(text: str) -> str:
    if any(unicodedata.category(character) in _UNFIT for character in text):
        raise ValueError("a text cannot hold control or invisible characters")
    return text


def _checked_template(text: str) -> str:
    split_text(_checked_text(text))
    return text


Name = Annotated[
    str,
    Field(min_length=1, max_length=MAX_NAME, pattern=r"^[A-Za-z][A-Za-z0-9_]*$", description="letters, digits and _, a letter first"),
    AfterValidator(_checked_name),
]
Expression = Annotated[
    str,
    Field(min_length=1, max_length=MAX_EXPRESSION, description="a Python expression, e.g. `(index + 1) % 5`; a text needs quotes inside"),
    AfterValidator(_checked_expression),
]
Reference = Annotated[
    str,
    Field(min_length=1, max_length=MAX_EXPRESSION, description="a name, or one of several: `fork[index]`"),
    AfterValidator(_checked_reference),
]
Words = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), AfterValidator(_checked_text)]
Template = Annotated[
    str,
    Field(min_length=1, max_length=MAX_TEXT, description="a text; {expression} in braces is filled in"),
    AfterValidator(_checked_template),
]


def _numeric(least: float, most: float) -> Callable[[Any], Any]:
    """Return a check that tells in one sentence what is wrong; the union behind it would tell it once for each of its members."""

    def check(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise PydanticCustomError("no_number", "give a number or an expression")
        if isinstance(value, str):
            _demand_expression(value)
        elif not least <= value <= most:
            raise PydanticCustomError("out_of_range", "give a number from {least} to {most}", {"least": least, "most": most})
        return value

    return check


def _valued(value: Any) -> Any:
    return value if isinstance(value, bool) or value is None else _numeric(-LARGEST, LARGEST)(value)


def _demand_expression(text: str) -> None:
    if not 0 < len(text) <= MAX_EXPRESSION:
        raise PydanticCustomError("expression_length", "an expression has 1 to {most} characters", {"most": MAX_EXPRESSION})
    try:
        parse_expression(text)
    except ValueError as error:
        raise PydanticCustomError("bad_expression", "{why}", {"why": str(error)}) from None


_Number = Annotated[int | float, Field(ge=-LARGEST, le=LARGEST)]
Number = Annotated[_Number | Expression, BeforeValidator(_numeric(-LARGEST, LARGEST))]
Seconds = Annotated[
    Annotated[int | float, Field(ge=0, le=MAX_SECONDS)] | Expression,
    BeforeValidator(_numeric(0, MAX_SECONDS)),
    Field(description="seconds: a number, or an expression"),
]
Value = Annotated[_Number | bool | Expression | None, BeforeValidator(_valued)]


class Texts(BaseModel):
    """A text in both languages; where Chinese is left out, the English one stands for it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True)

    en: Words
    zh_cn: Words | None = Field(default=None, alias="zh-CN")


Title = Words | Texts


def text_in(title: str | Texts | None, language: str = "en") -> str:
    """Return a text in a language, or in English; "" where there is none."""
    if isinstance(title, Texts):
        return title.zh_cn or title.en if language == "zh-CN" else title.en
    return title or ""
