"""Strand ids to workers, one process apart from the other."""

from engine.events import WorkerKind
from engine.strands import Strands
from engine.tables import Tables


def test_a_strand_is_one_worker_in_each_process_that_has_it() -> None:
    tables = Tables()
    parent = tables.add_worker(WorkerKind.PROCESS, "parent", pid=100)
    child = tables.add_worker(WorkerKind.PROCESS, "child", pid=200)
    strands = Strands(tables)
    strands.define(7, "generator", "numbers", location=3)
    one = strands.worker(7, process=parent.id, thread=0)
    assert strands.worker(7, process=parent.id, thread=0) == one
    other = strands.worker(7, process=child.id, thread=0)
    facts = tables.workers[other]
    assert other != one
    assert (facts.kind, facts.name, facts.location, facts.process, facts.pid) == (WorkerKind.GENERATOR, "numbers", 3, child.id, 200)


def test_the_strand_0_is_nobody_and_an_unknown_one_is_a_task_without_a_name() -> None:
    tables = Tables()
    process = tables.add_worker(WorkerKind.PROCESS, "p", pid=100).id
    strands = Strands(tables)
    assert strands.worker(0, process=process, thread=0) == 0
    assert tables.workers[strands.worker(9, process=process, thread=0)].name == "task"
    assert strands.known(9, process=process)
    assert strands.known(10, process=process) == 0


def test_a_strand_may_move_to_another_thread() -> None:
    tables = Tables()
    process = tables.add_worker(WorkerKind.PROCESS, "p", pid=100).id
    strands = Strands(tables)
    strands.define(7, "generator", "numbers", location=0)
    number = strands.worker(7, process=process, thread=2)
    tables.changed_workers.clear()
    strands.stepped(number, thread=2)
    assert not tables.changed_workers
    strands.stepped(number, thread=3)
    assert tables.workers[number].thread == 3
    assert tables.changed_workers == {number}


def test_what_is_told_again_is_the_better_name_of_a_strand_that_runs_already() -> None:
    tables = Tables()
    process = tables.add_worker(WorkerKind.PROCESS, "p", pid=100).id
    strands = Strands(tables)
    strands.define(7, "greenlet", "greenlet-1", location=0)
    number = strands.worker(7, process=process, thread=0)
    tables.changed_workers.clear()
    strands.define(7, "greenlet", "fetch", location=4)
    assert (tables.workers[number].name, tables.workers[number].location) == ("fetch", 4)
    assert tables.changed_workers == {number}
    assert not strands.is_generator(number)
