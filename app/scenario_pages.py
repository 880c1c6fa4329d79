"""The pages of scenarios: the library, one scenario with its program and its run, and the reference of the language."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from fastapi import APIRouter, Request
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from app.messages import LANGUAGES
from app.pages import Pages, members, run_row
from app.problems import not_found
from app.rest.parameters import checked_id
from app.runs import Runs
from app.scenario_facts import scenario_facts
from app.scenario_library import ScenarioEntry, ScenarioLibrary
from app.scripts import Script
from app.store import RunRecord
from app.views import Heading, LanguagePage, ScenarioCard, ScenarioGroup, ScenarioPage, ScenariosPage
from engine.scenario.examples import SCENARIO
from engine.scenario.reference import reference


def build_router(pages: Pages, *, runs: Runs, scenarios: ScenarioLibrary) -> APIRouter:
    """Make the routes."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/scenarios")
    async def library(request: Request) -> Response:
        groups = await asyncio.to_thread(scenarios.groups)
        return pages.render(request, ScenariosPage(groups=tuple(scenario_group(name, entries) for name, entries in groups.items())))

    @router.get("/scenarios/new")
    async def new(request: Request) -> Response:
        return pages.render(request, scenario_page(document=SCENARIO))

    @router.get("/scenarios/run/{run_id}")
    async def with_run(request: Request, run_id: str) -> Response:
        record = await runs.get(checked_id(run_id))
        if record.script is None:
            raise not_found("scenario of this run")
        script = Script.from_json(record.script)
        page = scenario_page(document=script.document, record=record, parameters=script.parameters, seed=record.seed)
        return pages.render(request, page)

    @router.get("/scenarios/{scenario_id}")
    async def one(request: Request, scenario_id: str) -> Response:
        entry = await asyncio.to_thread(scenarios.get, scenario_id)
        if entry is None:
            raise not_found("scenario")
        return pages.render(request, scenario_page(document=entry.source, entry=entry))

    @router.get("/docs/scenarios")
    async def language(request: Request) -> Response:
        return pages.render(request, await asyncio.to_thread(language_page, pages.shell(request).language))

    return router


def scenario_card(entry: ScenarioEntry) -> ScenarioCard:
    """Show a scenario of the library."""
    return ScenarioCard(
        id=entry.id,
        title={language: entry.title(language) for language in LANGUAGES},
        about={language: entry.about(language) for language in LANGUAGES},
        expectations=len(entry.scenario.expect),
        url=f"/scenarios/{entry.id}",
    )


def scenario_group(name: str, entries: tuple[ScenarioEntry, ...]) -> ScenarioGroup:
    """Show a part of the library."""
    return ScenarioGroup(id=name, title=f"group.{name}", lead=f"group.{name}.lead", scenarios=tuple(map(scenario_card, entries)))


def scenario_page(
    *,
    document: str,
    entry: ScenarioEntry | None = None,
    record: RunRecord | None = None,
    parameters: dict[str, object] | None = None,
    seed: int | None = None,
) -> ScenarioPage:
    """Collect what the page of a scenario shows first."""
    row = run_row(record) if record else None
    data = {"run": members(row) if row else None, "document": document, "parameters": parameters or {}, "seed": seed}
    return ScenarioPage(run=row, card=scenario_card(entry) if entry else None, document=document, data={**data, "facts": scenario_facts()})


@cache
def language_page(language: str) -> LanguagePage:
    """Make the page of the language from its reference; headings get ids, the same in all languages, so that each verb has an address."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(reference(language))
    ids: list[str] = []
    for _, text in headings_of(markdown.parse(reference())):
        ids.append(anchor(text, set(ids)))
    headings = []
    for name, (token, text) in zip(ids, headings_of(tokens), strict=True):
        token.attrSet("id", name)
        headings.append(Heading(id=name, text=text, level=int(token.tag[1:])))
    return LanguagePage(body=Markup(markdown.renderer.render(tokens, markdown.options, {})), headings=tuple(headings[1:]))


def headings_of(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Iterate over the headings of a text, each with its words."""
    return ((token, inline.content.replace("`", "")) for token, inline in pairwise(tokens) if token.type == "heading_open")


def anchor(text: str, taken: set[str]) -> str:
    """Make an id of a heading: its words, and a number where another has it already."""
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return next(name for name in (words, *(f"{words}-{number}" for number in range(2, 99))) if name not in taken)
