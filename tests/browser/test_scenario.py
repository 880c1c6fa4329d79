"""The page of a scenario in a real browser: written with help, checked while one types, run, judged, repeated."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, go
from tests.browser.test_axe import AS_PREFERRED, LOOKS, serious

SCRIPT = "#script-editor .cm-content"
PROGRAM = "#program-editor .cm-content"
# Who takes the till without the lock: one of the two expectations cannot come true, whatever the machine does.
TILL = """\
lockstep: 1
title: {en: Till, zh-CN: 钱箱}
parameters:
  coins: {default: 3, minimum: 1, maximum: 9}
resources:
  till: {kind: value}
workers:
  cashier:
    steps:
      - repeat: coins
        steps:
          - increment: till
expect:
  - final: till
    is: coins
  - final: till
    is: 0
    because: it was not empty
"""


def ready(page: Page) -> Page:
    """Wait until the scenario has become a program."""
    expect(page.locator(PROGRAM)).to_contain_text("def main")
    return page


def write(page: Page, text: str) -> None:
    page.click(SCRIPT)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def row(page: Page, number: int) -> Locator:
    return page.locator(".ls-verdict__row").nth(number)


@pytest.fixture
def new(open_page: OpenPage) -> Page:
    """A page with the template of a new scenario."""
    return ready(open_page("/scenarios/new"))


def test_what_is_wrong_is_said_at_its_line_while_one_types_and_gone_when_it_is_right(new: Page) -> None:
    write(new, TILL.replace("increment", "incremnt"))
    expect(new.locator("#problems")).to_contain_text("increment")
    expect(new.locator(".cm-lint-marker-error")).to_be_visible()
    expect(new.locator(".cm-lintRange-error")).to_have_text("incremnt")
    expect(new.locator("#program-old")).to_be_visible()
    write(new, TILL)
    expect(new.locator("#problems")).to_be_hidden()
    expect(new.locator(PROGRAM)).to_contain_text("COINS = 3")
    expect(new.locator("#title")).to_have_text("Till")
    new.get_by_label("coins").fill("77")
    expect(new.get_by_label("coins")).to_have_attribute("aria-invalid", "true")
    new.get_by_label("coins").fill("4")
    expect(new.locator(PROGRAM)).to_contain_text("COINS = 4")


def test_a_verb_and_a_name_are_completed_and_a_step_is_shown_in_the_program(new: Page) -> None:
    write(new, TILL.partition("expect:")[0] + "      - incr")
    new.keyboard.press("Control+Space")
    # By pointer: CodeMirror lets a key choose only when a list has been there for a moment.
    new.locator(".cm-tooltip-autocomplete li", has_text="increment").click()
    expect(new.locator("#script-editor .cm-activeLine")).to_have_text("- increment:")
    new.keyboard.press("Control+Space")
    expect(new.locator(".cm-tooltip-autocomplete li")).to_have_text(["tillvalue"])
    new.locator(".cm-tooltip-autocomplete li").click()
    expect(new.locator("#script-editor .cm-activeLine")).to_have_text("- increment: till")
    expect(new.locator("#program-name")).to_have_text("till.py")
    expect(new.locator("#program-editor .ls-line--linked")).to_contain_text("till += 1")
    new.locator("#script-editor .cm-line", has_text="repeat: coins").click()
    expect(new.locator("#program-editor .ls-line--linked")).to_contain_text("in range(COINS)")
    new.locator("#program-editor .cm-line", has_text="def cashier").click()
    expect(new.locator("#script-editor .ls-line--linked")).to_have_text("  cashier:")


def test_a_run_is_judged_and_its_evidence_leads_to_its_instant(new: Page) -> None:
    write(new, TILL)
    new.click("#run")
    expect(new).to_have_url(re.compile(r"/scenarios/run/[0-9a-z]+"))
    expect(new.locator("#verdict")).to_contain_text("1 of 2 did not come true")
    expect(row(new, 0)).to_contain_text("At the end, till = 3.")
    expect(row(new, 1)).to_contain_text("Because: it was not empty")
    evidence = row(new, 1).locator(".ls-evidence").first
    expect(evidence).to_contain_text("final: till = 3")
    evidence.click()
    expect(new.locator("#program-editor .ls-line--selected")).to_contain_text("final: till")
    expect(new.locator("#script-editor .ls-line--selected")).to_contain_text("final: till")
    expect(new).to_have_url(re.compile(r"sel=worker"))
    new.reload()
    expect(row(new, 1)).to_contain_text("till was 3.")
    expect(new.locator('[data-ribbon="stale"]')).to_have_count(0)
    new.get_by_label("coins").fill("5")
    expect(new.locator('[data-ribbon="stale"]')).to_be_visible()
    new.click('[data-action="language"]')
    expect(row(new, 1)).to_contain_text("原因：it was not empty")
    expect(new.locator("#title")).to_have_text("钱箱")


def test_repeated_runs_are_counted_and_a_seed_that_failed_runs_again(new: Page) -> None:
    write(new, TILL)
    new.fill("#seed", "40")
    new.fill("#times", "2")
    new.click("#repeat")
    rows = new.locator(".ls-repeats__row")
    expect(rows.nth(1)).to_contain_text("2 times true")
    expect(rows.nth(2)).to_contain_text("2 times not")
    rows.nth(2).get_by_role("button", name="41").click()
    expect(new).to_have_url(re.compile(r"/scenarios/run/[0-9a-z]+"))
    expect(new.locator("#seed")).to_have_value("41")
    expect(row(new, 1)).to_be_visible()


@pytest.mark.parametrize(("language", "size", "themes"), LOOKS)
def test_axe_finds_nothing_serious(open_page: OpenPage, axe: str, language: str, size: tuple[int, int], themes: tuple[str, ...]) -> None:
    page = open_page("/scenarios/rendezvous", language=language, size=size, **AS_PREFERRED)
    page.click("#run")
    expect(row(page, 0)).to_be_visible()
    assert serious(page, axe, themes) == []
    go(page, "/scenarios")
    assert serious(page, axe, themes) == []


def test_axe_finds_nothing_serious_in_the_reference(open_page: OpenPage, axe: str) -> None:
    page = open_page("/docs/scenarios", theme="dark", bypass_csp=True)
    assert serious(page, axe) == []
    page.click("[data-action=language]")  # the page is asked for anew
    expect(page.locator("h2#expressions")).to_have_text("表达式")
