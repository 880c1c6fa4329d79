"""The scheduling page in a real browser: jobs typed in, schedules compared, decisions stepped through, predicted, shared, taken along."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_axe import AS_PREFERRED, LOOKS, serious

MEANS = ".ls-policy:nth-child({}) .ls-mean__value"


def open_lab(open_page: OpenPage, fragment: str = "", **options: object) -> Page:
    page = open_page(f"/scheduling{fragment}", **options)
    page.wait_for_selector("#policies[data-shown]")
    return page


def choose(page: Page, example: str) -> None:
    page.select_option("#example", example)


def expect_jobs(page: Page, *names: str) -> None:
    fields = page.locator('#job-table [data-place$="/name"]')
    expect(fields).to_have_count(len(names))
    for place, name in enumerate(names):
        expect(fields.nth(place)).to_have_value(name)


def expect_field(page: Page, place: str, value: str) -> None:
    expect(page.locator(f'[data-place="{place}"]')).to_have_value(value)


def test_the_page_is_in_the_navigation_and_opens_with_the_books_example(open_page: OpenPage) -> None:
    page = open_page("/")
    page.click('.ls-header__nav a[href="/scheduling"]')
    expect(page.locator(MEANS.format(1))).to_have_text(["17", "27", "17"])
    expect(page.locator(MEANS.format(2))).to_have_text(["5.67", "15.67", "3.67"])
    expect(page.locator(".ls-policy:nth-child(2) .ls-policy__figure svg")).to_have_attribute(
        "aria-label", re.compile("P1 0 to 4 on CPU 0, P2 4 to 7")
    )


@pytest.mark.parametrize(
    ("example", "means"),
    [
        ("convoy-turned", [["3", "13", "3"]]),
        ("shortest", [["10.25", "16.25", "10.25"], ["7", "13", "7"]]),
        ("preempting", [["7.75", "14.25", "7.75"], ["6.5", "13", "4.25"]]),
        ("three-ways", [["4.75", "8.75", "4.75"], ["4", "8", "4"], ["3", "7", "0.5"]]),
        ("priorities", [["8.2", "12", "8.2"]]),
        ("long-first", [["70", "110", "70"], ["10", "50", "10"]]),
        ("response", [["5", "10", "5"], ["9", "14", "1"]]),
        ("feedback-io", [["51.67", "170.67", "5.67"]]),
    ],
)
def test_each_example_shows_the_numbers_of_its_book(open_page: OpenPage, example: str, means: list[list[str]]) -> None:
    page = open_lab(open_page)
    choose(page, example)
    for place, values in enumerate(means, start=1):
        expect(page.locator(MEANS.format(place))).to_have_text(values)


def test_jobs_are_typed_in_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_lab(open_page, "#v=1&jobs=A,0,5&policy=fcfs")
    page.focus('[data-place="jobs/0/burst"]')
    page.keyboard.press("Enter")  # behind the last job: one more, ready to be written over
    expect(page.locator('[data-place="jobs/1/burst"]')).to_be_focused()
    page.keyboard.type("4")
    expect(page.locator(MEANS.format(1))).to_have_text(["2.5", "7", "2.5"])
    page.keyboard.press("Alt+ArrowUp")
    expect_jobs(page, "B", "A")
    expect(page.locator(MEANS.format(1))).to_have_text(["2", "6.5", "2"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_jobs(page, "A")


def test_lists_in_both_notations_are_pasted(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.click("#paste summary")
    expect(page.locator("#paste-text")).to_have_value("P1 0 24, P2 0 3, P3 0 3")  # filled when the box has told that it is open
    page.fill("#paste-text", "0,84,7:0,42,3")
    page.click("#paste-use")
    expect_jobs(page, "J0", "J1")
    expect_field(page, "jobs/0/every", "7")
    page.fill("#paste-text", "P1 0")
    page.click("#paste-use")
    expect(page.locator("#paste-trouble")).to_contain_text("P1 0")
    expect_jobs(page, "J0", "J1")


def test_the_same_seed_gives_the_same_jobs(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    lists = []
    for _ in range(2):
        choose(page, "convoy")
        page.fill("#random-seed", "7")
        page.dispatch_event("#random-seed", "change")
        expect(page).to_have_url(re.compile("seed=7"))
        expect(page.locator("#job-table input")).to_have_count(15)
        lists.append(page.eval_on_selector_all("#job-table input", "fields => fields.map((field) => field.value)"))
        page.select_option("#example", "")
    assert lists[0] == lists[1]


def test_a_policy_shows_only_the_knobs_it_has_and_its_ties_can_be_switched(open_page: OpenPage) -> None:
    page = open_lab(open_page, "#v=1&jobs=P1,0,4;P2,2,2&policy=fcfs")
    expect(page.locator('.ls-policy [data-place^="policies/0/"]')).to_have_count(0)
    page.select_option('[data-policy="0"]', "rr")
    page.fill('[data-place="policies/0/quantum"]', "2")
    expect(page.locator(".ls-policy__figure svg")).to_have_attribute("aria-label", re.compile("P1 0 to 2 on CPU 0, P2 2 to 4"))
    page.click(".ls-policy__rules summary")
    expect(page.locator(".ls-rules")).to_contain_text("queues before the pre-empted one")
    page.check('[data-place="policies/0/arrival_after_preempted"]')
    expect(page.locator(".ls-policy__figure svg")).to_have_attribute("aria-label", re.compile("P1 0 to 4 on CPU 0, P2 4 to 6"))
    expect(page.locator(".ls-rules")).to_contain_text("queues after the pre-empted one")


def test_policies_are_added_and_removed_on_one_axis(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.click("#add-policy")
    expect(page.locator(".ls-policy")).to_have_count(3)
    expect(page.locator("#comparison tbody tr")).to_have_count(3)
    page.wait_for_function("""() => {
        const widths = [...document.querySelectorAll(".ls-policy__figure svg")].map((one) => one.getAttribute("width"));
        return widths.length === 3 && widths[0] !== null && new Set(widths).size === 1;
    }""")
    page.click('[data-remove="0"]')
    expect(page.locator("#comparison tbody tr")).to_have_count(2)


def test_decisions_are_stepped_through_with_the_arrow_keys_each_with_its_reason(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    second = page.locator(".ls-policy:nth-child(2)")
    expect(second.locator(".ls-now__said")).to_have_text("At 4: It is P2's turn, for a slice of 4.")
    expect(second.locator(".ls-chip__name")).to_have_text(["P3", "P1"])
    expect(page.locator(".ls-policy:nth-child(1) .ls-now__said")).to_contain_text("At 4, since 0: P1 came first")
    expect(page.locator(".ls-gantt__cursor")).to_have_count(2)
    page.keyboard.press("ArrowLeft")
    expect(second.locator(".ls-now__said")).to_contain_text("At 0:")
    page.keyboard.press("End")
    expect(second.locator(".ls-now__said")).to_contain_text("All jobs are done")
    page.keyboard.press("Escape")
    expect(page.locator(".ls-gantt__cursor")).to_have_count(0)


def test_a_click_into_the_chart_goes_to_that_decision(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    figure = page.locator(".ls-policy:nth-child(2) .ls-policy__figure svg")
    width = figure.evaluate("svg => svg.getBoundingClientRect().width")
    figure.click(position={"x": width * 0.3, "y": 20})
    expect(page.locator(".ls-policy:nth-child(2) .ls-now__said")).to_contain_text(re.compile("At (7|8|9)"))


def test_arrow_keys_in_a_field_move_in_the_field(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.focus('[data-place="jobs/0/name"]')
    page.keyboard.press("ArrowRight")
    expect(page.locator(".ls-gantt__cursor")).to_have_count(0)


def test_first_predicted_then_revealed(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.check("#predict")
    page.wait_for_selector("#predict-card:not([hidden])")
    expect(page.locator(".ls-gantt__run")).to_have_count(1)  # the one in the legend
    expect(page.locator(".ls-mean")).to_have_count(0)
    expect(page.locator("#results")).to_be_hidden()
    page.fill('#predict-card [name="prediction"]', "10")
    page.keyboard.press("Enter")
    expect(page.locator(".ls-predict__verdict")).to_have_text("✗ It is 17; you said 10. You are off by 7.")
    expect(page.locator(MEANS.format(1))).to_have_text(["17", "27", "17"])
    page.fill('[data-place="jobs/0/burst"]', "6")  # other jobs: another question
    page.wait_for_selector("#predict-card select")
    page.select_option("#predict-card select", "order")
    page.fill('#predict-card [name="prediction"]', "P1 P2 P3")
    page.keyboard.press("Enter")
    expect(page.locator(".ls-predict__verdict")).to_contain_text("✓")


def test_a_prediction_can_be_skipped(open_page: OpenPage) -> None:
    page = open_lab(open_page, "#v=1&jobs=P1,0,24;P2,0,3&policy=fcfs&predict=1")
    page.click("#predict-card >> text=Skip")
    expect(page.locator(MEANS.format(1))).to_have_text(["12", "25.5", "12"])
    expect(page.locator("#predict-card")).to_be_hidden()


def test_a_point_of_the_sweep_opens_its_schedule(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    expect(page.locator(".ls-gantt__column")).to_have_count(8)
    page.focus('.ls-gantt__column[data-value="1"]')
    page.keyboard.press("Enter")
    expect_field(page, "policies/1/quantum", "1")
    expect(page.locator(MEANS.format(2))).to_have_text(["5.67", "15.67", "1"])
    page.select_option("#sweep-knob", "switch_cost")
    expect(page.locator(".ls-sweep__figure")).to_have_count(2)


def test_a_link_leads_to_the_same_jobs_policies_and_instant(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.fill('[data-place="jobs/0/burst"]', "20")
    page.fill('[data-place="policies/1/quantum"]', "5")
    expect(page.locator("#job-times table").nth(1)).to_contain_text("Round robin, quantum 5")
    page.keyboard.press("Tab")
    page.click('[data-step="next"]')
    page.click('[data-step="next"]')
    expect(page.locator(".ls-policy:nth-child(2) .ls-now__said")).to_contain_text("At 5:")
    other = open_lab(open_page, page.evaluate("location.hash"), language="zh-CN", theme="dark")
    expect_field(other, "jobs/0/burst", "20")
    expect(other.locator(".ls-policy:nth-child(2) .ls-now__said")).to_have_text("时刻 5：轮到 P2，时间片为 5。")


def test_what_is_wrong_is_marked_at_its_field_and_said(open_page: OpenPage) -> None:
    page = open_lab(open_page, language="zh-CN")
    field = page.locator('[data-place="jobs/0/burst"]')
    field.fill("-3")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#faults")).to_contain_text("P1 的 CPU 区间")
    field.fill("3")
    expect(page.locator("#faults")).to_be_hidden()
    expect(field).to_have_attribute("aria-invalid", "false")


def test_what_only_the_server_finds_wrong_is_marked_too(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.select_option('[data-policy="0"]', "lottery")
    page.fill('[data-place="jobs/1/priority"]', "0")  # nobody can win with no ticket
    expect(page.locator("#faults li")).to_have_count(1)
    expect(page.locator('[data-place="jobs/1/priority"]')).to_have_attribute("aria-invalid", "true")


def test_the_schedules_are_taken_along_as_picture_and_table(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_lab(open_page, "#v=1&jobs=P1,0,24;P2,0,3;P3,0,3&policy=rr,quantum=4&seed=7")
    files = {}
    for kind in ("svg", "png", "csv"):
        with page.expect_download() as download:
            page.click(f"#export-{kind}")
        files[kind] = tmp_path / f"schedule.{kind}"
        download.value.save_as(files[kind])
    svg = files["svg"].read_text("utf-8")
    for text in ("CPU scheduling", "Round robin, quantum 4", "mean wait 5.67", "P1 0 24", "seed 7", "A switch costs nothing."):
        assert text in svg
    assert files["png"].read_bytes().startswith(b"\x89PNG")
    assert '"Round robin, quantum 4",block,P2,0,,,,4,7,,,' in files["csv"].read_text("utf-8")
    viewer = open_page("/runs")  # the file stands by itself: a browser reads it as it is
    viewer.set_content(f"<body>{svg}</body>")
    expect(viewer.locator("svg text").nth(10)).to_be_attached()


def test_everything_can_be_enlarged_for_a_hall(open_page: OpenPage) -> None:
    page = open_lab(open_page, theme="projector", size=(1920, 1080))
    page.click("#large")
    page.wait_for_selector("body.is-large")
    page.wait_for_function("""() => {
        const sizes = [...document.querySelectorAll(".ls-policy__figure text")].map((one) => Number(one.getAttribute("font-size")));
        return sizes.length > 0 && Math.min(...sizes) >= 21.6; // legible from eight screen heights
    }""")
    expect(page.locator(".ls-schedule__given")).to_be_hidden()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-CN", "dark")])
@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_needs_no_scrolling_sideways(open_page: OpenPage, language: str, theme: str, width: int) -> None:
    page = open_lab(open_page, language=language, theme=theme, size=(width, 844))
    choose(page, "feedback-io")
    page.wait_for_selector(".ls-policy .ls-gantt__io")
    page.click('[data-step="next"]')
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("language", "size", "themes"), LOOKS)
def test_axe_finds_nothing_serious(open_page: OpenPage, axe: str, language: str, size: tuple[int, int], themes: tuple[str, ...]) -> None:
    page = open_lab(open_page, language=language, size=size, **AS_PREFERRED)
    page.wait_for_selector(".ls-gantt__column")
    page.click("#decisions summary")
    page.click(".ls-policy__rules summary >> nth=0")
    expect(page.locator("#decision-rows > *").first).to_be_visible()
    page.click('[data-step="next"]')
    expect(page.locator(".ls-now__said").first).to_be_visible()
    assert serious(page, axe, themes) == []
    page.check("#predict")
    page.wait_for_selector("#predict-card:not([hidden])")
    assert serious(page, axe, themes) == []


def test_the_jobs_run_as_real_processes_and_are_compared(open_page: OpenPage) -> None:
    page = open_lab(open_page, "#v=1&jobs=P1,0,3;P2,0,2&policy=fcfs")
    page.click("[data-real]")
    expect(page.locator(".ls-policy__real a")).to_have_attribute("href", re.compile("^/lab/"))
    page.wait_for_selector(".ls-policy__real .ls-gantt__run", timeout=60_000)
    expect(page.locator(".ls-policy__real svg")).to_have_attribute("aria-label", re.compile("P1"))
    expect(page.locator(".ls-real__said")).to_contain_text("the textbook")
    expect(page.locator(".ls-policy__real tbody tr")).to_have_count(3)
    page.fill('[data-place="jobs/0/burst"]', "4")  # another schedule: what was measured is not of this one
    expect(page.locator(".ls-policy__real svg")).to_have_count(0)
