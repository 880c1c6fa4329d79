"""The small words of the language: names, references, expressions, texts with holes. Each checks its own grammar, nothing else.

An *expression* is a piece of Python that computes and does nothing: numbers, texts in quotes, names, arithmetic, comparisons, `and`, `or`,
`not`, `a if c else b`, lists, subscripts, and the functions in FUNCTIONS. It goes into the program as it stands (translate/ adapts names).
"""

import ast
import builtins
import io
import keyword
import re
import tokenize
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from engine.scenario.plain import unfit_character
from engine.scenario.verbs import FORM

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
# How a slip looks, and what to write instead.
_SLIPS = (
    (re.compile(r"&&|\|\|"), "write `and`, `or`"),
    (re.compile(r"!(?!=)"), "write `not`"),
    (re.compile(r"(?<![=!<>])=(?!=)"), "to compare, write =="),
    (re.compile(r"^[\d.]+\s*[a-z]+$"), "times are numbers of seconds, as 0.01"),
    (re.compile(r"^[^()\[\]]*[(\[][^()\[\]]*$|^[^()\[\]]*[)\]]"), "a bracket has no partner; inside { } put what has commas into quotes"),
)
# What Python's parser calls in a way that nobody else does.
_FOREIGN: dict[type[ast.AST], str] = {
    ast.Pow: "`**`", ast.BitAnd: "`&`", ast.BitOr: "`|`", ast.BitXor: "`^`", ast.Invert: "`~`", ast.LShift: "`<<`", ast.RShift: "`>>`",
    ast.Is: "`is` (write ==)", ast.IsNot: "`is not` (write !=)", ast.Attribute: "a dot", ast.Slice: "a slice", ast.Dict: "a dictionary",
    ast.Set: "a set", ast.JoinedStr: "an f-string", ast.Lambda: "a lambda", ast.NamedExpr: "`:=`", ast.Starred: "`*`",
    ast.ListComp: "a loop", ast.SetComp: "a loop", ast.DictComp: "a loop", ast.GeneratorExp: "a loop",
}  # fmt: skip
_ESCAPE = re.compile(r"""\\[\\'"abfnrtvxNuU]""")
_REFERENCE = re.compile(r"([A-Za-z]\w*)(?:\[(.+)\])?", re.ASCII)


def parse_expression(text: str) -> ast.expr:
    """Parse an expression; ValueError says what does not belong there."""
    bare = text.strip()
    if "\n" in bare or "\r" in bare or unfit_character(bare):
        raise ValueError("an expression is one line without control or invisible characters")
    if "\\" in _ESCAPE.sub("", bare):  # Python would only warn of it, on a stream that nobody reads
        raise ValueError("this backslash means nothing; write two of them for one")
    try:
        tree = ast.parse(bare, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueError(why_no_expression(bare)) from None
    if "#" in bare and any(token.type == tokenize.COMMENT for token in tokenize.generate_tokens(io.StringIO(bare).readline)):
        raise ValueError("a comment does not belong into an expression; use `note`")
    for node in ast.walk(tree):
        _check_node(node)
    return tree.body


def why_no_expression(text: str) -> str:
    """Say what keeps a text from being an expression, as far as that can be guessed: what people write who know other languages."""
    return next(
        (f"this is no expression; {hint}" for pattern, hint in _SLIPS if pattern.search(text)),
        "this is no expression; a text is written with quotes inside: \"'done'\"",
    )


def _check_node(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        raise ValueError(f"{_FOREIGN.get(type(node), type(node).__name__)} does not belong into an expression")
    if isinstance(node, ast.Call) and (not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords):
        raise ValueError(f"an expression may call {', '.join(sorted(FUNCTIONS))}, and nothing else")
    if isinstance(node, ast.Constant):
        _check_constant(node.value)


def _check_constant(value: object) -> None:
    if not isinstance(value, int | float | str | bool | None):
        raise ValueError(f"a {type(value).__name__} does not belong into an expression")
    if isinstance(value, str) and ("\n" in value or "\r" in value or unfit_character(value)):
        raise ValueError("a text cannot hold control or invisible characters")
    if isinstance(value, int | float) and abs(value) > LARGEST:
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


def _checked_name(name: str) -> str:
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in NOT_NAMES or hasattr(builtins, name):
        raise PydanticCustomError("reserved_name", "`{name}` has a meaning of its own; choose another name", {"name": name})
    return name


def _saying(code: str, check: Callable[[str], object], tidy: Callable[[str], str] = str.strip) -> AfterValidator:
    """Return a validator that tidies a text, checks it, and puts what the check says under a code."""

    def checked(text: str) -> str:
        tidied = tidy(text)
        try:
            check(tidied)
        except ValueError as error:
            raise PydanticCustomError(code, "{why}", {"why": str(error)}) from None
        return tidied

    return AfterValidator(checked)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _without_last_break(text: str) -> str:
    return text.rstrip("\r\n")


def _check_words(text: str) -> None:
    if not text.strip():
        raise ValueError("a text cannot be blank")
    if "\n" in text or "\r" in text or "\t" in text:
        raise ValueError("this text is one line")
    if unfit := unfit_character(text):
        raise ValueError(f"a text cannot hold {unfit[1]}, a control or invisible character")


def _check_template(text: str) -> None:
    _check_words(text)
    split_text(text)


Name = Annotated[
    str,
    Field(min_length=1, max_length=MAX_NAME, pattern=r"^[A-Za-z][A-Za-z0-9_]*$", description="letters, digits and _, a letter first"),
    AfterValidator(_checked_name),
]
Expression = Annotated[
    str,
    Field(min_length=1, max_length=MAX_EXPRESSION, description="a Python expression, e.g. `(index + 1) % 5`; a text needs quotes inside"),
    _saying("bad_expression", parse_expression),
]
Reference = Annotated[
    str,
    Field(min_length=1, max_length=MAX_EXPRESSION, description="a name, or one of several: `fork[index]`"),
    _saying("bad_reference", split_reference),
]
Words = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), _saying("bad_text", _check_words, _without_last_break)]
Remark = Annotated[
    str,
    Field(min_length=1, max_length=MAX_TEXT, description="a text for people; line breaks become spaces"),
    _saying("bad_text", _check_words, _one_line),
]
Template = Annotated[
    str,
    Field(min_length=1, max_length=MAX_TEXT, description="a text; {expression} in braces is filled in"),
    _saying("bad_text", _check_template, _without_last_break),
]


def _demand_expression(text: str) -> None:
    if not 0 < len(text) <= MAX_EXPRESSION:
        raise PydanticCustomError("bad_expression", "an expression has 1 to {most} characters", {"most": MAX_EXPRESSION})
    try:
        parse_expression(text)
    except ValueError as error:
        raise PydanticCustomError("bad_expression", "{why}", {"why": str(error)}) from None


def _demand_words(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise PydanticCustomError("too_long", "a text has {most} characters at most", {"most": MAX_TEXT})
    try:
        _check_words(text)
    except ValueError as error:
        raise PydanticCustomError("bad_text", "{why}", {"why": str(error)}) from None


def in_one_form(
    form: str,
    *,
    least: float = -LARGEST,
    most: float = LARGEST,
    whole: bool = False,
    texts: Callable[[str], None] = _demand_expression,
    others: tuple[Any, ...] = (),
) -> BeforeValidator:
    """Return a check that tells in one sentence what is wrong; the union behind it would tell it once for each of its members.

    form: what should be given, in words. texts: what checks a text. others: what is right as well, as True, None, "all".
    """

    def check(value: Any) -> Any:
        if any(type(value) is type(other) and value == other for other in others):
            return value
        if isinstance(value, str):
            texts(value)
        elif isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            hint = '; a list is written in quotes: "[1, 2]"' if isinstance(value, list) and None in others else ""
            raise PydanticCustomError("wrong_type", "give {form}{hint}", {"form": form, "hint": hint})
        elif not least <= value <= most:
            facts = {"what": "whole number" if whole else "number", "least": least, "most": most}
            raise PydanticCustomError("out_of_range", "give a {what} from {least} to {most}", facts)
        return value

    return BeforeValidator(check)


_Plain = Annotated[int | float, Field(ge=-LARGEST, le=LARGEST)]
Number = Annotated[_Plain | Expression, in_one_form("a number or an expression")]
Seconds = Annotated[
    Annotated[int | float, Field(ge=0, le=MAX_SECONDS)] | Expression,
    in_one_form("a number of seconds, or an expression", least=0, most=MAX_SECONDS),
    Field(description="seconds: a number, or an expression"),
]
Value = Annotated[
    _Plain | bool | Expression | None,
    in_one_form("a number, true, false, null or an expression", others=(True, False, None)),
    Field(description="a number, true, false, null, or an expression"),
]
Comparable = Annotated[_Plain | bool | Expression, in_one_form("a number, true, false or an expression", others=(True, False))]
_Scalar = Annotated[int | float, Field(ge=-LARGEST, le=LARGEST)] | bool | Words
Scalar = Annotated[_Scalar, in_one_form("a number, true, false or a text", texts=_demand_words, others=(True, False))]


def whole(least: int, most: int, *others: str) -> BeforeValidator:
    """Return a check for a whole number in a range, an expression that gives one, or one of some words."""
    form = " or ".join(["a whole number", "an expression", *(f"`{other}`" for other in others)])
    return in_one_form(form, least=least, most=most, whole=True, others=others)


class Texts(BaseModel):
    """A text in both languages; where Chinese is left out, the English one stands for it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True)

    en: Remark
    zh_cn: Remark | None = Field(default=None, alias="zh-CN")


def _form_of(title: Any) -> str:
    return f"{FORM}texts" if isinstance(title, Mapping | Texts) else f"{FORM}text"


Title = Annotated[Annotated[Remark, Tag(f"{FORM}text")] | Annotated[Texts, Tag(f"{FORM}texts")], Discriminator(_form_of)]


def text_in(title: str | Texts | None, language: str = "en") -> str:
    """Return a text in a language, or in English; "" where there is none."""
    if isinstance(title, Texts):
        return title.zh_cn or title.en if language == "zh-CN" else title.en
    return title or ""
