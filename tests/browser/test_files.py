"""Runs and pictures taken along, and runs brought back, as a teacher does it on the pages."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, go

RECORDING = Path(__file__).parent.parent / "recordings" / "ticket_office.lockstep"
# How far the picture as SVG is from the one as PNG: the share of pixels that differ by more than a little in any colour.
DIFFERENCE = """async ({ svg, png }) => {
  const pixels = async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(240, 200);
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high"; // what is written is a grey, so that a hair of difference in a letter is none
    pen.drawImage(image, 0, 0, 240, 200);
    return [image.naturalWidth, image.naturalHeight, pen.getImageData(0, 0, 240, 200).data];
  };
  const [width, height, one] = await pixels(svg);
  const [twice, tall, other] = await pixels(png);
  let differing = 0;
  const differ = (at) => [0, 1, 2].some((color) => Math.abs(one[at + color] - other[at + color]) > 64);
  for (let at = 0; at < one.length; at += 4) if (differ(at)) differing += 1;
  return { width, height, twice, tall, share: differing / (one.length / 4) };
}"""


def imported(open_page: OpenPage, **options: object) -> Page:
    """Open a recording by its button and wait for its run."""
    page = open_page("/runs", **options)
    page.wait_for_selector("#import-file", state="attached")
    page.set_input_files("#import-file", RECORDING)
    expect(page).to_have_url(re.compile(r"/lab/[0-9a-z]+"))
    page.wait_for_selector("html[data-mounted]", state="attached")
    expect(page.locator(".ls-legend__entry").first).to_be_visible()
    return page


def test_a_file_is_opened_by_its_button_and_its_run_says_where_it_is_from(open_page: OpenPage) -> None:
    page = imported(open_page)

    expect(page.locator('[data-ribbon="imported"]')).to_contain_text("imported from a file")
    expect(page.locator("#facts")).to_contain_text("finished")
    expect(page.locator("#editor")).to_contain_text("mutex = threading.Lock()")
    run = page.url.rpartition("/")[2].partition("#")[0]
    go(page, "/runs")
    expect(page.locator(f"#run-{run}")).to_contain_text("imported")


def test_an_example_that_cannot_run_everywhere_opens_a_recorded_run(open_page: OpenPage) -> None:
    page = open_page("/lab?lesson=io-uring")

    page.click("#open-recording")

    expect(page).to_have_url(re.compile(r"/lab/[0-9a-z]+"))
    expect(page.locator('[data-ribbon="imported"]')).to_contain_text("imported from a file")
    expect(page.locator("#tabs-output, #details")).to_contain_text("served bill")
    go(page, "/lab?lesson=deadlock")
    expect(page.locator("#open-recording")).to_be_hidden()


def test_a_file_is_opened_by_dropping_it_and_another_is_refused_in_words(open_page: OpenPage) -> None:
    page = open_page("/lab")
    expect(page.locator(".cm-editor")).to_be_visible()
    drop = """({ name, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], name));
      const event = (type) => new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
      for (const type of ["dragover", "drop"]) document.querySelector("#timeline").dispatchEvent(event(type));
    }"""

    page.evaluate(drop, {"name": "notes.txt", "bytes": [1, 2, 3]})
    expect(page.locator(".ls-toast")).to_have_text("Only .lockstep files can be opened here.")
    page.evaluate(drop, {"name": "broken.lockstep", "bytes": [1, 2, 3]})
    expect(page.locator(".ls-toast")).to_contain_text("This is no .lockstep file.")
    page.evaluate(drop, {"name": "run.lockstep", "bytes": list(RECORDING.read_bytes())})
    page.wait_for_url(re.compile(r"/lab/[0-9a-z]+"))
    expect(page.locator("#facts")).to_contain_text("finished")


def test_the_screen_is_taken_along_as_svg_and_as_png_which_agree(open_page: OpenPage, tmp_path: Path) -> None:
    page = imported(open_page, theme="dark", language="zh-CN")
    page.focus(".ls-timeline__canvas")
    addresses = {}
    for kind in ("svg", "png"):
        page.keyboard.press("x")
        choice = page.locator(f'[data-export="{kind}"]')
        expect(choice).to_be_visible()
        choice.focus()
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename == f"ticket_office.{kind}"
        download.value.save_as(path := tmp_path / f"screen.{kind}")
        kinds = {"svg": "svg+xml", "png": "png"}
        addresses[kind] = f"data:image/{kinds[kind]};base64,{base64.b64encode(path.read_bytes()).decode()}"
        expect(page.locator("dialog[open]")).to_have_count(0)

    words = (tmp_path / "screen.svg").read_text("utf-8")
    assert all(word in words for word in ("ticket_office.py", "Seller-1", "运行态", "Lockstep"))
    found = page.evaluate(DIFFERENCE, addresses)
    assert (found["twice"], found["tall"]) == (pytest.approx(2 * found["width"], abs=2), pytest.approx(2 * found["height"], abs=2))
    assert found["share"] < 0.02
    for element in ("text", "rect"):  # so little that a kind of shape that is missing would be seen
        lacking = re.sub(rf"<{element}\b", "<desc", words).replace(f"</{element}>", "</desc>")
        address = f"data:image/svg+xml;base64,{base64.b64encode(lacking.encode()).decode()}"
        lost = page.evaluate(DIFFERENCE, {**addresses, "svg": address})["share"]
        assert lost > 0.02


def test_the_run_is_taken_along_from_the_present_page_too(open_page: OpenPage) -> None:
    page = imported(open_page)
    go(page, page.url.replace("/lab/", "/present/"))
    expect(page.locator(".ls-legend__entry").first).to_be_visible()
    page.click("#export")

    with page.expect_download() as download:
        page.click('[data-export="lockstep"]')
    assert Path(download.value.path()).read_bytes() == RECORDING.read_bytes()
    assert re.fullmatch(r"ticket_office-[0-9a-f]{10}\.lockstep", download.value.suggested_filename)
    with page.expect_download() as download:
        page.click('[data-export="html"]')
    assert "lockstep/standalone.js" in Path(download.value.path()).read_text("utf-8")
