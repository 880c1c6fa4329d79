"""Computes what an expression of constants gives: how many philosophers, how large a queue. Never takes long, whatever it says."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from engine.scenario.sentences import Unfit
from engine.scenario.words import parse_expression

Constant = Any  # int, float, bool, str, None, or a list of them: what an expression can give

LARGEST = 10**18
MAX_LENGTH = 1000
_MAX_DIGITS = 20

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs, "float": float, "int": int, "len": len, "max": max, "min": min, "round": round, "str": str, "sum": sum,
}  # fmt: skip


def evaluate(expression: str, names: Mapping[str, Constant]) -> Constant:
    """Compute an expression; ValueError says in one sentence why that cannot be done."""
    try:
        return _value(parse_expression(expression), names)
    except ZeroDivisionError:
        raise Unfit("detail.gives.by-zero") from None
    except (TypeError, IndexError, KeyError, OverflowError):
        raise Unfit("detail.gives.nothing") from None


def _value(node: ast.expr, names: Mapping[str, Constant]) -> Constant:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name(id=name):
            if name not in names:
                raise Unfit("detail.not-yet.name", name=name)
            return names[name]
        case ast.IfExp():
            return _value(node.body if _value(node.test, names) else node.orelse, names)
        case ast.BoolOp():
            return _either(node, names)
        case ast.Compare():
            return _comparison(node, names)
        case ast.List() | ast.Tuple():
            return [_value(element, names) for element in node.elts]
        case ast.Subscript():
            return _value(node.value, names)[_value(node.slice, names)]
        case ast.UnaryOp():
            inner = _value(node.operand, names)
            return not inner if isinstance(node.op, ast.Not) else -inner if isinstance(node.op, ast.USub) else +inner
        case ast.BinOp():
            return _binary(type(node.op), _value(node.left, names), _value(node.right, names))
        case ast.Call(func=ast.Name(id=name)):
            return _called(name, [_value(argument, names) for argument in node.args])
    raise Unfit("detail.gives.nothing-yet")


def _either(node: ast.BoolOp, names: Mapping[str, Constant]) -> Constant:
    value: Constant = None
    for each in node.values:
        value = _value(each, names)
        if bool(value) == isinstance(node.op, ast.Or):
            break
    return value


def _comparison(node: ast.Compare, names: Mapping[str, Constant]) -> bool:
    left = _value(node.left, names)
    for step, right_node in zip(node.ops, node.comparators, strict=True):
        right = _value(right_node, names)
        if not _COMPARED[type(step)](left, right):
            return False
        left = right
    return True


def _binary(kind: type[ast.operator], left: Constant, right: Constant) -> Constant:
    if kind is ast.Mod and isinstance(left, str):  # a text's % fills in a text, as long as it says
        raise TypeError
    if kind is ast.Mult:
        for many, times in ((left, right), (right, left)):
            if isinstance(many, str | list) and isinstance(times, int) and (len(many) * times > MAX_LENGTH or _has_lists(many)):
                raise Unfit("detail.gives.too-many")
    return _bounded(_BINARY[kind](left, right))


def _has_lists(many: str | list[Constant]) -> bool:
    return any(isinstance(each, list) for each in many)


def _called(name: str, arguments: list[Constant]) -> Constant:
    if name not in _FUNCTIONS:
        raise Unfit("detail.not-yet.function", name=name)
    if name == "round" and len(arguments) > 1 and not -_MAX_DIGITS <= (arguments[1] or 0) <= _MAX_DIGITS:
        raise Unfit("detail.round")
    if name == "str" and any(isinstance(argument, list) for argument in arguments):
        raise TypeError
    return _bounded(_FUNCTIONS[name](*arguments))


def _bounded(value: Constant) -> Constant:
    if isinstance(value, int | float) and not (math.isfinite(value) and abs(value) <= LARGEST):
        raise Unfit("detail.gives.too-large")
    if isinstance(value, str | list) and len(value) > MAX_LENGTH:
        raise Unfit("detail.gives.too-many")
    return value
