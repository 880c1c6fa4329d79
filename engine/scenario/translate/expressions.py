"""A scenario's expressions as Python source: the same expression, with its names and its functions spelled as the program has them."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.scenario.translate.text import filled, hole_literal, literal
from engine.scenario.words import parse_expression, split_text

OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Speller:
    """How names are spelled where the expression stands. queue: a queue's own name, for `len`; None for what is no queue."""

    name: Callable[[str], str]
    queue: Callable[[str], str | None]
    dice: str = "dice"


def adapt(expression: str, speller: Speller) -> str:
    """Spell an expression."""
    return ast.unparse(_adapted(expression, speller, literal))


def adapt_hole(expression: str, speller: Speller) -> str:
    """Spell an expression for the hole of an f-string."""
    return ast.unparse(_adapted(expression, speller, hole_literal))


def adapt_opposite(expression: str, speller: Speller) -> str:
    """Spell the opposite of an expression, as one would write it by hand."""
    return ast.unparse(_opposite(_adapted(expression, speller, literal)))


def adapt_opposite_and(expression: str, also: str, speller: Speller) -> str:
    """Spell the opposite of an expression, and something else that is to be true."""
    return ast.unparse(ast.BoolOp(ast.And(), [_opposite(_adapted(expression, speller, literal)), ast.Name(also)]))


def adapt_sum(value: int | float | str, speller: Speller) -> tuple[str, str, str]:
    """Spell what is to be added: the sign, what stands behind `+=` or `-=`, and what stands behind a `+` or `-` in an expression."""
    tree = _adapted(value if isinstance(value, str) else repr(value), speller, literal)
    sign: ast.operator = ast.Add()
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        sign, tree = ast.Sub(), tree.operand
    mark = "-" if isinstance(sign, ast.Sub) else "+"
    whole = ast.unparse(ast.BinOp(ast.Name("_"), sign, tree))
    return mark, ast.unparse(tree), whole.removeprefix(f"_ {mark} ")


def adapt_text(text: str, speller: Speller) -> str:
    """Spell a text with holes."""
    return filled([(letters, None if hole is None else adapt_hole(hole, speller)) for letters, hole in split_text(text)])


def holes_of(text: str) -> Iterator[str]:
    """Iterate over the expressions in a text with holes."""
    yield from (hole for _, hole in split_text(text) if hole is not None)


def calls_in(expression: str) -> set[str]:
    """Return the functions that an expression calls."""
    nodes = ast.walk(parse_expression(expression))
    return {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def _adapted(expression: str, speller: Speller, spell: Callable[[object], str]) -> ast.expr:
    adapted = _Adapter(speller, spell).visit(parse_expression(expression))
    assert isinstance(adapted, ast.expr)
    return adapted


def _opposite(tree: ast.expr) -> ast.expr:
    match tree:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return ast.Compare(left, [OPPOSITES[type(operator)]()], [right])
        case _:
            return ast.UnaryOp(ast.Not(), tree)


class _Adapter(ast.NodeTransformer):
    """Puts source text in where names and texts were: an `ast.Name` is written out as it is, whatever it holds."""

    def __init__(self, speller: Speller, spell: Callable[[object], str]) -> None:
        self._speller = speller
        self._spell = spell

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self._speller.name(node.id))

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.Name(self._spell(node.value)) if isinstance(node.value, str) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        if function == "len" and len(node.args) == 1 and (queue := self._queue(node.args[0])):
            return ast.Call(ast.Name(f"{queue}.qsize"), [], [])
        arguments = [self.visit(argument) for argument in node.args]
        if function == "chance":
            return ast.Compare(ast.Name(f"{self._speller.dice}.random()"), [ast.Lt()], arguments)
        if function in ("randint", "uniform"):
            function = f"{self._speller.dice}.{function}"
        return ast.Call(ast.Name(function), arguments, [])

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """Compare with None by `is`, as Python has it."""
        compared = self.generic_visit(node)
        match compared:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as equals], comparators=[ast.Constant(value=None) as none]):
                return ast.Compare(left, [ast.Is() if isinstance(equals, ast.Eq) else ast.IsNot()], [none])
            case ast.expr():
                return compared
        raise TypeError("a comparison stays an expression")

    def _queue(self, node: ast.expr) -> str | None:
        match node:
            case ast.Name(id=name):
                return self._speller.queue(name)
            case ast.Subscript(value=ast.Name(id=name), slice=part) if queue := self._speller.queue(name):
                return f"{queue}[{ast.unparse(self.visit(part))}]"
            case _:
                return None
