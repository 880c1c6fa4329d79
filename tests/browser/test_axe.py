"""axe-core finds nothing serious on any page, in any theme, in both languages, wide and narrow."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, start_deadlock, start_lesson, wait_for_end

LOOKS = [("en", "light", (1440, 900)), ("zh-CN", "light", (390, 844)), ("en", "dark", (1440, 900)), ("en", "contrast", (1440, 900))]


def serious(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found if one["impact"] in {"serious", "critical"}]


@pytest.mark.parametrize(("language", "theme", "size"), LOOKS)
@pytest.mark.parametrize("path", ["/", "/runs", "/lab"])
def test_pages(open_page: OpenPage, axe: str, path: str, language: str, theme: str, size: tuple[int, int]) -> None:
    page = open_page(path, language=language, theme=theme, size=size, bypass_csp=True)
    assert serious(page, axe) == []


@pytest.mark.parametrize(("language", "theme", "size"), LOOKS)
def test_a_deadlock_in_the_lab(open_page: OpenPage, axe: str, language: str, theme: str, size: tuple[int, int]) -> None:
    page = open_page("/lab", language=language, theme=theme, size=size, bypass_csp=True)
    start_deadlock(page)
    page.wait_for_selector(".ls-finding--error")
    page.click("#stop")
    wait_for_end(page)
    for tab in ("findings", "workers", "events", "output"):
        page.click(f"#tab-{tab}")
        expect(page.locator(f"#panel-{tab} > *").first).to_be_visible()
        assert serious(page, axe) == [], tab


def test_help_palette_and_export(open_page: OpenPage, axe: str) -> None:
    page = open_page("/lab", bypass_csp=True)
    start_lesson(page, "one-lock-two-threads")
    wait_for_end(page)
    for command in ("help", "palette", "export"):
        page.click(f'[data-command="{command}"]')
        page.wait_for_selector("dialog[open]")
        assert serious(page, axe) == [], command
        page.keyboard.press("Escape")
