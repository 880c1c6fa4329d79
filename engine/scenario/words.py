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

from engine.scenario.plain import unfit_character
from engine.scenario.sentences import Unfit, refusal, say
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
# How a slip looks, and the end of the message that says what to write instead.
_SLIPS = (
    (re.compile(r"&&|\|\|"), "logic"),
    (re.compile(r"!(?!=)"), "not"),
    (re.compile(r"(?<![=!<>])=(?!=)"), "compare"),
    (re.compile(r"^[\d.]+\s*[a-z]+$"), "seconds"),
    (re.compile(r"^[^()\[\]]*[(\[][^()\[\]]*$|^[^()\[\]]*[)\]]"), "bracket"),
)
# What Python's parser calls in a way that nobody else does: a sign, or a message.
_FOREIGN: dict[type[ast.AST], str] = {
    ast.Pow: "`**`", ast.BitAnd: "`&`", ast.BitOr: "`|`", ast.BitXor: "`^`", ast.Invert: "`~`", ast.LShift: "`<<`", ast.RShift: "`>>`",
    ast.NamedExpr: "`:=`", ast.Starred: "`*`",
    ast.Is: "detail.foreign.is", ast.IsNot: "detail.foreign.is-not", ast.Attribute: "detail.foreign.dot", ast.Slice: "detail.foreign.slice",
    ast.Dict: "detail.foreign.dictionary", ast.Set: "detail.foreign.set", ast.JoinedStr: "detail.foreign.f-string",
    ast.Lambda: "detail.foreign.lambda", ast.ListComp: "detail.foreign.loop", ast.SetComp: "detail.foreign.loop",
    ast.DictComp: "detail.foreign.loop", ast.GeneratorExp: "detail.foreign.loop",
}  # fmt: skip
_ESCAPE = re.compile(r"""\\[\\'"abfnrtvxNuU]""")
_REFERENCE = re.compile(r"([A-Za-z]\w*)(?:\[(.+)\])?", re.ASCII)


def parse_expression(text: str) -> ast.expr:
    """Parse an expression; ValueError says what does not belong there."""
    bare = text.strip()
    if "\n" in bare or "\r" in bare or unfit_character(bare):
        raise Unfit("detail.expression.line")
    if "\\" in _ESCAPE.sub("", bare):  # Python would only warn of it, on a stream that nobody reads
        raise Unfit("detail.expression.backslash")
    try:
        tree = ast.parse(bare, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise Unfit(why_no_expression(bare)) from None
    if "#" in bare and any(token.type == tokenize.COMMENT for token in tokenize.generate_tokens(io.StringIO(bare).readline)):
        raise Unfit("detail.expression.comment")
    for node in ast.walk(tree):
        _check_node(node)
    return tree.body


def why_no_expression(text: str) -> str:
    """Name the message that says what keeps a text from being an expression, as far as that can be guessed.

    The slips are what people write who know other languages.
    """
    return next((f"detail.expression.none.{slip}" for pattern, slip in _SLIPS if pattern.search(text)), "detail.expression.none")


def _check_node(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        called = _FOREIGN.get(type(node), type(node).__name__)
        raise Unfit("detail.expression.foreign", what=say(called) if called.startswith("detail.") else called)
    if isinstance(node, ast.Call) and (not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords):
        raise Unfit("detail.expression.call", words=", ".join(sorted(FUNCTIONS)))
    if isinstance(node, ast.Constant):
        _check_constant(node.value)


def _check_constant(value: object) -> None:
    if not isinstance(value, int | float | str | bool | None):
        raise Unfit("detail.expression.constant", kind=type(value).__name__)
    if isinstance(value, str) and ("\n" in value or "\r" in value or unfit_character(value)):
        raise Unfit("detail.unfit-character.any")
    if isinstance(value, int | float) and abs(value) > LARGEST:
        raise Unfit("detail.expression.number")


def names_in(text: str) -> Iterator[str]:
    """Iterate over the names that an expression uses, its functions left out."""
    tree = parse_expression(text)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    yield from (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called)


def split_reference(text: str) -> tuple[str, str | None]:
    """Split `fork[index]` into name and subscript; the subscript is None where there is none. ValueError if it is no reference."""
    match = _REFERENCE.fullmatch(text.strip())
    if match is None:
        raise Unfit("detail.give.reference")
    name, subscript = match.groups()
    if subscript is not None:
        parse_expression(subscript)
    return name, subscript


def split_text(text: str) -> list[tuple[str, str | None]]:
    """Split a text with holes, `"ate {index}"`, into pieces: (letters, None) and ("", expression). `{{` and `}}` are braces."""
    pieces: list[tuple[str, str | None]] = []
    for letters, hole, stray in re.findall(r"((?:[^{}]|\{\{|\}\})+)|\{([^{}]+)\}|([{}])", text):
        if stray:
            raise Unfit("detail.text.brace")
        if hole:
            parse_expression(hole)
        pieces.append(("", hole.strip()) if hole else (letters.replace("{{", "{").replace("}}", "}"), None))
    return pieces


def _checked_name(name: str) -> str:
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in NOT_NAMES or hasattr(builtins, name):
        raise refusal("reserved_name", say("detail.reserved-name", name=name))
    return name


def _saying(code: str, check: Callable[[str], object], tidy: Callable[[str], str] = str.strip) -> AfterValidator:
    """Return a validator that tidies a text, checks it, and puts what the check says under a code."""

    def checked(text: str) -> str:
        tidied = tidy(text)
        try:
            check(tidied)
        except Unfit as error:
            raise refusal(code, error.sentence) from None
        return tidied

    return AfterValidator(checked)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _without_last_break(text: str) -> str:
    return text.rstrip("\r\n")


def _check_words(text: str) -> None:
    if not text.strip():
        raise Unfit("detail.text.blank")
    if "\n" in text or "\r" in text or "\t" in text:
        raise Unfit("detail.text.line")
    if unfit := unfit_character(text):
        raise Unfit("detail.unfit-character.text", character=unfit[1])


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
        raise refusal("bad_expression", say("detail.expression.length", most=MAX_EXPRESSION))
    try:
        parse_expression(text)
    except Unfit as error:
        raise refusal("bad_expression", error.sentence) from None


def _demand_words(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise refusal("too_long", say("detail.text.length", most=MAX_TEXT))
    try:
        _check_words(text)
    except Unfit as error:
        raise refusal("bad_text", error.sentence) from None


_FORMS = frozenset({"number", "whole", "seconds", "expression", "text"})  # that have words of their own; others are told as they are


def in_one_form(
    *forms: str,
    least: float = -LARGEST,
    most: float = LARGEST,
    whole: bool = False,
    texts: Callable[[str], None] = _demand_expression,
    others: tuple[Any, ...] = (),
) -> BeforeValidator:
    """Return a check that tells in one sentence what is wrong; the union behind it would tell it once for each of its members.

    forms: what can be given, kinds or words of the language. texts: what checks a text. others: what is right as well, as True, "all".
    """

    def check(value: Any) -> Any:
        if any(type(value) is type(other) and value == other for other in others):
            return value
        if isinstance(value, str):
            texts(value)
        elif isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            message_id = "detail.give.any.list" if isinstance(value, list) and None in others else "detail.give.any"
            named = [say(f"detail.form.{form}") if form in _FORMS else form for form in forms]
            raise refusal("wrong_type", say(message_id, forms=named))
        elif not least <= value <= most:
            message_id = "detail.give.whole.from-to" if whole else "detail.give.from-to"
            raise refusal("out_of_range", say(message_id, least=least, most=most))
        return value

    return BeforeValidator(check)


_Plain = Annotated[int | float, Field(ge=-LARGEST, le=LARGEST)]
Number = Annotated[_Plain | Expression, in_one_form("number", "expression")]
Seconds = Annotated[
    Annotated[int | float, Field(ge=0, le=MAX_SECONDS)] | Expression,
    in_one_form("seconds", "expression", least=0, most=MAX_SECONDS),
    Field(description="seconds: a number, or an expression"),
]
Value = Annotated[
    _Plain | bool | Expression | None,
    in_one_form("number", "true", "false", "null", "expression", others=(True, False, None)),
    Field(description="a number, true, false, null, or an expression"),
]
Comparable = Annotated[_Plain | bool | Expression, in_one_form("number", "true", "false", "expression", others=(True, False))]
_Scalar = Annotated[int | float, Field(ge=-LARGEST, le=LARGEST)] | bool | Words
Scalar = Annotated[_Scalar, in_one_form("number", "true", "false", "text", texts=_demand_words, others=(True, False))]


def whole(least: int, most: int, *others: str) -> BeforeValidator:
    """Return a check for a whole number in a range, an expression that gives one, or one of some words."""
    return in_one_form("whole", "expression", *(f"`{other}`" for other in others), least=least, most=most, whole=True, others=others)


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
