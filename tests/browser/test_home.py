"""Home, runs and error pages in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, go, start_lesson, wait_for_end


def test_home_offers_examples_each_with_a_question_and_a_drawing(open_page: OpenPage) -> None:
    page = open_page("/")
    cards = page.locator(".ls-card")
    assert cards.count() >= 8
    assert page.locator(".ls-card svg .ls-sketch__bar--running").count() >= cards.count()
    assert all(text.strip() for text in page.locator(".ls-card__text").all_inner_texts())


def test_a_jump_leads_to_its_group_below_the_header(open_page: OpenPage) -> None:
    page = open_page("/")
    for link in page.locator(".ls-jumps__link").all():
        assert link.inner_text().endswith(str(page.locator(f"{link.get_attribute('href')} .ls-card").count()))
    page.click('.ls-jumps__link[href="#servers"]')
    page.wait_for_function("""() => {
        const box = document.querySelector("#servers-title").getBoundingClientRect();
        return box.top >= document.querySelector(".ls-header").getBoundingClientRect().bottom && box.bottom <= innerHeight;
    }""")


def test_the_groups_fit_a_phone(open_page: OpenPage) -> None:
    page = open_page("/", size=(390, 844))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".ls-jumps__link").last.is_visible()


def test_the_labs_examples_are_grouped_in_the_readers_language(open_page: OpenPage) -> None:
    page = open_page("/lab")
    first = page.locator("#lesson optgroup").first
    expect(first).to_have_attribute("label", "Threads and locks")
    page.click('[data-action="language"]')
    expect(first).to_have_attribute("label", "线程与锁")


def test_the_language_is_switched_in_place_and_kept(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("window.isTheSamePage = true")
    page.click('[data-action="language"]')
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("h1")).to_have_text("看见线程和进程到底在做什么")
    expect(page.locator("#wrong")).to_contain_text("死锁")
    assert page.evaluate("window.isTheSamePage") is True
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_theme_is_switched_in_place_and_kept(open_page: OpenPage) -> None:
    page = open_page("/")
    page.click('[popovertarget="theme-menu"]')
    page.click('#theme-menu label:has([value="dark"])')
    expect_theme(page, "dark")
    page.reload()
    expect_theme(page, "dark")


def test_without_a_choice_the_system_chooses_the_theme(open_page: OpenPage) -> None:
    page = open_page("/", theme="auto", color_scheme="dark")
    expect_theme(page, "dark")
    page.emulate_media(color_scheme="light")
    expect_theme(page, "light")


def expect_theme(page: Page, theme: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-theme", theme)


def test_a_run_is_listed_and_can_be_deleted(open_page: OpenPage) -> None:
    page = open_page("/lab")
    start_lesson(page, "one-lock-two-threads")
    wait_for_end(page)
    run = re.search(r"/lab/([0-9a-z]+)", page.url)[1]
    go(page, "/runs")
    row = page.locator(f"#run-{run}")
    expect(row).to_contain_text("one_lock_two_threads.py")
    page.on("dialog", lambda dialog: dialog.accept())
    row.locator("[data-delete]").click()
    expect(row).to_have_count(0)


def test_a_page_that_is_not_there_says_so_in_the_readers_language(open_page: OpenPage) -> None:
    page = open_page("/runs", language="zh-CN")
    answer = page.request.get("/nowhere", headers={"accept": "text/html"})
    assert answer.status == 404
    assert "这个地址没有内容" in answer.text()
