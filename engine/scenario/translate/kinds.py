"""What kind of value a shared value or a file holds, as far as the scenario tells: it decides about C types and about `int(...)`."""

import ast
from collections.abc import Iterator, Mapping

from engine.scenario.document import Scenario
from engine.scenario.resources import File, SharedValue
from engine.scenario.steps import Increment, Write
from engine.scenario.translate.walking import every_step
from engine.scenario.words import parse_expression, split_reference

ORDER = (bool, int, float, str)  # each holds what those before it hold
GIVEN = {"index": int, "seed": int, "me": str}
CALLS = {"int": int, "len": int, "randint": int, "float": float, "uniform": float, "chance": bool, "str": str}


def kind_of_resource(scenario: Scenario, name: str, parameters: Mapping[str, object]) -> type:
    """Return the widest kind of what the scenario puts into a shared value or a file: bool, int, float or str."""
    resource = scenario.resources[name]
    assert isinstance(resource, SharedValue | File)
    start = type(resource.initial) if isinstance(resource, File) else kind_of(resource.initial, parameters)
    return _widest([start, *(kind_of(value, parameters) for value in _written(scenario, name))]) or int


def kind_of(value: object, parameters: Mapping[str, object]) -> type | None:
    """Return the kind of a number or of an expression's value; None where that cannot be told."""
    if value is None or not isinstance(value, str):
        return None if value is None else type(value)
    return _kind(parse_expression(value), parameters)


def _written(scenario: Scenario, name: str) -> Iterator[object]:
    for step in every_step(scenario):
        if isinstance(step, Write) and split_reference(step.write)[0] == name:
            yield step.value
        elif isinstance(step, Increment) and split_reference(step.increment)[0] == name:
            yield step.by


def _widest(kinds: list[type | None]) -> type | None:
    known = [ORDER.index(kind) for kind in kinds if kind is not None]
    return ORDER[max(known)] if known else None


def _kind(tree: ast.expr, parameters: Mapping[str, object]) -> type | None:
    match tree:
        case ast.Constant(value=value):
            return None if value is None else type(value)
        case ast.Name(id=name):
            return type(parameters[name]) if name in parameters else GIVEN.get(name)
        case ast.Call(func=ast.Name(id=function), args=arguments):
            return CALLS.get(function) or _widest([_kind(argument, parameters) for argument in arguments])
        case ast.UnaryOp(op=ast.Not()) | ast.Compare():
            return bool
        case ast.UnaryOp(operand=operand):
            return _widest([int, _kind(operand, parameters)])
        case ast.BinOp(op=ast.Div()):
            return float
        case ast.BinOp(left=left, right=right):
            return _widest([int, _kind(left, parameters), _kind(right, parameters)])
        case ast.BoolOp(values=values):
            return _widest([_kind(value, parameters) for value in values])
        case ast.IfExp(body=body, orelse=otherwise):
            return _widest([_kind(body, parameters), _kind(otherwise, parameters)])
        case _:
            return None
