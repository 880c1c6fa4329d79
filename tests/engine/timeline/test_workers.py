from engine.events import State, WorkerKind
from engine.tables import WorkerFacts
from engine.timeline.workers import Process, Thread, signal_name


def facts(number: int, kind: WorkerKind, pid: int = 100, tid: int = 100) -> WorkerFacts:
    return WorkerFacts(id=number, kind=kind, process=1, name=f"worker {number}", pid=pid, tid=tid)


def test_a_row_has_the_contract_s_members() -> None:
    process = Process(facts(1, WorkerKind.PROCESS), parent=0, time=5)
    assert set(process.row()) == {
        *("id", "kind", "parent", "process", "thread", "name", "pid", "tid", "daemon"),
        *("began", "ended", "exit", "signal", "location", "start_method", "cut", "helper"),
    }


def test_a_thread_of_a_helper_is_a_helper() -> None:
    process = Process(facts(1, WorkerKind.PROCESS), parent=0, time=0)
    thread = Thread(facts(2, WorkerKind.THREAD), process, parent=1, time=0)
    assert not thread.row()["helper"]
    process.facts.is_helper = True
    assert (process.row()["helper"], thread.row()["helper"]) == (True, True)


def test_a_process_knows_its_threads_and_which_is_the_main_one() -> None:
    process = Process(facts(1, WorkerKind.PROCESS), parent=0, time=0)
    main = Thread(facts(2, WorkerKind.THREAD), process, parent=1, time=0)
    other = Thread(facts(3, WorkerKind.THREAD, tid=101), process, parent=2, time=0)
    assert process.threads == [main, other]
    assert (main.is_main, other.is_main) == (True, False)


def test_a_worker_is_new_and_not_alive_before_it_begins() -> None:
    process = Process(facts(1, WorkerKind.PROCESS), parent=0, time=0)
    assert process.span[0] is State.NEW
    assert not process.is_alive


def test_signals_have_names_and_unknown_ones_numbers() -> None:
    assert signal_name(9) == "SIGKILL"
    assert signal_name(9999) == "SIG9999"
