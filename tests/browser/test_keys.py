"""The keyboard, on a page with a recorded run: every key of the table does what it says, and typing is left alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import OpenPage
from tests.browser.harness import Companions, served


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
    assert view.state("cursor") > 60e6
    view.press("ArrowLeft", "ArrowLeft")
    assert view.state("cursor") < 60e6
    view.press("ArrowDown")
    first = view.state("selected")
    view.press("ArrowDown")
    assert first is not None
    assert view.state("selected") != first


def test_interesting_events_slices_and_ends(view: Companions) -> None:
    view.press("Home")
    assert view.state("cursor") == 0
    view.press("Shift+ArrowRight")
    hand_over = view.state("cursor")
    assert hand_over > 0
    view.press("Period")
    assert view.state("selected")["type"] == "span"
    view.press("End")
    assert view.state("cursor") == view.page.evaluate("lockstep.model.now")


def test_zoom_pan_and_fit(view: Companions) -> None:
    def width() -> float:
        return view.state("t1") - view.state("t0")

    whole = width()
    view.press("w", "w")
    assert width() < whole
    left = view.state("t0")
    view.press("d")
    assert view.state("t0") > left
    view.press("a", "s", "0")
    assert width() == pytest.approx(view.page.evaluate("lockstep.model.now") * 1.042, rel=0.01)


def test_space_plays_and_pauses_and_brackets_change_the_speed(view: Companions) -> None:
    view.press("Space")
    assert view.state("playing") is True
    view.press("Space")
    assert view.state("playing") is False
    view.press("]", "]", "[")
    assert view.state("rate") == 2


def test_letters_work_by_their_place_whatever_the_layout_types(view: Companions) -> None:
    before = view.state("t1") - view.state("t0")
    view.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyW', key: 'ц', bubbles: true, cancelable: true}))"
    )
    assert view.state("t1") - view.state("t0") < before


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
    assert view.page.input_value("#typing") == "w n?"
    assert (view.state("cursor"), view.state("t1"), view.state("playing")) == (60e6, 150e6, False)


def test_page_commands_run_the_pages_actions(view: Companions) -> None:
    view.press("r", "i", "e", "t")
    assert view.page.evaluate("lockstep.ran") == ["run", "toggle-inspector", "toggle-events", "theme"]


def test_escape_clears_one_thing_at_a_time(view: Companions) -> None:
    view.press("ArrowDown", "m", "ArrowRight", "Escape")
    assert view.state("secondCursor") is None
    assert view.state("selected") is not None
    view.press("Escape")
    assert view.state("selected") is None


def test_control_z_goes_back_to_where_one_was(view: Companions) -> None:
    view.press("Home", "Control+z")
    assert view.state("cursor") == 60e6


def test_n_says_the_instant_to_a_screen_reader(view: Companions) -> None:
    view.press("n")
    text = view.page.inner_text("#announcer")
    assert text.startswith("At 60.0 ms. 4 workers: ")
    assert "blocked on mutex, held by Seller-" in text
    assert view.page.inner_text(".ls-narration") == text


def test_enter_puts_the_focus_into_the_inspector_and_escape_takes_it_back(view: Companions) -> None:
    view.page.focus("#timeline canvas")
    view.press("ArrowDown", "ArrowDown", "Enter")
    assert view.page.evaluate("document.activeElement.id") == "inspector"
    view.press("Escape")
    assert view.page.evaluate("document.activeElement.tagName") == "CANVAS"
    assert view.state("selected") is not None


def test_help_lists_the_commands_with_their_keys_and_escape_gives_the_focus_back(view: Companions) -> None:
    view.page.focus("#timeline canvas")
    view.press("Shift+Slash")
    dialog = view.page.locator("dialog.ls-dialog--help")
    assert dialog.locator(".ls-help__row").count() > 30
    assert "Zoom in" in dialog.inner_text()
    view.press("w")
    assert view.state("t1") == 150e6
    view.press("Escape")
    dialog.wait_for(state="detached")
    assert view.page.evaluate("document.activeElement.tagName") == "CANVAS"


def test_letters_can_be_switched_off_and_stay_off(view: Companions) -> None:
    view.press("Shift+Slash")
    view.page.uncheck("dialog input[type=checkbox]")
    view.press("Escape", "w")
    assert view.state("t1") == 150e6
    view.open()
    view.press("w")
    assert view.state("t1") == 150e6
    view.press("ArrowRight")
    assert view.state("cursor") > 60e6


def test_a_key_can_be_changed_and_changed_back(view: Companions) -> None:
    view.press("F1")
    view.page.click("dialog [data-change=zoom-in]")
    view.press("q")
    assert view.page.locator("dialog [data-change=zoom-in]").inner_text() == "Q"
    view.press("Escape", "w")
    assert view.state("t1") == 150e6
    view.press("q")
    assert view.state("t1") < 150e6
    view.press("F1")
    view.page.get_by_role("button", name="Reset all keys").click()
    assert view.page.locator("dialog [data-change=zoom-in]").inner_text() == "W"


def test_the_palette_finds_workers_commands_and_instants(view: Companions) -> None:
    view.press("Control+k")
    view.page.keyboard.type("seller-2")
    view.press("Enter")
    assert view.page.evaluate("lockstep.model.workers.get(lockstep.store.get().selected.id).name") == "Seller-2"
    view.press("Control+k")
    view.page.keyboard.type("zoom in")
    view.press("Enter")
    assert view.state("t1") - view.state("t0") < 150e6
    view.press("Control+k")
    view.page.keyboard.type("44 ms")
    view.press("Enter")
    assert view.state("cursor") == 44e6


def test_go_to_takes_a_time_or_a_line_and_says_what_is_wrong(view: Companions) -> None:
    view.press("g")
    view.page.keyboard.type("never")
    view.press("Enter")
    view.wait_for_text(".ls-goto__problem", "neither a time nor a line")
    view.page.fill("#ls-goto-input", ":13")
    view.press("Enter")
    assert view.page.evaluate("lockstep.opened") == ["ticket_office.py:13"]
    view.press("g")
    view.page.keyboard.type("0.1 s")
    view.press("Enter")
    assert view.state("cursor") == 100e6


def test_the_toolbar_is_one_stop_and_its_arrows_move_inside(view: Companions) -> None:
    view.page.focus("[data-command=play]")
    view.press("ArrowRight")
    assert view.page.evaluate("document.activeElement.dataset.command") == "next-event"
    assert view.state("cursor") == 60e6
    view.press("Enter")
    assert view.state("cursor") > 60e6
    assert view.page.locator("#transport button[tabindex='0']").count() == 1


def test_in_the_lab_the_editor_types_and_the_page_commands(open_page: OpenPage) -> None:
    page = open_page("/lab?lesson=one-lock-two-threads")
    page.wait_for_selector("#transport button", state="attached")
    page.click(".cm-content")
    before = page.inner_text(".cm-content")
    page.keyboard.type("rice ")
    assert page.inner_text(".cm-content") != before
    assert page.locator("#main[data-code=closed], dialog").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("c")
    page.wait_for_selector("#main[data-code=closed]")
    page.keyboard.press("Shift+Slash")
    page.get_by_role("dialog", name="Keys").wait_for()
