"""The words on the screen: both languages have the same, and every word the pages ask for exists."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MESSAGES = ROOT / "static" / "messages"
LANGUAGES = ("en", "zh-CN")
GAP = re.compile(r"\{(\w+)\}")

# Where a key stands as a whole: t("a.b"), text("a.b"), data-i18n="a.b", key: "a.b", "aria-label:a.b title:c.d".
KEY = r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+"
CALL = re.compile(rf"""\b(?:t|text|has)\(\s*["'`]({KEY})["'`]\s*[,)]""")
MEMBER = re.compile(rf"""\bkey(?::|=)\s*["']({KEY})["']""")
DATA = re.compile(rf'data-i18n="({KEY})"')
ATTRIBUTE = re.compile(rf"[a-z-]+:({KEY})(?=[\s\"])")


def catalogue(language: str) -> dict[str, str]:
    return json.loads((MESSAGES / f"{language}.json").read_text("utf-8"))


def used_keys(path: Path) -> set[str]:
    source = path.read_text("utf-8")
    keys = {match[1] for pattern in (CALL, MEMBER, DATA) for match in pattern.finditer(source)}
    for attributes in re.findall(r'data-i18n-attributes="([^"{]*)"', source):
        keys |= {match[1] for match in ATTRIBUTE.finditer(attributes + '"')}
    return keys


def sources() -> list[Path]:
    scripts = (path for path in (ROOT / "static" / "js").rglob("*.js"))
    return sorted([*scripts, *(ROOT / "templates").glob("*.html")])


def test_both_languages_have_the_same_keys() -> None:
    english, chinese = (set(catalogue(language)) for language in LANGUAGES)
    assert english ^ chinese == set()


def test_both_languages_have_the_same_gaps() -> None:
    english, chinese = (catalogue(language) for language in LANGUAGES)
    differing = {
        key: (english[key], chinese[key])
        for key in english
        # A singular may leave its number out: "1 worker".
        if set(GAP.findall(english[key])) - {"count"} != set(GAP.findall(chinese[key])) - {"count"}
    }
    assert differing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [key for key, text in catalogue(language).items() if not text.strip()] == []


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_every_key_a_page_asks_for_exists(path: Path) -> None:
    assert used_keys(path) - set(catalogue("en")) == set()


def test_the_search_for_keys_finds_them() -> None:
    assert "lab.run" in used_keys(ROOT / "templates" / "lab.html")
    assert "output.empty" in used_keys(ROOT / "static" / "js" / "output.js")


def test_chinese_uses_full_width_punctuation() -> None:
    half_width = re.compile(r"[一-鿿][,;!?]|[一-鿿]:(?!/)")
    assert {key: text for key, text in catalogue("zh-CN").items() if half_width.search(text)} == {}


def test_chinese_keeps_to_the_words_of_the_glossary() -> None:
    avoided = ("堵塞", "通讯", "精灵", "期物", "互斥体", "协同程序", "退出代码")
    found = {key: text for key, text in catalogue("zh-CN").items() if any(word in text for word in avoided)}
    assert found == {}


def test_no_text_for_a_person_stands_in_a_template() -> None:
    words = re.compile(r">([^<>{}]*[A-Za-z一-鿿]{2,}[^<>{}]*)<")
    allowed = {"Lockstep", "Seller-1", "Seller-2", "Seller-3"}
    found = {}
    for path in (ROOT / "templates").glob("*.html"):
        source = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<script.*?</script>|<title>.*?</title>", "", path.read_text("utf-8"), flags=re.DOTALL
        )
        loose = [text.strip() for text in words.findall(source) if text.strip() not in allowed]
        if loose:
            found[path.name] = loose
    assert found == {}
