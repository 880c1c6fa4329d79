"""Files that objects keep in their attributes, or modules in their globals, spelled as names by which each function can be followed.

    def __init__(self, path):                  `self.file` becomes a name of its own,
        self.file = open(path, "r+")           which in all methods stands for what this line opened
    def take(self):
        left = int(self.file.read())

Only of attributes of `self` that a file of the program's assigns nothing but opened files to, and None; a global is assigned once.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from engine.handles import opens

if TYPE_CHECKING:
    from collections.abc import Iterator


def name_files(tree: ast.Module) -> dict[str, int]:
    """Change a module's tree so that such attributes are names; give the lines that opened what names stand for outside of functions."""
    values: dict[str, list[ast.expr]] = {}
    for target, value in _assigned(ast.walk(tree)):
        if attribute := _own(target):
            values.setdefault(attribute, []).append(value)
    kept = {
        name for name, given in values.items() if any(opens(one) for one in given) and all(opens(one) or _is_none(one) for one in given)
    }
    found: dict[str, int] = {}
    for name in kept:
        lines = {opens(one) for one in values[name]} - {0}
        if len(lines) == 1:
            found[_name(name)] = lines.pop()
    if kept:
        _Speller(kept).visit(tree)
    return found | _globals(tree)


def _globals(tree: ast.Module) -> dict[str, int]:
    changed = {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
    inside = [part for node in tree.body if isinstance(node, ast.If | ast.Try) for part in node.body]
    values: dict[str, list[ast.expr]] = {}
    for target, value in _assigned([*tree.body, *inside]):
        if isinstance(target, ast.Name) and target.id not in changed:
            values.setdefault(target.id, []).append(value)
    return {name: opens(given[0]) for name, given in values.items() if len(given) == 1 and opens(given[0])}


def _assigned(nodes: Iterator[ast.AST] | list[ast.stmt]) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in nodes:
        match node:
            case ast.Assign(targets=targets, value=value):
                yield from ((target, value) for target in targets)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.AugAssign(target=target, value=value):
                yield target, value
            case ast.With(items=items):
                yield from ((item.optional_vars, item.context_expr) for item in items if item.optional_vars is not None)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                yield target, value
            case _:
                pass


def _own(node: ast.expr) -> str:
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=attribute):
            return attribute
        case _:
            return ""


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _name(attribute: str) -> str:
    return f"<self.{attribute}>"  # no name that a program could have


class _Speller(ast.NodeTransformer):
    def __init__(self, attributes: set[str]) -> None:
        self._attributes = attributes

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        if _own(node) in self._attributes:
            return ast.copy_location(ast.Name(_name(node.attr), node.ctx), node)
        return node
