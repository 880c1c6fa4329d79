"""Which files a program's source reads and writes where: told by the line that opens each.

with open(path) as file:             line 1      what is made of `file` comes from the file that line 1 opened
    seen = int(file.read())
with open(path, "w") as file:        line 3      what is written to `file` goes into the one that line 3 opened,
    file.write(str(seen - 1))                    and here it comes from the one of line 1
"""

from __future__ import annotations

import ast
from typing import Final

CONTENT: Final = "<file>"  # stands for what is in a file
JSON: Final = "json"  # stands for what json.load reads and json.dump writes
READERS: Final = frozenset({"read_text", "read_bytes"})  # methods of a path, which open it, too
WRITERS: Final = frozenset({"write_text", "write_bytes"})
METHODS: Final = frozenset({"write", "writelines", "writerow", "writerows"})
WRAPPERS: Final = frozenset({"writer", "DictWriter"})  # of csv: what is written to these goes into the file that they were given
DUMPERS: Final = frozenset({"dump", "safe_dump"})  # json, pickle, yaml ...: of what, into which file
MOVERS: Final = frozenset({"replace", "rename"})
NAMED: Final = frozenset({"file", "fp", "f", "stream"})  # what DUMPERS and `print` call the file


def line_of(call: ast.Call) -> int:
    """Tell on which line a call is made: a method's where its name stands."""
    return (call.func.end_lineno or call.lineno) if isinstance(call.func, ast.Attribute) else call.lineno


def opens(node: ast.AST) -> int:
    """Give the line of a call that opens a file; 0 if it is none."""
    if not isinstance(node, ast.Call):
        return 0
    name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
    return line_of(node) if name in ("open", "fdopen") else 0


def reads_whole(node: ast.AST) -> int:
    """Give the line of a call that opens a path, reads it and closes it; 0 if it is none."""
    return line_of(node) if isinstance(node, ast.Call) and _method(node) in READERS else 0


class Handles:
    """The files that one function has open, by their names; some it finds open."""

    def __init__(self, known: dict[str, int] | None = None) -> None:
        self._lines = dict(known or {})

    def name(self, target: ast.expr | None, value: ast.AST) -> int:
        """Learn what a name stands for from now on; give the line that opened it, 0 if it is no file."""
        line = self.line(value)
        if isinstance(target, ast.Name):
            self._lines.pop(target.id, None)
            if line:
                self._lines[target.id] = line
        return line

    def line(self, node: ast.AST | None) -> int:
        """Give the line that opened a file; 0 if that is not known."""
        match node:
            case ast.Name(id=name):
                return self._lines.get(name, 0)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[given, *_]) if name in WRAPPERS:
                return self.line(given)
            case ast.AST():
                return opens(node)
            case _:
                return 0

    def written(self, call: ast.Call) -> tuple[int, list[ast.expr]]:
        """Give the line that opened what a call writes to, and what it writes; 0 if it writes to no file that is known."""
        name, given = _method(call), call.args
        named = next((word.value for word in call.keywords if word.arg in NAMED), None)
        if name in WRITERS:
            return line_of(call), [*given, *(word.value for word in call.keywords if word.arg == "data")]
        if name in METHODS and isinstance(call.func, ast.Attribute):
            is_by_number = isinstance(call.func.value, ast.Name) and call.func.value.id == "os" and len(given) > 1
            return (self.line(given[0]), given[1:]) if is_by_number else (self.line(call.func.value), given)
        if name in DUMPERS and given:
            return self.line(given[1] if len(given) > 1 else named), given[:1]
        if isinstance(call.func, ast.Name) and call.func.id == "print":
            return self.line(named), given
        return 0, []


def is_json(node: ast.AST, name: str) -> bool:
    """Tell whether this is a call of that function of the module json."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == f"json.{name}"


def moves(call: ast.Call) -> int:
    """Give the line of a call that may put one file in another's place; 0 if it is none."""
    is_move = _method(call) in MOVERS and (len(call.args) == 1 or ast.unparse(call.func).startswith("os."))
    return line_of(call) if is_move else 0


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""
