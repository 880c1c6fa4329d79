from engine.events import ResourceKind, WorkerKind
from engine.tables import Tables


def test_ids_count_up_from_one_in_each_table() -> None:
    tables = Tables()
    assert tables.add_worker(WorkerKind.PROCESS, "p").id == 1
    assert tables.add_worker(WorkerKind.THREAD, "t", process=1).id == 2
    assert tables.add_resource(ResourceKind.LOCK, "mutex").id == 1


def test_a_process_is_its_own_process() -> None:
    tables = Tables()
    process = tables.add_worker(WorkerKind.PROCESS, "p")
    thread = tables.add_worker(WorkerKind.THREAD, "t", process=process.id)
    assert (process.process, thread.process) == (1, 1)


def test_the_same_place_and_the_same_text_have_one_id() -> None:
    tables = Tables()
    assert tables.location("a.py", 3, "f") == tables.location("a.py", 3, "f") == 1
    assert tables.location("a.py", 4, "f") == 2
    assert tables.text("x") == tables.text("x") == 1
    assert tables.text("y") == 2


def test_the_empty_text_is_none() -> None:
    assert Tables().text("") == 0


def test_each_row_is_taken_once() -> None:
    tables = Tables()
    tables.location("a.py", 3, "f")
    tables.text("x")
    assert tables.take_locations() == [(1, "a.py", 3, "f")]
    assert tables.take_texts() == {1: "x"}
    tables.text("y")
    assert tables.take_locations() == []
    assert tables.take_texts() == {2: "y"}


def test_what_is_added_is_marked_as_news() -> None:
    tables = Tables()
    tables.add_worker(WorkerKind.PROCESS, "p")
    tables.add_resource(ResourceKind.LOCK, "mutex")
    assert (tables.changed_workers, tables.changed_resources) == ({1}, {1})


def test_what_print_writes_piece_by_piece_is_one_output_with_one_text() -> None:
    tables = Tables()
    first = tables.say((5, 2, 1, "1"))
    assert first is not None
    assert [tables.say((6, 2, 1, piece)) for piece in (" ", "two", "\n")] == [None] * 3
    assert tables.say((7, 2, 1, "three\n")) == first + 1
    assert tables.texts == ["1 two", "three"]
    assert tables.take_outputs() == [(5, 2, 1, "1 two\n"), (7, 2, 1, "three\n")]


def test_another_worker_another_stream_or_a_taken_line_is_not_joined() -> None:
    tables = Tables()
    assert None not in [tables.say((5, 2, 1, "a")), tables.say((5, 3, 1, "b")), tables.say((5, 3, 2, "c"))]
    assert len(tables.take_outputs()) == 3
    assert tables.say((6, 3, 2, "d")) is not None
    assert tables.take_outputs() == [(6, 3, 2, "d")]


def test_a_line_without_an_end_does_not_grow_for_ever() -> None:
    tables = Tables()
    for _ in range(10):
        tables.say((5, 2, 1, "x" * 1000))
    assert [len(row[3]) for row in tables.outputs] == [4000, 4000, 2000]


def test_an_empty_line_is_an_output_of_its_own() -> None:
    tables = Tables()
    assert [tables.say((5, 2, 1, text)) for text in ("a\n", "\n", "")] == [1, 0, 0]
