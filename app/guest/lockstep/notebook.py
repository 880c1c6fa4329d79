"""`%%lockstep`: runs a notebook's cell as a program of its own and shows what its workers did, in the cell's output."""

import codecs
import html
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from lockstep.calling import Call, NoAnswerError

try:
    from IPython.core import magic_arguments
    from IPython.core.error import UsageError
    from IPython.display import display
except ImportError as problem:
    raise ImportError("%%lockstep works in notebooks and in IPython; install it with: pip install ipython") from problem

magic: Any = magic_arguments  # IPython does not say of what types these are
show: Any = display
FIRST_LINE = "# %%lockstep\n"  # in the place of the magic's own line, so that lines have the numbers they have in the cell
MOST_OUTPUT = 1 << 20  # bytes of a program's output that a notebook is asked to keep
CUT = "\n[Lockstep shows no more than the first MiB of the output.]\n"
# Scripts run, in an origin of their own that can reach neither the notebook nor any site.
SANDBOX = "allow-scripts allow-downloads allow-popups"


OPTIONS: dict[str, dict[str, Any]] = {
    "--timeout": {"type": float, "default": 60.0, "metavar": "SECONDS", "help": "End the program after so long; 60 if not given."},
    "--data": {"action": "store_true", "help": "Record reads and writes of globals, attributes and items too (slower)."},
    "--height": {"type": int, "default": 560, "metavar": "PIXELS", "help": "Height of the timeline; 560 if not given."},
    "--no-output": {"action": "store_true", "help": "Do not show what the program prints."},
}


def load_ipython_extension(shell: Any) -> None:
    """Add the magic to a shell."""

    def lockstep(line: str, cell: str) -> None:
        """Run the cell as a Python program of its own, in Lockstep, and show its timeline."""
        options = magic.parse_argstring(described, line)
        if not options.timeout > 0 or not options.height > 0:
            raise UsageError("%%lockstep: --timeout and --height are numbers above 0.")
        if not cell.strip():
            raise UsageError("%%lockstep: the cell is empty; write the program below the first line.")
        with tempfile.TemporaryDirectory(prefix="lockstep-") as folder:
            run_cell(cell, Path(folder), name=f"cell_{shell.execution_count}.py", options=options)

    described: Any = lockstep
    for name, facts in reversed(OPTIONS.items()):
        described = magic.argument(name, **facts)(described)
    described = magic.magic_arguments("%%lockstep")(described)
    shell.register_magic_function(described, "cell", "lockstep")


def run_cell(cell: str, folder: Path, *, name: str, options: Any) -> None:
    """Run a cell's program and show output, timeline and findings."""
    (folder / name).write_text(FIRST_LINE + cell, encoding="utf-8")
    files = folder / "run"
    files.mkdir()
    spec = {"program": str(folder / name), "cwd": os.getcwd(), "data": options.data}
    call = Call(
        spec=spec, timeout=options.timeout, out=files / "run.lockstep", html=files / "run.html", html_always=True, folder=files
    )  # fmt: skip
    # The program is in a folder of its own, but finds the modules that lie beside the notebook.
    paths = [os.getcwd(), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    with call.start(stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        follow(process, is_shown=not options.no_output)
    try:
        answer = call.answer()
    except NoAnswerError as problem:
        print(f"Lockstep: {problem}", file=sys.stderr)
        return
    page = Path(answer["html"]).read_text("utf-8")
    show({"text/html": frame(page, height=options.height, title=name), "text/plain": "(The timeline is shown where HTML is.)"}, raw=True)
    print("\n".join(sentences(answer)))


def follow(process: "subprocess.Popen[bytes]", *, is_shown: bool) -> None:
    """Show what the program prints as it comes. An interrupt of the notebook interrupts the program; a second one ends it."""
    has_interrupted = False
    pump = Pump(process, is_shown=is_shown)
    while True:
        try:
            pump.run()
            process.wait()
            return
        except KeyboardInterrupt:
            process.send_signal(signal.SIGTERM if has_interrupted else signal.SIGINT)
            has_interrupted = True


class Pump:
    """Hands two pipes on to the notebook's own streams, up to a limit."""

    def __init__(self, process: "subprocess.Popen[bytes]", *, is_shown: bool) -> None:
        self._left = MOST_OUTPUT if is_shown else 0
        self._selector = selectors.DefaultSelector()
        for pipe, stream in ((process.stdout, "stdout"), (process.stderr, "stderr")):
            if pipe is not None:
                decoder = codecs.getincrementaldecoder("utf-8")("replace")
                self._selector.register(pipe, selectors.EVENT_READ, (stream, decoder))

    def run(self) -> None:
        """Pump until both pipes are at their end; after an interrupt it can be called again."""
        while self._selector.get_map():
            for key, _ in self._selector.select():
                pipe: IO[bytes] = key.fileobj  # type: ignore[assignment] # we registered pipes only
                data = os.read(pipe.fileno(), 1 << 16)
                if not data:
                    self._selector.unregister(pipe)
                self._show(data, *key.data)

    def _show(self, data: bytes, name: str, decoder: codecs.IncrementalDecoder) -> None:
        if self._left <= 0:
            return
        stream = getattr(sys, name)  # looked up each time: a notebook puts another in its place for each cell
        stream.write(decoder.decode(data[: self._left], final=not data))
        self._left -= len(data)
        if self._left <= 0:
            stream.write(CUT)
        stream.flush()


def frame(page: str, *, height: int, title: str) -> str:
    """Return HTML that shows a page inside the notebook, shut off from it."""
    text = html.escape(page)
    name = html.escape(f"{title} · Lockstep")
    return f'<div><iframe title="{name}" sandbox="{SANDBOX}" width="100%" height="{height}" frameborder="0" srcdoc="{text}"></iframe></div>'


def sentences(answer: dict[str, Any]) -> list[str]:
    """Say how the run ended and what was found."""
    told = [f"Lockstep: {answer['line']}."]
    if answer["note"]:
        told.append(answer["note"])
    for finding in answer["findings"]:
        places = [line.rpartition("/")[2].replace(".py:", ".py, line ") for line in finding["lines"]]
        told.append(f"{finding['level']}: {finding['message']}" + (f" ({'; '.join(places)})" if places else ""))
    return told
