"""The present page in a real browser: what the back row needs."""

import re

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as Unsettled

from tests.browser.conftest import OpenPage, go, start_lesson, wait_for_end

LONG_NAME = "a_very_long_name_of_a_program_about_threads_and_processes.py"
OVERLAPS = """() => {
  const parts = document.querySelectorAll(".ls-present__head :is(button, output, h1, a), #caption, #legend");
  const shown = [...parts].filter((node) => node.checkVisibility());
  const boxes = shown.map((node) => [node, node.getBoundingClientRect()]);
  const found = boxes.flatMap(([one, a], index) => boxes.slice(index + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(([other]) => `${one.textContent || one.ariaLabel} / ${other.textContent || other.ariaLabel}`));
  const outside = boxes.filter(([, box]) => box.right > innerWidth + 1).map(([node]) => `${node.textContent} is outside`);
  return [...found, ...outside];
}"""


def present(open_page: OpenPage, *, language: str = "en") -> Page:
    page = open_page("/lab", language=language, theme=None, size=(1920, 1080))
    start_lesson(page, "ticket-office")
    wait_for_end(page)
    run = re.search(r"/lab/([0-9a-z]+)", page.url)[1]
    go(page, f"/present/{run}#v=1&t=200000000")
    expect(page.locator(".ls-legend__entry").first).to_be_visible()
    expect(page.locator("#caption")).to_be_visible()
    return page


def test_it_starts_in_the_projector_theme_with_the_caption_on_top(open_page: OpenPage) -> None:
    page = present(open_page)
    page.wait_for_function("""() => {
        const [caption, timeline] = ["caption", "timeline"].map((id) => document.getElementById(id).getBoundingClientRect());
        return caption.height > 0 && caption.bottom <= timeline.top;
    }""")
    expect(page.locator("html")).to_have_attribute("data-theme", "projector")
    expect(page.locator("#caption")).to_have_css("font-size", "42px")


def test_no_words_are_smaller_than_28_px(open_page: OpenPage) -> None:
    page = present(open_page, language="zh-CN")
    small = page.evaluate(
        """[...document.querySelectorAll("body *")]
          .filter((node) => node.checkVisibility() && !node.closest(".ls-hidden, .ls-skip, script, style"))
          .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
          .filter((node) => parseFloat(getComputedStyle(node).fontSize) < 28)
          .map((node) => node.className)"""
    )
    assert small == []
    expect(page.locator("#caption")).to_have_css("font-size", "44px")


def test_code_and_inspector_come_when_asked_for(open_page: OpenPage) -> None:
    page = present(open_page)
    expect(page.locator("#code-panel")).to_be_hidden()
    page.keyboard.press("c")
    expect(page.locator("#code-panel")).to_be_visible()
    expect(page.locator("#code")).to_contain_text("mutex")
    page.keyboard.press("i")
    expect(page.locator("#inspector-panel")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_nothing_overlaps_at_any_width_however_long_the_name(open_page: OpenPage, language: str) -> None:
    page = open_page("/lab", language=language, theme="projector", size=(1920, 1080))
    started = page.evaluate(
        """async (program) => {
          const body = JSON.stringify({ source: "import time; time.sleep(0.4)", program });
          const answer = await fetch("/api/v1/runs", { method: "POST", headers: { "content-type": "application/json" }, body });
          return (await answer.json()).id;
        }""",
        LONG_NAME,
    )
    go(page, f"/present/{started}")
    expect(page.locator(".ls-legend__entry").first).to_be_visible()
    for width, height in ((1920, 1080), (1440, 900), (1280, 720), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        settle_and_check(page, width)


def settle_and_check(page: Page, width: int) -> None:
    """Wait until nothing overlaps: a page that has another size lays itself out in the frames that follow."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    try:
        page.wait_for_function(f"() => innerWidth === {width} && ({OVERLAPS})().length === 0")
    except Unsettled:
        pytest.fail(f"{width}: {page.evaluate(OVERLAPS)}")
