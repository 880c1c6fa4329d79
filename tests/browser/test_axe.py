"""axe-core finds nothing serious on any page, in any theme, in both languages, wide and narrow."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, start_deadlock, start_lesson, wait_for_end

# A page is opened once and takes each theme from what the system prefers; without motion, so that no colour is on its way to another.
PREFERENCES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "contrast": "no-preference"},
    "dark": {"color_scheme": "dark", "contrast": "no-preference"},
    "contrast": {"color_scheme": "light", "contrast": "more"},
}
AS_PREFERRED = {"theme": None, "reduced_motion": "reduce", "bypass_csp": True}
LOOKS = [("en", (1440, 900), ("light", "dark", "contrast")), ("zh-CN", (390, 844), ("light",))]


def serious(page: Page, axe: str, themes: tuple[str, ...] = ()) -> list[str]:
    """Tell what is serious in each theme, of a page that was opened AS_PREFERRED; or in the one that it has."""
    page.evaluate(axe)
    if not themes:
        return violations(page)
    found = []
    for theme in themes:
        page.emulate_media(**PREFERENCES[theme])
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        found += [f"{theme}: {one}" for one in violations(page)]
    return found


def violations(page: Page) -> list[str]:
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found if one["impact"] in {"serious", "critical"}]


@pytest.mark.parametrize(("language", "size", "themes"), LOOKS)
@pytest.mark.parametrize("path", ["/", "/runs", "/lab"])
def test_pages(open_page: OpenPage, axe: str, path: str, language: str, size: tuple[int, int], themes: tuple[str, ...]) -> None:
    page = open_page(path, language=language, size=size, **AS_PREFERRED)
    assert serious(page, axe, themes) == []


@pytest.mark.parametrize(("language", "size", "themes"), LOOKS)
def test_a_deadlock_in_the_lab(open_page: OpenPage, axe: str, language: str, size: tuple[int, int], themes: tuple[str, ...]) -> None:
    page = open_page("/lab", language=language, size=size, **AS_PREFERRED)
    start_deadlock(page)
    page.wait_for_selector(".ls-finding--error")
    page.click("#stop")
    wait_for_end(page)
    for tab in ("findings", "workers", "events", "output"):
        page.click(f"#tab-{tab}")
        expect(page.locator(f"#panel-{tab} > *").first).to_be_visible()
        assert serious(page, axe, themes) == [], tab


def test_help_palette_and_export(open_page: OpenPage, axe: str) -> None:
    page = open_page("/lab", bypass_csp=True)
    start_lesson(page, "one-lock-two-threads")
    wait_for_end(page)
    for command in ("help", "palette", "export"):
        page.click(f'[data-command="{command}"]')
        page.wait_for_selector("dialog[open]")
        assert serious(page, axe) == [], command
        page.keyboard.press("Escape")
