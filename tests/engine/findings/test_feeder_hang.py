from tests.engine.findings.test_join_hang import filled_queue, found


def test_a_child_joined_before_its_queue_is_empty_is_told_with_how_many_items_are_left() -> None:
    story, main, child, queue = filled_queue()
    finding = next(finding for finding in found(story) if finding["kind"] == "feeder-hang")
    assert (finding["level"], finding["workers"], finding["resources"], finding["open"]) == ("error", [child - 1, main], [queue], True)
    assert finding["message"].startswith("hall.py waits for Filler to end (line ?), but Filler cannot: letters still has 2 of its items")


def test_it_is_told_besides_the_join_that_hangs_and_nothing_else_is() -> None:
    story, _, _, _ = filled_queue()
    assert sorted(finding["kind"] for finding in found(story)) == ["feeder-hang", "join-hang"]


def test_a_child_whose_items_are_all_out_may_end() -> None:
    story, main, _, queue = filled_queue()
    story.get(main, queue, 3.6, "'a'", 1).get(main, queue, 3.7, "'b'", 0)
    assert found(story) == []
