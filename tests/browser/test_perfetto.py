"""The traces we write, opened by Perfetto's own trace processor: what it has read is what the run's frames say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.export.chrome import write_chrome
from engine.export.perfetto import write_perfetto
from engine.export.recording import Recording, read_recording
from engine.export.spans import spans_of
from engine.export.telling import is_drawn, moments, readings, title_of
from tests.browser.trace_processor import TraceProcessor, trace_processor

RECORDINGS = Path(__file__).parent.parent / "recordings"
FAULTS = "SELECT name, value FROM stats WHERE severity IN ('error', 'data_loss') AND value > 0"
OUR_SLICES = "(SELECT slice.* FROM slice WHERE category = 'state')"
TRACKS = "SELECT pid, process.name AS process, tid, thread.name AS thread FROM thread JOIN process USING (upid) WHERE pid > 0"


@pytest.fixture(scope="module")
def processor(browser: Browser) -> Iterator[TraceProcessor]:
    with trace_processor(browser) as found:
        yield found


def crooked(time: int) -> int:
    """Move an instant to one that no microsecond begins at, and that no float holds exactly in microseconds."""
    return 7_123_456_789_123 + time * 1013 // 997


def recording_of(name: str) -> Recording:
    """Read a recorded run and make all its times crooked."""
    made = read_recording(RECORDINGS / f"{name}.lockstep")
    return replace(
        made,
        events=[event._replace(time=crooked(event.time)) for event in made.events],
        changes=[change._replace(time=crooked(change.time)) for change in made.changes],
        edges=[edge._replace(t0=crooked(edge.t0), t1=crooked(edge.t1)) for edge in made.edges],
        outputs=[(crooked(time), *rest) for time, *rest in made.outputs],
        findings={number: {**row, "at": crooked(row["at"])} for number, row in made.findings.items()},
        status={**made.status, "now": crooked(made.status["now"])},
    )


def trace_of(recording: Recording, form: str) -> bytes:
    return "".join(write_chrome(recording)).encode() if form == "chrome" else b"".join(write_perfetto(recording))


@pytest.mark.parametrize("form", ["chrome", "perfetto"])
@pytest.mark.parametrize("name", ["ticket_office", "two_processes", "three_tasks", "deadlock"])
def test_perfetto_reads_what_the_run_says(processor: TraceProcessor, name: str, form: str) -> None:
    recording = recording_of(name)
    processor.load(trace_of(recording, form))
    query = processor.query

    assert query(FAULTS) == []
    drawn = [span for span in spans_of(recording.changes, end_ns=recording.end_ns) if is_drawn(span.change, recording)]
    slices = Counter((title_of(span.change, recording), span.begin, span.end - span.begin) for span in drawn)
    assert Counter(query(f"SELECT name, ts, dur FROM {OUR_SLICES}")) == slices
    assert query(f"SELECT max(depth) AS depth FROM {OUR_SLICES}") == [(0,)], "states of one worker overlap"
    assert query("SELECT count(*) AS flows FROM flow") == [(len(recording.edges),)]
    counted = Counter((reading.time, reading.value) for reading in readings(recording))
    assert Counter(query("SELECT ts, CAST(value AS INT) AS value FROM counter")) == counted
    told = Counter((moment.name, moment.time) for moment in moments(recording))
    assert Counter(query("SELECT name, ts FROM slice WHERE category IN ('finding', 'output')")) == told


@pytest.mark.parametrize("form", ["chrome", "perfetto"])
def test_tracks_carry_the_names_and_numbers_of_processes_and_threads(processor: TraceProcessor, form: str) -> None:
    processor.load(trace_of(recording_of("two_processes"), form))

    names = set(processor.query(TRACKS))

    main, producer, consumer = ((4300, "two_processes.py"), (4301, "Producer"), (4302, "Consumer"))
    assert names >= {(*process, process[0], "MainThread") for process in (main, producer, consumer)}


@pytest.mark.parametrize("form", ["chrome", "perfetto"])
def test_a_task_has_a_track_of_its_own_name_and_a_slice_tells_its_line(processor: TraceProcessor, form: str) -> None:
    processor.load(trace_of(recording_of("three_tasks"), form))
    where = "SELECT thread.name AS name FROM thread" if form == "chrome" else "SELECT name FROM track"

    assert {"task Anna", "task Bruno", "task Clara"} <= {name for (name,) in processor.query(where)}
    lines = processor.query("SELECT DISTINCT string_value AS place FROM args WHERE key GLOB '*.at'")
    assert any(place.endswith("three_tasks.py:10") for (place,) in lines)


def test_crooked_times_are_in_order() -> None:
    assert all(crooked(a) < crooked(b) for a, b in pairwise(range(0, 5000, 3)))
