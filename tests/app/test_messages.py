"""Words and languages on the server's side."""

import json
from pathlib import Path

import pytest

from app.messages import Catalogues, Translator, choose_language
from app.settings import asset_dir


def test_texts_are_filled_in() -> None:
    t = Translator("en", {"a": "{n} of {m}", "runs": "{count} runs", "runs.one": "{count} run"})
    assert t("a", n=1) == "1 of {m}"
    assert t("runs", count=1) == "1 run"
    assert t("runs", count=2) == "2 runs"
    assert t("missing.key") == "missing.key"


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [
        (None, None, "en"),
        ("zh-CN", "en", "zh-CN"),
        ("xx", "zh", "zh-CN"),
        (None, "zh-TW,en;q=0.5", "zh-CN"),
        (None, "fr,en;q=0.5,zh;q=0.7", "zh-CN"),
        (None, "zh;q=0,en", "en"),
        (None, "zh;q=x", "en"),
        (None, ";;;,,,=" * 1000, "en"),
    ],
)
def test_the_reader_chooses_the_language(cookie: str | None, accept: str | None, language: str) -> None:
    assert choose_language(cookie, accept) == language


def test_what_is_not_translated_falls_back_to_english(tmp_path: Path) -> None:
    (tmp_path / "en.json").write_text(json.dumps({"a": "A", "b": "B"}))
    (tmp_path / "zh-CN.json").write_text(json.dumps({"a": "甲"}))
    t = Catalogues.load(tmp_path).translator("zh-CN")
    assert (t("a"), t("b")) == ("甲", "B")
    assert Catalogues.load(tmp_path / "none").translator("en")("a") == "a"


def test_both_catalogues_have_the_same_keys_and_parameters() -> None:
    english, chinese = (json.loads((asset_dir("static") / "messages" / f"{name}.json").read_text("utf-8")) for name in ("en", "zh-CN"))
    assert {key for key in english if not key.endswith(".one")} == {key for key in chinese if not key.endswith(".one")}
    assert {"login.title", "login.text"} <= set(english)
