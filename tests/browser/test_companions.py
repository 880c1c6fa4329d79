"""Caption, inspector, legend, event list, transport, tooltips and links, on a page with a recorded run."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

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
    assert view.page.locator("#caption strong").first.is_visible()
    assert view.page.inner_text("#caption .ls-caption__time") == "60.0 ms"


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
    before = view.page.inner_text("#caption")
    view.set("{cursor: 100e6}")
    view.wait_for_text("#caption .ls-caption__time", "100.0 ms")
    assert view.page.inner_text("#caption") != before


def test_the_links_of_the_inspector_jump(view: Companions) -> None:
    view.set("{selected: {type: 'worker', id: 5, time: 60e6}}")
    view.wait_for_text("#inspector", "Held by")
    view.page.click("#inspector .ls-jump--resource >> nth=0")
    assert view.state("selected")["type"] == "resource"
    view.wait_for_text("#inspector", "Waiting")
    view.page.click("#inspector .ls-jump--location >> nth=0")
    assert view.page.evaluate("lockstep.opened.length") == 1


def test_the_inspector_explains_a_finding(view: Companions) -> None:
    view.open("recording=deadlock")
    view.set("{selected: {type: 'finding', id: 1, time: 448e6}}")
    view.wait_for_text("#inspector", "Anna waits for spoon, held by Bruno")
    view.page.locator("#inspector .ls-jump--worker", has_text="Bruno").first.click()
    view.wait_for_text("#inspector h3", "Bruno")


def test_the_focus_stays_on_a_link_while_the_panel_is_drawn_again(view: Companions) -> None:
    view.set("{selected: {type: 'worker', id: 5, time: 60e6}}")
    view.page.focus("#inspector [data-link=worker-2]")
    view.set("{cursor: 61e6}")
    view.wait_for_text("#caption .ls-caption__time", "61.0 ms")
    assert view.page.evaluate("document.activeElement.dataset.link") == "worker-2"


def test_the_legend_shows_the_marks_of_the_run_and_filters(view: Companions) -> None:
    names = view.page.locator(".ls-legend__name").all_inner_texts()
    assert names == ["running", "ready", "blocked: join", "blocked: lock", "blocked: sleep"]
    view.page.click("[data-mark=blocked-sleep]")
    assert view.state("hiddenStates") == ["blocked-sleep"]
    view.page.locator("[data-mark=blocked-sleep][aria-pressed=false]").wait_for()
    view.page.get_by_role("button", name="Show all").click()
    assert view.state("hiddenStates") == []


def test_the_event_list_goes_with_the_timeline_in_both_directions(view: Companions) -> None:
    shown = view.page.locator("#events .is-active .ls-events__cell--time")
    assert 0 < float(shown.inner_text()) <= 60
    view.page.focus("#events [role=grid]")
    view.press("ArrowDown")
    moved = view.state("cursor")
    assert moved > 60e6
    assert view.state("selected")["type"] == "worker"
    view.set("{cursor: 5e6}")
    view.page.wait_for_function("Number(document.querySelector('#events .is-active .ls-events__cell--time').textContent) <= 5")
    view.press("End")
    assert view.state("cursor") > 120e6


def test_the_event_list_is_a_table_to_a_screen_reader(view: Companions) -> None:
    grid = view.page.locator("#events [role=grid]")
    view.page.locator("#events .is-active").wait_for()
    count, _, everything = view.page.inner_text("#events .ls-events__count").split()
    assert int(everything) == view.page.evaluate("lockstep.model.eventCount")
    assert grid.get_attribute("aria-rowcount") == str(int(count) + 1)
    assert grid.locator("[role=columnheader]").count() == 5
    active = grid.get_attribute("aria-activedescendant")
    assert view.page.locator(f"#{active}").get_attribute("aria-selected") == "true"


def test_the_event_list_filters_and_says_when_nothing_is_left(view: Companions) -> None:
    view.page.fill("#events input[type=search]", "sold")
    view.page.wait_for_function("[...document.querySelectorAll('#events [data-row]')].every(row => /sold/.test(row.textContent))")
    view.page.fill("#events input[type=search]", "no such thing")
    view.wait_for_text("#events .ls-events__none", "No event passes")


def test_the_event_list_can_be_copied(view: Companions) -> None:
    view.page.locator("#events .is-active").wait_for()
    count = int(view.page.inner_text("#events .ls-events__count").split()[0])
    view.page.get_by_role("button", name="Copy", exact=True).click()
    view.wait_for_text("#events .ls-events__copy", f"{count} rows copied")
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
    assert view.state("follow") is False
    view.page.get_by_role("button", name="Go to the live edge").click()
    assert view.state("follow") is True


def test_a_finding_is_announced_when_it_comes(view: Companions) -> None:
    view.open("recording=deadlock&until=3")
    view.page.evaluate("lockstep.more(1000)")
    view.wait_for_text("#announcer", "Deadlock: Anna waits for spoon")


def test_tips_open_on_hover_and_on_focus_can_be_hovered_and_close_by_escape(view: Companions) -> None:
    tip = view.page.locator("#ls-tip")
    view.page.hover("[data-command=fit]")
    tip.filter(has_text="Fit the whole run").wait_for()
    view.page.hover("#ls-tip")
    assert tip.is_visible()
    view.press("Escape")
    tip.wait_for(state="hidden")
    view.page.mouse.move(5, 5)
    view.page.focus("[data-command=play]")
    view.press("ArrowRight")
    tip.filter(has_text="Next event in the lane").wait_for()
    assert view.page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "ls-tip"


def test_the_address_carries_the_instant_the_zoom_and_the_selection(view: Companions) -> None:
    view.set("{cursor: 44e6, t0: 10e6, t1: 90e6, selected: {type: 'span', id: 4, time: 44e6}}")
    view.page.wait_for_function("location.hash.includes('t=44000000')")
    fragment = view.page.evaluate("location.hash")
    view.open("language=zh-CN", fragment)
    assert (view.state("cursor"), view.state("t0"), view.state("t1")) == (44e6, 10e6, 90e6)
    assert view.state("selected") == {"type": "span", "id": 4, "time": 44e6}


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
