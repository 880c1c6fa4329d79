"""What a finding about shared data says; when there is one is tested in tests/engine/timeline/test_data.py."""

import pytest

from engine.events import Kind, ResourceKind
from tests.engine.timeline.test_contents import Shop, both_read
from tests.engine.timeline.test_data import Office


def message(office: Office) -> str:
    (finding,) = office.found()
    return str(finding["message"])


def test_a_lost_update_says_who_what_where_and_what_to_try() -> None:
    office = Office()
    office.read(office.a, 10, "10")
    office.read(office.b, 11, "10")
    office.write(office.a, 12, "9")
    office.write(office.b, 13, "9")
    assert message(office) == (
        "b read left = 10 (line 5), then a wrote 9 (line 6), then b wrote 9 (line 6), made of what it had read: the update of a is lost. "
        "Hold one lock from the read to the write."
    )


def test_tasks_are_told_not_to_await_in_between() -> None:
    office = Office()
    one, other = (office.story.strand(name, office.a) for name in ("one", "other"))
    for step, (worker, ms, value) in enumerate([(one, 10, "10"), (other, 11, "10"), (one, 12, "9"), (other, 13, "9")]):
        office.story.step(office.a, worker, ms - 0.5)
        (office.read if step < 2 else office.write)(worker, ms, value)
    (finding,) = office.found()
    assert finding["message_id"] == "finding.lost-update.tasks"
    assert finding["message"].endswith("Do not await between the read and the write, or hold an asyncio.Lock from one to the other.")


def test_how_many_were_lost_is_said_in_the_one_finding_of_the_datum() -> None:
    office = Office()
    for start in (10, 20, 30):
        office.read(office.a, start, f"{start}")
        office.read(office.b, start + 1, f"{start}")
        office.write(office.a, start + 2, f"{start + 1}")
        office.write(office.b, start + 3, f"{start + 2}")
    assert "In all, 3 updates were lost." in message(office)


def test_where_a_value_is_not_known_none_is_said() -> None:
    office = Office()
    office.read(office.a, 10, "")
    office.read(office.b, 11, "")
    office.write(office.a, 12, "")
    office.write(office.b, 13, "")
    assert message(office).startswith("b read left (line 5), then a wrote it (line 6), then b wrote (line 6) what it had made")


@pytest.mark.parametrize("value", ["<Ticket>", "[1, 2, ..."])
def test_a_test_whose_outcome_cannot_be_told_is_a_warning(value: str) -> None:
    office = Office()
    office.read(office.a, 10, "5", line="# look")
    office.write(office.b, 11, value, line="# replace")
    office.read(office.a, 12, value, line="# change")
    office.story.tables.flows[office.story.at("# replace")] = office.story.tables.flows[office.story.at("# write")]._replace(
        reads=frozenset()
    )
    office.write(office.a, 13, "4", line="# replace")
    (finding,) = office.found()
    assert (finding["kind"], finding["level"], finding["message_id"]) == ("check-then-act", "warning", "finding.check-then-act.perhaps")


@pytest.mark.parametrize(("name", "kinds"), [("stock", ["variable"]), ("other", ["variable", "file"])])
def test_what_is_told_of_a_file_s_json_is_not_told_of_its_bytes_again(name: str, kinds: list[str]) -> None:
    shop = Shop()
    story = shop.story
    both_read(shop)
    json = story.resource(ResourceKind.VARIABLE, name)
    for ms, kind, worker in ((10.1, Kind.READ, shop.a), (11.1, Kind.READ, shop.b), (11.5, Kind.WRITE, shop.a), (12.5, Kind.WRITE, shop.b)):
        line, text = ("# look", "5") if kind is Kind.READ else ("# store", "4")
        story.add(ms, kind, worker, resource=json, text=story.tables.text(text), location=story.at(line))
    shop.write(shop.a, 12, "4")
    shop.write(shop.b, 13, "4")
    told = [story.tables.resources[finding["resources"][0]].kind.name.lower() for finding in shop.found()]
    assert told == kinds
