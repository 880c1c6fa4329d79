"""What a verdict says is the same in the catalogue."""

import json
from pathlib import Path

from engine.events import Reason
from engine.scenario.verdict.sentences import MESSAGES, reason_said, say

PREFIXES = ("expect.", "seen.", "evidence.", "verdict.why.")
ROOT = Path(__file__).parents[4]


def test_the_english_catalogue_has_the_same_sentences() -> None:
    catalogue = json.loads((ROOT / "static" / "messages" / "en.json").read_text("utf-8"))

    assert {key: text for key, text in catalogue.items() if key.startswith(PREFIXES)} == MESSAGES


def test_a_sentence_is_filled_in() -> None:
    sentence = say("seen.finished", seconds=0.123456)

    assert sentence.row() == {
        "message_id": "seen.finished",
        "parameters": {"seconds": "0.123"},
        "text": "It came to its end after 0.123 s.",
    }


def test_what_is_waited_for_has_words_in_the_catalogue() -> None:
    catalogue = json.loads((ROOT / "static" / "messages" / "en.json").read_text("utf-8"))

    assert [reason for reason in Reason if reason_said(reason).message_id not in catalogue] == []
    assert say("evidence.waits.some", worker="a", reason=reason_said(Reason.SLEEP)).row() == {
        "message_id": "evidence.waits.some",
        "parameters": {"worker": "a", "reason": {"message_id": "reason.sleep", "parameters": {}}},
        "text": "a waits (sleep)",
    }
