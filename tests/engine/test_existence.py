"""Which tests whether a file is there stand before which act. `find_tests` shows it: lines count from 1."""

import ast

import pytest

from engine.existence import find_tests

ACT = "open(p, 'w')"


@pytest.mark.parametrize(
    "body",
    [
        f" if not os.path.exists(p):\n  {ACT}\n",
        f" if not p.exists():\n  with {ACT} as f:\n   pass\n",
        " if not isfile(p):\n  p.write_text('')\n",
        f" is_there = os.access(p, os.F_OK); go = not is_there\n if go: {ACT}\n",
        f" if os.path.exists(p): return\n {ACT}\n",
        f" while os.path.exists(p): sleep(1)\n {ACT}\n",
        f" os.path.exists(p) or {ACT}\n",
        f" if os.path.exists(p): print()\n else: {ACT}\n",
        f" if ready and not os.path.exists(p):\n  {ACT}\n",
        f" try:\n  if not exists(p): {ACT}\n finally: pass\n",
    ],
)
def test_what_is_opened_because_of_a_test_has_that_before_it(body: str) -> None:
    source = f"def work(p):\n{body}"
    (tests,) = find_tests(ast.parse(source)).values()
    assert tests <= {2, 3}
    assert len(tests) == 1


@pytest.mark.parametrize(
    "body",
    [
        f" print(os.path.exists(p))\n {ACT}\n",
        f" if os.path.exists(p): os.remove(p)\n {ACT}\n",
        f" if force or not os.path.exists(p):\n  {ACT}\n",
        f" if os.path.exists(p) and not force: return\n {ACT}\n",
        f" def inner():\n  return os.path.exists(p)\n {ACT}\n",
    ],
)
def test_what_is_opened_whatever_a_test_gave_has_none(body: str) -> None:
    assert find_tests(ast.parse(f"def work(p):\n{body}")) == {}


def test_the_test_may_be_in_a_function_and_the_act_in_another_that_is_called_nowhere_else() -> None:
    source = f"def missing(p):\n return not exists(p)\ndef make(p):\n {ACT}\ndef work(p):\n if missing(p):\n  make(p)\n"
    assert find_tests(ast.parse(source)) == {4: {2}}
    assert find_tests(ast.parse(source + "make(q)\n")) == {}
