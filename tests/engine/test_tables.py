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
