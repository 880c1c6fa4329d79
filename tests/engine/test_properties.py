"""Properties are followed like the methods that they are. The getter reads in line 4, the setter writes in line 7."""

import textwrap

import pytest

from engine.flows import Flow, find_flows

ACCOUNT = """\
class Account:
    @property
    def balance(self):
        return self._balance
    @balance.setter
    def balance(self, value):
        self._balance = value
    def work(self, other):
"""


def far(body: str, line: int = 7) -> set[int]:
    flows = find_flows(ACCOUNT + textwrap.indent(body, "        "))
    assert flows is not None
    return set(flows.get(line, Flow()).far)


@pytest.mark.parametrize(
    "body", ["self.balance = self.balance - 1\n", "self.balance -= 1\n", "seen = self.balance\nself.balance = seen - 1\n"]
)
def test_what_the_setter_writes_comes_from_what_the_getter_read(body: str) -> None:
    assert far(body) == {4}


@pytest.mark.parametrize("body", ["self.balance = 5\n", "self.balance = other.balance\n", "self.balance -= 1\nother.balance = 0\n"])
def test_something_else_may_be_set(body: str) -> None:
    assert far(body) == set()


def test_what_an_object_is_made_with_overwrites_nothing() -> None:
    assert far("self.balance -= 1\n" + "") == {4}
    flows = find_flows(ACCOUNT + "        self.balance -= 1\n    def __init__(self):\n        self.balance = 5\n")
    assert flows is not None
    assert flows[7].far == {4}


@pytest.mark.parametrize(
    "more",
    [
        "class Other:\n    def __init__(self):\n        self.balance = 5\n",  # there it is no property
        "class Other:\n    @property\n    def balance(self):\n        return 5\n",  # two of one name
    ],
)
def test_where_a_name_means_two_things_nothing_is_certain(more: str) -> None:
    flows = find_flows(ACCOUNT + "        self.balance -= 1\n" + more)
    assert flows is not None
    assert flows.get(7, Flow()).far == set()
