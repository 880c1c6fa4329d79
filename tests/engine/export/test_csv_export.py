import csv
import io
import zipfile

import pytest

from engine.errors import ExportError
from engine.export.csv_export import BATCH, COLUMNS, MARK, TABLES, rows_of, write_table, write_zip
from engine.export.recording import Recording
from tests.engine.export.made import CHANGES, EVENTS, recording


def read(table: str, made: Recording | None = None) -> list[dict[str, str]]:
    text = "".join(write_table(made or recording(), table))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_table_has_a_head_and_lines_that_end_as_the_standard_says() -> None:
    text = "".join(write_table(recording(), "edges"))

    assert text.split("\r\n") == [
        "begin_ns,end_ns,kind,source,source_name,target,target_name,resource,resource_name,place",
        "400,500,start,2,MainThread,3,B,,,",
        "1900,2000,wake,2,MainThread,3,B,1,mutex,",
        "",
    ]


def test_spans_carry_names_beside_numbers() -> None:
    row = next(row for row in read("spans") if row["state"] == "blocked")

    assert (row["begin_ns"], row["end_ns"], row["duration_ns"], row["worker_name"]) == ("500", "2000", "1500", "B")
    assert (row["reason"], row["resource_name"], row["by_name"], row["place"]) == ("lock", "mutex", "MainThread", "/a.py:7")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_its_columns_and_no_column_is_always_empty(table: str) -> None:
    rows = list(rows_of(recording(), table))

    assert rows
    assert set(COLUMNS[table]) - {name for row in rows for name in row} <= {"flags", "value", "waiters", "reason", "text", "target"}


def test_quotes_commas_and_lines_in_a_text_stay_in_their_cell() -> None:
    made = recording()
    made.outputs[0] = (1, 2, 1, 'say "one, two"\r\nthree\n')

    assert read("output", made)[0]["text"] == 'say "one, two"\r\nthree\n'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    made = recording()
    made.outputs[0] = (1, 2, 1, text)

    assert read("output", made)[0]["text"] == f"'{text}"


def test_negative_numbers_stay_numbers() -> None:
    assert [row["value"] for row in read("events") if row["kind"] == "wait"] == ["-1"]


def test_long_tables_come_in_pieces() -> None:
    pieces = list(write_table(Recording(events=EVENTS * BATCH, changes=CHANGES), "events"))

    assert len(pieces) == len(EVENTS) + 1
    assert len(list(csv.reader(io.StringIO("".join(pieces), newline="")))) == len(EVENTS) * BATCH + 1


def test_the_archive_holds_every_table_marked_as_utf_8() -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(write_zip(recording())))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{table}.csv" for table in TABLES]
        for table in TABLES:
            assert archive.read(f"{table}.csv").decode() == MARK + "".join(write_table(recording(), table))


def test_a_table_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(ExportError, match="'states'; the tables are: spans, events"):
        write_table(recording(), "states")
