"""The timeline in a real Chromium: what reaches the screen, and what pointers and keys of a real browser do to it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.harness import WAIT_MS, served

COUNT_COLOUR = """colour => {
  const { canvas, context } = { canvas: document.querySelector('.ls-timeline__canvas'), context: lockstep.timeline.view().context };
  const probe = new OffscreenCanvas(1, 1).getContext('2d');
  probe.fillStyle = colour; probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at] === r && data[at + 1] === g && data[at + 2] === b) count += 1;
  return count;
}"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the checkout."""
    with served() as found:
        yield found


def show(browser: Browser, address: str, query: str, *, size: tuple[int, int] = (1440, 900), **options: object) -> Page:
    """Open the harness with a recording, drawn."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, **options)
    page.set_default_timeout(WAIT_MS)
    page.goto(f"{address}/tests/browser/harness.html?{query}")
    page.wait_for_selector("body[data-ready=yes]")
    page.evaluate("lockstep.timeline.drawNow()")
    return page


def token(page: Page, name: str) -> str:
    """A colour as the canvas read it."""
    return str(page.evaluate("name => lockstep.timeline.view().tokens[name]", name))


@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "projector"])
def test_all_three_states_are_on_the_screen_in_the_theme_s_colours(browser: Browser, address: str, theme: str) -> None:
    page = show(browser, address, f"recording=ticket_office&theme={theme}")
    for name, least in (("run", 2000), ("readyStroke", 100), ("blockedStroke", 2000), ("resource", 2000)):
        assert page.evaluate(COUNT_COLOUR, token(page, name)) > least, name
    page.close()


def test_alarm_is_only_where_there_is_trouble(browser: Browser, address: str) -> None:
    calm = show(browser, address, "recording=ticket_office")
    assert calm.evaluate(COUNT_COLOUR, token(calm, "alarm")) == 0
    trouble = show(browser, address, "recording=deadlock")
    assert trouble.evaluate(COUNT_COLOUR, token(trouble, "alarm")) > 200
    calm.close()
    trouble.close()


def test_the_wheel_zooms_and_a_drag_pans(browser: Browser, address: str) -> None:
    page = show(browser, address, "recording=ticket_office")
    whole = page.evaluate("lockstep.store.get().t1 - lockstep.store.get().t0")
    page.mouse.move(700, 300)
    under = page.evaluate("lockstep.timeline.view().scale.t(700)")
    page.mouse.wheel(0, -400)
    page.wait_for_function("whole => lockstep.store.get().t1 - lockstep.store.get().t0 < whole * 0.8", arg=whole)
    page.wait_for_function(
        """([under, whole]) => {
          lockstep.timeline.drawNow();
          return Math.abs(lockstep.timeline.view().scale.t(700) - under) < whole / 1000;
        }""",
        arg=[under, whole],
    )
    before = page.evaluate("lockstep.store.get().t0")
    page.mouse.down()
    page.mouse.move(500, 300, steps=4)
    page.mouse.up()
    page.wait_for_function("before => lockstep.store.get().t0 > before", arg=before)
    page.close()


def test_a_click_selects_what_is_drawn_there(browser: Browser, address: str) -> None:
    page = show(browser, address, "recording=ticket_office")
    place = page.evaluate("""() => { const { layout, scale, model } = lockstep.timeline.view();
      const worker = [...model.workers.values()].find((one) => one.name === 'Seller-1');
      const row = layout.rowOf.get(worker.id);
      return { x: scale.x(50e6), y: row.barTop + row.barHeight - 5, id: worker.id }; }""")
    page.mouse.click(place["x"], place["y"])
    page.wait_for_function(
        "id => { const { selected } = lockstep.store.get(); return selected?.type === 'span' && selected.id === id; }", arg=place["id"]
    )
    page.close()


def test_a_theme_switched_in_place_is_drawn_at_once(browser: Browser, address: str) -> None:
    page = show(browser, address, "recording=ticket_office")
    light = token(page, "run")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function("light => lockstep.timeline.view().tokens.run !== light", arg=light)
    page.wait_for_function(f"colour => ({COUNT_COLOUR})(colour) > 2000", arg=token(page, "run"))
    page.close()


def test_a_sharp_screen_gets_sharp_pixels(browser: Browser, address: str) -> None:
    page = show(browser, address, "recording=ticket_office", size=(800, 600), device_scale_factor=2)
    page.wait_for_function("document.querySelector('.ls-timeline__canvas').width === 1600")
    page.close()


def test_a_window_that_shrinks_to_a_phone_is_laid_out_as_one(browser: Browser, address: str) -> None:
    page = show(browser, address, "recording=ticket_office")
    assert page.evaluate("lockstep.timeline.view().layout.mode") == "laptop"
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("lockstep.timeline.view().layout.mode === 'phone'")
    page.wait_for_function("lockstep.timeline.view().layout.left < 20")
    page.close()


def test_playing_takes_about_ten_seconds_for_a_whole_run(browser: Browser, address: str) -> None:
    page = show(browser, address, "recording=ticket_office")
    page.evaluate("lockstep.store.set({ playing: true, cursor: 0, rate: 64 })")
    page.wait_for_function("!lockstep.store.get().playing && lockstep.store.get().cursor === lockstep.model.now")
    page.close()


def test_reduced_motion_plays_in_jumps(browser: Browser, address: str) -> None:
    page = show(browser, address, "recording=ticket_office", reduced_motion="reduce")
    page.evaluate("lockstep.store.set({ playing: true, cursor: 0 })")
    page.wait_for_function(
        "lockstep.store.get().cursor > 0 && [...lockstep.model.events.time.view()].includes(lockstep.store.get().cursor)"
    )
    page.close()
