"""The lab in a real browser: a program goes in, the truth comes out."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, start_lesson, wait_for_end


def write_program(page: Page, source: str) -> None:
    page.wait_for_selector(".cm-content")
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(source)


def test_an_example_runs_and_fills_every_panel(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_lesson(page, "ticket-office")
    assert wait_for_end(page) == "finished"
    assert "Seller-1 sold ticket" in page.inner_text("#panel-output")
    page.click("#tab-workers")
    names = page.locator(".ls-tree__name").all_inner_texts()
    assert {"MainThread", "Seller-1", "Seller-2", "Seller-3"} <= set(names)
    page.click("#tab-events")
    page.wait_for_selector(".ls-events__row")
    assert page.locator(".ls-legend__entry").count() >= 3


def test_a_runs_address_shows_the_same_run_again(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_lesson(page, "one-lock-two-threads")
    wait_for_end(page)
    address = page.url
    output = page.inner_text(".ls-output__lines")
    page.goto("/")
    page.goto(address)
    page.wait_for_selector("#ghost", state="hidden")
    expect(page.locator(".ls-output__lines")).to_have_text(output, use_inner_text=True)


def test_a_deadlock_is_told_while_the_program_hangs_and_stop_ends_it(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_lesson(page, "deadlock")
    page.wait_for_selector(".ls-finding--error")
    assert page.is_visible("#stop")
    assert page.get_attribute("#tab-findings", "aria-selected") == "true"
    text = page.inner_text(".ls-finding--error >> nth=0")
    assert "Anna" in text
    assert "Bruno" in text
    assert page.locator(".ls-finding >> nth=0").locator(".ls-ring__box").count() == 2
    page.click("#stop")
    assert "stopped" in wait_for_end(page)


def test_chinese_can_be_typed_and_comes_back(open_page: OpenPage) -> None:
    page = open_page("/lab", language="zh-CN")
    write_program(page, 'print("你好，线程")')
    page.click("#run")
    page.wait_for_selector(".ls-output__text:has-text('你好，线程')")


def test_a_program_that_reads_gets_what_is_typed_while_it_runs(open_page: OpenPage) -> None:
    page = open_page("/lab")
    write_program(page, 'import sys\nname = input("who? ")\nprint("hello", name)\nprint("rest:", sys.stdin.read())')
    page.click("#run")
    page.fill(".ls-input-line__field", "Ada")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ls-output__text:has-text('hello Ada')")
    page.click(".ls-input-line button[type=button]")
    page.wait_for_selector(".ls-output__text:has-text('rest:')")
    assert wait_for_end(page) == "finished"
    assert not page.is_visible("#input-line")


def test_an_exception_is_shown_with_its_line(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_lesson(page, "failing-worker")
    wait_for_end(page)
    page.wait_for_selector(".ls-finding--error")
    assert "ZeroDivisionError" in page.inner_text(".ls-findings")
    page.wait_for_selector(".ls-line--alarm")


def test_an_example_is_chosen_in_place_and_can_be_undone(open_page: OpenPage) -> None:
    page = open_page("/lab")
    write_program(page, "print('mine')")
    page.select_option("#lesson", "deadlock")
    page.wait_for_selector(".cm-line:has-text('spoon')")
    assert page.url.endswith("/lab?lesson=deadlock")
    page.click(".cm-content")
    page.keyboard.press("Control+z")
    assert page.input_value("#source") == "print('mine')"


def test_a_knob_that_is_turned_is_an_argument_of_the_program(open_page: OpenPage) -> None:
    page = open_page("/lab?lesson=ticket-office", language="zh-CN")
    page.get_by_label("售票员人数").fill("1")
    expect(page.locator("#arguments")).to_have_value("10 1")
    page.click("#run")
    page.wait_for_url(re.compile(r"/lab/[0-9a-z]+"))
    expect(page.locator(".ls-output__lines")).to_contain_text("closed with 0 tickets left")
    expect(page.locator(".ls-output__lines")).not_to_contain_text("Seller-2")
    page.locator("#lesson").select_option("deadlock")
    expect(page.locator("#knobs")).to_be_hidden()


def test_a_changed_program_says_that_the_run_is_stale(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_lesson(page, "one-lock-two-threads")
    wait_for_end(page)
    write_program(page, "print(1)")
    page.wait_for_selector('[data-ribbon="stale"]')


def test_arguments_that_do_not_parse_are_said_at_the_form(open_page: OpenPage) -> None:
    page = open_page("/lab?lesson=deadlock")
    page.wait_for_selector(".cm-content")
    page.click(".ls-options__summary")
    page.fill("#arguments", "'never closed")
    page.click("#run")
    page.wait_for_selector(".ls-toast")
    assert page.get_attribute("#arguments", "aria-invalid") == "true"
    assert page.url.endswith("/lab?lesson=deadlock")


def test_the_language_is_switched_in_place_without_touching_the_program(open_page: OpenPage) -> None:
    page = open_page("/lab")
    write_program(page, "print('mine')")
    page.click('[data-action="language"]')
    page.wait_for_selector('html[lang="zh-CN"]')
    assert page.inner_text("#run") == "运行"
    assert page.input_value("#source") == "print('mine')"


def test_borders_move_with_the_keyboard_and_stay(open_page: OpenPage) -> None:
    page = open_page("/lab")
    page.wait_for_selector("#transport button", state="attached")
    before = page.locator("#code-panel").bounding_box()["width"]
    page.focus('[data-splitter="code"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    wider = page.locator("#code-panel").bounding_box()["width"]
    assert wider > before
    page.reload()
    page.wait_for_selector("#transport button", state="attached")
    assert page.locator("#code-panel").bounding_box()["width"] == pytest.approx(wider, abs=2)


def test_nothing_is_wider_than_a_phone(open_page: OpenPage) -> None:
    page = open_page("/lab", size=(390, 844))
    start_lesson(page, "one-lock-two-threads")
    wait_for_end(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    play = page.locator('[data-command="play"]').bounding_box()
    assert min(play["width"], play["height"]) >= 44
    assert play["y"] + play["height"] <= 844


def test_a_quarter_of_the_width_still_works(open_page: OpenPage) -> None:
    """Zooming a 1280 px window to 400 % leaves 320 px: one column, no sideways scrolling of the page (WCAG 1.4.10)."""
    for path in ("/", "/lab", "/runs"):
        page = open_page(path, size=(320, 640))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
