"""Which names of a module may be data that several workers share: told from its syntax tree, before it runs.

counter     a global that a function assigns (`global counter`), or that the module assigns again and a function reads
count       a variable of a function that one inside it assigns (`nonlocal count`)
.balance    an attribute that is assigned anywhere but where its object is made
stock[...]  a container in which a function replaces items, unless it is the function's own
"""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
MAKERS = frozenset({"__init__", "__new__", "__post_init__", "__set_name__", "__init_subclass__"})
MEMORY = "buf"  # of a shared memory: the bytes, which others have whoever has the object
CHANGERS = frozenset(
    {"add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault", "sort", "update"}
)


class Scope:
    """A module, class, function or comprehension: the names that it binds, and those that it takes from outside by saying so."""

    def __init__(self, node: ast.AST, parent: Scope | None) -> None:
        self.parent = parent
        self.is_class = isinstance(node, ast.ClassDef)
        self.is_function = isinstance(node, FUNCTIONS)
        self.name = getattr(node, "name", "<module>" if parent is None else "<lambda>" if isinstance(node, ast.Lambda) else "<listcomp>")
        self.parameters = set(_parameters(node))
        self.bound: dict[str, int] = dict.fromkeys(self.parameters, 1)  # name -> how often
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        for part in _own_parts(node):
            self._learn(part)

    def _learn(self, part: ast.AST) -> None:
        match part:
            case ast.Global(names=names):
                self.globals.update(names)
            case ast.Nonlocal(names=names):
                self.nonlocals.update(names)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                self._bind(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                self._bind(name)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                self._bind(name)
            case ast.alias(name=name, asname=other):
                self._bind(other or name.partition(".")[0])
            case _:
                pass

    def _bind(self, name: str) -> None:
        self.bound[name] = self.bound.get(name, 0) + 1

    @property
    def qualified_name(self) -> str:
        """What `co_qualname` is, about."""
        parent = self.parent
        if parent is None or parent.parent is None:
            return self.name
        return f"{parent.qualified_name}.{self.name}" if parent.is_class else f"{parent.qualified_name}.<locals>.{self.name}"

    @property
    def function(self) -> Scope | None:
        """The innermost function around here; None at the module's own level."""
        scope: Scope | None = self
        while scope is not None and not scope.is_function:
            scope = scope.parent
        return scope


def home_of(name: str, scope: Scope) -> Scope:
    """Find the scope that a name belongs to; the module's for a global and for what is bound nowhere."""
    here: Scope = scope
    is_start = True
    while here.parent is not None:
        if name in here.globals:
            break
        if name in here.bound and name not in here.nonlocals and (is_start or not here.is_class):
            return here
        is_start = False
        here = here.parent
    while here.parent is not None:
        here = here.parent
    return here


def _parameters(node: ast.AST) -> Iterator[str]:
    if isinstance(node, FUNCTIONS):
        given = node.args
        yield from (one.arg for one in [*given.posonlyargs, *given.args, *given.kwonlyargs])
        yield from (one.arg for one in (given.vararg, given.kwarg) if one is not None)


def body_of(node: ast.AST) -> list[ast.AST]:
    """List the children of a node that belong to the scope which it opens."""
    if isinstance(node, COMPREHENSIONS):
        return list(ast.iter_child_nodes(node))
    body = getattr(node, "body", [])
    return list(body) if isinstance(body, list) else [body]


def outside_of(node: ast.AST) -> list[ast.AST]:
    """List the children of a node that opens a scope which belong to the scope around it."""
    if isinstance(node, COMPREHENSIONS):
        return []
    inside = {id(part) for part in body_of(node)}
    return [child for child in ast.iter_child_nodes(node) if id(child) not in inside]


def opens_scope(node: ast.AST) -> bool:
    """Say whether a node opens a scope."""
    return isinstance(node, (*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef))


def _own_parts(node: ast.AST) -> Iterator[ast.AST]:
    """Walk over what belongs to the scope that a node opens, in no particular order."""
    todo = body_of(node)
    while todo:
        part = todo.pop()
        yield part
        todo.extend(outside_of(part) if opens_scope(part) else ast.iter_child_nodes(part))
        if isinstance(part, COMPREHENSIONS):
            yield from (walrus.target for walrus in ast.walk(part) if isinstance(walrus, ast.NamedExpr))


class Candidates:
    """The names that may be shared."""

    def __init__(self, tree: ast.Module) -> None:
        self.scopes: dict[int, Scope] = {}  # by id of the node
        self.globals: set[str] = set()
        self.cells: set[tuple[int, str]] = set()  # id of the Scope that has it, name
        self.attributes: set[str] = set()
        self.containers: set[str] = set()  # as the source spells them
        self._read: set[str] = set()  # globals that functions read
        self._walk(tree, None)
        top = self.scopes[id(tree)]
        self.globals |= {name for name in self._read if top.bound.get(name, 0) > 1}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to watch."""
        return not (self.globals or self.cells or self.attributes or self.containers)

    def _walk(self, root: ast.AST, parent: Scope | None) -> None:
        todo: list[tuple[ast.AST, Scope | None]] = [(root, parent)]
        while todo:
            node, around = todo.pop()
            if around is None or opens_scope(node):
                scope = self.scopes[id(node)] = Scope(node, around)
                todo.extend((child, around) for child in outside_of(node) if around is not None)
                todo.extend((child, scope) for child in body_of(node))
                self._note_declared(scope)
            else:
                self._note(node, around)
                todo.extend((child, around) for child in ast.iter_child_nodes(node))

    def _note_declared(self, scope: Scope) -> None:
        self.globals |= scope.globals & scope.bound.keys()
        for name in scope.nonlocals & scope.bound.keys():
            if scope.parent is not None:
                self.cells.add((id(home_of(name, scope.parent)), name))

    def _note(self, node: ast.AST, scope: Scope) -> None:
        function = scope.function
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if function is not None:
                if home_of(name, scope).parent is None:
                    self._read.add(name)
            case ast.Attribute(attr=name, ctx=ast.Store()) if not (function is not None and function.name in MAKERS):
                if not (name.startswith("__") and name.endswith("__")):
                    self.attributes.add(name)
            case ast.Subscript(value=base, ctx=ast.Store() | ast.Del()) | ast.Call(func=ast.Attribute(value=base)) if function is not None:
                is_change = not isinstance(node, ast.Call) or (isinstance(node.func, ast.Attribute) and node.func.attr in CHANGERS)
                if is_change and function.name not in MAKERS and is_shareable(base, scope):
                    self.containers.add(ast.unparse(base))
            case _:
                pass


def is_shareable(base: ast.expr, scope: Scope) -> bool:
    """Say whether others may have a container too: not if it is a function's own variable."""
    if isinstance(base, ast.Attribute) and base.attr == MEMORY:
        return True
    root: ast.expr = base
    while isinstance(root, ast.Attribute | ast.Subscript):
        root = root.value
    if not isinstance(root, ast.Name):
        return False
    home = home_of(root.id, scope)
    return home.parent is None or root.id in home.parameters or home is not scope.function
