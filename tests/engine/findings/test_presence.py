"""Acts on files on the strength of tests that no longer held, in words."""

from engine.events import Presence
from tests.engine.timeline.test_presence import EMPTIED, MADE, Door


def test_the_sentence_names_both_and_their_lines_and_is_told_once() -> None:
    door = Door()
    for ms in (0, 20):
        door.change(door.b, ms + 5, EMPTIED)
        door.act(door.a, tested=ms + 3, began=ms + 7, ended=ms + 8, marks=EMPTIED)
        door.change(door.a, ms + 9, 0)
    (finding,) = door.story.told(until=300)[0].summary()["findings"]
    assert (finding["kind"], finding["level"], finding["open"]) == ("check-then-act", "error", False)
    assert finding["message"].startswith(
        "a tested whether lock is there (line 1), and it was not. Then b made it (line 2), and a made it once more (line 2), which"
    )
    assert (finding["parameters"]["count"], finding["workers"], finding["resources"]) == (2, [door.a, door.b], [door.file])


def test_what_could_not_be_made_is_told_so() -> None:
    door = Door()
    door.change(door.b, 5, MADE)
    door.act(door.a, tested=3, began=7, ended=8, marks=Presence.THERE | Presence.REFUSED)
    door.raised(door.a, 9, "open")
    messages = [finding["message"] for finding in door.story.told(until=200)[0].summary()["findings"]]
    assert any("Then b made it (line 2), so that a could not (line 2)." in message for message in messages)
