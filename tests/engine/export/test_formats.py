import pytest

from engine.errors import ExportError
from engine.export.csv_export import TABLES
from engine.export.formats import FORMATS, find_format
from tests.engine.export.made import frames, recording


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_found_by_its_name_and_writes_bytes(name: str) -> None:
    found = find_format(name)

    assert found is FORMATS[name]
    if name != "lockstep":
        assert b"".join(found.write(recording()))
    assert found.suffix.startswith(".")
    assert "/" in found.media_type


def test_a_run_in_its_own_format_is_its_frames() -> None:
    made = recording()
    made.frames = frames

    assert b"".join(find_format("lockstep").write(made)) == b"".join(frame.data for frame in frames())


@pytest.mark.parametrize("table", TABLES)
def test_csv_is_one_table_when_it_is_named(table: str) -> None:
    found = find_format("csv", table=table)

    assert (found.suffix, found.media_type) == (f".{table}.csv", "text/csv; charset=utf-8")
    assert b"".join(found.write(recording())).endswith(b"\r\n")


@pytest.mark.parametrize(
    ("name", "table", "complaint"),
    [
        ("docx", None, "'docx'; the formats are: chrome, csv, html, json"),
        ("csv", "states", "'states'; the tables are: spans, events"),
        ("svg", "spans", "Only csv has tables"),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(name: str, table: str | None, complaint: str) -> None:
    with pytest.raises(ExportError, match=complaint):
        find_format(name, table=table)


def test_half_a_character_does_not_stop_a_writer() -> None:
    made = recording()
    made.workers[3]["name"] = "\ud800"

    assert all(b"".join(form.write(made)) for name, form in FORMATS.items() if name != "lockstep")
