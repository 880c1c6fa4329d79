"""The keyboard, on a page with a recorded run: every key of the table does what it says, and typing is left alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenPage
from tests.browser.harness import Companions, served

CANVAS = ".ls-timeline__canvas"


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Companions]:
    with served() as address:
        page = browser.new_page(viewport={"width": 1500, "height": 900})
        yield Companions(page, address)
        page.close()


@pytest.fixture
def view(browser_page: Companions) -> Iterator[Companions]:
    browser_page.open()
    browser_page.page.evaluate("localStorage.clear()")
    browser_page.open()
    yield browser_page
    assert browser_page.errors == []


def test_arrows_step_through_events_and_lanes(view: Companions) -> None:
    view.press("ArrowRight")
    view.wait_for_state("cursor", "value > 60e6")
    view.press("ArrowLeft", "ArrowLeft")
    view.wait_for_state("cursor", "value < 60e6")
    view.press("ArrowDown")
    first = view.wait_for_state("selected", "value !== null")
    view.press("ArrowDown")
    view.wait_for_state("selected", f"value.id !== {first['id']}")


def test_interesting_events_slices_and_ends(view: Companions) -> None:
    view.press("Home")
    view.wait_for_state("cursor", "value === 0")
    view.press("Shift+ArrowRight")
    view.wait_for_state("cursor", "value > 0")
    view.press("Period")
    view.wait_for_state("selected", "value?.type === 'span'")
    view.press("End")
    view.wait_for_state("cursor", "value === lockstep.model.now")


def test_zoom_pan_and_fit(view: Companions) -> None:
    width = "(lockstep.store.get().t1 - lockstep.store.get().t0)"
    view.press("w", "w")
    view.wait_for(f"{width} < 150e6")
    left = view.state("t0")
    view.press("d")
    view.wait_for_state("t0", f"value > {left}")
    view.press("a", "s", "0")
    view.wait_for(f"Math.abs({width} / lockstep.model.now - 1.042) < 0.01")


def test_space_plays_and_pauses_and_brackets_change_the_speed(view: Companions) -> None:
    view.press("Home", "Space")
    view.wait_for_state("playing", "value")
    view.press("Space")
    view.wait_for_state("playing", "!value")
    view.wait_for_state("cursor", "value < lockstep.model.now")
    view.press("]", "]", "[")
    view.wait_for_state("rate", "value === 2")


def test_letters_work_by_their_place_whatever_the_layout_types(view: Companions) -> None:
    view.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyW', key: 'ц', bubbles: true, cancelable: true}))"
    )
    view.wait_for_state("t1", "value < 150e6")


def test_an_input_method_at_work_is_left_alone(view: Companions) -> None:
    before = view.state("t1")
    for more in ("isComposing: true", "keyCode: 229"):
        view.page.evaluate(
            f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{code: 'KeyW', key: 'Process', {more}, bubbles: true}}))"
        )
    assert view.state("t1") == before


def test_typing_in_a_field_runs_no_command(view: Companions) -> None:
    view.page.focus("#typing")
    view.press("w", "Space", "ArrowRight", "n", "?")
    expect(view.page.locator("#typing")).to_have_value("w n?")
    assert (view.state("cursor"), view.state("t1"), view.state("playing")) == (60e6, 150e6, False)


def test_page_commands_run_the_pages_actions(view: Companions) -> None:
    view.press("r", "i", "e", "t")
    view.wait_for("lockstep.ran.join() === 'run,toggle-inspector,toggle-events,theme'")


def test_escape_clears_one_thing_at_a_time(view: Companions) -> None:
    view.press("ArrowDown", "m", "ArrowRight")
    view.wait_for_state("secondCursor", "value !== null")
    view.press("Escape")
    view.wait_for_state("secondCursor", "value === null")
    view.wait_for_state("selected", "value !== null")
    view.press("Escape")
    view.wait_for_state("selected", "value === null")


def test_control_z_goes_back_to_where_one_was(view: Companions) -> None:
    view.press("Home")
    view.wait_for_state("cursor", "value === 0")
    view.press("Control+z")
    view.wait_for_state("cursor", "value === 60e6")


def test_n_says_the_instant_to_a_screen_reader(view: Companions) -> None:
    view.press("n")
    said = re.compile(r"^At 60\.0 ms\. 4 workers: .*blocked on mutex, held by Seller-")
    expect(view.page.locator("#announcer")).to_have_text(said)
    expect(view.page.locator(".ls-narration")).to_have_text(said)


def test_enter_puts_the_focus_into_the_inspector_and_escape_takes_it_back(view: Companions) -> None:
    view.page.focus("#timeline canvas")
    view.press("ArrowDown", "ArrowDown", "Enter")
    expect(view.page.locator("#inspector")).to_be_focused()
    view.press("Escape")
    expect(view.page.locator(CANVAS)).to_be_focused()
    view.wait_for_state("selected", "value !== null")


def test_help_lists_the_commands_with_their_keys_and_escape_gives_the_focus_back(view: Companions) -> None:
    view.page.focus("#timeline canvas")
    view.press("Shift+Slash")
    dialog = view.page.locator("dialog.ls-dialog--help")
    expect(dialog.locator(".ls-help__row").nth(30)).to_be_attached()
    expect(dialog).to_contain_text("Zoom in")
    view.press("w")
    assert view.state("t1") == 150e6
    view.press("Escape")
    expect(dialog).to_have_count(0)
    expect(view.page.locator(CANVAS)).to_be_focused()


def test_letters_can_be_switched_off_and_stay_off(view: Companions) -> None:
    view.press("Shift+Slash")
    view.page.uncheck("dialog input[type=checkbox]")
    view.press("Escape", "w")
    assert view.state("t1") == 150e6
    view.open()
    view.press("w")
    assert view.state("t1") == 150e6
    view.press("ArrowRight")
    view.wait_for_state("cursor", "value > 60e6")


def test_a_key_can_be_changed_and_changed_back(view: Companions) -> None:
    own = view.page.locator("dialog [data-change=zoom-in]")
    view.press("F1")
    own.click()
    view.press("q")
    expect(own).to_have_text("Q")
    view.press("Escape", "w")
    assert view.state("t1") == 150e6
    view.press("q")
    view.wait_for_state("t1", "value < 150e6")
    view.press("F1")
    view.page.get_by_role("button", name="Reset all keys").click()
    expect(own).to_have_text("W")


def test_the_palette_finds_workers_commands_and_instants(view: Companions) -> None:
    choose_in_palette(view, "seller-2")
    view.wait_for("lockstep.model.workers.get(lockstep.store.get().selected?.id)?.name === 'Seller-2'")
    choose_in_palette(view, "zoom in")
    view.wait_for("lockstep.store.get().t1 - lockstep.store.get().t0 < 150e6")
    choose_in_palette(view, "44 ms")
    view.wait_for_state("cursor", "value === 44e6")


def choose_in_palette(view: Companions, text: str) -> None:
    """Type into the palette and take its first choice."""
    view.press("Control+k")
    field = view.page.locator(".ls-palette__input")
    expect(field).to_be_focused()
    view.page.keyboard.type(text)
    expect(field).to_have_value(text)
    view.press("Enter")
    expect(field).to_have_count(0)


def test_go_to_takes_a_time_or_a_line_and_says_what_is_wrong(view: Companions) -> None:
    view.press("g")
    view.page.keyboard.type("never")
    view.press("Enter")
    view.wait_for_text(".ls-goto__problem", "neither a time nor a line")
    view.page.fill("#ls-goto-input", ":13")
    view.press("Enter")
    view.wait_for("lockstep.opened.join() === 'ticket_office.py:13'")
    view.press("g")
    view.page.keyboard.type("0.1 s")
    view.press("Enter")
    view.wait_for_state("cursor", "value === 100e6")


def test_the_toolbar_is_one_stop_and_its_arrows_move_inside(view: Companions) -> None:
    view.page.focus("[data-command=play]")
    view.press("ArrowRight")
    expect(view.page.locator("[data-command=next-event]")).to_be_focused()
    assert view.state("cursor") == 60e6
    view.press("Enter")
    view.wait_for_state("cursor", "value > 60e6")
    expect(view.page.locator("#transport button[tabindex='0']")).to_have_count(1)


def test_in_the_lab_the_editor_types_and_the_page_commands(open_page: OpenPage) -> None:
    page = open_page("/lab?lesson=one-lock-two-threads")
    page.click(".cm-content")
    page.keyboard.type("rice ")
    expect(page.locator("#source")).to_have_value(re.compile("rice "))
    expect(page.locator("#main[data-code=closed], dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("c")
    page.wait_for_selector("#main[data-code=closed]")
    page.keyboard.press("Shift+Slash")
    page.get_by_role("dialog", name="Keys").wait_for()
