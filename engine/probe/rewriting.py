"""Rewrite a module so that it notes its reads and writes of what may be shared (see accesses.py for how and why so).

    seen = left        seen = (LOG @ ((SITE, left, MISSING, MISSING, ~CLOCK, ~IDENT),))[-1][1]
    left = seen - 1    left = (LOG @ ((SITE, seen - 1, ...),))[-1][1]
    left -= 1          left -= (LOG @ ((SITE, left, ...),), 1)[1];  LOG @ ((SITE, left, ...),)

Whatever the program wrote is evaluated once and in its order; only a plain name or a constant is looked at a second time. New nodes stand
where the old ones stood, so lines, columns, tracebacks and what `inspect` finds stay as they are. The names in capitals are no names but
constants of the code: they are put into it after it has been compiled, and nothing new can be found among the module's names.

Of an item or an attribute, the object is not at hand where the value is; then one entry keeps it for another of the same statement.
"""

from __future__ import annotations

import ast

from .accesses import CLOCK, FLUSH, IDENT, KEPT, LOG, MISSING
from .scopes import CHANGERS, Candidates, Scope, home_of, is_shareable
from .variables import ATTRIBUTE, CELL, GLOBAL, ITEM, KEEP, METHOD, Site

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

MARK = "\0lockstep "  # begins the texts that stand for our objects until the code is compiled
VALUE, OBJECT, KEY = 1, 2, 3  # places in an entry


def rewrite(source: str | bytes, filename: str) -> tuple[CodeType, list[Site]]:
    """Compile a module so that it notes its accesses, if there is any to note. Raises what `compile` raises."""
    tree = ast.parse(source, filename)
    candidates = Candidates(tree)
    rewriter = Rewriter(candidates, filename)
    if not candidates.is_empty:
        tree = ast.fix_missing_locations(rewriter.visit(tree))
    code = compile(tree, filename, "exec", dont_inherit=True)
    return _with_objects(code, rewriter.objects), rewriter.sites


def _with_objects(code: CodeType, objects: dict[str, Any]) -> CodeType:
    """Put our objects in the places of the texts that stand for them."""

    def exchange(constant: Any) -> Any:
        if type(constant) is str:
            return objects.get(constant, constant)
        return _with_objects(constant, objects) if hasattr(constant, "co_consts") else constant

    return code.replace(co_consts=tuple(exchange(constant) for constant in code.co_consts))


class Rewriter(ast.NodeTransformer):
    """Changes the tree."""

    def __init__(self, candidates: Candidates, filename: str) -> None:
        self.sites: list[Site] = []
        self.objects: dict[str, Any] = {}
        self._candidates = candidates
        self._filename = filename
        self._scope: Scope = None  # type: ignore[assignment]  # the module's own, as soon as the tree is visited
        self._pairs = 0
        self._after: list[ast.stmt] = []  # statements to stand behind the one that is being visited

    # --- the parts of what is noted

    def _constant(self, thing: Any) -> ast.Constant:
        text = f"{MARK}{id(thing)}"
        self.objects[text] = thing
        return ast.Constant(text)

    def _site(self, shape: int, name: str, node: ast.AST, *, is_write: bool = False, pair: int = 0, keeps: str = "") -> Site:
        where = (self._filename, getattr(node, "lineno", 0), self._scope.qualified_name)
        site = Site(shape, name, is_write=is_write, where=where, pair=pair, keeps=keeps)
        if shape != KEEP:
            self.sites.append(site)
        return site

    def _entry(self, site: Site, value: ast.expr | None = None, thing: ast.expr | None = None, key: ast.expr | None = None) -> ast.expr:
        """Make the expression that notes an access; its value is the list of all."""
        missing = [part if part is not None else self._constant(MISSING) for part in (value, thing, key)]
        stamps = [ast.UnaryOp(ast.Invert(), self._constant(thing)) for thing in (CLOCK, IDENT)]
        row = ast.Tuple([self._constant(site), *missing, *stamps], ast.Load())
        return ast.BinOp(self._constant(LOG), ast.MatMult(), ast.Tuple([row], ast.Load()))

    def _noting(self, node: ast.expr, entry: ast.expr, place: int) -> ast.expr:
        """Make the expression that notes an access and gives one part of the entry; it stands where `node` stood."""
        last = ast.Subscript(entry, ast.Constant(-1), ast.Load())
        return ast.copy_location(ast.Subscript(last, ast.Constant(place), ast.Load()), node)

    def _keep(self, node: ast.expr, name: str, pair: int) -> ast.expr:
        """Keep an expression's value for another entry of the statement."""
        site = self._site(KEEP, "", node, pair=pair, keeps=name)
        parts = {name if name != "object" else "thing": node}
        return self._noting(node, self._entry(site, **parts), {"value": VALUE, "object": OBJECT, "key": KEY}[name])

    def _kept(self) -> ast.Constant:
        return self._constant(KEPT)

    def _pair(self) -> int:
        self._pairs += 1
        return self._pairs

    def _flush(self, node: ast.AST) -> ast.stmt:
        return ast.copy_location(ast.Expr(ast.UnaryOp(ast.Invert(), self._constant(FLUSH))), node)

    # --- names

    def _home(self, name: str) -> tuple[int, ast.expr | None] | None:
        """Say what kind of datum a name is and with what its entry tells which one; None if it is not to be watched."""
        home = home_of(name, self._scope)
        if home.parent is None and name in self._candidates.globals:
            return GLOBAL, None
        if (id(home), name) in self._candidates.cells:
            inside = ast.Lambda(ast.arguments([], [], None, [], [], None, []), ast.Name(name, ast.Load()))
            return CELL, ast.Attribute(inside, "__closure__", ast.Load())
        return None

    def _name_entry(self, node: ast.AST, name: str, value: ast.expr, *, is_write: bool) -> ast.expr | None:
        home = self._home(name)
        if home is None:
            return None
        return self._entry(self._site(home[0], name, node, is_write=is_write), value, home[1])

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            return node
        entry = self._name_entry(node, node.id, node, is_write=False)
        return node if entry is None else self._noting(node, entry, VALUE)

    # --- attributes and items

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        base = node.value
        node.value = self.visit(base)
        if not isinstance(node.ctx, ast.Load) or node.attr not in self._candidates.attributes:
            return node
        name = self._mangled(node.attr)
        if isinstance(base, ast.Name):
            return self._noting(node, self._entry(self._site(ATTRIBUTE, name, node), node, _copy(base)), VALUE)
        pair = self._pair()
        node.value = self._keep(node.value, "object", pair)
        return self._noting(node, self._entry(self._site(ATTRIBUTE, name, node, pair=pair), node, self._kept()), VALUE)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        base, key = node.value, node.slice
        is_watched = isinstance(node.ctx, ast.Load) and self._is_container(base) and _is_one_item(key)
        name = ast.unparse(base) if is_watched else ""  # before anything in it is changed
        node.value, node.slice = self.visit(base), self.visit(key)
        if not is_watched:
            return node
        if isinstance(base, ast.Name) and _is_plain(key):
            return self._noting(node, self._entry(self._site(ITEM, name, node), node, _copy(base), _copy(key)), VALUE)
        pair = self._pair()
        node.value, node.slice = self._keep(node.value, "object", pair), self._keep(node.slice, "key", pair)
        return self._noting(node, self._entry(self._site(ITEM, name, node, pair=pair), node, self._kept(), self._kept()), VALUE)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        base = node.comparators[0]
        is_watched = len(node.ops) == 1 and isinstance(node.ops[0], ast.In | ast.NotIn) and self._is_container(base)
        name = ast.unparse(base) if is_watched else ""
        self.generic_visit(node)
        if not is_watched:
            return node
        pair = self._pair()
        node.left = self._keep(node.left, "key", pair)
        node.comparators = [self._keep(node.comparators[0], "object", pair)]
        site = self._site(ITEM, name, node, pair=pair)
        site.operation = type(node.ops[0]).__name__
        return self._noting(node, self._entry(site, node, self._kept(), self._kept()), VALUE)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        method = node.func
        if isinstance(method, ast.Attribute):
            if method.attr == "get" and len(node.args) in (1, 2) and not node.keywords and self._is_container(method.value):
                return self._got(node, method)
            base = method.value
            is_change = method.attr in CHANGERS and self._is_container(base) and not any(map(_calls, node.args))
            name = ast.unparse(base) if is_change else ""
            method.value = self.visit(base)  # but a method itself is no datum
            if is_change:
                site = self._site(ITEM, name, method, is_write=True)
                site.operation = METHOD
                key = _copy(node.args[0]) if node.args and _is_plain(node.args[0]) else None
                method.value = self._noting(base, self._entry(site, None, method.value, key), OBJECT)
        else:
            node.func = self.visit(method)
        node.args = [self.visit(one) for one in node.args]
        node.keywords = [self.visit(one) for one in node.keywords]
        return node

    def _got(self, node: ast.Call, method: ast.Attribute) -> ast.expr:
        """Note what `stock.get(key)` gave. (Others may come in before that is noted; it then seems to be read later than it was.)"""
        pair, name = self._pair(), ast.unparse(method.value)
        method.value = self._keep(self.visit(method.value), "object", pair)
        first, *rest = (self.visit(one) for one in node.args)
        node.args = [self._keep(first, "key", pair), *rest]
        return self._noting(node, self._entry(self._site(ITEM, name, node, pair=pair), node, self._kept(), self._kept()), VALUE)

    def _is_container(self, base: ast.expr) -> bool:
        if not self._candidates.containers or not isinstance(base, ast.Name | ast.Attribute | ast.Subscript):
            return False
        return ast.unparse(base) in self._candidates.containers and is_shareable(base, self._scope)

    def _mangled(self, name: str) -> str:
        scope: Scope | None = self._scope
        while scope is not None and not scope.is_class:
            scope = scope.parent
        is_private = name.startswith("__") and not name.endswith("__")
        return f"_{scope.name.lstrip('_')}{name}" if scope is not None and is_private and scope.name.strip("_") else name

    # --- assignments

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        node.value = self.visit(node.value)
        node.targets = [self._assigned(target, node) for target in node.targets]
        return self._with_after(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> list[ast.stmt]:
        if node.value is not None:
            node.value = self.visit(node.value)
            node.target = self._assigned(node.target, node)
        return self._with_after(node)

    def _with_after(self, node: ast.stmt) -> list[ast.stmt]:
        after, self._after = self._after, []
        return [node, *after]

    def _assigned(self, target: ast.expr, node: Any) -> Any:
        """Have a target note what is assigned to it: its value is noted right before it is stored."""
        match target:
            case ast.Name(id=name):
                entry = self._name_entry(target, name, node.value, is_write=True)
                node.value = node.value if entry is None else self._noting(node.value, entry, VALUE)
                return target
            case ast.Attribute(value=base, attr=name) if name in self._candidates.attributes:
                return self._assigned_attribute(target, base, node)
            case ast.Subscript(value=base, slice=key) if self._is_container(base) and _is_one_item(key):
                return self._assigned_item(target, base, key, node)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                target.elts = [self._unpacked(part) for part in parts]
                return target
            case _:
                return self.generic_visit(target)

    def _assigned_attribute(self, target: ast.Attribute, base: ast.expr, node: Any) -> ast.expr:
        name = self._mangled(target.attr)
        target.value = self.visit(base)
        if isinstance(base, ast.Name):
            site = self._site(ATTRIBUTE, name, target, is_write=True)
            node.value = self._noting(node.value, self._entry(site, node.value, _copy(base)), VALUE)
            return target
        pair = self._pair()
        node.value = self._keep(node.value, "value", pair)
        site = self._site(ATTRIBUTE, name, target, is_write=True, pair=pair)
        target.value = self._noting(base, self._entry(site, self._kept(), target.value), OBJECT)
        return target

    def _assigned_item(self, target: ast.Subscript, base: ast.expr, key: ast.expr, node: Any) -> ast.expr:
        pair, name = self._pair(), ast.unparse(base)
        node.value = self._keep(node.value, "value", pair)
        target.value = self._keep(self.visit(base), "object", pair)
        site = self._site(ITEM, name, target, is_write=True, pair=pair)
        target.slice = self._noting(key, self._entry(site, self._kept(), self._kept(), self.visit(key)), KEY)
        return target

    def _unpacked(self, part: ast.expr) -> Any:
        if isinstance(part, ast.Name):
            entry = self._name_entry(part, part.id, ast.copy_location(ast.Name(part.id, ast.Load()), part), is_write=True)
            if entry is not None:
                self._after.append(ast.copy_location(ast.Expr(ast.copy_location(entry, part)), part))
            return part
        return self.generic_visit(part)

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        target, operation = node.target, type(node.op).__name__
        node.value = self.visit(node.value)
        match target:
            case ast.Name(id=name):
                before = self._name_entry(target, name, _read(target), is_write=False)
                after = self._name_entry(target, name, _read(target), is_write=True)
                if before is not None and after is not None:
                    both = ast.Tuple([before, node.value], ast.Load())
                    node.value = ast.copy_location(ast.Subscript(both, ast.Constant(1), ast.Load()), node.value)
                    return [node, ast.copy_location(ast.Expr(ast.copy_location(after, target)), target)]
            case ast.Attribute(value=base, attr=name) if name in self._candidates.attributes:
                pair, name = self._pair(), self._mangled(name)
                site = self._site(ATTRIBUTE, name, target, pair=pair, keeps="object")
                target.value = self._noting(base, self._entry(site, None, self.visit(base)), OBJECT)
                self._changed(node, self._site(ATTRIBUTE, name, target, is_write=True, pair=pair), operation)
            case ast.Subscript(value=base, slice=key) if self._is_container(base) and _is_one_item(key):
                pair, name = self._pair(), ast.unparse(base)
                target.value = self._keep(self.visit(base), "object", pair)
                site = self._site(ITEM, name, target, pair=pair, keeps="key")
                target.slice = self._noting(key, self._entry(site, None, self._kept(), self.visit(key)), KEY)
                self._changed(node, self._site(ITEM, name, target, is_write=True, pair=pair), operation, self._kept())
            case _:
                node.target = self.generic_visit(target)  # type: ignore[assignment]
        return [node]

    def _changed(self, node: ast.AugAssign, site: Site, operation: str, key: ast.expr | None = None) -> None:
        site.operation = operation
        node.value = self._noting(node.value, self._entry(site, node.value, self._kept(), key), VALUE)

    # --- scopes, and occasions to make records

    def visit_Module(self, node: ast.Module) -> ast.Module:
        self._scope = self._candidates.scopes[id(node)]
        self.generic_visit(node)
        return node

    def _inside(self, node: Any) -> Any:
        """Visit a node that opens a scope: what belongs to the scope around it first."""
        scope = self._candidates.scopes[id(node)]
        for field in ("decorator_list", "bases", "keywords"):
            if hasattr(node, field):
                setattr(node, field, [self.visit(part) for part in getattr(node, field)])
        if hasattr(node, "args"):
            self._visit_defaults(node.args)
        around, self._scope = self._scope, scope
        if isinstance(node, ast.Lambda):
            node.body = self.visit(node.body)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            node.body = self._statements(node.body)
        else:
            self.generic_visit(node)
        self._scope = around
        return node

    visit_ClassDef = visit_Lambda = visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _inside

    def _visit_defaults(self, arguments: ast.arguments) -> None:
        arguments.defaults = [self.visit(one) for one in arguments.defaults]
        arguments.kw_defaults = [None if one is None else self.visit(one) for one in arguments.kw_defaults]

    def _statements(self, body: list[ast.stmt]) -> list[ast.stmt]:
        result: list[ast.stmt] = []
        for statement in body:
            changed = self.visit(statement)
            result += changed if isinstance(changed, list) else [changed]
        return result

    def visit_FunctionDef(self, node: Any) -> Any:
        self._inside(node)
        first = node.body[0]
        has_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
        if has_text and len(node.body) == 1:
            return node
        node.body.insert(int(has_text), self._flush(node.body[int(has_text)]))
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_While(self, node: Any) -> Any:
        self.generic_visit(node)
        node.body.insert(0, self._flush(node.body[0]))
        return node

    visit_For = visit_AsyncFor = visit_While

    def visit_Match(self, node: ast.Match) -> ast.Match:
        node.subject = self.visit(node.subject)
        for case in node.cases:  # a pattern takes names and constants only
            case.guard = None if case.guard is None else self.visit(case.guard)
            case.body = self._statements(case.body)
        return node


def _read(name: ast.Name) -> ast.Name:
    return ast.copy_location(ast.Name(name.id, ast.Load()), name)


def _copy(node: Any) -> Any:
    if isinstance(node, ast.Name):
        return _read(node)
    return ast.copy_location(ast.Constant(node.value), node)


def _is_plain(key: ast.expr) -> bool:
    return isinstance(key, ast.Name | ast.Constant)


def _is_one_item(key: ast.expr) -> bool:
    return not any(isinstance(part, ast.Slice) for part in ast.walk(key))


def _calls(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Call | ast.Await | ast.Yield | ast.YieldFrom) for part in ast.walk(node))
