"""A run in one HTML file, opened from disk: no server, no request, and everything that the lab shows of a finished run."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.settings import asset_dir
from app.standalone import html_format
from engine.export.recording import read_recording
from lockstep.notebook import frame
from tests.browser.conftest import WAIT_MS, is_complaint

RECORDINGS = Path(__file__).parent.parent / "recordings"
OpenFile = Callable[..., Page]


@pytest.fixture
def open_file(browser: Browser, tmp_path: Path) -> Iterator[OpenFile]:
    """Export a recorded run and open the file. A request to anywhere, an error or a breach of the page's policy fails the test."""
    complaints: list[str] = []
    with browser.new_context(locale="en", viewport={"width": 1440, "height": 900}, offline=True) as context:

        def open_one(name: str, view: str = "") -> Page:
            recording = read_recording(RECORDINGS / f"{name}.lockstep")
            path = tmp_path / f"{name}.html"
            path.write_bytes(b"".join(html_format(asset_dir("static"), asset_dir("templates")).write(recording)))
            page = context.new_page()
            page.set_default_timeout(WAIT_MS)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
            page.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else complaints.append(asked.url))
            page.goto(path.as_uri() + view)
            expect(page.locator(".ls-legend__entry").first).to_be_visible()
            return page

        yield open_one
    assert complaints == []


def test_the_file_shows_timeline_program_findings_and_output(open_file: OpenFile) -> None:
    page = open_file("deadlock")

    expect(page.locator("#program-name")).to_have_text("deadlock.py")
    expect(page.locator("#facts")).to_contain_text("time limit reached")
    expect(page.locator("#code")).to_contain_text("with second:")
    expect(page.locator("#count-findings")).to_have_text("2")
    expect(page.locator("#panel-output")).to_contain_text("Anna has one, wants the other")
    page.click("#tab-findings")
    expect(page.locator("#panel-findings")).to_contain_text("Deadlock: Anna waits for spoon")
    assert page.evaluate("document.querySelector('.ls-timeline__canvas').width") > 300


def test_in_a_notebooks_sandbox_the_page_works_without_storage_and_address(open_file: OpenFile) -> None:
    page = open_file("deadlock")
    file = page.url.removeprefix("file://").partition("#")[0]  # the address may follow the view already
    page.set_content(frame(Path(file).read_text("utf-8"), height=600, title="cell_1.py"))
    inside = page.frame_locator("iframe")
    expect(inside.locator("#facts")).to_contain_text("time limit reached")
    inside.locator("#tab-findings").click()
    expect(inside.locator("#panel-findings")).to_contain_text("Deadlock: Anna waits for spoon")
    inside.locator(".ls-timeline__canvas").press("w")
    inside.locator('[data-action="language"]').click()
    expect(inside.locator("#tab-findings")).to_contain_text("发现")


def test_keys_zoom_and_step_and_panels_follow(open_file: OpenFile) -> None:
    page = open_file("ticket_office", "#v=1&t=20000000&view=0..150000000&sel=worker.3.20000000")

    expect(page.locator("#inspector")).to_contain_text("Seller-1")
    expect(page.locator("#code .ls-line--selected")).to_contain_text("time.sleep(0.02)")
    page.focus(".ls-timeline__canvas")
    page.keyboard.press("w")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"#v=1&t=(?!20000000&)\d+&view=(?!0\.\.150000000)\d+\.\.\d+"))  # the address follows the view
    page.keyboard.press("c")
    expect(page.locator("#code-panel")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_contain_text("Zoom in")


def test_language_and_theme_change_in_place(open_file: OpenFile) -> None:
    page = open_file("two_processes")
    page.click('[data-action="language"]')
    expect(page.locator("#tab-findings")).to_contain_text("发现")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_bar_under_the_pointer_is_told_and_icons_are_drawn(open_file: OpenFile) -> None:
    page = open_file("ticket_office")
    box = page.locator(".ls-timeline__canvas").bounding_box()
    assert box is not None
    page.evaluate("document.querySelector('#timeline').addEventListener('ls-hover', ({ detail }) => (window.met = detail.hit?.type))")
    for step in range(100):  # down the middle until a bar is met
        page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + step * box["height"] / 100)
        if page.evaluate("window.met") == "span":
            break

    expect(page.locator("#ls-tip")).to_be_visible()
    assert page.evaluate("document.querySelector('#toggle-code use').getBBox().width") > 5
