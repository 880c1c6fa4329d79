import pytest

from engine.errors import ExportError
from engine.export.formats import FORMATS, find_writer


def test_each_format_is_found_by_its_name() -> None:
    assert [find_writer(name) for name in FORMATS] == list(FORMATS.values())


def test_an_unknown_format_is_answered_with_those_there_are() -> None:
    with pytest.raises(ExportError, match="'svg' yet; the formats are: chrome, json"):
        find_writer("svg")
