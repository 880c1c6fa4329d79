import pytest

from engine.events import Birth
from engine.people import People, program_name
from engine.tables import Tables


def people() -> tuple[People, Tables]:
    tables = Tables()
    return People(tables), tables


def test_a_process_comes_with_its_main_thread() -> None:
    who, tables = people()
    process = who.process(100)
    assert who.main_thread(100) == who.thread(100, 100) == process + 1
    assert tables.workers[process + 1].process == process


def test_start_fork_and_begin_tell_of_one_thread() -> None:
    who, tables = people()
    who.process(100)
    started = who.started_thread(100, 77, starter_tid=100)
    assert who.forked(100, 101, parent_tid=100) == started
    assert who.begun_thread(100, 101, 77) == started
    assert who.thread(100, 101) == who.joined_thread(77) == started
    assert tables.workers[started].tid == 101


def test_two_starters_at_once_are_not_confused() -> None:
    who, _ = people()
    who.process(100)
    first = who.started_thread(100, 1, starter_tid=100)
    second = who.started_thread(100, 2, starter_tid=101)
    assert who.forked(100, 201, parent_tid=101) == second
    assert who.forked(100, 202, parent_tid=100) == first


def test_a_thread_nobody_started_is_named_by_its_tid() -> None:
    who, tables = people()
    number = who.forked(100, 105, parent_tid=100)
    assert tables.workers[number].name == "Thread-105"


def test_a_thread_that_begins_without_a_start_is_known_by_its_id_afterwards() -> None:
    who, _ = people()
    number = who.begun_thread(100, 105, 9)
    assert who.joined_thread(9) == number


def test_a_new_thread_with_an_old_tid_is_another() -> None:
    who, _ = people()
    old = who.forked(100, 105, parent_tid=100)
    who.exited(100, 105)
    assert who.forked(100, 105, parent_tid=100) != old


def test_a_sample_that_finds_a_thread_late_or_without_a_parent_finds_the_same_thread() -> None:
    who, _ = people()
    who.process(100)
    spoke_first, found_first = (who.started_thread(100, number, starter_tid=100) for number in (1, 2))
    assert who.begun_thread(100, 201, 1) == spoke_first
    assert who.forked(100, 201, parent_tid=0) == spoke_first
    assert who.forked(100, 202, parent_tid=0) == found_first


def test_a_new_process_with_an_old_pid_is_another() -> None:
    who, _ = people()
    old = who.process(100)
    who.exited(100, 100)
    assert who.process(100) == old  # whoever speaks of it now means the old one
    who.forked(100, 100, parent_tid=1)
    assert who.process(100) != old


def test_without_a_kernel_a_second_begin_tells_that_the_pid_came_round() -> None:
    who, _ = people()
    who.born(100, Birth.FORK)
    old = who.process(100)
    who.exited(100, 100)
    who.born(100, Birth.FORK)
    assert who.process(100) != old


def test_a_child_that_ended_before_its_parent_could_say_so_is_no_second_child() -> None:
    who, _ = people()
    who.forked(100, 100, parent_tid=1)
    who.exited(100, 100)
    assert who.describe_process(100, "Child", is_daemon=False, start_method="fork") == who.process(100) == 1


def test_an_exec_keeps_the_worker() -> None:
    who, tables = people()
    who.born(100, Birth.PROGRAM)
    who.born(100, Birth.SUBPROCESS)
    assert len(tables.workers) == 2


def test_the_probe_s_name_is_better_than_the_kernel_s() -> None:
    who, tables = people()
    who.command(100, 100, "ls")
    assert tables.workers[1].name == "ls"
    who.describe_process(100, "Lister", is_daemon=False, start_method="subprocess")
    who.command(100, 100, "ls")
    assert tables.workers[1].name == "Lister"


def test_the_library_s_own_helpers_are_marked() -> None:
    who, tables = people()
    thread = who.started_thread(100, 1, starter_tid=100)
    who.describe_thread(thread, "QueueFeederThread", is_daemon=True, location=0)
    who.born(200, Birth.HELPER)
    assert tables.workers[thread].is_helper
    assert tables.workers[who.process(200)].is_helper


def test_absurd_births_are_no_trouble() -> None:
    who, tables = people()
    who.born(100, 250)
    assert tables.workers[1].start_method is None


def test_forks_without_a_name_are_called_after_the_first_of_their_family() -> None:
    who, tables = people()
    who.describe_process(100, "office.py", is_daemon=False, start_method="program")
    for pid in (200, 201):
        who.describe_process(pid, "", is_daemon=False, start_method="fork", parent_pid=100)
    who.describe_process(300, "", is_daemon=False, start_method="fork", parent_pid=200)
    assert [tables.workers[who.process(pid)].name for pid in (200, 201, 300)] == ["office.py-1", "office.py-2", "office.py-3"]


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("/home/me/shop.py --fast", "shop.py"),
        ("-B shop.py", "shop.py"),
        ("-m shop.main", "shop.main"),
        ("-c print(1)", "python -c"),
        ("-B -c from multiprocessing.resource_tracker import main;main(4)", "resource_tracker"),
        ("-m", ""),
        ("", ""),
    ],
)
def test_a_command_line_names_its_program(command: str, name: str) -> None:
    assert program_name(command) == name


def test_the_pool_s_handlers_are_helpers_and_its_workers_are_not() -> None:
    who, tables = people()
    thread = who.started_thread(100, 1, starter_tid=100)
    for function, is_helper in (("_handle_tasks", True), ("Pool._handle_workers", True), ("worker", False)):
        place = tables.location("/usr/lib/python3.11/multiprocessing/pool.py", 5, function)
        who.describe_thread(thread, "Thread-1", is_daemon=True, location=place)
        assert tables.workers[thread].is_helper is is_helper


def test_a_manager_s_threads_are_helpers_until_they_serve() -> None:
    who, tables = people()
    place = tables.location("/usr/lib/python3.12/multiprocessing/managers.py", 180, "Server.handle_request")
    thread = who.started_thread(100, 100 << 40 | 9, starter_tid=100)
    who.describe_thread(thread, "Thread-1", is_daemon=True, location=place)
    assert tables.workers[thread].is_helper
    assert not tables.workers[thread].is_shown


def test_a_thread_that_will_not_say_who_it_is_is_the_first_of_those_to_come() -> None:
    who = People(Tables())
    who.process(100)
    first, second = (who.started_thread(100, number, starter_tid=100, is_bare=True) for number in (1, 2))
    assert who.forked(100, 101, parent_tid=100) == first
    assert who.thread(100, 102) == second  # no kernel told of it
    assert who.thread(100, 101) == first
    assert who.thread(100, 103) not in (first, second)
