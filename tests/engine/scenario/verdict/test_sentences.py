"""What a verdict says is the same in the catalogue."""

import json
from pathlib import Path

from engine.scenario.verdict.sentences import MESSAGES, say

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
