"""Caption, inspector, legend, event list, transport, tooltips and links, on a page with a recorded run."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.harness import Companions, served


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Companions]:
    with served() as address:
        page = browser.new_page(viewport={"width": 1500, "height": 900})
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        yield Companions(page, address)
        page.close()


@pytest.fixture
def view(browser_page: Companions) -> Iterator[Companions]:
    browser_page.open()
    yield browser_page
    assert browser_page.errors == []


def test_the_caption_says_who_waits_for_what_and_who_has_it(view: Companions) -> None:
    view.wait_for_text("#caption", "is blocked: waiting for mutex, held by Seller-")
    expect(view.page.locator("#caption strong").first).to_be_visible()
    expect(view.page.locator("#caption .ls-caption__time")).to_have_text("60.0 ms")


def test_the_caption_speaks_chinese(view: Companions) -> None:
    view.open("language=zh-CN")
    view.wait_for_text("#caption", "被阻塞：正在等待 mutex（由 Seller-")


def test_a_switch_of_language_changes_every_companion_in_place(view: Companions) -> None:
    view.set("{selected: {type: 'worker', id: 3, time: 60e6}}")
    view.wait_for_text("#inspector", "State")
    view.page.evaluate("lockstep.messages.setLanguage('zh-CN')")
    view.wait_for_text("#inspector", "状态")
    view.wait_for_text("#legend", "运行态")
    view.wait_for_text("#transport", "屏幕 1 秒")
    view.wait_for_text("#events", "做了什么")


def test_the_caption_follows_the_cursor(view: Companions) -> None:
    words = view.page.locator("#caption .ls-caption__words")
    expect(words).not_to_have_text("")
    before = words.inner_text()
    view.set("{cursor: 100e6}")
    expect(view.page.locator("#caption .ls-caption__time")).to_have_text("100.0 ms")
    expect(words).not_to_have_text(before, use_inner_text=True)


def test_the_links_of_the_inspector_jump(view: Companions) -> None:
    view.set("{selected: {type: 'worker', id: 5, time: 60e6}}")
    view.wait_for_text("#inspector", "Held by")
    view.page.click("#inspector .ls-jump--resource >> nth=0")
    view.wait_for_state("selected", "value.type === 'resource'")
    view.wait_for_text("#inspector h3", "mutex")
    view.page.click("#inspector .ls-jump--location >> nth=0")
    view.wait_for("lockstep.opened.length === 1")


def test_the_inspector_explains_a_finding(view: Companions) -> None:
    view.open("recording=deadlock")
    view.set("{selected: {type: 'finding', id: 1, time: 448e6}}")
    view.wait_for_text("#inspector", "Anna waits for spoon, held by Bruno")
    view.page.locator("#inspector .ls-jump--worker", has_text="Bruno").first.click()
    view.wait_for_text("#inspector h3", "Bruno")


def test_the_focus_stays_on_a_link_while_the_panel_is_drawn_again(view: Companions) -> None:
    view.set("{selected: {type: 'worker', id: 5, time: 60e6}}")
    link = view.page.locator("#inspector [data-link=worker-2]").first
    link.focus()
    view.set("{cursor: 61e6}")
    view.wait_for_text("#caption .ls-caption__time", "61.0 ms")
    expect(link).to_be_focused()


def test_the_legend_shows_the_marks_of_the_run_and_filters(view: Companions) -> None:
    names = view.page.locator(".ls-legend__name")
    expect(names).to_have_text(["running", "ready", "blocked: join", "blocked: lock", "blocked: sleep"])
    view.page.click("[data-mark=blocked-sleep]")
    view.wait_for_state("hiddenStates", "value.join() === 'blocked-sleep'")
    expect(view.page.locator("[data-mark=blocked-sleep]")).to_have_attribute("aria-pressed", "false")
    view.page.get_by_role("button", name="Show all").click()
    view.wait_for_state("hiddenStates", "value.length === 0")


def test_the_event_list_goes_with_the_timeline_in_both_directions(view: Companions) -> None:
    shown = "Number(document.querySelector('#events .is-active .ls-events__cell--time')?.textContent)"
    view.wait_for(f"{shown} > 0 && {shown} <= 60")
    view.page.focus("#events [role=grid]")
    view.press("ArrowDown")
    view.wait_for_state("cursor", "value > 60e6")
    view.wait_for_state("selected", "value?.type === 'worker'")
    view.set("{cursor: 5e6}")
    view.wait_for(f"{shown} <= 5")
    view.press("End")
    view.wait_for_state("cursor", "value > 120e6")


def test_the_event_list_is_a_table_to_a_screen_reader(view: Companions) -> None:
    grid = view.page.locator("#events [role=grid]")
    expect(view.page.locator("#events .is-active")).to_be_visible()  # rows become active when all have been filtered
    everything = view.page.evaluate("lockstep.model.eventCount")
    expect(view.page.locator("#events .ls-events__count")).to_have_text(re.compile(rf"^\d+ of {everything}$"))
    count = int(view.page.inner_text("#events .ls-events__count").split()[0])
    expect(grid).to_have_attribute("aria-rowcount", str(count + 1))
    expect(grid.locator("[role=columnheader]")).to_have_count(5)
    view.wait_for("document.querySelector('#events [role=grid]').ariaActiveDescendantElement?.ariaSelected === 'true'")


def test_the_event_list_filters_and_says_when_nothing_is_left(view: Companions) -> None:
    view.page.fill("#events input[type=search]", "sold")
    view.page.wait_for_function("""() => {
        const rows = [...document.querySelectorAll('#events [data-row]')];
        return rows.length > 0 && rows.every(row => /sold/.test(row.textContent));
    }""")
    view.page.fill("#events input[type=search]", "no such thing")
    view.wait_for_text("#events .ls-events__none", "No event passes")


def test_the_event_list_can_be_copied(view: Companions) -> None:
    expect(view.page.locator("#events .is-active")).to_be_visible()
    count = int(view.page.inner_text("#events .ls-events__count").split()[0])
    view.page.evaluate("""() => {
        window.copied = []; // the button says it for two seconds only
        const button = document.querySelector("#events .ls-events__copy");
        new MutationObserver(() => copied.push(button.textContent)).observe(button, { childList: true });
    }""")
    view.page.get_by_role("button", name="Copy", exact=True).click()
    view.wait_for(f"copied.includes('{count} rows copied')")
    lines = view.page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0].split("\t") == ["Time, ms", "Who", "What", "Why", "Line"]
    assert len(lines) == count + 1


def test_only_what_is_selected_can_be_listed(view: Companions) -> None:
    view.set("{selected: {type: 'resource', id: 1, time: 60e6}}")
    view.page.get_by_role("button", name="Selected").click()
    view.page.wait_for_function("""() => {
        const rows = [...document.querySelectorAll('#events [data-row]')];
        return rows.length > 0 && rows.every(row => /mutex/.test(row.textContent));
    }""")


def test_the_transport_says_its_scale_and_every_button_has_a_name(view: Companions) -> None:
    tenth = view.page.evaluate("lockstep.model.now") / 10 / 1e6
    view.wait_for_text("#transport", f"1 s on screen = {tenth:.3g} ms")
    view.page.click("[data-command=faster]")
    view.wait_for_text("#transport", f"1 s on screen = {tenth * 2:.3g} ms")
    unnamed = view.page.evaluate("[...document.querySelectorAll('#transport button')].filter(b => !b.ariaLabel && !b.textContent).length")
    assert unnamed == 0


def test_a_living_run_can_be_paused_and_caught_up_with(view: Companions) -> None:
    view.open("until=10")
    view.set("{follow: true}")
    view.page.get_by_role("button", name="Pause the view; recording goes on").click()
    view.wait_for_state("follow", "!value")
    view.page.get_by_role("button", name="Go to the live edge").click()
    view.wait_for_state("follow", "value")


def test_a_finding_is_announced_when_it_comes(view: Companions) -> None:
    view.open("recording=deadlock&until=3")
    view.page.evaluate("lockstep.more(1000)")
    view.wait_for("lockstep.said.some((text) => text.includes('Deadlock: Anna waits for spoon'))")


def test_tips_open_on_hover_and_on_focus_can_be_hovered_and_close_by_escape(view: Companions) -> None:
    tip = view.page.locator("#ls-tip")
    view.page.hover("[data-command=fit]")
    expect(tip).to_contain_text("Fit the whole run")
    expect(tip).to_be_visible()
    view.page.hover("#ls-tip")
    expect(tip).to_be_visible()
    view.press("Escape")
    expect(tip).to_be_hidden()
    view.page.mouse.move(5, 5)
    view.page.focus("[data-command=play]")
    view.press("ArrowRight")
    expect(tip).to_contain_text("Next event in the lane")
    expect(view.page.locator("[data-command=next-event]")).to_have_attribute("aria-describedby", "ls-tip")


def test_the_address_carries_the_instant_the_zoom_and_the_selection(view: Companions) -> None:
    view.set("{cursor: 44e6, t0: 10e6, t1: 90e6, selected: {type: 'span', id: 4, time: 44e6}}")
    view.page.wait_for_function("location.hash.includes('t=44000000')")
    fragment = view.page.evaluate("location.hash")
    view.open("language=zh-CN", fragment)
    view.wait_for_state("cursor", "value === 44e6")
    view.wait_for_state("t0", "value === 10e6")
    view.wait_for_state("t1", "value === 90e6")
    view.wait_for_state("selected", "JSON.stringify(value) === JSON.stringify({ type: 'span', id: 4, time: 44e6 })")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "projector"])
def test_targets_are_large_enough_for_a_finger_and_names_contain_their_text(view: Companions, theme: str) -> None:
    view.open(f"theme={theme}")
    sizes = view.page.evaluate("""() => {
        const buttons = [...document.querySelectorAll('#transport button, #legend button, .ls-chip')];
        return buttons.filter(button => button.offsetParent).map(button => [button.offsetWidth, button.offsetHeight]);
    }""")
    assert sizes
    assert all(width >= 24 and height >= 24 for width, height in sizes)
    wrong = view.page.evaluate("""() => {
        const named = [...document.querySelectorAll('button[aria-label]')].map(button => [button.ariaLabel, button.textContent.trim()]);
        return named.filter(([name, text]) => !name.includes(text));
    }""")
    assert wrong == []
