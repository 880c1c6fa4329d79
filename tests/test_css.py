"""The style sheets keep the house rules: colours and pixels in one file, layers, one prefix, and no style or script in the markup."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CSS = ROOT / "static" / "css"
OTHERS = sorted(path for path in CSS.glob("*.css") if path.name != "tokens.css")
TEMPLATES = sorted((ROOT / "templates").glob("*.html"))
LAYERS = {"tokens", "base", "layout", "components", "timeline"}

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\")|\b(?:rgb|rgba|hsl|hsla|oklch|lab|lch|hwb)\(", re.IGNORECASE)
NAMED = re.compile(r":\s*(?:[\w\s-]*\s)?(?:black|white|red|green|blue|gray|grey|yellow|orange|purple|silver)\s*[;}]")
PIXEL = re.compile(r"\b\d*\.?\d+px\b")


def code(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_only_tokens_has_a_colour_or_a_pixel(path: Path) -> None:
    css = re.sub(r'url\("#[\w-]+"\)', "", code(path))
    assert COLOUR.findall(css) + NAMED.findall(css) + PIXEL.findall(css) == []


@pytest.mark.parametrize("path", [*OTHERS, CSS / "tokens.css"], ids=lambda path: path.name)
def test_every_rule_is_in_one_of_the_five_layers(path: Path) -> None:
    css = code(path)
    layers = re.findall(r"@layer\s+([\w-]+)\s*\{", css)
    assert layers
    assert set(layers) <= LAYERS
    outside = re.sub(r"@layer\s+[\w-]+(?:\s*,\s*[\w-]+)*\s*;", "", css)
    for _ in range(8):  # take nested blocks away from the inside out
        outside = re.sub(r"\{[^{}]*\}", "", outside)
    assert set(re.findall(r"[^\s{}]+", outside)) <= {"@layer", *LAYERS}


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_our_classes_have_our_prefix(path: Path) -> None:
    classes = set(re.findall(r"(?<![\w)])\.([a-zA-Z][\w-]*)", re.sub(r"url\([^)]*\)", "", code(path))))
    assert {name for name in classes if not name.startswith(("ls-", "is-", "cm-"))} == set()


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_every_token_that_is_used_exists(path: Path) -> None:
    known = set(re.findall(r"(--ls-[\w-]+):", (CSS / "tokens.css").read_text("utf-8")))
    known |= {"--ls-code-share", "--ls-inspector-share", "--ls-details-share", "--ls-program-share"}  # set by splitter.js
    assert set(re.findall(r"var\((--ls-[\w-]+)", code(path))) - known == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_markup_has_no_style_and_no_script_but_what_carries_the_nonce(path: Path) -> None:
    source = path.read_text("utf-8")
    stands_alone = path.name == "standalone.html"  # has its sheets and scripts inside, where no other page has any
    source = source.replace('<style nonce="{{ nonce }}">', "") if stands_alone else source
    assert re.findall(r"\sstyle=|<style|\son\w+=|javascript:", source) == []
    inline = [tag for tag in re.findall(r"<script\b[^>]*>", source) if "src=" not in tag and "application/json" not in tag]
    assert [tag for tag in inline if "nonce=" not in tag] == []
    assert not inline or stands_alone or path.name == "base.html"


def test_the_pages_ask_for_every_sheet() -> None:
    base = (ROOT / "templates" / "base.html").read_text("utf-8")
    assert {path.stem for path in CSS.glob("*.css")} == set(re.findall(r'"(\w+)"', re.search(r"for sheet in \[(.*?)\]", base)[1]))


def test_every_preference_of_the_system_is_answered() -> None:
    css = "".join(path.read_text("utf-8") for path in CSS.glob("*.css"))
    theme = (ROOT / "static" / "js" / "theme.js").read_text("utf-8")
    assert "forced-colors: active" in css
    assert "prefers-reduced-motion" in css
    assert "prefers-color-scheme: dark" in theme
    assert "prefers-contrast: more" in theme
