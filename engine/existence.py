"""Which tests whether a file is there stand before an act on it in a program's source.

    if not os.path.exists(path):           line 1      what line 2 opens it opens because of what line 1 found
        file = open(path, "w")             line 2

Also where the test is in a function that is called for what it gives, or the act in one that is called nowhere else.
"""

from __future__ import annotations

import ast
from typing import Final

from engine.handles import WRITERS, line_of, opens

TESTS: Final = frozenset({"exists", "lexists", "isfile", "isdir", "is_file", "is_dir", "access"})
EXITS: Final = (ast.Return, ast.Raise, ast.Continue, ast.Break)
Function = ast.FunctionDef | ast.AsyncFunctionDef
Lines = frozenset[int]
NONE: Final[Lines] = frozenset()


def find_tests(tree: ast.Module) -> dict[int, Lines]:
    """Give, by line of a call that opens a file, the lines of the tests before it."""
    finder = _Finder(tree)
    finder.block(tree.body, NONE, {})
    for name, acts in finder.acts_of.items():
        calls = finder.calls.get(name, [])
        if calls and all(calls):
            for line in acts:
                finder.found[line] = finder.found.get(line, NONE).union(*calls)
    return {line: tests for line, tests in finder.found.items() if tests}


class _Finder:
    def __init__(self, tree: ast.Module) -> None:
        self.found: dict[int, Lines] = {}
        functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
        self.names = {node.name for node in functions if sum(other.name == node.name for other in functions) == 1}
        self.acts_of: dict[str, list[int]] = {node.name: _acts(node) for node in functions if node.name in self.names}
        self.calls: dict[str, list[Lines]] = {}  # by function: the tests before each of its calls
        self.given: dict[str, Lines] = {}  # by function: the tests that its result comes from
        for node in functions:
            if node.name in self.names:
                returned = [part.value for part in ast.walk(node) if isinstance(part, ast.Return) and part.value is not None]
                self.given[node.name] = NONE.union(*(self.tests(value, {}) for value in returned))

    def tests(self, node: ast.AST, known: dict[str, Lines]) -> Lines:
        """List the tests that an expression comes from."""
        lines = NONE
        for part in ast.walk(node):
            if isinstance(part, ast.Call):
                name = _name(part.func)
                lines |= {line_of(part)} if name in TESTS else self.given.get(name, NONE)
            elif isinstance(part, ast.Name):
                lines |= known.get(part.id, NONE)
        return lines

    def block(self, body: list[ast.stmt], before: Lines, known: dict[str, Lines]) -> None:
        """Follow statements one after the other; `known`: what names come from."""
        for statement in body:
            if isinstance(statement, Function | ast.ClassDef):
                self.block(statement.body, NONE, {})
                continue
            for head in [child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.expr | ast.withitem)]:
                self._note(head, before, known)
            if isinstance(statement, ast.Assign):
                tests = NONE if _has(statement.value, ast.BoolOp) else self.tests(statement.value, known)
                known = known | {target.id: tests for target in statement.targets if isinstance(target, ast.Name)}
            if isinstance(statement, ast.If | ast.While):
                before = self._choose(statement, before, known)
                continue
            for part in _bodies(statement):
                self.block(part, before, known)

    def _choose(self, statement: ast.If | ast.While, before: Lines, known: dict[str, Lines]) -> Lines:
        """Follow both ways, and say which tests are before what comes then; with `or`, another one may have decided."""
        tests = self.tests(statement.test, known)
        is_simple = not _has(statement.test, ast.BoolOp)
        self.block(statement.body, before if _has(statement.test, ast.Or) else before | tests, known)
        self.block(statement.orelse, before | tests if is_simple else before, known)
        is_left = isinstance(statement, ast.While) or any(
            part and isinstance(part[-1], EXITS) for part in (statement.body, statement.orelse)
        )
        return before | tests if is_left and is_simple else before

    def _note(self, head: ast.AST, before: Lines, known: dict[str, Lines]) -> None:
        for part in ast.walk(head):
            if isinstance(part, ast.BoolOp | ast.IfExp):
                before = before | self.tests(part, known)
        for part in ast.walk(head):
            if not isinstance(part, ast.Call):
                continue
            line = _act(part)
            if line:
                self.found[line] = self.found.get(line, NONE) | before
            name = _name(part.func)
            if name in self.names:
                self.calls.setdefault(name, []).append(before)


def _has(node: ast.AST, kind: type[ast.AST]) -> bool:
    return any(isinstance(part, kind) for part in ast.walk(node))


def _bodies(statement: ast.stmt) -> list[list[ast.stmt]]:
    inner = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    parts = [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]
    return [*inner, *(part.body for part in parts)]


def _acts(node: ast.AST) -> list[int]:
    return [line for part in ast.walk(node) if isinstance(part, ast.Call) and (line := _act(part))]


def _act(call: ast.Call) -> int:
    return opens(call) or (line_of(call) if _name(call.func) in WRITERS else 0)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
