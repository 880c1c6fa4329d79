"""A run as one picture (SVG): a lane for each worker, bars for its states, lines for causes, diamonds for findings, and a legend.

It stands by itself: colours are written into it, and whatever is too short to be seen is drawn as the state that lasted longest there.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from engine.events import EdgeKind, State
from engine.export.partial import summary_of
from engine.export.recording import Recording
from engine.export.spans import Span, spans_of
from engine.export.telling import is_drawn, title_of
from engine.export.tracks import labels_of, speakers

# The light theme's; tests/engine/export/test_svg.py compares them with static/css/tokens.css.
PALETTE = {
    "bg": "#FFFFFF", "lane": "#F5F7FA", "grid": "#D3DAE2", "ink": "#16202B", "ink-2": "#46535F", "run": "#00795A",
    "ready-fill": "#FFE9B8", "ready-stroke": "#8A5800", "blocked-fill": "#E3DBF8", "blocked-stroke": "#6A4BC4", "alarm": "#9B0F1F",
}  # fmt: skip
FILLS = {State.NEW: "grid", State.READY: "ready-fill", State.RUNNING: "run", State.BLOCKED: "blocked-fill"}
STROKES = {State.NEW: "grid", State.READY: "ready-stroke", State.RUNNING: "run", State.BLOCKED: "blocked-stroke"}
HEIGHTS = {State.NEW: 0.2, State.READY: 0.55, State.RUNNING: 1.0, State.BLOCKED: 0.4}  # of a lane's bar: told apart without colours too
STEPS = (1, 2, 5)
UNITS = ((10**9, "s"), (10**6, "ms"), (10**3, "µs"), (1, "ns"))

WIDTH, LEFT, RIGHT, TOP = 1200, 190, 24, 108
LANE, BAR = 34, 22
THINNEST = 0.8  # px: narrower bars are put together
TEXT = 13
MOST_LANES, MOST_LINES, LETTERS = 200, 400, 24
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Plane:
    """Where times and workers are on the picture. lanes: worker → number of its lane."""

    end_ns: int
    lanes: dict[int, int]

    def x(self, time: int) -> float:
        """Return where an instant is, px."""
        return LEFT + (WIDTH - LEFT - RIGHT) * time / max(1, self.end_ns)

    def middle(self, worker: int) -> float:
        """Return the middle of a worker's lane, px."""
        return TOP + LANE * (self.lanes[worker] + 0.5)

    @property
    def bottom(self) -> int:
        """Where the lanes end, px."""
        return TOP + LANE * len(self.lanes)


def write_svg(recording: Recording) -> Iterator[str]:
    """Write the picture piece by piece."""
    names = labels_of(recording)
    plane = Plane(recording.end_ns, {number: lane for lane, number in enumerate(list(names)[:MOST_LANES])})
    seen: Counter[str] = Counter()
    height = plane.bottom + 76
    title = f"{recording.meta.get('program')} · Lockstep"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{_text(title)}" font-family="sans-serif" font-size="{TEXT}">\n<title>{_text(title)}</title>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="{PALETTE["bg"]}"/>\n'
    )
    yield from _head(recording)
    yield from _grid(plane)
    yield from _names(names, plane)
    for bar in _bars(recording, plane):
        seen[bar.change.state.name] += 1
        yield _bar(bar, recording, plane)
    yield from _causes(recording, plane)
    yield from _findings(recording, plane)
    yield from _legend(seen, plane, bool(recording.findings))
    hidden = len(names) - len(plane.lanes)
    if hidden:
        yield _words(LEFT, plane.bottom + 58, f"{hidden} more workers have no room here.", "ink-2")
    yield "</svg>\n"


def _head(recording: Recording) -> Iterator[str]:
    meta = recording.meta
    run = summary_of(recording).get("run", {})
    words = [str(word) for word in meta.get("argv") or []]
    program = str(meta.get("program"))
    call = " ".join([program, *words[1:]]) if words and words[0].endswith(program) else program
    yield _words(24, 34, _cut(call, 90), "ink", size=TEXT * 1.5, bold=True)
    ended = f"{run.get('status') or 'unknown'}" + (f", exit code {run['exit_code']}" if run.get("exit_code") is not None else "")
    when = str(meta.get("began_at") or "").replace("T", " ")[:19]
    facts = [ended, duration(recording.end_ns), f"{when} UTC" if when else "", f"Python {meta.get('python')}" if meta.get("python") else ""]
    yield _words(24, 58, " · ".join(fact for fact in facts if fact), "ink-2")
    known = f"states are {meta.get('kernel')}" if meta.get("kernel") else "how states are known is not recorded"
    yield _words(WIDTH - RIGHT, 58, f"{known} · Lockstep", "ink-2", anchor="end")


def _grid(plane: Plane) -> Iterator[str]:
    for lane in range(len(plane.lanes)):
        y = TOP + LANE * lane + (LANE - BAR) / 2 - 3
        yield f'<rect x="{LEFT}" y="{y}" width="{WIDTH - LEFT - RIGHT}" height="{BAR + 6}" fill="{PALETTE["lane"]}"/>\n'
    for time in ticks(plane.end_ns):
        x = plane.x(time)
        yield f'<path d="M{x:.1f} {TOP - 6}V{plane.bottom}" stroke="{PALETTE["grid"]}"/>\n'
        yield _words(x, TOP - 12, duration(time), "ink-2", anchor="middle")


def ticks(end_ns: int, *, most: int = 10) -> list[int]:
    """Choose round instants from 0 up to the end: 1, 2 or 5 times a power of ten apart."""
    step = next(factor * 10**power for power in range(20) for factor in STEPS if factor * 10**power * most >= end_ns)
    return list(range(0, max(1, end_ns) + 1, step))


def duration(time: int) -> str:
    """Spell a time in its largest unit, with at most three digits behind the point."""
    size, unit = next(((size, unit) for size, unit in UNITS if time >= size), (1, "s"))
    return f"{time / size:.3f}".rstrip("0").rstrip(".") + f" {unit}"


def _names(names: dict[int, str], plane: Plane) -> Iterator[str]:
    for number in plane.lanes:
        yield _words(LEFT - 10, plane.middle(number) + TEXT * 0.35, _cut(names[number], LETTERS), "ink", anchor="end")


def _bars(recording: Recording, plane: Plane) -> Iterator[Span]:
    """Iterate over the spans, those too short to be seen put together as the longest state among them."""
    short: dict[int, list[Span]] = defaultdict(list)
    for span in spans_of(recording.changes, end_ns=recording.end_ns):
        worker = span.change.worker
        if worker not in plane.lanes or not is_drawn(span.change, recording):
            continue
        waiting = short[worker]
        if not waiting and plane.x(span.end) - plane.x(span.begin) >= THINNEST:
            yield span
            continue
        waiting.append(span)
        if plane.x(span.end) - plane.x(waiting[0].begin) >= THINNEST:
            yield _together(waiting)
            waiting.clear()
    for waiting in short.values():
        if waiting:
            yield _together(waiting)


def _together(spans: Iterable[Span]) -> Span:
    spans = list(spans)
    longest = max(spans, key=lambda span: span.end - span.begin)
    return Span(spans[0].begin, spans[-1].end, longest.change)


def _bar(span: Span, recording: Recording, plane: Plane) -> str:
    change = span.change
    x, height = plane.x(span.begin), BAR * HEIGHTS[change.state]
    width, y = max(THINNEST, plane.x(span.end) - x), plane.middle(change.worker) + BAR / 2 - height
    label = f"{title_of(change, recording)}, {duration(span.end - span.begin)}"
    look = f'fill="{PALETTE[FILLS[change.state]]}" stroke="{PALETTE[STROKES[change.state]]}" stroke-width="0.75"'
    shape = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f"<rect {shape} {look}><title>{_text(label)}</title></rect>\n"


def _causes(recording: Recording, plane: Plane) -> Iterator[str]:
    drawn, voices = 0, speakers(recording)
    for edge in recording.edges:
        source, target = voices.get(edge.source, 0), voices.get(edge.target, 0)
        if edge.kind is EdgeKind.WINDOW or source == target or not {source, target} <= plane.lanes.keys():
            continue
        drawn += 1
        if drawn > MOST_LINES:
            return
        x0, y0, x1, y1 = plane.x(edge.t0), plane.middle(source), plane.x(edge.t1), plane.middle(target)
        yield f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="{PALETTE["ink"]}" stroke-opacity="0.6"/>'
        yield f'<circle cx="{x1:.1f}" cy="{y1:.1f}" r="2.5" fill="{PALETTE["ink"]}"/>\n'


def _findings(recording: Recording, plane: Plane) -> Iterator[str]:
    voices = speakers(recording)
    for finding in recording.findings.values():
        x = plane.x(finding.get("at") or 0)
        told = f"<title>{_text(str(finding.get('kind')))}: {_text(str(finding.get('message')))}</title>"
        for number in {voices.get(worker, 0) for worker in finding.get("workers") or []} & plane.lanes.keys():
            y = plane.middle(number)
            yield f'<path d="M{x:.1f} {y - 9:.1f}l9 9l-9 9l-9 -9z" fill="{PALETTE["alarm"]}">{told}</path>\n'


def _legend(seen: Counter[str], plane: Plane, has_findings: bool) -> Iterator[str]:
    x, y = float(LEFT), plane.bottom + 30
    for state in (State.RUNNING, State.READY, State.BLOCKED, State.NEW):
        if not seen[state.name]:
            continue
        height = 14 * HEIGHTS[state]
        look = f'fill="{PALETTE[FILLS[state]]}" stroke="{PALETTE[STROKES[state]]}"'
        yield f'<rect x="{x}" y="{y + 2 - height:.1f}" width="26" height="{height:.1f}" {look}/>\n'
        yield _words(x + 34, y, state.name.lower(), "ink")
        x += 120
    if has_findings:
        yield f'<path d="M{x + 9} {y - 14}l9 9l-9 9l-9 -9z" fill="{PALETTE["alarm"]}"/>\n'
        yield _words(x + 26, y, "finding", "ink")


def _words(x: float, y: float, text: str, colour: str, *, size: float = TEXT, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="{PALETTE[colour]}"{weight}>{_text(text)}</text>\n'
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _text(text: str) -> str:
    """Escape a text; what XML cannot hold becomes U+FFFD."""
    return escape(NOT_XML.sub("\ufffd", text))
