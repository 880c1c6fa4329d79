"""Files that objects keep in attributes, or modules in globals. `find_flows` shows it: lines count from 1."""

import ast

import pytest

from engine.fields import name_files
from engine.flows import find_flows

STORE = """class Store:
 def __init__(self, path):
  self.file = {opened}
 def take(self):
  left = int(self.file.read())
  self.file.seek(0)
  self.file.write(str(left - 1))
{more}"""


def reads(source: str, line: int = 3) -> frozenset[int]:
    flows = find_flows(source)
    assert flows is not None
    return flows[line].reads | flows[line].far if line in flows else frozenset()


@pytest.mark.parametrize(
    ("opened", "more"),
    [
        ("open(path, 'r+')", ""),
        ("Path(path).open('r+')", ""),
        ("open(path, 'r+')", " def close(self):\n  self.file.close()\n  self.file = None\n"),
    ],
)
def test_what_a_method_writes_to_a_file_of_its_object_comes_from_what_it_read_of_it(opened: str, more: str) -> None:
    assert reads(STORE.format(opened=opened, more=more)) == {3}


def test_nothing_is_known_of_an_attribute_that_is_something_else_elsewhere() -> None:
    other = "class Other:\n def __init__(self, peer):\n  self.file = peer\n"
    assert reads(STORE.format(opened="open(path, 'r+')", more=other)) == set()


def test_what_is_written_may_come_from_nothing() -> None:
    assert reads(STORE.format(opened="open(path, 'r+')", more="").replace("str(left - 1)", "'5'")) == set()


def test_a_file_opened_by_two_methods_is_followed_in_each() -> None:
    source = "class A:\n def take(self):\n  self.f = open(a)\n  n = int(self.f.read())\n  self.f = open(a, 'w')\n  self.f.write(str(n))\n"
    assert reads(source, 5) == {3}
    assert name_files(ast.parse(source)) == {}


def test_methods_that_get_and_set_are_followed_through_their_callers() -> None:
    source = (
        "class A:\n def __enter__(self):\n  self.f = open(a)\n  return self\n"
        " def get(self):\n  return int(self.f.read())\n def put(self, n):\n  self.f.write(str(n))\n"
        "def work(a):\n n = a.get()\n a.put(n + 1)\n"
    )
    assert reads(source) == {3}


def test_a_global_that_is_opened_once_is_known_in_functions_that_have_no_such_name_themselves() -> None:
    body = "f = open(a, 'r+')\n{more}def work({given}):\n n = int(f.read())\n f.write(str(n))\n"
    assert reads(body.format(more="", given=""), 1) == {1}
    assert reads(body.format(more="f = open(b)\n", given=""), 1) == set()
    assert name_files(ast.parse("if True:\n f = open(a)\ndef work():\n global f\n f = None\n")) == {}
