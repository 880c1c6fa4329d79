"""The texts of the lab are those of the catalogue."""

import json
import re
from pathlib import Path

from engine.scheduling.saying import TIMES
from engine.scheduling.texts import REASONS, RULES

MESSAGES = Path(__file__).parents[3] / "static" / "messages" / "en.json"
SOURCES = Path(__file__).parents[3] / "engine" / "scheduling"


def test_the_english_catalogue_has_them_word_for_word() -> None:
    catalogue = json.loads(MESSAGES.read_text("utf-8"))
    ours = {f"schedule.reason.{key}": text for key, text in REASONS.items()} | {f"schedule.rule.{key}": text for key, text in RULES.items()}
    assert {key: text for key, text in catalogue.items() if key.startswith(("schedule.reason.", "schedule.rule."))} == ours


def test_every_text_is_said_somewhere_and_everything_said_has_a_text() -> None:
    text = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py") if path.name != "texts.py")
    said = set(re.findall(r'"([a-z][a-z.-]+)"', text))
    assert set(REASONS) | set(RULES) <= said
    assert set(re.findall(r'Saying\("([a-z.-]+)"', text)) <= set(REASONS) | set(RULES)


def test_times_in_the_texts_are_known_as_times() -> None:
    gaps = {gap for text in (*REASONS.values(), *RULES.values()) for gap in re.findall(r"\{(\w+)\}", text)}
    assert gaps >= TIMES
