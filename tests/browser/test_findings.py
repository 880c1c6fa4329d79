"""What is worth a look, or good to know: a card without red, and a mark of ink on the timeline."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, start_lesson, wait_for_end


def open_findings(page: Page, lesson: str) -> None:
    start_lesson(page, lesson)
    wait_for_end(page)
    page.click("#tab-findings")


def test_a_warning_has_a_card_that_is_not_red_with_its_name_its_sentence_and_links(open_page: OpenPage) -> None:
    page = open_page("/lab")
    open_findings(page, "lock-and-sleep")
    page.wait_for_selector(".ls-finding--warning:has-text('Lock held while waiting')")
    expect(page.locator(".ls-findings")).to_contain_text("Cashier held till (taken at line 12) during a sleep at line 14")
    expect(page.locator(".ls-finding--error")).to_have_count(0)
    page.click(".ls-finding--warning button[data-link^='finding-']")
    page.wait_for_selector(".ls-inspector:has-text('Worth a look')")


def test_it_is_told_in_chinese_with_durations_spelled(open_page: OpenPage) -> None:
    page = open_page("/lab", language="zh-CN", theme="dark")
    open_findings(page, "lock-and-sleep")
    page.wait_for_selector(".ls-finding--warning:has-text('持锁等待')")
    text = page.locator(".ls-finding__text").first
    expect(text).to_contain_text("Cashier 在第 14 行睡眠期间一直持有 till")
    expect(text).not_to_contain_text("_ns")
