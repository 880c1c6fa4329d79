"""What each template is given: the typed contract between `pages.py` and `templates/`.

Every template gets the members of `Shell` as plain names (`language`, `nonce`, `import_map`, `t`, `texts`, `path`, `version`) and
the members of its page's dataclass too (`groups`, `runs`, `run`, `data` ...). Templates never compute: what they show is here, ready.

    home.html     HomePage      lab.html    LabPage      present.html   PresentPage     runs.html   RunsPage
    scheduling.html SchedulingPage    scenarios.html ScenariosPage    scenario.html ScenarioPage    language.html LanguagePage
    embed.html    EmbedPage
    error.html    ErrorPage     _runs.html  RunList, as `runs` (home.html and runs.html include it)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from app.messages import Translator
from app.sketches import Sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What every page shares.

    t: `t(key, **parameters)`. texts: chooses the reader's language from {"en": ..., "zh-CN": ...}.
    nonce: of this answer's CSP, for the theme switch, the import map and CodeMirror's style element (`EditorView.cspNonce.of(nonce)`).
    import_map: JSON text for `<script type="importmap" nonce>`; safe inside a script element.
    path: this page's address with its query, for links that come back.
    """

    t: Translator
    nonce: str
    import_map: Markup
    path: str
    version: str

    @property
    def language(self) -> str:
        """The page's language, for `<html lang>`."""
        return self.t.language

    def texts(self, mapping: Mapping[str, str]) -> str:
        """Choose the reader's language, or English."""
        return mapping.get(self.language) or mapping["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonCard:
    """An example. title and summary hold every language, for `both(lesson.title)`."""

    id: str
    title: dict[str, str]
    summary: dict[str, str]
    topics: tuple[str, ...]
    url: str  # the lab with this example
    sketch: Sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonGroup:
    """A part of the course. title and lead are keys of the catalogue."""

    id: str
    title: str
    lead: str
    lessons: tuple[LessonCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run in a list or at the head of its page. status is one of the contract's status words; live: it still goes on."""

    id: str
    program: str
    lesson: str  # id, or ""
    status: str
    live: bool
    exit_code: int | None
    signal: str
    note: str
    created_at: str  # ISO 8601, UTC; the browser shows it in the reader's own time
    duration_ns: int | None
    workers: int
    events: int
    url: str  # /lab/{id}
    present_url: str  # /present/{id}
    imported: bool = False  # it came from a file


@dataclass(frozen=True, slots=True, kw_only=True)
class RunList:
    """One page of the list of runs, newest first. `_runs.html`: the fragment `GET /fragments/runs?before=...`.

    next_url: the next page of the fragment, or "" at the end (hx-get it to append).
    has_live: poll the fragment again while a run goes on. DELETE `/fragments/runs/{id}` removes one and answers with an empty body.
    """

    rows: tuple[RunRow, ...]
    total: int
    next_url: str
    has_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """home.html"""

    template: ClassVar[str] = "home.html"
    hero: Sketch  # draw(HERO)
    groups: tuple[LessonGroup, ...]
    start_url: str  # the lab with the first example
    runs: RunList


@dataclass(frozen=True, slots=True, kw_only=True)
class LabPage:
    """lab.html: `/lab` (run is None: nothing started yet), `/lab?lesson=ID`, `/lab/{run_id}`.

    source, args, stdin: what the form shows at first: the lesson's, the run's own, or a small program to begin with.
    data: the same facts as JSON for the scripts: `<script type="application/json" id="lockstep-data">{{ data|tojson }}</script>`
      {"run": RunRow|null, "source", "program", "args", "stdin", "lesson": id|"", "knobs": [Knob...], "recorded": bool,
       "limits": {"wall_ns", "events", "output_bytes"}, "max_limits": {...}, "max_source": bytes}
    """

    template: ClassVar[str] = "lab.html"
    run: RunRow | None
    lesson: LessonCard | None
    groups: tuple[LessonGroup, ...]
    program: str
    source: str
    args: str
    stdin: str
    watches_data: bool
    wall_seconds: int
    data: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentPage:
    """present.html: one run for the back row. data: {"run": RunRow, "source"}."""

    template: ClassVar[str] = "present.html"
    run: RunRow
    data: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsPage:
    """runs.html: every run that is kept."""

    template: ClassVar[str] = "runs.html"
    runs: RunList


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedPage:
    """embed.html: one run inside another page. theme: as the link asks, or "auto". data: {"run": RunRow}."""

    template: ClassVar[str] = "embed.html"
    run: RunRow
    theme: str
    data: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulingPage:
    """scheduling.html: the CPU scheduling lab. data: the engine's policies and knobs (app/schedule_facts.py), for the scripts."""

    template: ClassVar[str] = "scheduling.html"
    data: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """error.html: 404 and the like. Keys: `error.{kind}.title`, `error.{kind}.text`; kind: not-found, forbidden, bad-request, server.

    detail: one more sentence in English, or "".
    """

    template: ClassVar[str] = "error.html"
    status: int
    kind: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCard:
    """A scenario of the library. title and about hold every language; expectations: how many it has."""

    id: str
    title: dict[str, str]
    about: dict[str, str]
    expectations: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioGroup:
    """A part of the library. title and lead are keys of the catalogue."""

    id: str
    title: str
    lead: str
    scenarios: tuple[ScenarioCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenariosPage:
    """scenarios.html: the library of scenarios."""

    template: ClassVar[str] = "scenarios.html"
    groups: tuple[ScenarioGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPage:
    """scenario.html: one scenario, its program and its run: `/scenarios/{id}`, `/scenarios/new`, `/scenarios/run/{run_id}`.

    data: {"run": RunRow|null, "document": text, "parameters": {name: value} that were chosen, "seed": int|null, "facts": scenario_facts()}
    """

    template: ClassVar[str] = "scenario.html"
    run: RunRow | None
    card: ScenarioCard | None  # of the library, if it is one of it
    document: str
    data: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a text, to be jumped to. level: 2, 3 ..."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePage:
    """language.html: the reference of the scenario language. body: HTML that is made from our own Markdown."""

    template: ClassVar[str] = "language.html"
    body: Markup
    headings: tuple[Heading, ...]


Page = HomePage | LabPage | PresentPage | EmbedPage | RunsPage | SchedulingPage | ScenariosPage | ScenarioPage | LanguagePage | ErrorPage
