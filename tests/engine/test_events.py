import re
from pathlib import Path

from engine.events import EdgeKind, Event, Kind, Known, Reason, State, reason_name


def test_reasons_are_spelt_as_in_the_contract() -> None:
    spelt = {reason_name(reason) for reason in Reason}
    assert {"cpu", "gil", "lock", "queue-get", "queue-put", "join", "sleep", "unknown"} <= spelt
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in spelt)


def test_numbers_fit_their_columns() -> None:
    for numbers in (Kind, Reason, State, Known, EdgeKind):
        assert all(0 <= number < 256 for number in numbers)
    assert all(reason < 32 for reason in Reason)  # the timeline's sums are kept by state << 5 | reason


def test_an_event_needs_only_when_what_and_who() -> None:
    event = Event(5, Kind.SET, 3)
    assert (event.resource, event.target, event.location, event.text, event.value, event.waiters) == (0, 0, 0, 0, 0, 0)


def test_the_probe_s_numbers_are_defined_only_once() -> None:
    source = (Path(__file__).parents[2] / "engine/events.py").read_text()
    assert "class Kind" not in source
