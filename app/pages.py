"""The pages and the fragments that htmx asks for: collects what a template shows, in the shapes of `views.py`, and renders it."""

import shlex
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from app.headers import EMBED_PREFIX
from app.library import Lesson, Library
from app.messages import LANGUAGE_COOKIE, LANGUAGES, Catalogues, choose_language
from app.problems import Problem, not_found
from app.rest.parameters import checked_id
from app.runs import Runs
from app.schedule_facts import schedule_facts
from app.settings import VERSION, RunLimits, Settings
from app.sketches import HERO, draw, sketch_of
from app.store import RunRecord
from app.views import (
    EmbedPage,
    ErrorPage,
    HomePage,
    LabPage,
    LessonCard,
    LessonGroup,
    Page,
    PresentPage,
    RunList,
    RunRow,
    RunsPage,
    SchedulingPage,
    Shell,
)

RUNS_ON_HOME = 5
THEMES = ("auto", "light", "dark", "contrast", "projector")
RUNS_ON_PAGE = 25
KINDS_OF_ERROR = {403: "forbidden", 404: "not-found", 410: "not-found", 500: "server"}


class Pages:
    """Renders templates with what every page shares."""

    def __init__(self, *, settings: Settings, runs: Runs, library: Library, catalogues: Catalogues) -> None:
        self._settings = settings
        self._runs = runs
        self._library = library
        self._catalogues = catalogues
        self._templates = Environment(
            loader=FileSystemLoader(settings.template_dir), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    @cached_property
    def _import_map(self) -> Markup:
        return load_import_map(self._settings.static_dir / "vendor" / "importmap.json")

    def shell(self, request: Request) -> Shell:
        """Collect what every page shares: the reader's language, the answer's nonce, the import map."""
        language = choose_language(wished_language(request) or request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        query = f"?{request.url.query}" if request.url.query else ""
        return Shell(
            t=self._catalogues.translator(language),
            nonce=request.state.nonce,
            import_map=self._import_map,
            path=f"{request.url.path}{query}",
            version=VERSION,
        )

    def render(self, request: Request, page: Page, *, status: int = 200) -> Response:
        """Render a page."""
        return self._answer(request, page.template, members(page), status=status)

    def render_runs(self, request: Request, runs: RunList) -> Response:
        """Render the fragment of the list of runs."""
        return self._answer(request, "_runs.html", {"runs": runs}, status=200)

    async def render_error(self, request: Request, problem: Problem) -> Response:
        """Show a problem to a person."""
        kind = KINDS_OF_ERROR.get(problem.status, "server" if problem.status >= 500 else "bad-request")
        return self.render(request, ErrorPage(status=problem.status, kind=kind, detail=problem.detail), status=problem.status)

    async def run_list(self, *, limit: int, before: int | None = None) -> RunList:
        """Collect one page of the list of runs."""
        records = await self._runs.page(before=before, limit=limit)
        more = len(records) == limit and records[-1].position > 1
        return RunList(
            rows=tuple(run_row(record) for record in records),
            total=await self._runs.count(),
            next_url=f"/fragments/runs?before={records[-1].position}&limit={limit}" if more else "",
            has_live=any(record.is_live for record in records),
        )

    def lesson_groups(self) -> tuple[LessonGroup, ...]:
        """Collect the examples, part by part."""
        return tuple(lesson_group(group, lessons) for group, lessons in self._library.groups().items())

    async def lab(self, *, run_id: str | None, lesson_id: str | None) -> LabPage:
        """Collect the lab: empty, with an example, or with a run."""
        record = await self._runs.get(checked_id(run_id)) if run_id is not None else None
        wanted = record.lesson if record else lesson_id
        lesson = self._library.get(wanted) if wanted else None
        if lesson_id is not None and lesson is None:
            raise not_found("example")
        return lab_page(record, lesson, groups=self.lesson_groups(), settings=self._settings)

    async def present(self, run_id: str) -> PresentPage:
        """Collect the present page of a run."""
        record = await self._runs.get(checked_id(run_id))
        row = run_row(record)
        return PresentPage(run=row, data={"run": members(row), "source": record.source})

    async def embed(self, run_id: str, theme: str) -> EmbedPage:
        """Collect the embed page of a run."""
        row = run_row(await self._runs.get(checked_id(run_id)))
        return EmbedPage(run=row, theme=theme if theme in THEMES else THEMES[0], data={"run": members(row)})

    def _answer(self, request: Request, template: str, context: dict[str, Any], *, status: int) -> Response:
        shell = self.shell(request)
        context = {**members(shell), "language": shell.language, "texts": shell.texts, **context}
        return HTMLResponse(self._templates.get_template(template).render(context), status_code=status)


def build_router(pages: Pages) -> APIRouter:
    """Make the routes of pages and fragments."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/")
    async def home(request: Request) -> Response:
        runs = await pages.run_list(limit=RUNS_ON_HOME)
        return pages.render(request, home_page(pages.lesson_groups(), runs))

    @router.get("/lab")
    async def lab(request: Request, lesson: str | None = None) -> Response:
        return pages.render(request, await pages.lab(run_id=None, lesson_id=lesson))

    @router.get("/lab/{run_id}")
    async def lab_with_run(request: Request, run_id: str) -> Response:
        return pages.render(request, await pages.lab(run_id=run_id, lesson_id=None))

    @router.get("/present/{run_id}")
    async def present(request: Request, run_id: str) -> Response:
        return pages.render(request, await pages.present(run_id))

    @router.get("/embed/{run_id}")
    async def embed(request: Request, run_id: str, theme: str = "") -> Response:
        return pages.render(request, await pages.embed(run_id, theme))

    @router.get("/runs")
    async def runs(request: Request) -> Response:
        return pages.render(request, RunsPage(runs=await pages.run_list(limit=RUNS_ON_PAGE)))

    @router.get("/scheduling")
    async def scheduling(request: Request) -> Response:
        return pages.render(request, SchedulingPage(data=schedule_facts()))

    @router.get("/fragments/runs")
    async def run_fragment(
        request: Request,
        before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
        limit: Annotated[int, Query(ge=1, le=100)] = RUNS_ON_PAGE,
    ) -> Response:
        return pages.render_runs(request, await pages.run_list(before=before, limit=limit))

    return router


def wished_language(request: Request) -> str | None:
    """Return the language that the link to an embedded run asks for."""
    wish = request.query_params.get("lang") if request.url.path.startswith(EMBED_PREFIX) else None
    return wish if wish in LANGUAGES else None


def members(value: Any) -> dict[str, Any]:
    """Return a dataclass's members by name, as they are."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def load_import_map(path: Path) -> Markup:
    """Return the import map as text that is safe inside a script element."""
    text = path.read_text("utf-8") if path.is_file() else '{"imports": {}}'
    return Markup(text.replace("<", "\\u003c"))


def lesson_card(lesson: Lesson) -> LessonCard:
    """Show an example."""
    languages = [language for language in LANGUAGES if language in lesson.texts]
    return LessonCard(
        id=lesson.id,
        title={language: lesson.texts[language].title for language in languages},
        summary={language: lesson.texts[language].summary for language in languages},
        topics=lesson.topics,
        url=f"/lab?lesson={lesson.id}",
        sketch=sketch_of(lesson.sketch),
    )


def lesson_group(group: str, lessons: tuple[Lesson, ...]) -> LessonGroup:
    """Show a part of the course."""
    cards = tuple(lesson_card(lesson) for lesson in lessons)
    return LessonGroup(id=group, title=f"group.{group}", lead=f"group.{group}.lead", lessons=cards)


def home_page(groups: tuple[LessonGroup, ...], runs: RunList) -> HomePage:
    """Collect the home page; the lab opens with the first example, if there is any."""
    return HomePage(groups=groups, start_url=groups[0].lessons[0].url if groups else "/lab", runs=runs, hero=draw(HERO))


def run_row(record: RunRecord) -> RunRow:
    """Show a run in a list."""
    return RunRow(
        id=record.id,
        program=record.program,
        lesson=record.lesson or "",
        status=record.status,
        live=record.is_live,
        exit_code=record.exit_code,
        signal=record.signal or "",
        note=record.note or "",
        created_at=record.created_at,
        duration_ns=record.duration_ns,
        workers=record.workers,
        events=record.events,
        url=f"/lab/{record.id}" if record.script is None else f"/scenarios/run/{record.id}",
        present_url=f"/present/{record.id}",
        imported=record.imported,
    )


def lab_page(record: RunRecord | None, lesson: Lesson | None, *, groups: tuple[LessonGroup, ...], settings: Settings) -> LabPage:
    """Collect what the lab's form shows first: the run's program, else the example's, else an empty one."""
    row = run_row(record) if record else None
    limits = record.limits if record else settings.default_limits
    source = record.source if record else lesson.source if lesson else ""
    args = shlex.join(record.args) if record else lesson.args if lesson else ""
    stdin = (record.stdin or "") if record else lesson.stdin if lesson else ""
    program = record.program if record else lesson.program if lesson else "program.py"
    watches_data = record.data if record else lesson.data if lesson else False
    knobs = [members(knob) for knob in lesson.knobs] if lesson else []
    example = {"lesson": lesson.id if lesson else "", "knobs": knobs, "recorded": lesson is not None and lesson.recording is not None}
    form = {"source": source, "program": program, "args": args, "stdin": stdin, **example}
    bounds = {"limits": limits_data(limits), "max_limits": limits_data(settings.max_limits), "max_source": settings.max_source}
    return LabPage(
        run=row,
        lesson=lesson_card(lesson) if lesson else None,
        groups=groups,
        program=program,
        source=source,
        args=args,
        stdin=stdin,
        watches_data=watches_data,
        wall_seconds=limits.wall_ns // 10**9,
        data={"run": members(row) if row else None, **form, **bounds},
    )


def limits_data(limits: RunLimits) -> dict[str, int]:
    """Show limits to the scripts."""
    return members(limits)
