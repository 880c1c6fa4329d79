"""A run as one HTML file that shows it without a server: our page, styles, scripts and words in both languages, and the run's frames.

The file opens from disk and asks nobody for anything; its own content security policy allows no request. Scripts are modules as they are,
each at a `data:` address in the import map, their relative imports turned into names of that map.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.messages import DEFAULT_LANGUAGE, LANGUAGES, Catalogues
from engine.export.formats import Format
from engine.export.partial import closing_frame
from engine.export.recording import Recording
from engine.wire import Frame

CUT_NOTE = "What is kept in this file breaks off here."
ENTRY = "standalone.js"
NAME = "lockstep/"  # in front of a module's path, in the import map
SHEETS = ("tokens", "base", "layout", "components", "panels", "companions", "present", "timeline")
FRAMES = "\x00frames\x00"  # where the frames go in the page
IMPORT = re.compile(r'^((?:import|export)\b[^;"]*?)"(\.{1,2}/[\w./-]+\.js)"', re.MULTILINE)
GROUP = 3 * 1024  # bytes that base64 turns into whole groups of letters
NONCE = "lockstep"  # in a file nobody else writes into, a nonce need not be secret: it tells our scripts from what a run's texts could hold
# What the parser of addresses would drop, or take for something else, in a script; all other characters stay readable.
ESCAPES = {ord(character): f"%{ord(character):02X}" for character in "%#\n\r\t"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What every such file holds: read once for each export."""

    templates: Path
    styles: str
    import_map: str
    icons: str
    catalogues: dict[str, dict[str, str]]


def html_format(static_dir: Path, template_dir: Path) -> Format:
    """Return the format; its parts are read when it is used."""
    pieces = partial(write_html, static_dir=static_dir, template_dir=template_dir)
    return Format(suffix=".html", media_type="text/html; charset=utf-8", pieces=pieces)


def write_html(recording: Recording, *, static_dir: Path, template_dir: Path) -> Iterator[str]:
    """Write the page piece by piece."""
    before, after = _page(recording, read_parts(static_dir, template_dir)).split(FRAMES)
    yield before
    yield from _deflated(recording)
    yield after


def read_parts(static_dir: Path, template_dir: Path) -> Parts:
    """Read what every such file holds."""
    sheets = (static_dir / "css" / f"{name}.css" for name in SHEETS)
    messages = {language: json.loads((static_dir / "messages" / f"{language}.json").read_text("utf-8")) for language in LANGUAGES}
    return Parts(
        templates=template_dir,
        styles="\n".join(sheet.read_text("utf-8") for sheet in sheets),
        import_map=json.dumps({"imports": modules(static_dir / "js")}, ensure_ascii=False),
        icons=(static_dir / "icons.svg").read_text("utf-8").replace(' id="', ' id="icon-'),
        catalogues=messages,
    )


def modules(folder: Path, entry: str = ENTRY) -> dict[str, str]:
    """Return the addresses of a module and of all that it imports, by the names under which they import each other."""
    found: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        if NAME + path in found:
            continue
        source = (folder / path).read_text("utf-8")
        imported = {match[2]: _resolved(path, match[2]) for match in IMPORT.finditer(source)}
        renamed = IMPORT.sub(lambda match, known=imported: f'{match[1]}"{NAME}{known[match[2]]}"', source)  # type: ignore[misc]
        found[NAME + path] = f"data:text/javascript;charset=utf-8,{renamed.translate(ESCAPES)}"
        waiting += imported.values()
    return dict(sorted(found.items()))


def _resolved(importer: str, address: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(importer).parent / address).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _page(recording: Recording, parts: Parts) -> str:
    loader = FileSystemLoader(parts.templates)
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    program = str(recording.meta.get("program") or "")
    data = {"program": program, "source": recording.meta.get("source") or "", "messages": parts.catalogues}
    return templates.get_template("standalone.html").render(
        t=Catalogues(parts.catalogues).translator(DEFAULT_LANGUAGE),
        language=DEFAULT_LANGUAGE,
        nonce=NONCE,
        program=program,
        icons=Markup(parts.icons),  # our own file
        icon_base="#icon-",
        styles=Markup(parts.styles),  # our own files
        import_map=_in_script(parts.import_map),
        data=_in_script(json.dumps(data, ensure_ascii=False)),
        frames=FRAMES,
    )


def _in_script(text: str) -> Markup:
    """Make JSON safe inside a script element, where nothing is escaped and `</script` or `<!--` would end it."""
    return Markup(text.replace("<", "\\u003c"))


def _closed(recording: Recording) -> Iterator[Frame]:
    """Iterate over the frames; if they do not tell how the run ended, one more says so."""
    last = 0
    for frame in recording.frames():
        last = frame.sequence
        yield frame
    if recording.status.get("status") is None:
        yield closing_frame(sequence=last + 1, now=recording.end_ns, events=len(recording.events), note=CUT_NOTE)


def _deflated(recording: Recording) -> Iterator[str]:
    """Compress the frames (zlib) and spell them in base64, in whole groups, so that the pieces make one text."""
    packer = zlib.compressobj()
    waiting = bytearray()
    for frame in _closed(recording):
        waiting += packer.compress(frame.data)
        whole = len(waiting) // GROUP * GROUP
        if whole:
            yield base64.b64encode(waiting[:whole]).decode()
            del waiting[:whole]
    waiting += packer.flush()
    yield base64.b64encode(waiting).decode()
