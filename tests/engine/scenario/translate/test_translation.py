"""The whole translation: goldens, and what is true of every program."""

import ast
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.scenario.problems import pointer_of
from engine.scenario.steps import MODELS
from engine.scenario.translate.layout import fold
from engine.scenario.translate.steps import WRITERS
from engine.scenario.walking import walk
from tests.engine.scenario.translate.drawn import plain_texts, scenarios, texts
from tests.engine.scenario.translate.making import bound, translated
from tests.engine.scenario.translate.write_goldens import GOLDENS, NAMES, golden, scenario_of


def test_every_verb_can_be_written() -> None:
    assert set(WRITERS) == set(MODELS.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_program_is_the_one_that_was_looked_at(name: str) -> None:
    assert translated(scenario_of(name)).source == golden(name).read_text("utf-8")


def test_the_goldens_are_laid_out_as_ruff_lays_out() -> None:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "100", "--diff", str(GOLDENS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@settings(max_examples=50, deadline=None)
@given(scenarios())
def test_every_program_compiles_and_every_step_has_its_lines(data: dict[str, Any]) -> None:
    translation = translated(data)
    compile(translation.source, "program.py", "exec")
    pointers = set(translation.lines.values())
    scenario = bound(data).scenario
    bodies = [(("workers", name, "steps"), worker.steps) for name, worker in scenario.workers.items()] + [(("main",), scenario.main)]
    for place, steps in bodies:
        assert all(pointer_of(site.place) in pointers for site in walk(steps, place))


@settings(max_examples=20, deadline=None)
@given(scenarios())
def test_every_line_of_a_function_belongs_to_a_part_of_the_scenario(data: dict[str, Any]) -> None:
    translation = translated(data)
    tree = ast.parse(translation.source)
    names = {"actor", "child", "job"}
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in names]
    lines = translation.source.split("\n")
    for function in functions:
        assert function.end_lineno is not None
        assert all(number in translation.lines for number in range(function.lineno, function.end_lineno + 1) if lines[number - 1])


def programs_of(title: str, text: str, words: str) -> Any:
    """A program with a text wherever a scenario can have one."""
    return translated(
        {
            "title": title,
            "about": title,
            "parameters": {"p": {"default": words, "note": words}},
            "resources": {"f": {"kind": "file", "initial": words, "note": words}, "mutex": {"kind": "lock", "note": words}},
            "procedures": {"do": {"note": words, "steps": [{"print": text, "note": text}]}},
            "workers": {
                "actor": {
                    "note": words,
                    "steps": [
                        {"print": text + "{index}", "note": text},
                        {"section": text, "steps": [{"mark": text, "note": text}]},
                        {"fail": text, "note": text},
                    ],
                }
            },
        }
    )


@settings(max_examples=80, deadline=None)
@given(texts, plain_texts, texts)
def test_no_text_breaks_out_of_its_string_or_comment(title: str, text: str, words: str) -> None:
    assert skeleton(programs_of(title, text, words).source) == NEUTRAL


@settings(max_examples=60, deadline=None)
@given(plain_texts, texts)
def test_a_text_comes_out_as_it_was_written(text: str, words: str) -> None:
    tree = ast.parse(programs_of("x", text, words).source)
    printed = next(
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    )
    assert ast.literal_eval(printed.args[0]) == text.replace("{{", "{").replace("}}", "}")
    constant = next(node for node in tree.body if isinstance(node, ast.Assign))
    assert ast.literal_eval(constant.value) == words


@given(texts, plain_texts)
def test_a_text_in_a_hole_comes_out_as_it_was_written(inner: str, text: str) -> None:
    inner = inner.translate(str.maketrans("", "", "\\{}'"))
    hole = f"'{inner}'"
    source = translated({"workers": {"a": {"steps": [{"print": text + "{" + hole + "}" + text}]}}}).source
    call = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    plain = text.replace("{{", "{").replace("}}", "}")
    assert eval(ast.unparse(call.args[0])) == plain + inner + plain


@given(st.lists(texts, min_size=1, max_size=6), st.integers(10, 60))
def test_folding_changes_no_statement(items: list[str], width: int) -> None:
    for form in ("f({})", "x = g(1)[{}]", "x = [f(i, {}) for i in y]", "with a(b, c(d)), e({}):\n    pass"):
        text = form.replace("{}", ", ".join(repr(item) for item in items))
        head, _, tail = text.partition("\n")
        assert ast.dump(ast.parse("\n".join([*fold(head, width), tail]))) == ast.dump(ast.parse(text))


def skeleton(source: str) -> str:
    """Return what a program does, whatever its texts are."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return re.sub(r"Constant\(value=''(, kind='u')?\)", "TEXT", ast.dump(tree))


NEUTRAL = skeleton(programs_of("x", "x", "x").source)


def test_a_program_that_is_brought_along_stays_as_it_is() -> None:
    translation = translated({"program": "print('as it is')\n"})
    assert translation.source == "print('as it is')\n"
    assert not translation.lines


def test_the_lines_of_a_program_point_to_what_they_stand_for() -> None:
    data = {
        "parameters": {"n": 2},
        "resources": {"counter": {"kind": "value"}},
        "workers": {"adder": {"count": "n", "steps": [{"sleep": "randint(1, 2)"}, {"increment": "counter"}]}},
        "expect": [{"finishes": True}, {"final": "counter", "is": 2}],
    }
    translation = translated(data)
    assert translation.resources == {"counter": "counter"}
    pointed = {text.strip(): translation.lines.get(number) for number, text in enumerate(translation.source.split("\n"), 1)}
    assert pointed["N = 2"] == "/parameters/n"
    assert pointed["SEED = 1"] == "/seed"
    assert pointed["counter = 0"] == "/resources/counter"
    assert pointed["counter += 1"] == "/workers/adder/steps/1"
    assert pointed['print(f"final: counter = {counter}", flush=True)'] == "/expect/1"
    assert pointed["def adder(index):"] == "/workers/adder"
