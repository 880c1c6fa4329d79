"""A run as the text of a Mermaid sequence diagram: who starts, wakes and writes to whom, in order of time, with the findings as notes.

A diagram of hundreds of arrows cannot be read: what is too much is left out, and a last note says how much.
"""

import re
from collections.abc import Iterator
from heapq import merge, nsmallest
from itertools import islice

from engine.events import EdgeKind
from engine.export.recording import Recording
from engine.export.tracks import labels_of, speakers
from engine.wire import Edge

MOST_ARROWS = 150
MOST_PARTICIPANTS = 24
MOST_LETTERS = 80
WORDS = {
    EdgeKind.START: "starts",
    EdgeKind.JOIN: "has ended",
    EdgeKind.SIGNAL: "signals",
    EdgeKind.SUBMIT: "hands over a job",
    EdgeKind.CALLBACK: "is done, calls back",
    EdgeKind.CONNECT: "connects",
}
SHAFTS = {EdgeKind.JOIN: "-->>", EdgeKind.SIGNAL: "-x", EdgeKind.MESSAGE: "->>"}
# What Mermaid could take for its own signs; letters of any script are none.
UNSAFE = re.compile(r"[^\w \-.,()'/!?=+*]", re.ASCII)
KEYWORD = re.compile(r"\bend\b", re.IGNORECASE)


def write_mermaid(recording: Recording) -> Iterator[str]:
    """Write the diagram line by line."""
    names = dict(islice(labels_of(recording).items(), MOST_PARTICIPANTS))
    voices = {worker: speaker for worker, speaker in speakers(recording).items() if speaker in names}
    shown = [edge for edge in recording.edges if edge.kind is not EdgeKind.WINDOW]
    spoken = [edge._replace(source=voices.get(edge.source, 0), target=voices.get(edge.target, 0)) for edge in shown]
    known = [edge for edge in spoken if edge.source and edge.target and edge.source != edge.target]
    arrows = nsmallest(MOST_ARROWS, known, key=lambda edge: edge.t1)
    yield f"%% {_plain(str(recording.meta.get('program')))}, recorded by Lockstep\n"
    yield "sequenceDiagram\n"
    for number, name in names.items():
        yield f"    participant w{number} as {_safe(name)}\n"
    lines = ((edge.t1, _arrow(edge, recording)) for edge in arrows)
    notes = sorted(_notes(recording, voices))
    for _, line in merge(lines, notes, key=lambda timed: timed[0]):
        yield f"    {line}\n"
    if (missing := len(known) - len(arrows)) and names:
        yield f"    Note over w{next(iter(names))}: {missing} more arrows are not shown\n"


def _arrow(edge: Edge, recording: Recording) -> str:
    resource = recording.resources.get(edge.resource, {}).get("name", "")
    text = recording.texts.get(edge.text) or ""
    words = (
        WORDS.get(edge.kind, "")
        or (f"{text} through {resource}" if edge.kind is EdgeKind.MESSAGE and text else resource)
        or edge.kind.name.lower()
    )
    return f"w{edge.source}{SHAFTS.get(edge.kind, '->>')}w{edge.target}: {_safe(words)}"


def _notes(recording: Recording, voices: dict[int, int]) -> Iterator[tuple[int, str]]:
    for finding in recording.findings.values():
        concerned = [number for number in finding.get("workers") or [] if number in voices] or list(voices)[:1]
        about = sorted({f"w{voices[number]}" for number in concerned})
        if about:
            words = f"{finding.get('kind')}: {finding.get('message')}"
            yield finding.get("at") or 0, f"Note over {','.join(_ends(about))}: {_safe(words, most=200)}"


def _ends(about: list[str]) -> list[str]:
    """A note spans two participants and all between them; Mermaid takes no third."""
    return about if len(about) == 1 else [about[0], about[-1]]


def _plain(text: str) -> str:
    return " ".join(text.split())[:MOST_LETTERS]


def _safe(text: str, *, most: int = MOST_LETTERS) -> str:
    short = " ".join(text.split())
    short = short if len(short) <= most else short[: most - 1] + "…"
    coded = "".join(character if character.isalnum() or not UNSAFE.match(character) else f"#{ord(character)};" for character in short)
    return KEYWORD.sub(lambda word: f"{word[0][0]}#{ord(word[0][1])};{word[0][2]}", coded) or "#32;"
