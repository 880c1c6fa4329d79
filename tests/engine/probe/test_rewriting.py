"""Rewritten code does what the program's own does, and notes each access on the way."""

import ast
import dis
import sys
import threading
import traceback
from collections.abc import Iterator
from types import CodeType
from typing import Any

import pytest

from engine.probe import accesses
from engine.probe.accesses import MISSING
from engine.probe.rewriting import rewrite
from engine.probe.variables import KEEP

SNIPPETS = {
    "global": "x = 1\ndef f():\n global x\n x = x + 1\n x += 2\n x, y = 7, x\n return x, y\nresult = f()",
    "attribute": "class A:\n def __init__(self):\n  self.n = 1\n def go(self):\n  self.n += 1\n  self.n = self.n * 2\n  return self.n\nresult = A().go()",  # noqa: E501
    "private": "class A:\n def go(self):\n  self.__n = 1\n  self.__n += 1\n  return vars(self)\nresult = A().go()",
    "items": "d = {'a': 1}\ndef f(k):\n d[k] += 1\n d['b'] = d[k]\n if 'c' not in d: d['c'] = [0]\n d['c'][0] += 5\n return d\nresult = f('a')",  # noqa: E501
    "chain": "class P: pass\np = P(); p.q = P(); p.q.r = [1, 2]\ndef f():\n p.q.r[0] += 1\n p.q.s = p.q.r[1]\n return p.q.r, p.q.s\nresult = f()",  # noqa: E501
    "calls": "log = []\ndef g(v):\n log.append(v)\n return v\nclass B:\n n = 0\nb = B()\ndef f():\n g(b).n += g(1)\n g(log)[g(0)] = g(9)\nf()\nresult = len(log), b.n, log[0]",  # noqa: E501
    "closure": "def outer():\n n = 0\n def inner():\n  nonlocal n\n  n += 1\n  n = n * 3\n  return n\n return inner(), inner(), n\nresult = outer()",  # noqa: E501
    "property": "class A:\n def __init__(self):\n  self._n = 0; self.reads = 0\n @property\n def n(self):\n  self.reads += 1\n  return self._n\n @n.setter\n def n(self, v):\n  self._n = v\n"  # noqa: E501
    "a = A()\ndef f():\n a.n += 1\n a.n = a.n + 1\n return a.n, a.reads\nresult = f()",
    "comprehension": "x = 2\ndef f():\n global x\n x = 3\n return [x for x in range(3)], [x + i for i in range(x)], {i: x for i in range(2)}\nresult = f()",  # noqa: E501
    "match": "kind = 'a'\ndef f():\n global kind\n match kind:\n  case 'a' if kind == 'a':\n   kind = 'b'\n return kind\nresult = f()",
    "generator": "t = 0\ndef g():\n global t\n for i in range(3):\n  t += i\n  yield t\nresult = list(g()), t",
    "in place": "a = [1]\nb = a\ndef f():\n global a\n a += [2]\n return a is b, b\nresult = f()",
    "docstring": "n = 0\ndef f():\n 'What it does.'\n global n\n n += 1\ndef g(): 'only words'\nresult = f.__doc__, g.__doc__, f.__code__.co_firstlineno",  # noqa: E501
    "annotated": "class A: pass\na = A()\ndef f():\n a.n: int = 3\n a.n += 1\n return a.n\nresult = f()",
    "swap": "class A: pass\na = A(); a.x, a.y = 1, 2\ndef f():\n a.x, a.y = a.y, a.x\n return a.x, a.y\nresult = f()",
    "get": "d = {'a': 1}\nlog = []\ndef g(v):\n log.append(v)\n return v\ndef f(k):\n d[k] = d.get(g(k), g(0)) + 1\n return d.get('b'), d.get('b', 7), log\nresult = f('a')",  # noqa: E501
    "walrus": "n = 5\ndef f():\n global n\n n = 6\n return [m := n, m + 1]\nresult = f()",
    "future": "from __future__ import annotations\nn = 0\ndef f(a: nothing):\n global n\n n += a\n return n\nresult = f(2)",
}


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    accesses.noted.clear()
    yield
    accesses.noted.clear()


def run(code: CodeType) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "program"}
    exec(code, names)
    return names


def noted(source: str) -> list[tuple[str, str, Any]]:
    """Run a rewritten program; return kind, name and value of what it notes."""
    run(rewrite(source, "program.py")[0])
    entries = [(site, value) for site, value, *_ in accesses.noted if site.shape != KEEP]
    return [("write" if site.is_write else "read", site.name, value) for site, value in entries]


@pytest.fixture(autouse=True)
def _no_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accesses.here, "hidden_accesses", True)  # what is noted stays where it is


@pytest.mark.parametrize("name", SNIPPETS)
def test_rewritten_code_gives_what_the_programs_own_gives(name: str) -> None:
    source = SNIPPETS[name]
    code, sites = rewrite(source, "program.py")
    plain, watched = run(compile(source, "program.py", "exec", dont_inherit=True)), run(code)
    assert watched["result"] == plain["result"]
    assert watched.keys() == plain.keys()
    assert sites


def test_reads_and_writes_are_noted_in_order_with_their_values() -> None:
    assert noted("x = 1\ndef f():\n global x\n y = x\n x = y + 1\n x += 5\nf()") == [
        ("write", "x", 1),
        ("read", "x", 1),
        ("write", "x", 2),
        ("read", "x", 2),
        ("write", "x", 7),
    ]


def test_a_changed_attribute_notes_the_object_and_what_it_is_changed_by() -> None:
    source = "class A: pass\na = A()\na.n = 1\ndef f():\n a.n += 5\nf()"
    assert noted(source) == [("write", "n", 1), ("read", "n", MISSING), ("write", "n", 5)]


@pytest.mark.parametrize("source", ["def f(a):\n b = a\n return b", "x = 1\nprint(x)", "def f():\n d = {}\n d['a'] = 1\n return d"])
def test_what_nobody_can_share_is_left_alone(source: str) -> None:
    code, sites = rewrite(source, "program.py")
    assert sites == []
    assert code == compile(source, "program.py", "exec", dont_inherit=True)


def test_a_traceback_shows_the_same_lines_and_columns() -> None:
    source = "x = 0\ndef f():\n global x\n x = 1\n return 3 / (x - 1)\nf()\n"
    seen = []
    for code in (compile(source, "program.py", "exec", dont_inherit=True), rewrite(source, "program.py")[0]):
        with pytest.raises(ZeroDivisionError) as caught:
            run(code)
        frames = traceback.extract_tb(caught.tb)[-2:]
        seen.append([(frame.lineno, frame.end_lineno, frame.colno, frame.end_colno, frame.name) for frame in frames])
    assert seen[0] == seen[1]


def test_no_call_is_added_between_the_read_and_the_write() -> None:
    """A call is an occasion for another thread: `x += 1` would lose what it does not lose without us."""
    source = "x = 0\ndef f():\n global x\n x += 1\n"
    code = next(one for one in rewrite(source, "program.py")[0].co_consts if isinstance(one, CodeType))
    names = [instruction.opname for instruction in dis.get_instructions(code)]
    first, last = names.index("LOAD_GLOBAL"), names.index("STORE_GLOBAL")
    assert not [name for name in names[first:last] if "CALL" in name or "JUMP" in name or "SEND" in name]


def test_many_additions_by_two_threads_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accesses._State, "tell", lambda entry: None)
    source = "n = 0\ndef add():\n global n\n for _ in range(20000):\n  n += 1\n"
    names = run(rewrite(source, "program.py")[0])
    before, switch = sys.getswitchinterval(), 1e-5
    sys.setswitchinterval(switch)
    try:
        threads = [threading.Thread(target=names["add"]) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert names["n"] == 40000


def test_a_syntax_error_is_the_programs_own() -> None:
    with pytest.raises(SyntaxError):
        rewrite("def f(:\n", "program.py")
    with pytest.raises(SyntaxError):
        rewrite("def f():\n global x\n x = 1\nreturn", "program.py")


def test_every_new_node_stands_where_an_old_one_stood() -> None:
    code, _ = rewrite(SNIPPETS["items"], "program.py")
    last = max(node.end_lineno or 0 for node in ast.walk(ast.parse(SNIPPETS["items"])) if hasattr(node, "end_lineno"))
    lines = [line for inner in (code, *(one for one in code.co_consts if isinstance(one, CodeType))) for *_, line in inner.co_lines()]
    assert {line for line in lines if line} <= set(range(1, last + 1))
