"""What a program's own functions read and write for whoever calls them.

    def get():                    def set(value):              seen = get()          line 5
        return left    line 2         left = value    line 4   set(seen - 1)         line 6

The write in line 4 comes from the read in line 2 if that is so wherever `set` is called; `get` and `set` may have others do it.
Only of functions whose name the file defines once, that are called by that name and given to nobody: of all others the callers are not
known.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

GIVEN: Final = "="  # before a parameter's name: what the function was given
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Read(NamedTuple):
    """A read that a value comes from."""

    text: str
    line: int
    is_exact: bool = True  # the very value, not something made of it
    is_far: bool = False  # made in a function that was called


class Written(NamedTuple):
    """A write in a function, of what it was given."""

    text: str
    line: int
    parameters: frozenset[str]
    call: int = 0  # the function has another do it, by this call ...
    number: int = 0  # ... which is this write of that one


class Behind(NamedTuple):
    """What a write in a function comes from wherever that is called from; and whether the module writes there, too, and not that."""

    lines: frozenset[int]
    is_first: bool
    is_imported: bool  # the module does so even where it is imported


class Helper:
    """One function: what it returns comes from, and what it writes of what it is given."""

    def __init__(self, node: Function, *, is_method: bool) -> None:
        given = node.args
        self.name = node.name
        self.is_method = is_method
        self.parameters = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        defaults = len(given.args) + len(given.posonlyargs) - len(given.defaults)
        self.needed = set(self.parameters[:defaults]) | {
            one.arg for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True) if default is None
        }
        self.takes_more = given.vararg is not None or given.kwarg is not None
        self.own = set(self.parameters) | bound(node)  # names that mean something to itself only
        self.returned: list[list[Read]] = []  # of each `return`
        self.written: list[Written] = []
        self.sites: dict[int, list[frozenset[int]]] = {}  # by call: of each write, which reads are behind it
        self.excused: set[int] = set()  # calls of which that is not asked
        self.is_called_first = False  # by the module itself, as it is run
        self.is_called_by_imports = False  # and by it as others import it, too

    def bind(self, call: ast.Call) -> dict[str, ast.expr] | None:
        """Tell what is given for which parameter; None if that cannot be told."""
        names = list(self.parameters)
        given = list(call.args)
        if self.is_method and isinstance(call.func, ast.Attribute):
            given.insert(0, call.func.value)
        if len(given) > len(names) or any(isinstance(one, ast.Starred) for one in given):
            return None
        bound = dict(zip(names, given, strict=False))
        for word in call.keywords:
            if word.arg is None or word.arg not in names:
                return None
            bound[word.arg] = word.value
        return bound

    def fits(self, call: ast.Call) -> bool:
        """Tell whether a call by this name may be of this function, and not of another's method that is called alike."""
        if self.is_method is not isinstance(call.func, ast.Attribute):
            return False
        if self.takes_more or any(isinstance(one, ast.Starred) for one in call.args) or any(word.arg is None for word in call.keywords):
            return True
        bound = self.bind(call)
        return bound is not None and self.needed <= bound.keys()

    def outside(self, text: str, bound: dict[str, ast.expr]) -> str:
        """Spell as the caller would what this function reads or writes; empty if the caller has no name for it."""
        root, dot, rest = text.partition(".")
        root, brackets = root.removesuffix("[]"), "[]" if root.endswith("[]") else ""
        if root in bound and (dot or brackets):
            outer = spell(bound[root])
            return "" if "?" in outer else f"{outer}{brackets}{dot}{rest}"
        return "" if root in self.own else text


class Helpers:
    """The functions of a file by their names."""

    def __init__(self, tree: ast.Module) -> None:
        self._helpers: dict[str, Helper] = {}
        self._calls: dict[str, set[int]] = {}
        methods = {id(part) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for part in node.body}
        self.nodes = [node for node in ast.walk(tree) if isinstance(node, Function)]
        for node in self.nodes:
            if not node.decorator_list and sum(other.name == node.name for other in self.nodes) == 1:
                self._helpers[node.name] = Helper(node, is_method=id(node) in methods)
        self._count(tree)

    def _count(self, tree: ast.Module) -> None:
        """Find the calls of each; forget those that are given to somebody, for who knows how they are called."""
        called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            name = _name(node)
            call, helper = called.get(id(node)), self._helpers.get(name)
            if call is None:
                self._helpers.pop(name, None)
            elif helper is not None and helper.fits(call):
                self._calls.setdefault(name, set()).add(id(call))

    def get(self, node: ast.AST) -> Helper | None:
        """Give the helper that a function's node defines, or that a call is of."""
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                return self._helpers.get(name)
            case ast.Call(func=function):
                helper = self._helpers.get(_name(function))
                return helper if helper is not None and helper.fits(node) else None
            case _:
                return None

    def returned(self, expression: ast.AST) -> Iterator[Read]:
        """List what the results of the calls in an expression come from."""
        for call in ast.walk(expression):
            helper = self.get(call)
            if helper is None or not isinstance(call, ast.Call) or not all(helper.returned):
                continue
            bound = helper.bind(call)
            for read in [] if bound is None else [read for reads in helper.returned for read in reads]:
                text = helper.outside(read.text, bound or {})
                if text and not text.startswith(GIVEN):
                    yield Read(text, read.line, is_exact=False, is_far=True)

    def note_call(self, call: ast.Call, reads_of: Callable[[ast.expr], list[Read]]) -> None:
        """Note from which reads what a call gives comes; of several looks at it, all of them."""
        helper = self.get(call)
        if helper is None or not helper.written:
            return
        bound = helper.bind(call) or {}
        found: list[frozenset[int]] = []
        for write in helper.written:
            text = helper.outside(write.text, bound)
            reads = [read for name in write.parameters & bound.keys() for read in reads_of(bound[name])]
            found.append(frozenset(read.line for read in reads if text and read.text == text))
        before = helper.sites.get(id(call))
        helper.sites[id(call)] = found if before is None else [a | b for a, b in zip(before, found, strict=True)]

    def passed_on(self, call: ast.Call, reads_of: Callable[[ast.expr], list[Read]]) -> Iterator[Written]:
        """List what a function has another one write of what it was given itself."""
        helper = self.get(call)
        bound = helper.bind(call) if helper is not None else None
        if helper is None or bound is None:
            return
        for number, write in enumerate(helper.written):
            text = helper.outside(write.text, bound)
            given = given_in(read for name in write.parameters & bound.keys() for read in reads_of(bound[name]))
            if text and given:
                yield Written(text, write.line, given, id(call), number)

    def excuse(self, node: ast.AST, *, is_first: bool, is_guarded: bool = False) -> None:
        """Do not ask what calls give that make an object, which nobody has read yet, or that the module itself makes.

        `is_guarded`: it makes them only as the program's own, not when it is imported.
        """
        for call in ast.walk(node):
            helper = self.get(call)
            if helper is not None:
                helper.excused.add(id(call))
                helper.is_called_first |= is_first
                helper.is_called_by_imports |= is_first and not is_guarded

    def written(self) -> Iterator[tuple[int, Behind]]:
        """List the lines that write what comes from certain reads wherever they are called from."""
        for helper in self._helpers.values():
            for number, write in enumerate(helper.written):
                found = None if write.call else self._behind(helper, number, ())
                if found is not None:
                    yield write.line, found

    def _behind(self, helper: Helper, number: int, around: tuple[str, ...]) -> Behind | None:
        """Find the reads behind a function's write, wherever it is called from; none if there is one call without."""
        calls = helper.sites.keys() - helper.excused
        if helper.name in around or not calls or self._calls.get(helper.name, set()) - helper.excused != calls:
            return None  # nobody calls it, or from where we do not look
        all_lines: set[int] = set()
        is_first, is_imported = helper.is_called_first, helper.is_called_by_imports
        for call in calls:
            lines = helper.sites[call][number]
            if not lines:
                theirs = self._behind_caller(call, number, (*around, helper.name))
                if theirs is None:
                    return None
                lines, is_first, is_imported = theirs.lines, is_first or theirs.is_first, is_imported or theirs.is_imported
            all_lines |= lines
        return Behind(frozenset(all_lines), is_first, is_imported)

    def _behind_caller(self, call: int, number: int, around: tuple[str, ...]) -> Behind | None:
        for other in self._helpers.values():
            for place, write in enumerate(other.written):
                if (write.call, write.number) == (call, number):
                    return self._behind(other, place, around)
        return None


def given_in(reads: Iterable[Read]) -> frozenset[str]:
    """List the parameters that a value comes from."""
    return frozenset(read.text.removeprefix(GIVEN) for read in reads if read.text.startswith(GIVEN))


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.alias(name=name, asname=other):
            return other or name
        case _:
            return ""


def spell(node: ast.AST) -> str:
    """Spell what is read or written; all items of a container alike, for which one it is shows at run time only."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{spell(value)}.{name}"
        case ast.Subscript(value=value):
            return f"{spell(value)}[]"
        case _:
            return "?"


def bound(node: Function) -> set[str]:
    """List the names that a function assigns and that are its own."""
    names, others = set(), set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            names.add(part.id)
        elif isinstance(part, ast.Global | ast.Nonlocal):
            others.update(part.names)
    return names - others
