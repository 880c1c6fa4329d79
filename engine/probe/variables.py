"""Make records of noted accesses (see accesses.py): which datum is it, what is it called, who touched it before?

A datum is a global, an attribute of an object, an item of a list or a dictionary, a variable that functions share. One that a single
thread has to itself is recorded for a while and then only remembered, until another thread comes; one that is touched too often is recorded
up to a limit, and then it is said that the rest is not.
"""

from __future__ import annotations

import operator
import sys
from _thread import _local
from _weakref import ref

from . import recorder
from .accesses import KEPT, MISSING, number_of
from .kinds import EARLIER_SHIFT, Access, Kind, ResourceKind
from .location import define_location
from .reprs import item_text, short_repr, type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

EARLIER = Access.EARLIER << EARLIER_SHIFT
READ, WRITE, CREATE, UNSEEN = Kind.READ << 48, Kind.WRITE << 48, Kind.CREATE << 48, Kind.UNSEEN << 48
RESOURCE, VARIABLE = recorder.RESOURCE, int(ResourceKind.VARIABLE)
ALONE = 64  # accesses recorded of a datum that one thread has to itself
MOST = 20_000  # accesses recorded of any datum
MOST_PARTS = 256  # items of one container that are told apart
MOST_HELD = 512  # containers that we keep alive, lest another gets the same address
LISTED = 64  # items of a global list in which an object's name is looked for
CONTAINERS = (list, dict, set, bytearray)
PLAIN = (int, float, str, bool, type(None), complex)
ModuleType = type(sys)
plain: Any = object
plain_type: Any = type

GLOBAL, CELL, ATTRIBUTE, ITEM, KEEP = range(5)  # what an access is to

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "FloorDiv": operator.floordiv,
    "Mod": operator.mod,
    "BitOr": operator.or_,
    "BitAnd": operator.and_,
    "BitXor": operator.xor,
}


MEMBERSHIP = ("In", "NotIn")
METHOD = "method"
KEEPABLE = ("object", "key", "value")


class Site:
    """A place in the program that reads or writes shared data."""

    __slots__ = ("file", "function", "is_write", "keeps", "line", "name", "namespace", "operation", "pair", "place", "shape")

    def __init__(self, shape: int, name: str, *, is_write: bool, where: tuple[str, int, str], pair: int = 0, keeps: str = "") -> None:
        self.shape = shape
        self.name = name  # of the global or attribute; of a container, as the source spells it
        self.is_write = is_write
        self.file, self.line, self.function = where
        self.pair = pair  # the number of the statement, by which its entries find each other
        self.keeps = keeps  # what of its entry is for another one: object, key, value
        self.operation = ""  # of `x -= 1`: then the value is the right side; In or NotIn: then it is whether that is so; METHOD
        self.place = 0  # id of the location
        self.namespace: dict[str, Any] = {}  # the module's globals


class Datum:
    """What is known of one datum."""

    __slots__ = ("count", "held", "is_common", "is_shared", "last", "owner", "parts", "pending", "subject")

    def __init__(self, subject: int, held: object, *, is_common: bool) -> None:
        self.subject = subject
        self.is_common = is_common  # to several processes, whose accesses we do not see
        self.held = held  # keeps the object, or a reference to it, and with it the address
        self.owner = 0  # the first thread
        self.is_shared = is_common
        self.count = 0
        self.parts: dict[Any, int] = {}
        self.last: dict[int, Any] = {}  # by part: its value, if it is a plain one
        self.pending: dict[int, tuple[int, int, int, int]] = {}  # the last read and the last write that were only remembered

    def part(self, key: Any) -> int:
        """Return the number of an item, -1 for one too many; 0 stands for the whole."""
        if key is MISSING:
            return 0
        known = self.parts.get(key)
        if known is None:
            if len(self.parts) >= MOST_PARTS:
                return -1
            known = self.parts[key] = len(self.parts) + 1
        return known


class _Known:
    """What belongs to this process."""

    data: dict[tuple[Any, ...], Datum] = {}  # noqa: RUF012
    kept: dict[tuple[int, int, str], Any] = {}  # noqa: RUF012  # by thread, statement and what it is
    held: dict[tuple[Any, ...], None] = {}  # noqa: RUF012  # keys of the containers that we keep alive, the oldest first
    numbers: dict[str, int] = {}  # noqa: RUF012  # how many objects of a class have got a name from it


def tell(entry: tuple[Any, ...]) -> None:
    """Make a record of an entry, unless it is of no interest."""
    site, value, thing, key, time, ident = entry
    if site.keeps:
        _Known.kept[ident, site.pair, site.keeps] = {"object": thing, "key": key, "value": value}[site.keeps]
        if site.shape == KEEP:
            return
    if thing is KEPT or key is KEPT or value is KEPT:
        thing, key, value = (
            _Known.kept.get((ident, site.pair, name), MISSING) if given is KEPT else given
            for name, given in (("object", thing), ("key", key), ("value", value))
        )
        if not site.keeps:  # the statement's last entry: nothing of the program's is to live longer for us
            for name in KEEPABLE:
                _Known.kept.pop((ident, site.pair, name), None)
    try:
        datum = _find(site, thing)
        if datum is not None:
            _record(datum, site, value, key, time, ident, is_list=type(thing) is list)
    except Exception:  # an object of an unknown shape, or one that changes while we look
        return


def after_fork() -> None:
    """Begin anew in a child: what it has are copies, and its one thread has them to itself."""
    _Known.kept.clear()
    for datum in _Known.data.values():
        datum.owner, datum.count, datum.is_shared = 0, 0, datum.is_common
        datum.pending.clear()


def _find(site: Site, thing: Any) -> Datum | None:
    if site.shape == GLOBAL:
        return _datum(("global", id(site.namespace), site.name), site, lambda: _global_name(site.namespace, site.name), site.namespace)
    if site.shape == CELL:
        cell = thing[0]
        return _datum(("cell", id(cell)), site, lambda: site.name, cell, is_held=True)
    if site.shape == ITEM:
        if type(thing) not in CONTAINERS and not _is_collection(thing):
            subject = _shared_subject(thing)
            return _datum(("items", id(thing)), site, lambda: "", thing, subject=subject, is_held=True) if subject else None
        return _datum(("items", id(thing)), site, lambda: _name_of(thing, site) or site.name.rpartition(".")[2], thing, is_held=True)
    return _find_attribute(site, thing)


def _is_collection(thing: Any) -> bool:
    """Tell whether it is one of the library's own containers."""
    module = sys.modules.get("collections")
    return module is not None and type(thing) in (module.defaultdict, module.OrderedDict, module.Counter, module.deque)


def _find_attribute(site: Site, thing: Any) -> Datum | None:
    if type(thing) is ModuleType:
        namespace = thing.__dict__
        return _datum(("global", id(namespace), site.name), site, lambda: _global_name(namespace, site.name), namespace)
    home = _home(thing, site.name)
    if home is None:
        return None
    key = ("attribute", id(home), site.name)
    if key in _Known.data:
        return _Known.data[key]
    subject = _shared_subject(home)
    if subject:
        return _datum(key, site, lambda: "", home, subject=subject)
    held = ref(home, lambda _: _Known.data.pop(key, None) and None)
    return _datum(key, site, lambda: _attribute_name(home, site), held)


def _shared_subject(thing: Any) -> int:
    """Return the number of what processes share in memory, 0 for all else."""
    hooks = sys.modules.get(f"{__package__}.shared_values")
    return hooks.subject_of(thing) if hooks is not None else 0


def _home(thing: Any, name: str) -> Any:
    """Return the object or the class that has the attribute; None if it is nothing that plainly has it."""
    kind: Any = type(thing)
    if isinstance(thing, _local) or thing is MISSING:
        return None
    if isinstance(thing, type):
        return (
            next((owner for owner in thing.__mro__ if name in owner.__dict__), thing)
            if kind.__setattr__ is plain_type.__setattr__
            else None
        )
    if kind.__setattr__ is not plain.__setattr__ or kind.__getattribute__ is not plain.__getattribute__:
        return None
    for owner in kind.__mro__:
        found = owner.__dict__.get(name, MISSING)
        if found is MISSING:
            continue
        if hasattr(type(found), "__set__"):
            return thing if type(found).__name__ in ("member_descriptor", "getset_descriptor") else None
        return thing if name in object.__getattribute__(thing, "__dict__") else owner
    return thing


def _datum(key: tuple[Any, ...], site: Site, name: Callable[[], str], held: Any, *, subject: int = 0, is_held: bool = False) -> Datum:
    known = _Known.data.get(key)
    if known is not None:
        return known
    if is_held:
        _Known.held[key] = None
        if len(_Known.held) > MOST_HELD:
            oldest = next(iter(_Known.held))
            del _Known.held[oldest]
            _Known.data.pop(oldest, None)
    is_common = subject != 0
    if not is_common:
        subject = recorder.new_id()
        recorder.define(RESOURCE, subject, VARIABLE, name(), "", "", _place(site))
        recorder.here.write(CREATE | _place(site), subject, 0)
    made = _Known.data[key] = Datum(subject, held, is_common=is_common)
    return made


def _record(datum: Datum, site: Site, value: Any, key: Any, time: int, ident: int, *, is_list: bool) -> None:
    operation = site.operation
    is_asked = operation in MEMBERSHIP
    part = datum.part(MISSING if is_list and (is_asked or operation == METHOD) else _item_key(key))
    if part < 0:
        return
    if is_asked:
        text = _asked_text(key, (operation == "In") is value)
    else:
        value = _value(datum, part, site, value)
        datum.last[part] = value if type(value) in PLAIN else MISSING
        text = item_text(key) if is_list and operation == METHOD and key is not MISSING else _text(value, key)
    datum.count += 1
    if datum.owner != ident and not datum.is_shared:
        if datum.owner:
            datum.is_shared = True
            _write_pending(datum)
        datum.owner = ident
    if datum.count > MOST:
        if datum.count == MOST + 1:
            recorder.here.write(UNSEEN | _place(site), datum.subject, MOST)
        return
    word = WRITE if site.is_write else READ
    row = (time, _place(site) | word, text << 32 | part, ident)
    if datum.is_shared or datum.count <= ALONE:
        _write(datum, row)
    else:
        datum.pending[word] = row


def _value(datum: Datum, part: int, site: Site, value: Any) -> Any:
    """Work out a value that the entry does not have: what `x -= 1` found, and what it made of it."""
    if not site.operation:
        return datum.last.get(part, MISSING) if value is MISSING else value
    work, before = OPERATORS.get(site.operation), datum.last.get(part, MISSING)
    if work is None or type(before) not in PLAIN or type(value) not in PLAIN:
        return MISSING
    return work(before, value)


def _item_key(key: Any) -> Any:
    if key is MISSING or type(key) in PLAIN or type(key) is bytes:
        return key
    if type(key) is tuple and all(type(one) in PLAIN for one in key):
        return key
    return MISSING


def _text(value: Any, key: Any) -> int:
    if key is MISSING:
        return 0 if value is MISSING else item_text(value)
    return recorder.text_id(f"[{short_repr(key)}]" if value is MISSING else f"[{short_repr(key)}]: {short_repr(value)}")


def _asked_text(key: Any, is_there: bool) -> int:
    return recorder.text_id(f"[{short_repr(key)}] is {'there' if is_there else 'missing'}")


def _write_pending(datum: Datum) -> None:
    """Another thread has come: write what was only remembered."""
    for time, word, value, ident in sorted(datum.pending.values()):
        _write(datum, (time, word, value | EARLIER, ident))
    datum.pending.clear()


def _write(datum: Datum, row: tuple[int, int, int, int]) -> None:
    time, word, value, ident = row
    ring = recorder.here.ring or recorder.ring()
    ring.write_at(time, word | number_of(ident) << 32, datum.subject, value)


def _place(site: Site) -> int:
    if not site.place:
        site.place = define_location(site.file, site.line, site.function)
    return site.place


def _global_name(namespace: dict[str, Any], name: str) -> str:
    module = namespace.get("__name__", "")
    return name if module in ("__main__", "__mp_main__") else f"{str(module).rpartition('.')[2]}.{name}"


def _attribute_name(thing: Any, site: Site) -> str:
    if isinstance(thing, type):
        return f"{type_name(thing)}.{site.name}"
    name = _name_of(thing, site)
    if not name:
        kind = type_name(type(thing))
        number = _Known.numbers[kind] = _Known.numbers.get(kind, 0) + 1
        name = kind if number == 1 else f"{kind}#{number}"
    return f"{name}.{site.name}"


def _name_of(thing: Any, site: Site) -> str:
    """Find the global variable that an object is, or in which list or dictionary it stands; empty if there is none."""
    for name, value in list(site.namespace.items()):
        if value is thing:
            return name
        if type(value) is list and len(value) <= LISTED:
            for number, item in enumerate(list(value)):
                if item is thing:
                    return f"{name}[{number}]"
        if type(value) is dict and len(value) <= LISTED:
            for key, item in list(value.items()):
                if item is thing:
                    return f"{name}[{short_repr(key)}]"
    return ""


__all__ = ["ATTRIBUTE", "CELL", "GLOBAL", "ITEM", "KEEP", "Site", "after_fork", "tell"]
