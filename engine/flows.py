"""What follows from what in a program's source: which reads a write's value comes from, and which reads had to pass a test before it.

    seen = left                  line 1
    if seen > 0:                 the write in line 3 comes from the read in line 1, and was made because that read was > 0
        left = seen - 1          line 3

Told function by function, from assignments to local names, and through calls of the program's own functions where that is certain (see
helpers.py). Both are needed to tell an update that was lost from a value that was simply replaced.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.existence import find_tests
from engine.fields import name_files
from engine.handles import CONTENT, JSON, Handles, is_json, moves, opens, reads_whole
from engine.helpers import GIVEN, Helper, Helpers, Read, Written, bound, given_in, spell
from engine.properties import spell_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHANGERS: Final = frozenset(
    {"add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"}
)
EXITS: Final = (ast.Return, ast.Raise, ast.Continue, ast.Break)
DEEP: Final = 4  # calls that are followed into one another


class Check(NamedTuple):
    """A test of what was read on a line. `test`: the operator, empty if it is not simple; `holds`: what it gave."""

    line: int
    test: str = ""
    value: str = ""  # what was compared with, as source
    holds: bool = True
    is_exit: bool = False  # of a loop that waited until it gave that


class Flow(NamedTuple):
    """What is behind a write."""

    reads: frozenset[int] = frozenset()  # lines of the reads that its value comes from
    checks: tuple[Check, ...] = ()
    far: frozenset[int] = frozenset()  # lines of reads in another function than the write, made since the last one
    is_also_first: bool = False  # the module itself writes there too, and not what comes from those
    is_also_imported: bool = False  # and it does so even where it is imported
    tests: frozenset[int] = frozenset()  # lines of the tests before it whether a file is there


Taint = dict[str, list[Read]]
Guard = tuple[str, Check]


class Flows:
    """The flows of a program's files, each read once."""

    def __init__(self, read_source: Callable[[str], str | None]) -> None:
        self._read_source = read_source
        self._files: dict[str, dict[int, Flow] | None] = {}

    def flow(self, file: str, line: int) -> Flow:
        """Give what is behind the writes of a line; where there is no source, what was read on the same line."""
        if file not in self._files:
            source = self._read_source(file)
            self._files[file] = None if source is None else find_flows(source)
        flows = self._files[file]
        return Flow(frozenset({line})) if flows is None else flows.get(line, Flow())


def find_flows(source: str) -> dict[int, Flow] | None:
    """Find what is behind each line that writes; None if the source does not parse."""
    try:
        tree = spell_out(ast.parse(source))
        files = name_files(tree)
        finder = _Finder(Helpers(tree), files)
        finder.all(tree)
        for line, tests in find_tests(tree).items():
            finder.flows[line] = finder.flows.get(line, Flow())._replace(tests=tests)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return finder.flows


class _Finder:
    def __init__(self, helpers: Helpers, files: dict[str, int]) -> None:
        self.flows: dict[int, Flow] = {}
        self.shared: set[str] = set()  # names that are no local ones
        self.helpers = helpers
        self.files = files  # that functions find open, by name
        self.helper: Helper | None = None  # the function to be summed up
        self.handles = Handles()
        self.stored: list[Read] = []  # what is behind all that the function has written to files
        self.own: set[str] = set()  # names that the function assigns
        self.grown: set[str] = set()  # of them, those of containers that get more

    def all(self, tree: ast.Module) -> None:
        """Look at all functions twice: what each does of what it is given, then what it does with the others."""
        for node in self.helpers.nodes * DEEP:
            known = self.helpers.get(node)
            if known is not None:
                self.helper = Helper(node, is_method=known.is_method)  # made anew, with what is known of the others by now
                self._function(node, {name: [Read(GIVEN + name, 0)] for name in known.parameters})
                known.returned, known.written = self.helper.returned, self.helper.written
        self.helper = None
        for part in tree.body:
            if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self.helpers.excuse(part, is_first=True, is_guarded=isinstance(part, ast.If) and "__name__" in ast.unparse(part.test))
        self.block(tree.body, {}, [])
        for node in self.helpers.nodes:
            if node.name == "__init__":
                self.helpers.excuse(node, is_first=False)
            self._function(node, {})
        for line, behind in self.helpers.written():
            before = self.flows.get(line, Flow())
            self.flows[line] = before._replace(
                far=before.far | behind.lines,
                is_also_first=before.is_also_first or behind.is_first,
                is_also_imported=before.is_also_imported or behind.is_imported,
            )

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, taint: Taint) -> None:
        self.shared = {name for part in ast.walk(node) if isinstance(part, ast.Global | ast.Nonlocal) for name in part.names}
        self.own = bound(node)
        files = {name: line for name, line in self.files.items() if name.startswith("<") or name not in self.own}
        self.handles, self.stored, self.grown = Handles(files), [], set()
        self.block(node.body, {name: [Read(CONTENT, line, is_exact=False)] for name, line in files.items()} | taint, [])

    def block(self, body: list[ast.stmt], taint: Taint, guards: list[Guard]) -> None:
        """Follow statements one after the other."""
        guards = list(guards)
        for statement in body:
            self._statement(statement, taint, guards)
            if isinstance(statement, ast.If) and isinstance(statement.body[-1], EXITS):
                guards += _checks(statement.test, taint, holds=False)

    def _statement(self, statement: ast.stmt, taint: Taint, guards: list[Guard]) -> None:
        for head in _heads(statement):
            if isinstance(head, ast.NamedExpr):
                taint[head.target.id] = [*_loosely(self._reads(head.value, taint))]
            elif isinstance(head, ast.Call):
                self._note_call(head, taint)
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value, taint, guards)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign(target, value, taint, guards)
            case ast.AugAssign(target=target, value=value):
                self._write(target, [*self._reads(value, taint), Read(spell(target), target.lineno)], guards)
                if isinstance(target, ast.Name) and target.id not in self.shared:
                    taint[target.id] = [*taint.get(target.id, []), *_loosely(self._reads(value, taint))]
            case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
                self._call(call, taint, guards)
            case ast.Return(value=ast.expr() as value) if self.helper is not None:
                self.helper.returned.append(self._reads(value, taint))
            case ast.Return() if self.helper is not None:
                self.helper.returned.append([])
            case _:
                self._compound(statement, taint, guards)

    def _compound(self, statement: ast.stmt, taint: Taint, guards: list[Guard]) -> None:
        match statement:
            case ast.If(test=test, body=body, orelse=other):
                elsewhere = _copied(taint)
                no = _checks(test, taint, holds=False)
                self.block(body, taint, [*guards, *_checks(test, taint, holds=True)])
                self.block(other, elsewhere, [*guards, *no])
                _meet(taint, elsewhere, self.grown, body, other)
            case ast.While(test=test, body=body, orelse=other):
                for _ in range(2):  # the second time with what the first left in its names
                    self.block(body, taint, [*guards, *_checks(test, taint, holds=True)])
                self.block(other, taint, guards)
                left = [guard for way_out, holds in _ways_out(statement) for guard in _checks(way_out, taint, holds=holds)]
                guards += [(text, check._replace(is_exit=True)) for text, check in left if check.test]  # of simple tests only
            case ast.For() | ast.AsyncFor():
                for _ in range(2):
                    self._hand_out(statement.target, statement.iter, taint)
                    self.block(statement.body, taint, guards)
                self.block(statement.orelse, taint, guards)
            case ast.Match(cases=cases):
                self._choose([case.body for case in cases], taint, guards)
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                for item in items:
                    line = self.handles.name(item.optional_vars, item.context_expr)
                    if isinstance(item.optional_vars, ast.Name):
                        taint[item.optional_vars.id] = [Read(CONTENT, line, is_exact=False)] if line else []
                self.block(body, taint, guards)
                if body and isinstance(body[-1], ast.If) and isinstance(body[-1].body[-1], EXITS):
                    guards += _checks(body[-1].test, taint, holds=False)
            case ast.Try() | ast.TryStar():
                self._try(statement, taint, guards)
            case _:
                pass

    def _try(self, statement: ast.Try | ast.TryStar, taint: Taint, guards: list[Guard]) -> None:
        """Follow both ways: a handler may put something in the place of what could not be read; then a read counts only if it was made."""
        self.block(statement.body, taint, guards)
        changed: set[str] = set()
        for handler in statement.handlers:
            theirs = _copied(taint)
            self.block(handler.body, theirs, guards)
            if not isinstance(handler.body[-1], EXITS):
                changed |= {name for name in theirs if theirs[name] != taint.get(name)}
        self.block(statement.orelse, taint, guards)
        for name in changed:
            taint[name] = [read._replace(is_far=True) for read in taint.get(name, [])]
        self.block(statement.finalbody, taint, guards)

    def _assign(self, target: ast.expr, value: ast.expr, taint: Taint, guards: list[Guard]) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            parts = value.elts if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts) else None
            for number, part in enumerate(target.elts):
                self._assign(part, value if parts is None else parts[number], taint, guards)
            return
        reads = self._reads(value, taint)
        self._write(target, reads, guards)
        self.handles.name(target, value)
        if isinstance(value, ast.Call):
            self._to_file(value, taint, guards)
        if isinstance(target, ast.Name) and target.id not in self.shared:
            reads = [read for read in reads if read.text != target.id]
            taint[target.id] = reads if _is_read(value) else list(_loosely(reads))
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id in taint:
            taint[target.value.id] += _loosely(reads)

    def _hand_out(self, target: ast.expr, items: ast.expr, taint: Taint) -> None:
        """Let the names that a loop assigns come from what it goes over."""
        reads = [*_loosely(self._reads(items, taint))]
        for part in ast.walk(target):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part.id not in self.shared:
                taint[part.id] = reads

    def _choose(self, ways: list[list[ast.stmt]], taint: Taint, guards: list[Guard]) -> None:
        """Follow ways of which at most one is taken; what a name comes from is certain afterwards only if none of them changed it."""
        ends: list[Taint] = []
        for way in ways:
            ends.append(_copied(taint))
            self.block(way, ends[-1], guards)
        for name in [name for name in {*taint}.union(*ends) if any(end.get(name) != taint.get(name) for end in ends)]:
            taint[name] = []

    def _to_file(self, call: ast.Call, taint: Taint, guards: list[Guard]) -> None:
        """Follow what a call writes to a file, or puts in the place of one."""
        line, given = self.handles.written(call)
        if line:
            reads = [read for one in given for read in self._reads(one, taint)]
            self.stored += reads
            self._note(CONTENT, line, reads, guards)
        elif line := moves(call):
            self._note(CONTENT, line, self.stored, guards)

    def _call(self, call: ast.Call, taint: Taint, guards: list[Guard]) -> None:
        self._to_file(call, taint, guards)
        if is_json(call, "dump") and call.args:
            self._note(JSON, call.lineno, self._reads(call.args[0], taint), guards)
        elif isinstance(call.func, ast.Attribute) and call.func.attr in CHANGERS:
            reads = [read for one in call.args for read in self._reads(one, taint)]
            self._note(f"{spell(call.func.value)}[]", call.func.lineno, reads, guards)
            if isinstance(call.func.value, ast.Name) and call.func.value.id in self.own:
                self.grown.add(call.func.value.id)
                taint[call.func.value.id] = [*taint.get(call.func.value.id, []), *_loosely(reads)]

    def _note_call(self, call: ast.Call, taint: Taint) -> None:
        if self.helper is None:
            self.helpers.note_call(call, lambda given: self._reads(given, taint))
        else:
            self.helper.written += self.helpers.passed_on(call, lambda given: self._reads(given, taint))

    def _reads(self, node: ast.expr, taint: Taint) -> list[Read]:
        return list(dict.fromkeys([*_reads(node, taint), *self.helpers.returned(node)]))

    def _write(self, target: ast.expr, reads: list[Read], guards: list[Guard]) -> None:
        if isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
            self._note(spell(target), target.lineno, reads, guards)

    def _note(self, text: str, line: int, reads: list[Read], guards: list[Guard]) -> None:
        if self.helper is not None:
            given = given_in(reads)
            if given:
                self.helper.written.append(Written(text, line, given))
            return
        before = self.flows.get(line, Flow())
        behind = [read for read in reads if read.text == text]
        checks = dict.fromkeys([*before.checks, *(check for about, check in guards if about == text)])
        self.flows[line] = before._replace(
            reads=before.reads | {read.line for read in behind if not read.is_far},
            checks=tuple(checks),
            far=before.far | {read.line for read in behind if read.is_far},
        )


def _copied(taint: Taint) -> Taint:
    return {name: list(reads) for name, reads in taint.items()}


def _meet(taint: Taint, other: Taint, grown: set[str], *bodies: list[ast.stmt]) -> None:
    """Leave of what two ways gave what is so either way, of containers all of it; but a way that leaves the block leads nowhere."""
    leaves = [bool(body) and isinstance(body[-1], EXITS) for body in bodies]
    if leaves[0]:
        taint.clear()
        taint.update(other)
    elif not leaves[1]:
        for name in {*taint, *other}:
            mine, theirs = taint.get(name, []), other.get(name, [])
            taint[name] = list(dict.fromkeys([*mine, *theirs])) if (mine and theirs) or name in grown else []


def _heads(statement: ast.stmt) -> Iterator[ast.AST]:
    """Walk over what a statement evaluates itself, but not over the statements inside it."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr | ast.withitem):
            yield from ast.walk(child)


def _ways_out(loop: ast.While) -> list[tuple[ast.expr, bool]]:
    """List the tests, and what they gave, that were passed by whoever left a loop."""
    breaks = [part for statement in loop.body for part in _walk_loop(statement) if isinstance(part, ast.Break)]
    if not breaks:
        return [(loop.test, False)]
    if len(breaks) > 1 or not (isinstance(loop.test, ast.Constant) and loop.test.value):
        return []
    return [
        (part.test, True)
        for statement in loop.body
        for part in _walk_loop(statement)
        if isinstance(part, ast.If) and part.body[-1] is breaks[0]
    ]


def _walk_loop(node: ast.AST) -> Iterator[ast.AST]:
    """Walk over a loop's body, but not into loops and functions in it."""
    yield node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        # A `break` behind a loop's `else` leaves the loop around it.
        for child in node.orelse if isinstance(node, ast.While | ast.For | ast.AsyncFor) else ast.iter_child_nodes(node):
            yield from _walk_loop(child)


def _is_read(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript) or is_json(node, "load")


def _loosely(reads: Iterator[Read] | list[Read]) -> Iterator[Read]:
    return (read._replace(is_exact=False) for read in reads)


def _reads(node: ast.expr, taint: Taint) -> Iterator[Read]:
    """List what an expression reads, and what the local names in it come from."""
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name):
                yield from taint.get(name, [])
                yield Read(name, part.lineno)
            case ast.Attribute() | ast.Subscript():
                yield Read(spell(part), part.lineno)
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[container]):
                yield Read(f"{spell(container)}[]", part.lineno)
            case ast.Call():
                if isinstance(part.func, ast.Attribute) and part.func.attr == "get" and part.args:
                    yield Read(f"{spell(part.func.value)}[]", part.lineno)
                if is_json(part, "load"):
                    yield Read(JSON, part.lineno)
                if line := opens(part) or reads_whole(part):
                    yield Read(CONTENT, line, is_exact=False)
            case _:
                pass


def _checks(test: ast.expr, taint: Taint, *, holds: bool) -> list[Guard]:
    """List what is known of what was read when a test gave `holds`."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _checks(inner, taint, holds=not holds)
        case ast.BoolOp(op=operation, values=values) if isinstance(operation, ast.And) is holds:
            return [guard for value in values for guard in _checks(value, taint, holds=holds)]
        case ast.Compare(left=left, ops=[operation], comparators=[ast.Constant() as value]) if _is_read(left):
            return _tell(left, taint, type(operation).__name__, ast.unparse(value), holds)
        case ast.Compare(ops=[ast.In() | ast.NotIn() as operation], comparators=[container]):
            in_files = [
                (read.text, Check(read.line)) for read in _reads(container, taint) if read.text in (JSON, CONTENT) and not read.is_far
            ]
            return [(f"{spell(container)}[]", Check(test.lineno, type(operation).__name__, "", holds)), *in_files]
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return _tell(test, taint, "Truth", "", holds)
        case _:
            return [(read.text, Check(read.line)) for read in _reads(test, taint) if not read.is_far]


def _tell(node: ast.expr, taint: Taint, test: str, value: str, holds: bool) -> list[Guard]:
    known = [Read(spell(node), node.lineno)]
    if isinstance(node, ast.Name):
        known += [read for read in taint.get(node.id, []) if not read.is_far]
    simple = [(read.text, Check(read.line, test, value, holds)) for read in known if read.is_exact]
    return simple + [(read.text, Check(read.line)) for read in known if not read.is_exact]
