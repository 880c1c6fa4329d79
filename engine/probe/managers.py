"""Trace a `multiprocessing.Manager`: what a proxy is asked, which thread of the manager's process does it, and the answer.

A proxied object is one resource, known to all processes by the manager's address and the object's number there. A proxy's call is told
as what it does where that has a name (an acquire, a put, a read, a write) and as a wait for the answer; the server's side tells who did it.
"""

from __future__ import annotations

import select
from _thread import _local

from .callers import library_receives, library_sends
from .ends import peer_pid
from .hooking import unseen
from .jobs import call_label
from .kinds import Kind, Outcome, Reason, ResourceKind
from .location import caller, location_of
from .recorder import emit, text_id
from .replacing import quietly, replace
from .reprs import item_text, short_repr
from .shared_locks import adopt, create, nanoseconds
from .shared_queues import is_ready

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

ASK, SERVE, REPLY, RETURN = (int(kind) for kind in (Kind.ASK, Kind.SERVE, Kind.REPLY, Kind.RETURN))
WAIT, WAIT_END, FOR_PIPE = int(Kind.WAIT), int(Kind.WAIT_END), Reason.PIPE << 8
DONE, RAISED = int(Outcome.DONE), int(Outcome.RAISED)
NUMBER = 0xFFFFFFFF
MARK = "_lockstep"  # instance attribute of a proxy: its object's number; a pickled proxy leaves it behind
KINDS = {
    "Queue": ResourceKind.QUEUE,
    "JoinableQueue": ResourceKind.QUEUE,
    "Lock": ResourceKind.LOCK,
    "RLock": ResourceKind.RLOCK,
    "Semaphore": ResourceKind.SEMAPHORE,
    "BoundedSemaphore": ResourceKind.SEMAPHORE,
    "Condition": ResourceKind.CONDITION,
    "Event": ResourceKind.EVENT,
    "Barrier": ResourceKind.BARRIER,
}
LOCKS = (ResourceKind.LOCK, ResourceKind.RLOCK, ResourceKind.CONDITION)
REASONS = {
    (ResourceKind.QUEUE, "get"): Reason.QUEUE_GET,
    (ResourceKind.QUEUE, "put"): Reason.QUEUE_PUT,
    (ResourceKind.QUEUE, "join"): Reason.JOIN,
    (ResourceKind.SEMAPHORE, "acquire"): Reason.SEMAPHORE,
    (ResourceKind.CONDITION, "wait"): Reason.CONDITION,
    (ResourceKind.EVENT, "wait"): Reason.EVENT,
    (ResourceKind.BARRIER, "wait"): Reason.BARRIER,
    **{(kind, "acquire"): Reason.LOCK for kind in LOCKS},
}
# What an operation does, told before it is asked for, since others may see it done before the answer comes.
BEFORE = {
    (ResourceKind.SEMAPHORE, "release"): Kind.RELEASE,
    (ResourceKind.EVENT, "set"): Kind.SET,
    (ResourceKind.EVENT, "clear"): Kind.CLEAR,
    (ResourceKind.CONDITION, "notify"): Kind.NOTIFY,
    (ResourceKind.CONDITION, "notify_all"): Kind.NOTIFY,
    **{(kind, "release"): Kind.RELEASE for kind in LOCKS},
}
WRITERS = frozenset(
    {
        *("__setitem__", "__delitem__", "__iadd__", "__imul__", "__setattr__", "__delattr__", "set", "append", "extend", "insert"),
        *("pop", "popitem", "remove", "reverse", "sort", "clear", "update", "setdefault"),
    }
)


class _Here(_local):
    address: Any = None  # of the manager whose connection this thread serves
    client = 0  # pid at its other end
    served = 0  # what it was asked for last


here = _Here()
_known: dict[str, int] = {}  # what this process serves


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.managers`."""
    _install_creation(module)
    _install_dispatch(module)
    _install_call(module.BaseProxy)
    _install_server(module.Server)


def key_of(address: Any, identity: str) -> str:
    """Return what leads every process to a manager's object."""
    return f"proxy:{address}:{identity}"


def kind_of(proxy: Any) -> ResourceKind:
    """Tell what a proxy stands for."""
    return KINDS.get(proxy._token.typeid, ResourceKind.VALUE)


def _install_creation(module: ModuleType) -> None:
    original: Callable[..., None] = module.BaseProxy.__init__

    def __init__(self: Any, *args: Any, **keywords: Any) -> None:
        try:
            original(self, *args, **keywords)
            frame: FrameType | None = caller()
            while frame is not None and frame.f_code.co_name in ("__init__", "AutoProxy"):
                frame = frame.f_back
            if frame is not None and frame.f_code.co_name == "temp":  # what `BaseManager.register` makes: `manager.dict()`
                quietly(_created, self, frame)
        except BaseException as error:
            unseen(error)
            raise

    replace(module.BaseProxy, "__init__", __init__)


def _install_dispatch(module: ModuleType) -> None:
    """Tell that a thread waits for the manager where it counts who has what: the library's own questions."""
    original: Callable[..., Any] = module.dispatch

    def dispatch(c: Any, id: Any, methodname: Any, args: Any = (), kwds: Any = {}) -> Any:  # noqa: B006 # as the library has it
        try:
            emit(WAIT, 0, -1, FOR_PIPE, 0)
            try:
                return original(c, id, methodname, args, kwds)
            finally:
                emit(WAIT_END, 0, 0, FOR_PIPE, 0)
        except BaseException as error:
            unseen(error)
            raise

    replace(module, "dispatch", dispatch)


def _created(proxy: Any, frame: FrameType) -> None:
    token = proxy._token
    vars(proxy)[MARK] = create(kind_of(proxy), location_of(frame), key_of(token.address, token.id))


def number_of(proxy: Any) -> int:
    """Return the number of what a proxy stands for, defining it if another process made it."""
    number: int = vars(proxy).get(MARK, 0)
    if not number:
        token = proxy._token
        number = vars(proxy)[MARK] = adopt(kind_of(proxy), key=key_of(token.address, token.id))
    return number


class _Question:
    """A call of a proxy's method under way."""

    __slots__ = ("args", "kind", "location", "method", "resource")

    def __init__(self, proxy: Any, method: str, args: Any, frame: FrameType) -> None:
        self.resource = number_of(proxy)
        self.kind = kind_of(proxy)
        self.method = method
        self.args = args if type(args) is tuple else ()
        self.location = location_of(frame)

    def ask(self, kwds: Any) -> None:
        """Tell what is asked, and that this thread waits for the answer."""
        before = BEFORE.get((self.kind, self.method))
        if before is not None:
            value = -1 if self.method == "notify_all" else 1 if before is Kind.NOTIFY else 0
            emit(int(before), self.resource, value, 0, self.location)
        reason = REASONS.get((self.kind, self.method), Reason.PIPE)
        emit(ASK, self.resource, text_id(call_text(self.method, self.args, kwds)) << 32, 0, self.location)
        emit(WAIT, self.resource, self._timeout(kwds), reason << 8, self.location)

    def _timeout(self, kwds: Any) -> int:
        limit = kwds.get("timeout") if type(kwds) is dict else None
        if limit is None and self.args and self.method in ("acquire", "get", "put", "wait", "join"):
            place = {"wait": 0, "join": 0, "put": 2}.get(self.method, 1)
            limit = self.args[place] if len(self.args) > place else None
        return nanoseconds(limit)

    def answer(self, result: Any) -> None:
        """Tell what came of it."""
        match self.kind:
            case ResourceKind.VALUE:
                self._end(item_text(result), DONE)
                self._access(result)
                return
            case ResourceKind.QUEUE if self.method in ("get", "get_nowait"):
                emit(int(Kind.GET), self.resource, NUMBER | item_text(result) << 32, 0, self.location)
            case ResourceKind.QUEUE if self.method in ("put", "put_nowait") and self.args:
                emit(int(Kind.PUT), self.resource, NUMBER | item_text(self.args[0]) << 32, 0, self.location)
            case _ if self.method == "acquire" and result:
                emit(int(Kind.ACQUIRE), self.resource, 0, 0, self.location)
        self._end(item_text(result), DONE)

    def _access(self, result: Any) -> None:
        args, is_write = self.args, self.method in WRITERS
        shown = args[-1] if is_write and args else result
        text = short_repr(shown)
        if self.method in ("__setitem__", "__getitem__", "get") and args:
            text = f"{short_repr(args[0])}: {text}"
        elif self.method in ("__setattr__", "__getattribute__") and args:
            text = f"{args[0]}: {text}"
        elif is_write and self.method != "set":
            text = call_text(self.method, args, None)
        emit(int(Kind.WRITE if is_write else Kind.READ), self.resource, text_id(text) << 32, 0, self.location)

    def fail(self, error: BaseException) -> None:
        """Tell that the answer was an exception."""
        self._end(text_id(type(error).__name__), RAISED)

    def _end(self, text: int, outcome: int) -> None:
        emit(RETURN, self.resource, text << 32, outcome, self.location)


def call_text(method: str, args: Any, kwds: Any) -> str:
    """Show a call the same on both sides, e.g. `append(3)`."""
    return call_label(method, args, kwds)


def _install_call(owner: Any) -> None:
    original: Callable[..., Any] = owner._callmethod

    def _callmethod(self: Any, methodname: Any, args: Any = (), kwds: Any = {}) -> Any:  # noqa: B006 # as the library has it
        try:
            question = _Question(self, methodname, args, caller())
            if not question.location:
                return original(self, methodname, args, kwds)
            question.ask(kwds)
            try:
                result = original(self, methodname, args, kwds)
            except BaseException as error:
                question.fail(error)
                raise
            question.answer(result)
            return result
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "_callmethod", _callmethod)


def _install_server(owner: Any) -> None:
    original: Callable[..., None] = owner.serve_client

    def serve_client(self: Any, conn: Any) -> None:
        try:
            here.address, here.client = self.address, 0
            quietly(_find_client, conn)
            original(self, conn)
        except BaseException as error:
            unseen(error)
            raise

    library_receives[original.__code__] = _serve
    library_sends[original.__code__] = _reply
    replace(owner, "serve_client", serve_client)


def _find_client(connection: Any) -> None:
    here.client = peer_pid(connection._handle)


def _serve(connection: Any, receive: Callable[[], Any]) -> Any:
    """Take the next question, in a thread of the manager's process."""
    if is_ready(connection, select.POLLIN):
        request = receive()
    else:
        emit(WAIT, 0, -1, FOR_PIPE, 0)
        try:
            request = receive()
        finally:
            emit(WAIT_END, 0, 0, FOR_PIPE, 0)
    quietly(_served, request)
    return request


def _served(request: Any) -> None:
    here.served = 0
    identity, method, args, kwds = request
    key = key_of(here.address, identity)
    number = _known.get(key)
    if number is None:
        number = _known[key] = adopt(ResourceKind.VALUE, key=key)
    here.served = number
    emit(SERVE, here.served, here.client & NUMBER | text_id(call_text(method, args, kwds)) << 32, 0, 0)


def _reply(message: Any) -> None:
    """Tell that the answer is on its way."""
    served, here.served = here.served, 0
    if served and type(message) is tuple and len(message) == 2:
        emit(REPLY, served, item_text(message[1]) << 32, 0, 0)
