"""The lab in a real browser: a program goes in, the truth comes out."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, go, start_deadlock, start_lesson, wait_for_end, write_program


def test_an_example_runs_and_fills_every_panel(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_lesson(page, "ticket-office")
    assert wait_for_end(page) == "finished"
    expect(page.locator("#panel-output")).to_contain_text("Seller-1 sold ticket")
    page.click("#tab-workers")
    for name in ("MainThread", "Seller-1", "Seller-2", "Seller-3"):
        expect(page.locator(".ls-tree__name").get_by_text(name, exact=True)).to_be_visible()
    page.click("#tab-events")
    expect(page.locator(".ls-events__row").first).to_be_visible()
    expect(page.locator(".ls-legend__entry").nth(2)).to_be_visible()


def test_a_runs_address_shows_the_same_run_again(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_lesson(page, "one-lock-two-threads")
    wait_for_end(page)
    address = page.url
    output = page.locator(".ls-output__lines")
    expect(output).to_contain_text("both have left")  # the last line: all have been drawn
    text = output.inner_text()
    go(page, "/")
    go(page, address)
    expect(page.locator("#ghost")).to_be_hidden()
    expect(output).to_have_text(text, use_inner_text=True)


def test_a_deadlock_is_told_while_the_program_hangs_and_stop_ends_it(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_deadlock(page)
    trouble = page.locator(".ls-finding--error").first
    expect(trouble).to_contain_text(re.compile("Anna.*Bruno", re.DOTALL))
    expect(page.locator("#tab-findings")).to_have_attribute("aria-selected", "true")
    expect(trouble.locator(".ls-ring__box")).to_have_count(2)
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
    expect(page.locator("#input-line")).to_be_hidden()


def test_an_exception_is_shown_with_its_line(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_lesson(page, "failing-worker")
    wait_for_end(page)
    expect(page.locator(".ls-finding--error").first).to_be_visible()
    expect(page.locator(".ls-findings")).to_contain_text("ZeroDivisionError")
    page.wait_for_selector(".ls-line--alarm")


def test_an_example_is_chosen_in_place_and_can_be_undone(open_page: OpenPage) -> None:
    page = open_page("/lab")
    write_program(page, "print('mine')")
    page.select_option("#lesson", "deadlock")
    expect(page).to_have_url(re.compile(r"/lab\?lesson=deadlock$"))
    expect(page.locator("#source")).to_have_value(re.compile("spoon"))
    page.click(".cm-content")
    page.keyboard.press("Control+z")
    expect(page.locator("#source")).to_have_value("print('mine')")


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


def test_arguments_that_do_not_parse_are_said_at_the_form_in_the_readers_language(open_page: OpenPage) -> None:
    page = open_page("/lab?lesson=deadlock", language="zh-CN")
    page.click(".ls-options__summary")
    page.fill("#arguments", "'never closed")
    page.click("#run")
    page.wait_for_selector(".ls-toast:has-text('无法拆分参数')")
    expect(page.locator("#arguments")).to_have_attribute("aria-invalid", "true")
    expect(page).to_have_url(re.compile(r"/lab\?lesson=deadlock$"))


def test_the_language_is_switched_in_place_without_touching_the_program(open_page: OpenPage) -> None:
    page = open_page("/lab")
    write_program(page, "print('mine')")
    page.click('[data-action="language"]')
    expect(page.locator("#run")).to_have_text("运行")
    expect(page.locator("#source")).to_have_value("print('mine')")


def test_borders_move_with_the_keyboard_and_stay(open_page: OpenPage) -> None:
    page = open_page("/lab")
    before = page.locator("#code-panel").bounding_box()["width"]
    page.focus('[data-splitter="code"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    wider = before * 32 / 28  # two steps of two per cent
    is_wider = "wider => Math.abs(document.querySelector('#code-panel').getBoundingClientRect().width - wider) < 20"
    assert wider > before + 40
    page.wait_for_function(is_wider, arg=wider)
    page.reload()
    page.wait_for_function(is_wider, arg=wider)


def test_nothing_is_wider_than_a_phone(open_page: OpenPage) -> None:
    page = open_page("/lab", size=(390, 844))
    start_lesson(page, "one-lock-two-threads")
    wait_for_end(page)
    expect(page.locator(".ls-legend__entry").first).to_be_attached()
    page.wait_for_function("document.documentElement.scrollWidth <= 390")
    page.wait_for_function("""() => {
        const play = document.querySelector('[data-command="play"]').getBoundingClientRect();
        return Math.min(play.width, play.height) >= 44 && play.bottom <= 844;
    }""")
    more = page.locator(".ls-legend__more")
    expect(more).to_have_text(re.compile(r"^\d+ more$"))
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".ls-legend li[inert]")).to_have_count(0)
    page.wait_for_function("document.querySelector('.ls-legend').scrollWidth <= document.querySelector('.ls-legend').clientWidth")


def test_lanes_further_down_are_announced_below_the_lanes_not_on_them(open_page: OpenPage) -> None:
    page = open_page("/lab", size=(1440, 600))
    start_lesson(page, "ticket-office")
    wait_for_end(page)
    below = page.locator(".ls-below")
    expect(below).to_be_visible()
    page.wait_for_function("""() => {
        const parts = [".ls-timeline__canvas", ".ls-below", ".ls-timeline__minimap"];
        const [lanes, strip, all] = parts.map((part) => document.querySelector(part).getBoundingClientRect());
        return lanes.bottom <= strip.top && strip.bottom <= all.top;
    }""")
    below.click()
    expect(below).to_be_hidden()


def test_a_quarter_of_the_width_still_works(open_page: OpenPage) -> None:
    """Zooming a 1280 px window to 400 % leaves 320 px: one column, no sideways scrolling of the page (WCAG 1.4.10)."""
    for path in ("/", "/lab", "/runs"):
        page = open_page(path, size=(320, 640))
        page.wait_for_function("document.documentElement.scrollWidth <= 320")
