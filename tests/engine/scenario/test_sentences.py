"""What is said to be wrong with a scenario is the same in the catalogue, and each call fills the gaps that its message has."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.scenario.sentences import MESSAGES, Sentence, Unfit, filled, kinds, refusal, say, with_article

ROOT = Path(__file__).parents[3]
GAP = re.compile(r"\{(\w+)\}")
KEY = re.compile(r"detail\.[a-z0-9.-]*[a-z0-9]")
MAKERS = {"say", "Unfit"}
# Messages whose names are put together, of a few known ends.
PUT_TOGETHER = (
    *("detail.noun.", "detail.a.", "detail.form.", "detail.expression.none."),
    *("detail.hint.there-", "detail.task.", "detail.starter."),
)


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / "engine" / "scenario").rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Find where, which message and which gaps, for each sentence that is made of a literal one."""
    for path, tree in trees():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in MAKERS:
                continue
            if isinstance(call.args[0], ast.Constant) and call.args[0].value in MESSAGES:
                yield f"{path.name}:{call.lineno}", call.args[0].value, {str(keyword.arg) for keyword in call.keywords}


def test_the_english_catalogue_has_the_same_sentences() -> None:
    catalogue = json.loads((ROOT / "static" / "messages" / "en.json").read_text("utf-8"))

    assert {key: text for key, text in catalogue.items() if key.startswith("detail.")} == MESSAGES
    assert (catalogue["list.separator"], catalogue["list.or"]) == (", ", " or ")


def test_each_message_is_said_somewhere_and_no_other_is() -> None:
    made = {
        node.value
        for path, tree in trees()
        if path.name != "sentences.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value)
    }
    assert made - set(MESSAGES) == set()
    assert {key for key in MESSAGES if not key.startswith(PUT_TOGETHER)} - made == set()


def test_each_call_fills_the_gaps_of_its_message() -> None:
    found = list(calls())
    assert len(found) > 100
    assert [(where, key) for where, key, given in found if given != set(GAP.findall(MESSAGES[key]))] == []


def test_a_gap_takes_a_sentence_or_alternatives() -> None:
    sentence = say("detail.wrong-kind", verb="get", wanted=kinds(["queue"], article=True), name="door", kind=with_article("event"))

    assert sentence.text == str(sentence) == "`get` wants a queue; `door` is an event"
    assert sentence.row()["parameters"] == {
        "verb": "get",
        "wanted": [{"message_id": "detail.a.queue", "parameters": {}}],
        "name": "door",
        "kind": {"message_id": "detail.a.event", "parameters": {}},
    }


def test_alternatives_are_listed() -> None:
    forms = {"forms": [say("detail.form.number"), "true", "false"]}
    assert say("detail.give.any", **forms).text == "give a number, true or false"
    assert [str(kind) for kind in kinds(["lock", "rlock", "event"], article=True)] == ["a lock", "event"]


def test_braces_that_are_no_gap_stay() -> None:
    assert filled({"x": "{finishes: true} {{ {who}"}, "x", {"who": "{me}"}).text == "{finishes: true} {{ {me}"


def test_what_comes_from_outside_is_shortened() -> None:
    assert len(say("detail.name.twice", name="x" * 1000).parameters["name"]) == 40
    assert len(say("detail.other", said="x" * 1000).text) == 120


def test_errors_carry_their_sentence() -> None:
    with pytest.raises(Unfit, match="takes fewer digits") as caught:
        raise Unfit("detail.round")
    error = refusal("bad_text", caught.value.sentence)
    assert (error.message(), error.context) == ("round() takes fewer digits", {"sentence": Sentence("detail.round", {}, error.message())})
