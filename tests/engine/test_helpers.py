"""Reads and writes that functions of the program make for their callers. Lines count from 1."""

import textwrap

import pytest

from engine.flows import Flow, find_flows

GET_AND_SET = """\
def get():
    return n
def set(value):
    global n
    n = value
def change():
"""  # the read is in line 2, the write in line 5; what follows begins at line 7
ACCOUNT = """\
class Account:
    def get(self):
        return self.n
    def set(self, value):
        self.n = value
    def change(self, other, way):
"""  # the read is in line 3, the write in line 5; what follows begins at line 7


def far(source: str, line: int = 5) -> set[int]:
    flows = find_flows(source)
    assert flows is not None
    return set(flows.get(line, Flow()).far)


def inside(body: str) -> str:
    return textwrap.indent(textwrap.dedent(body), "        ")


@pytest.mark.parametrize(
    "body",
    [
        "    seen = get()\n    set(seen + 1)\n",
        "    set(get() + 1)\n",
        "    set(value=get() + 1)\n",
        "    if way:\n        seen = get()\n    else:\n        seen = get() + 1\n    set(seen)\n",
        "    seen = get()\n    set(seen)\ndef again():\n    set(get() * 2)\n",
        "    seen = n\n    set(seen + 1)\n",
    ],
)
def test_a_write_in_a_function_comes_from_what_its_callers_read(body: str) -> None:
    assert far(GET_AND_SET + body) in ({2}, {7})


@pytest.mark.parametrize(
    "body",
    [
        "    seen = get()\n    set(0)\n",
        "    set(get() + 1)\ndef reset():\n    set(0)\n",  # it may be this one that writes
        "    set(get() + 1)\nThread(target=set).start()\n",  # nor is it known what others give
        "    set(get() + 1)\nstart(set)\n",
        "    seen = get()\n    if way:\n        seen = 0\n    set(seen)\n",
        "    set(get() + 1)\n    return set(5)\n",  # a call where we do not look
        "    set(get() + 1)\n    set(*given)\n",
        "    set(get() + 1)\ndef set(other):\n    pass\n",  # two of one name
        "    print(get())\n",
    ],
)
def test_where_one_caller_may_write_something_else_nothing_is_certain(body: str) -> None:
    assert far(GET_AND_SET + body) == set()


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("self.set(self.get() + 1)", {3}),
        ("seen = other.get()\nother.set(seen - 1)", {3}),
        ("self.set(other.get())", set()),  # another's
        ("event.set()\nself.set(self.get() + 1)", {3}),  # that is not this `set`: it gives nothing
        ("self.set(self.get() + 1)\nother.set(self.get())", set()),
    ],
)
def test_a_method_reads_and_writes_the_object_it_is_called_of(body: str, lines: set[int]) -> None:
    assert far(ACCOUNT + inside(body)) == lines


def test_what_a_function_returns_may_be_written_on_the_spot() -> None:
    source = ACCOUNT + inside("self.n = self.get() + 1")
    assert (far(source, 7), far(source)) == ({3}, set())


def test_a_function_may_be_given_what_it_reads_and_writes() -> None:
    source = "def get(a):\n    return a.n\ndef set(a, value):\n\n    a.n = value\ndef change(one, two):\n    set(one, get({}) + 1)\n"
    assert far(source.format("one")) == {2}
    assert far(source.format("two")) == set()


def test_a_coroutine_is_awaited_like_a_function_called() -> None:
    source = ACCOUNT.replace("def ", "async def ") + inside("seen = await self.get()\nawait self.set(seen + 1)")
    assert far(source) == {3}


def test_the_module_s_own_first_write_does_not_count_but_is_remembered() -> None:
    flows = find_flows(GET_AND_SET + "    set(get() + 1)\nset(100)\n")
    assert flows is not None
    assert (flows[5].far, flows[5].is_also_first) == (frozenset({2}), True)


def test_what_an_object_is_made_with_overwrites_nothing() -> None:
    source = ACCOUNT + inside("self.set(self.get() + 1)") + "\n    def __init__(self):\n        self.set(100)\n"
    flows = find_flows(source)
    assert flows is not None
    assert (flows[5].far, flows[5].is_also_first) == (frozenset({3}), False)


def test_what_only_some_ways_return_comes_from_nothing() -> None:
    assert far("def get():\n    if way: return n\n    return 0\ndef change():\n    global n; n = get() + 1\n") == set()
    assert far("def get():\n    if way: return n\n    return n\ndef change():\n    global n; n = get() + 1\n") == {2, 3}


def test_a_test_of_what_a_function_returned_is_no_test_of_the_value() -> None:
    flows = find_flows(ACCOUNT + inside("seen = self.get()\nif seen > 0:\n    self.n = seen - 1"))
    assert flows is not None
    assert (flows[9].checks, set(flows[9].far)) == ((), {3})


DEEP = """\
def peek():
    return n
def get():
    return peek()
def store(value):
    global n
    n = value
def put(value):
    store(value)
def change():
"""  # the read is in line 2, the write in line 7; what follows begins at line 11


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("    put(get() + 1)\n", {2}),
        ("    seen = get()\n    if put(seen): pass\n", {2}),
        ("    return put(peek())\n", {2}),
        ("    put(get() + 1)\ndef other():\n    store(get())\n", {2}),
        ("    put(get() + 1)\ndef other():\n    put(5)\n", set()),
        ("    put(get() + 1)\ndef other():\n    store(5)\n", set()),
        ("    put(get() + 1)\ndef other():\n    start(put)\n", set()),
    ],
)
def test_functions_may_have_others_read_and_write(body: str, lines: set[int]) -> None:
    assert far(DEEP + body, 7) == lines


def test_functions_that_call_themselves_come_to_an_end() -> None:
    assert far("def get():\n    return get() or n\ndef set(value):\n    global n\n    n = value\n    set(value)\n") == set()


def test_what_a_module_does_only_as_the_program_is_not_done_where_it_is_imported() -> None:
    for guard, is_imported in (("if __name__ == '__main__':", False), ("if True:", True)):
        flows = find_flows(GET_AND_SET + f"    set(get() + 1)\n{guard}\n    set(100)\n")
        assert flows is not None
        assert (flows[5].far, flows[5].is_also_first, flows[5].is_also_imported) == (frozenset({2}), True, is_imported)
