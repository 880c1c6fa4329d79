"""Names for resources, found in the line of source that made them.

    mutex = Lock()                              mutex
    self.lock = Lock()                          lock; Account.lock when there is another lock
    forks = [Lock() for _ in range(5)]          forks[0], forks[1] ...
    left, right = Lock(), Lock()                left, right
    cond = Condition(Lock())                    cond, and cond.lock for its lock
    with create_server(address) as server:      server
    connection, address = server.accept()       connection, connection#2 ...
    with ThreadPoolExecutor(2) as pool:         pool

Of several assignments on one line, each names what it makes: a queue is never called after a lock. The same line a second time (a function
called twice) gives "mutex#2". Where no name is to be found, it is "lock-1", "lock-2" ...
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

MOST_BYTES = 2 << 20  # of a source file
MANY = (ast.List, ast.ListComp, ast.Dict, ast.DictComp, ast.Set, ast.SetComp, ast.GeneratorExp)
ADDERS = frozenset({"append", "add", "appendleft", "setdefault"})
MAKERS = {  # kind of resource -> what its makers are called
    "lock": ("Lock", "allocate_lock"),
    "rlock": ("RLock",),
    "semaphore": ("Semaphore", "BoundedSemaphore"),
    "condition": ("Condition",),
    "event": ("Event",),
    "barrier": ("Barrier",),
    "queue": ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue", "JoinableQueue"),
    "pipe": ("Pipe", "pipe"),
    "value": ("Value", "Array", "ShareableList", "SharedMemory"),
    "socket": ("socket", "accept", "create_connection", "create_server", "socketpair", "fromfd", "dup"),
    "selector": ("epoll", "poll", "DefaultSelector", "EpollSelector", "PollSelector", "SelectSelector"),
    "file": ("open", "fdopen", "NamedTemporaryFile", "TemporaryFile"),
    "pool": ("Pool", "ThreadPool", "ThreadPoolExecutor", "ProcessPoolExecutor"),
}
MANAGED = frozenset({"dict", "list", "Namespace"})  # what a manager's methods of these names make is a shared value
FIRST_ONLY = frozenset({"accept"})  # what the others are that it returns is no resource: `connection, address = ...`
KIND_OF = {maker: kind for kind, makers in MAKERS.items() for maker in makers}


class Place(NamedTuple):
    """What a range of source lines gives a name to."""

    first: int
    last: int
    names: tuple[str, ...]  # several for `a, b = ...`
    column: int
    owner: str  # class around it, "" if none
    is_many: bool  # it makes several, to be told apart by an index
    kind: str = ""  # of resource that it makes, as far as the name of what is called tells


def read_source(file: str) -> str | None:
    """Read a source file; None if it cannot be read or is no source."""
    path = Path(file)
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        return path.read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return None


def find_places(source: str) -> list[Place]:
    """Find the assignments in a source; none if it does not parse."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return list(_places(tree, owner=""))


def _places(tree: ast.AST, *, owner: str) -> Iterator[Place]:
    """Walk without recursion (a source may nest deeply), carrying the class around."""
    todo: list[tuple[ast.AST, str]] = [(tree, owner)]
    while todo:
        node, around = todo.pop()
        if isinstance(node, ast.ClassDef):
            around = node.name
        yield from _places_of(node, around)
        todo.extend((child, around) for child in ast.iter_child_nodes(node))


def _places_of(node: ast.AST, owner: str) -> Iterator[Place]:
    """Find what a statement names; `a, b = Lock(), Queue()` is two assignments."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets), *_], value=ast.Tuple(elts=values)) if len(targets) == len(values):
            pairs: list[ast.AST] = [ast.Assign(targets=[target], value=value) for target, value in zip(targets, values, strict=True)]
        case _:
            pairs = [node]
    yield from (place for pair in pairs if (place := _place(pair, owner)) is not None)


def _place(node: ast.AST, owner: str) -> Place | None:
    match node:
        case ast.Assign(targets=[target, *_], value=value):
            pass
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            pass
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
            pass
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=target, attr=attribute)) as value) if attribute in ADDERS:
            names = _names(target)
            return Place(node.lineno, node.end_lineno or node.lineno, names, node.col_offset, owner, True) if names else None
        case _:
            return None
    names = _names(target)
    if not any(isinstance(part, ast.Call) for part in ast.walk(value)):
        return None
    filled = isinstance(value, ast.Call) and _kind(value) != "value" and any(isinstance(part, MANY) for part in value.args)
    many = isinstance(value, (*MANY, ast.Tuple)) or filled
    many = many or (isinstance(value, ast.BinOp) and isinstance(value.left, ast.List)) or isinstance(target, ast.Subscript)
    maker = _maker(value)
    if maker in FIRST_ONLY:
        names = names[:1]
    elif maker == "pipe" and len(names) == 2:  # one thing with two ends, named as it flows
        names = (f"{names[1]}→{names[0]}",)
    first, last = value.lineno, value.end_lineno or value.lineno
    return Place(first, last, names, value.col_offset, owner, many and len(names) == 1, _kind(value)) if names else None


def _kind(value: ast.expr) -> str:
    return KIND_OF.get(_maker(value), "")


def _maker(value: ast.expr) -> str:
    match value:
        case ast.Call(func=ast.Attribute(attr=maker)) if maker in MANAGED:
            return "Value"
        case ast.Call(func=ast.Name(id=maker) | ast.Attribute(attr=maker)):
            return maker
        case _:
            return ""


def _names(target: ast.expr) -> tuple[str, ...]:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return (name,)
        case ast.Subscript(value=value):
            return _names(value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return tuple(name for part in parts for name in _names(part)[:1])
        case _:
            return ()


class Namer:
    """Gives names within one run; different resources of one process get different names."""

    def __init__(self, read_source: Callable[[str], str | None] = read_source) -> None:
        self._read_source = read_source
        self._files: dict[str, list[Place]] = {}
        self._made: dict[tuple[int, str, int, int], int] = {}  # process, file, line, column -> how many
        self._count: dict[tuple[int, str], int] = {}  # process, base name -> how many
        self._used: dict[tuple[int, str], tuple[str, int]] = {}  # process, name -> file, line

    def name(self, kind: str, file: str, line: int, *, process: int) -> str:
        """Name the next resource of that kind ("lock") made there by that process (0: shared)."""
        place = self._place(file, line, kind)
        if place is None:
            count = self._count[process, kind] = self._count.get((process, kind), 0) + 1
            return f"{kind}-{count}"
        key = (process, file, line, place.column)
        made = self._made[key] = self._made.get(key, 0) + 1
        if place.is_many:
            return self._unique(f"{place.names[0]}[{made - 1}]", place, file, line, process, 1)
        several = len(place.names)
        return self._unique(place.names[(made - 1) % several], place, file, line, process, (made - 1) // several + 1)

    def _unique(self, name: str, place: Place, file: str, line: int, process: int, turn: int) -> str:
        here = (file, line)
        if place.owner and self._used.get((process, name), here) != here:
            name = f"{place.owner}.{name}"
        found = name if turn == 1 else f"{name}#{turn}"
        while (process, found) in self._used:
            turn += 1
            found = f"{name}#{turn}"
        self._used[process, found] = here
        return found

    def _place(self, file: str, line: int, kind: str) -> Place | None:
        places = self._files.get(file)
        if places is None:
            source = self._read_source(file)
            places = self._files[file] = find_places(source) if source else []
        around = [place for place in places if place.first <= line <= place.last]
        if not around:
            return None
        size = min(place.last - place.first for place in around)
        inner = sorted((place for place in around if place.last - place.first == size), key=lambda place: place.column)
        fitting = [place for place in inner if place.kind in ("", kind)]
        if not fitting and kind in ("lock", "rlock"):  # a part of it: the lock of a condition
            return inner[0]._replace(names=tuple(f"{name}.{kind}" for name in inner[0].names), column=-1)
        fitting = fitting or inner
        if len(fitting) == 1:
            return fitting[0]
        return fitting[0]._replace(names=tuple(name for place in fitting for name in place.names), is_many=False)
