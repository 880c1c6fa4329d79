"""The tables of ids: a forked child looks into its parent's."""

from engine.sources import Ids, Source


def test_a_child_finds_what_it_inherited_and_overrides_what_it_defines_anew() -> None:
    parent = Ids(100, None)
    parent.texts[1], parent.locations[2] = 11, 22
    child = Ids(200, parent)
    assert (child.text(1), child.location(2), child.text(3)) == (11, 22, 0)
    child.texts[1] = 33
    assert (child.text(1), parent.text(1)) == (33, 11)
    assert child.text(0) == 0


def test_an_endless_chain_of_parents_ends() -> None:
    ids = Ids(100, None)
    ids.parent = ids
    assert ids.text(5) == 0


def test_a_source_begins_with_nobody() -> None:
    source = Source(Ids(100, None), 100, 101)
    assert (source.pid, source.tid, source.thread, source.worker, source.base) == (100, 101, 0, 0, 0)
