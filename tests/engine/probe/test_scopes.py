import ast

import pytest

from engine.probe.scopes import Candidates, home_of


def found(source: str) -> Candidates:
    return Candidates(ast.parse(source))


def test_a_global_that_a_function_assigns_may_be_shared() -> None:
    assert found("x = y = 0\ndef f():\n global x\n x = y\n").globals == {"x"}


def test_a_global_that_the_module_assigns_again_may_be_shared_if_a_function_reads_it() -> None:
    source = "stop = False\nonce = 1\ndef f():\n while not stop: print(once)\nstop = True\nlocal = 1\nlocal = 2\n"
    assert found(source).globals == {"stop"}


def test_a_variable_that_an_inner_function_assigns_may_be_shared() -> None:
    candidates = found("def outer():\n n = m = 0\n def inner():\n  nonlocal n\n  n = m\n")
    assert [name for _, name in candidates.cells] == ["n"]


def test_an_attribute_that_only_its_maker_assigns_is_not_shared() -> None:
    source = "class A:\n def __init__(self):\n  self.fixed = self.free = 0\n def go(self):\n  self.free = 1\n  self.__class__ = A\n"
    assert found(source).attributes == {"free"}


@pytest.mark.parametrize(
    ("source", "containers"),
    [
        ("d = {}\ndef f():\n d[1] = 2\n", {"d"}),
        ("d = {}\nd[1] = 2\n", set()),
        ("def f(d):\n d.q[1] += 2\n", {"d.q"}),
        ("def f():\n d = {}\n d[1] = 2\n", set()),
        ("def f():\n d = {}\n def g():\n  d[1] = 2\n", {"d"}),
        ("l = []\ndef f():\n l.append(1)\n l.index(1)\n", {"l"}),
        ("def f():\n make()[1] = 2\n", set()),
        ("def f():\n memory = attach()\n memory.buf[0] = 2\n", {"memory.buf"}),
    ],
)
def test_a_container_is_shared_unless_it_is_the_functions_own(source: str, containers: set[str]) -> None:
    assert found(source).containers == containers


def test_names_belong_where_python_finds_them() -> None:
    tree = ast.parse("x = 1\nclass C:\n x = 2\n def f(self, y):\n  return [x for z in y]\n")
    candidates = Candidates(tree)
    comprehension = next(scope for scope in candidates.scopes.values() if scope.name == "<listcomp>")
    assert home_of("x", comprehension) is candidates.scopes[id(tree)]
    assert home_of("y", comprehension).name == "f"
    assert home_of("z", comprehension) is comprehension
    assert comprehension.parent is not None
    assert comprehension.parent.qualified_name == "C.f"
