"""The command `lockstep`."""

import json
import signal
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, BinaryIO

import click

from app.failures import Failure, sentences
from app.interrupts import stopped_by_signals
from app.options import FiniteRange
from app.progress import StatusLine, progress_text
from app.report import one_line, report
from app.schedule_command import schedule
from app.settings import asset_dir
from engine.errors import ScheduleError
from engine.export.csv_export import TABLES
from engine.export.formats import HTML, NAMES, Format, find_format
from engine.export.partial import summary_of
from engine.export.recording import Recording, damage_told, read_recording
from engine.kernel.capability import Capability, examine, kernel_name
from engine.run import Limits, Run, RunResult, RunSpec
from engine.spec import SECOND_NS
from engine.wire import Frame, FrameKind

EXIT_TIMED_OUT, EXIT_LIMITED, EXIT_LOST, EXIT_FAILED, EXIT_INTERRUPTED = 124, 125, 125, 127, 130
LATE = {"scenario": "app.scenario_command"}  # loaded when asked for: its models would double the start of every other command
VALUE_OPTIONS = {"--out", "--json", "--timeout", "--python", "--kernel"}


class Commands(click.Group):
    """All commands; what is wrong with an option is said in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted([*super().list_commands(ctx), *LATE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command."""
        if cmd_name not in LATE:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(LATE[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except ScheduleError as error:
            raise Failure(str(error)) from error
        except click.UsageError as error:
            where = error.ctx.command_path if error.ctx else "lockstep"
            raise Failure(f"{error.format_message()} See: {where} --help") from error


class ProgramCommand(click.Command):
    """A command whose options end where Python's would: at the program, or behind the word after -m or -c."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put a "--" behind the word after -m or -c, so that what follows is the program's."""
        return super().parse_args(ctx, separate(args))


def separate(args: list[str]) -> list[str]:
    """Mark where our options end."""
    at = 0
    while at < len(args) and args[at].startswith("-") and args[at] not in ("-", "--"):
        if args[at] in ("-m", "-c"):
            return [*args[: at + 2], "--", *args[at + 2 :]] if at + 1 < len(args) else args
        if args[at][:2] in ("-m", "-c") and args[at][:2] != "--":
            return [*args[: at + 1], "--", *args[at + 1 :]]
        at += 2 if args[at] in VALUE_OPTIONS else 1
    return args


def own_version() -> str:
    """Return our version; a checkout that is not installed has none."""
    try:
        return metadata.version("lockstep")
    except metadata.PackageNotFoundError:
        return "(from a checkout)"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version=own_version(), message="lockstep %(version)s")
def main() -> None:
    """Run a Python program, unchanged, and see what each of its workers really does."""


@main.command(cls=ProgramCommand, context_settings={"ignore_unknown_options": False, "allow_interspersed_args": False})
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the run to this .lockstep file.")
@click.option("--json", "json_file", metavar="FILE", help="Write the summary to this file; - is stdout (the program's goes to stderr).")
@click.option("--timeout", type=FiniteRange(0, min_open=True), metavar="SECONDS", help="End the run after so long (exit code 124).")
@click.option("--python", default=sys.executable, metavar="PATH", help="Run the program with this interpreter.", show_default=False)
@click.option("-m", "module", metavar="MODULE", help="Run a module, as python -m does; what follows is its own.")
@click.option("-c", "code", metavar="CODE", help="Run code, as python -c does; what follows is its own.")
@click.option("--data", "watches_data", is_flag=True, help="Record reads and writes of globals, attributes and items too (slower).")
@click.option("--quiet", is_flag=True, help="Say nothing on stderr.")
@click.option("--kernel", type=click.Choice(["auto", "measured", "sampled", "inferred"]), default="auto", hidden=True)
@click.argument("program", required=False)
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def run(
    out: Path | None, json_file: str | None, timeout: float | None, python: str, module: str | None, code: str | None,
    watches_data: bool, quiet: bool, kernel: Any, program: str | None, args: tuple[str, ...],
) -> None:  # fmt: skip
    """Run PROGRAM with its ARGS and watch it.

    Its input, output and exit code are its own. Exit codes of ours: 124 the time limit ended it, 125 another limit did or the run was
    lost, 127 it could not be started, 130 Ctrl-C ended it, 128 + N signal N did.
    """
    words = (program, *args) if program is not None else args
    if module is None and code is None:
        if program is None:
            raise click.UsageError("Give a program: a file, -m MODULE or -c CODE.")
        words = args
    spec = RunSpec(
        program=program if module is None and code is None else None, module=module, code=code, args=words, python=python,
        stdout_to_stderr=json_file == "-", limits=Limits(wall_ns=int(timeout * SECOND_NS) if timeout else None),
        run_id=uuid.uuid4().hex[:12], kernel=kernel, data=watches_data,
    )  # fmt: skip
    with sentences(), open_output(out) as file:
        if json_file not in (None, "-"):
            Path(json_file).touch()  # a place that cannot be written to is told before the program runs, not after
        recording, result = watch(spec, file, quiet=quiet)
        summary = result.summary or summary_of(recording)
        if json_file is not None:
            write_summary(json_file, summary)
    if not quiet:
        say_end(summary, result)
    sys.exit(exit_code(result))


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO | None]:
    """Open the file that a run is written to."""
    if path is None:
        yield None
        return
    with path.open("wb") as file:
        yield file


def watch(spec: RunSpec, file: BinaryIO | None, *, quiet: bool) -> tuple[Recording, RunResult]:
    """Run a program to its end, writing its frames and telling the user how it goes."""
    recording = Recording()
    line = StatusLine(sys.stderr) if sys.stderr.isatty() and not quiet else None
    told: set[tuple[int, bool]] = set()
    with Run.start(spec) as running, stopped_by_signals(running):
        try:
            for frame in running.frames():
                if file is not None:
                    file.write(frame.data)
                keep_short(recording, frame)
                if not quiet:
                    tell(frame, line, told)
        finally:
            if line is not None:
                line.close()
        return recording, running.wait()


def keep_short(recording: Recording, frame: Frame) -> None:
    """Keep what a summary needs if the supervisor should die: who and what there is, not every event."""
    if frame.kind not in (FrameKind.EVENTS, FrameKind.EDGES, FrameKind.OUTPUT, FrameKind.CHANGES):
        recording.add(frame)


def tell(frame: Frame, line: StatusLine | None, told: set[tuple[int, bool]]) -> None:
    """Show how the run goes; say a finding as soon as it is found, and again when somebody has ended what it tells of."""
    if frame.kind == FrameKind.STATUS and line is not None:
        line.show(progress_text(frame.json()))
    elif frame.kind == FrameKind.FINDING:
        finding = frame.json()
        news = finding["id"], "ended_by" in finding["parameters"]
        if news not in told and finding["level"] != "info":
            told.add(news)
            click.echo(f"lockstep: {finding['kind']}: {finding['message']}", err=True)


def write_summary(file: str, summary: dict[str, Any]) -> None:
    """Write a summary as JSON to a file, or to stdout for "-"."""
    text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
    if file == "-":
        click.echo(text, nl=False)
    else:
        Path(file).write_text(text, encoding="utf-8")


def say_end(summary: dict[str, Any], result: RunResult) -> None:
    """Say on stderr how the run ended."""
    click.echo(f"lockstep: {one_line(summary)}", err=True)
    if result.note:
        click.echo(f"lockstep: {result.note}", err=True)


def exit_code(result: RunResult) -> int:
    """Choose our exit code: the program's own wherever it has one of its own."""
    match result.status:
        case "timed-out" | "stuck":
            return EXIT_TIMED_OUT
        case "limited":
            return EXIT_LIMITED
        case "lost":
            return EXIT_LOST
        case "failed":
            return EXIT_FAILED
        case "stopped" if result.signal in (None, "SIGKILL"):
            return EXIT_INTERRUPTED if result.exit_code is None else result.exit_code
        case _:
            return result.exit_code if result.exit_code is not None else 128 + signal_number(result.signal)


def signal_number(name: str | None) -> int:
    """Find a signal's number by its name; 0 if it has none."""
    try:
        return signal.Signals[name or ""].value
    except KeyError:
        return 0


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def show(file: Path, as_json: bool) -> None:
    """Show what happened in the run kept in FILE."""
    with sentences(), damage_told(file.name):
        recording = read_recording(file)
        summary = summary_of(recording)
        lines = list(report(summary))
    if as_json:
        write_summary("-", summary)
        return
    for text in lines:
        click.echo(text)
    if recording.damage:
        click.echo(f"\nThe file can be read only in part: {recording.damage}.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "name", default="chrome", show_default=True, metavar="|".join(NAMES), help="What to write.")
@click.option("--table", metavar="|".join(TABLES), help="Of csv: this table. Without it, csv is a ZIP archive of all tables.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write; - is stdout.")
def export(file: Path, name: str, table: str | None, output: Path) -> None:
    """Write the run kept in FILE in another format.

    chrome and perfetto open in ui.perfetto.dev; html is a page that shows the run without Lockstep; json and ndjson hold everything; csv
    are tables; svg is a picture, mermaid the text of a sequence diagram; lockstep is the run's own format.
    """
    with sentences(), damage_told(file.name):
        chosen = chosen_format(name, table)
        recording = read_recording(file)
        with click.open_file(str(output), "wb", atomic=str(output) != "-") as target:
            target.writelines(chosen.write(recording))


def chosen_format(name: str, table: str | None) -> Format:
    """Find a format. A page is made of templates and scripts, which only it needs."""
    if name != HTML or table is not None:
        return find_format(name, table=table)
    from app.standalone import html_format

    return html_format(asset_dir("static"), asset_dir("templates"))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Say what this machine can measure, and what would improve it."""
    capabilities = examine()
    kernel = kernel_name(capabilities)
    if as_json:
        rows = [{"name": c.name, "works": c.works, "detail": c.detail, "advice": c.advice} for c in capabilities]
        click.echo(json.dumps({"kernel": kernel, "capabilities": rows}, indent=2))
        return
    for capability in capabilities:
        for text in prescription(capability):
            click.echo(text)
    click.echo(f"\nThe states of workers are {kernel} on this machine.")


def prescription(capability: Capability) -> Iterator[str]:
    """Spell one capability."""
    yield f"{'ok  ' if capability.works else 'lack'}  {capability.name}: {capability.detail}"
    if capability.advice:
        yield f"      to improve: {capability.advice}"


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 8000 or the next free one if not given, 0 takes any.")
@click.option("--data", "data_dir", type=click.Path(file_okay=False, path_type=Path), help="Where runs are kept.")
@click.option(
    "--keep-runs", type=click.IntRange(1), default=1000, show_default=True, metavar="N", help="Runs to keep; the oldest go first."
)
@click.option("--keep-gib", type=FiniteRange(0, min_open=True), default=10, show_default=True, metavar="GIB", help="Space for kept runs.")
@click.option(
    "--embed-from", multiple=True, metavar="ORIGIN", help="Pages of this origin may show runs inside them; more than once for more."
)
@click.option("--open/--no-open", "open_browser", default=True, show_default=True, help="Open the browser.")
def serve(
    host: str, port: int | None, data_dir: Path | None, keep_runs: int, keep_gib: float, embed_from: tuple[str, ...], open_browser: bool
) -> None:  # fmt: skip
    """Serve Lockstep to the browser of this machine; print the one address to open."""
    from app.embedlinks import is_origin
    from app.main import serve as serve_forever

    origins = tuple(origin.lower().rstrip("/") for origin in embed_from)
    if wrong := [origin for origin in origins if not is_origin(origin)]:
        raise click.UsageError(
            f"{wrong[0]} is no origin: give scheme, host and port, as in https://courses.example.edu or http://localhost:8888."
        )
    with sentences():
        serve_forever(
            host, port, data_dir, open_browser=open_browser, keep_runs=keep_runs, keep_bytes=int(keep_gib * 2**30), embed_from=origins
        )  # fmt: skip


main.add_command(schedule)

if __name__ == "__main__":
    main()
