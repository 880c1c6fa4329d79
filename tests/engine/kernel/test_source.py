from engine.kernel.source import NoSource


def test_a_source_of_nothing_says_why_and_how_far_it_is_known() -> None:
    source = NoSource("There is no kernel here.")
    source.drain(17)

    assert source.name == "inferred"
    assert source.note == "There is no kernel here."
    assert source.known_ns == 17
    assert source.take(100) == []
    source.finish(18)
    source.close()
    source.close()
    assert source.known_ns == 18
