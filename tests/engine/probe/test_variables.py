"""Which datum an access is to, what it is called, and how much of it is recorded."""

from pathlib import Path

import pytest

from engine.probe.kinds import EARLIER_SHIFT, Access, Kind
from engine.probe.variables import ALONE, MOST
from tests.engine.probe.helpers import of
from tests.engine.probe.watching import accesses, names, watch

ACCOUNT = """
class Account:
    total = 0
    def __init__(self, balance):
        self.balance = balance
    def take(self, n):
        self.balance -= n
        Account.total += n
"""


def test_objects_are_called_after_the_globals_that_they_are(tmp_path: Path) -> None:
    source = ACCOUNT + "a = Account(10)\nmany = [Account(1), Account(2)]\na.take(3)\nmany[1].take(1)\nAccount(7).take(7)\n"
    found = set(names(watch(source, tmp_path)).values())
    assert found >= {"Account.balance", "Account.total"}
    assert any(name.startswith("Account#") for name in found)


def test_a_changed_attribute_has_its_value_before_and_after(tmp_path: Path) -> None:
    assert accesses(watch(ACCOUNT + "a = Account(10)\na.take(3)\n", tmp_path), "a.balance") == ["write 10", "read 10", "write 7"]


def test_items_are_told_apart(tmp_path: Path) -> None:
    source = "stock = {'a': 1, 'b': 2}\ndef f():\n    for k in 'ab':\n        stock[k] = stock[k] - 1\nf()\n"
    records = watch(source, tmp_path)
    assert accesses(records, "stock") == ["read ['a']: 1", "write ['a']: 0", "read ['b']: 2", "write ['b']: 1"]
    assert [record.value for record in of(records, Kind.READ, Kind.WRITE)] == [1, 1, 2, 2]


def test_a_variable_that_functions_share_is_a_datum(tmp_path: Path) -> None:
    source = "def outer():\n    n = 0\n    def inner():\n        nonlocal n\n        n += 1\n    inner()\n    inner()\nouter()\n"
    assert accesses(watch(source, tmp_path), "n") == ["write 0", "read 0", "write 1", "read 1", "write 2"]


@pytest.mark.parametrize(
    "source",
    [
        "import threading\nown = threading.local()\ndef f():\n    own.n = 1\n    own.n += 1\nf()\n",
        "class A:\n    @property\n    def n(self): return 1\n    @n.setter\n    def n(self, v): print(v)\na = A()\ndef f():\n    a.n += 1\nf()\n",  # noqa: E501
        "class A:\n    def __setattr__(self, k, v): print(k, v)\n    n = 0\na = A()\ndef f():\n    a.n += 1\nf()\n",
        "class D(dict):\n    def __getitem__(self, k): return 1\nd = D()\ndef f():\n    d[1] += 1\nf()\nprint(d)\n",
    ],
    ids=["thread-local", "property", "setattr", "subclass"],
)
def test_what_is_no_plain_datum_is_left_out(source: str, tmp_path: Path) -> None:
    assert of(watch(source, tmp_path), Kind.READ, Kind.WRITE) == []


def test_what_one_thread_has_to_itself_is_recorded_for_a_while_only(tmp_path: Path) -> None:
    source = "n = 0\ndef f():\n    global n\n    for _ in range(5000):\n        n += 1\nf()\n"
    assert len(accesses(watch(source, tmp_path), "n")) == ALONE


def test_what_was_only_remembered_is_told_as_such_when_another_thread_comes(tmp_path: Path) -> None:
    source = (
        "import threading\nn = 0\ndef f(times):\n    global n\n    for _ in range(times):\n        n += 1\n"
        "f(100)\nthread = threading.Thread(target=f, args=(1,))\nthread.start()\nthread.join()\nprint(n)\n"
    )
    records = of(watch(source, tmp_path), Kind.READ, Kind.WRITE)
    told = [(record.kind.name, record.text) for record in records if record.value & 0xFFFFFFFF == Access.EARLIER << EARLIER_SHIFT]
    assert told == [("READ", "99"), ("WRITE", "100")]
    assert [record.text for record in records][-5:] == ["99", "100", "100", "101", "101"]


def test_what_processes_share_is_never_only_remembered(tmp_path: Path) -> None:
    source = (
        "import multiprocessing as mp\nv = mp.Value('i', 0, lock=False)\ndef f():\n    for _ in range(100):\n        v.value += 1\n"
        "f()\nprint(v.value)\n"
    )
    assert len(of(watch(source, tmp_path), Kind.READ)) == 100 + 1


def test_of_what_is_touched_too_often_the_rest_is_said_to_be_missing(tmp_path: Path) -> None:
    source = (
        "import threading\nn = 0\ndef f():\n    global n\n    for _ in range(9000):\n        n += 1\n"
        "threads = [threading.Thread(target=f) for _ in range(2)]\nfor t in threads: t.start()\nfor t in threads: t.join()\nprint(n)\n"
    )
    records = watch(source, tmp_path)
    assert [record.value for record in of(records, Kind.UNSEEN)] == [MOST]
    assert len(accesses(records, "n")) <= MOST


def test_a_forked_child_has_data_of_its_own(tmp_path: Path) -> None:
    source = "import os\nx = 1\ndef f():\n    global x\n    x += 1\nif os.fork() == 0:\n    f()\n    os._exit(0)\nos.wait()\nprint(x)\n"
    records = of(watch(source, tmp_path), Kind.READ, Kind.WRITE)
    assert [(record.kind.name, record.text) for record in records if record.pid != records[0].pid] == [
        ("READ", ""),
        ("WRITE", "2"),
    ]  # the text of 1 is the parent's


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("s = set()\ndef f(k):\n    if k not in s:\n        s.add(k)\nf('a')\n", [("READ", 1, "['a'] is missing"), ("WRITE", 1, "['a']")]),
        ("s = []\ndef f(k):\n    if k not in s:\n        s.append(k)\nf('a')\n", [("READ", 0, "['a'] is missing"), ("WRITE", 0, "'a'")]),
        ("d = {}\ndef f(k):\n    if not k in d:\n        d[k] = 1\nf('a')\n", [("READ", 1, "['a'] is missing"), ("WRITE", 1, "['a']: 1")]),
        ("d = {}\ndef f(k):\n    d[k] = d.get(k, 0) + 1\nf('a')\n", [("READ", 1, "['a']: 0"), ("WRITE", 1, "['a']: 1")]),
        (
            "from collections import defaultdict\nd = defaultdict(int)\ndef f(k):\n    n = d[k]\n    d[k] = n + 1\nf('a')\n",
            [("READ", 1, "['a']: 0"), ("WRITE", 1, "['a']: 1")],
        ),
        (
            "class D(dict): pass\nd = D(a=1)\ndef f(k):\n    d[k] = d[k] + 1\nf('a')\n",
            [],  # what its items mean is its own business
        ),
        ("d = {1: 8}\ndef f():\n    d[1] /= 2\n    print(d[1])\nf()\n", [("READ", 1, "[1]"), ("WRITE", 1, "[1]"), ("READ", 1, "[1]: 4.0")]),
    ],
)
def test_a_test_and_the_change_after_it_are_about_the_same_part(source: str, seen: list[tuple[str, int, str]], tmp_path: Path) -> None:
    records = of(watch(source, tmp_path), Kind.READ, Kind.WRITE)
    assert [(record.kind.name, record.value, record.text) for record in records] == seen
