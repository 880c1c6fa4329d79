"""Properties spelled out as the methods that they are, so that what follows from what can be told of them like of others.

    @property                                   account.balance            becomes a call of the getter
    def balance(self): ...                      account.balance = 5        one of the setter, with 5
    @balance.setter                             account.balance -= 1       both
    def balance(self, value): ...

Only of names that one class of a file defines as a property, and no other class has as an attribute of its objects.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

GETTER, SETTER = "get {}", "set {}"  # no names that a program could have
Node = TypeVar("Node", bound=ast.AST)


def spell_out(tree: ast.Module) -> ast.Module:
    """Change a module's tree so that its properties are methods."""
    names = {name for name, count in _counted(tree).items() if count == 1} - set(_plain(tree))
    return _Speller(names).visit(tree) if names else tree


def _counted(tree: ast.Module) -> dict[str, int]:
    """Count how often a name is defined as a property."""
    counts: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(isinstance(one, ast.Name) and one.id == "property" for one in node.decorator_list):
            counts[node.name] = counts.get(node.name, 0) + (1 if len(node.decorator_list) == 1 else 2)
    return counts


def _plain(tree: ast.Module) -> Iterator[str]:
    """List what classes that do not define it as a property assign to `self`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            defined = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
            for part in ast.walk(node):
                is_own = isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "self"
                if is_own and isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store) and part.attr not in defined:
                    yield part.attr


class _Speller(ast.NodeTransformer):
    def __init__(self, names: set[str]) -> None:
        self._names = names

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        if node.name in self._names and len(node.decorator_list) == 1:
            match node.decorator_list[0]:
                case ast.Name(id="property"):
                    node.name, node.decorator_list = GETTER.format(node.name), []
                case ast.Call(func=ast.Attribute(attr="setter")) | ast.Attribute(attr="setter"):
                    node.name, node.decorator_list = SETTER.format(node.name), []
                case _:
                    pass
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        is_got = node.attr in self._names and isinstance(node.ctx, ast.Load)
        return _call(GETTER, node, []) if is_got else node

    def visit_Assign(self, node: ast.Assign) -> Any:
        self.generic_visit(node)
        match node.targets:
            case [ast.Attribute(attr=name) as target] if name in self._names:
                return _at(ast.Expr(_call(SETTER, target, [node.value])), node)
            case _:
                return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        match node.target:
            case ast.Attribute(attr=name) as target if name in self._names:
                made = _at(ast.BinOp(_call(GETTER, target, []), node.op, node.value), node)
                return _at(ast.Expr(_call(SETTER, target, [made])), node)
            case _:
                return node


def _call(how: str, node: ast.Attribute, given: list[ast.expr]) -> ast.Call:
    return _at(ast.Call(_at(ast.Attribute(node.value, how.format(node.attr), ast.Load()), node), given, []), node)


def _at(new: Node, old: ast.AST) -> Node:
    return ast.copy_location(new, old)
