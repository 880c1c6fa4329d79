"""`multiprocessing.Manager` and its proxies under the probe."""

from pathlib import Path

from engine.probe.kinds import Definition, Kind, Outcome, Reason, ResourceKind
from tests.engine.probe.helpers import Record, each_python, of, run_both

PROGRAM = """
import multiprocessing, sys, traceback
def work(counts, lock):
    with lock:
        counts["n"] = counts["n"] + 1
if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with context.Manager() as manager:
        counts, lock = manager.dict(n=1), manager.Lock()
        child = context.Process(target=work, args=(counts, lock))
        child.start()
        child.join()
        try:
            counts["none"]
        except KeyError as error:
            print([frame.name for frame in traceback.extract_tb(error.__traceback__)])
        print(counts.copy(), len(counts), lock.acquire(timeout=1), sorted(vars(counts))[:2])
"""


def kinds(records: list[Record]) -> dict[int, tuple[ResourceKind, str]]:
    """Kind and key of each resource, by the number that a process has for it."""
    found = [r for r in records if r.kind is Kind.DEFINE and r.flags == Definition.RESOURCE]
    return {r.subject: (ResourceKind(int(r.text.split("\x1f")[0])), r.text.split("\x1f")[2]) for r in found}


def texts(records: list[Record], kind: Kind) -> list[str]:
    known = {(r.pid, r.subject): r.text for r in records if r.kind is Kind.DEFINE and r.flags == Definition.TEXT}
    return [known.get((r.pid, r.value >> 32), "") or r.text for r in of(records, kind)]


def check(python: str, folder: Path, method: str) -> list[Record]:
    source = PROGRAM.replace(", sorted(vars(counts))[:2]", "")
    records = run_both(source, folder, method, python=python)
    assert texts(records, Kind.ASK) == texts(records, Kind.SERVE)
    assert texts(records, Kind.ASK)[:3] == ["acquire()", "__getitem__('n')", "__setitem__('n', 2)"]
    assert {r.value & 0xFFFFFFFF for r in of(records, Kind.SERVE)} == {r.pid for r in of(records, Kind.ASK)}
    (server,) = {r.pid for r in of(records, Kind.SERVE)}
    assert server not in {r.pid for r in of(records, Kind.ASK)}
    return records


@each_python
def test_a_proxy_s_call_is_served_by_the_manager_s_process_by_fork(python: str, tmp_path: Path) -> None:
    records = check(python, tmp_path, "fork")
    known = kinds(records)
    assert {known[r.subject][0] for r in of(records, Kind.ACQUIRE, Kind.RELEASE)} == {ResourceKind.LOCK}
    by_key: dict[str, set[int]] = {}
    for r in of(records, Kind.ASK, Kind.SERVE):
        by_key.setdefault(known[r.subject][1], set()).add(r.pid)
    assert {len(pids) for pids in by_key.values()} == {3}  # one key for the parent, the child and the server


@each_python
def test_a_proxy_s_call_is_served_by_the_manager_s_process_by_spawn(python: str, tmp_path: Path) -> None:
    check(python, tmp_path, "spawn")


@each_python
def test_values_are_read_and_written_when_the_answer_is_there(python: str, tmp_path: Path) -> None:
    records = check(python, tmp_path, "fork")
    assert [r.text for r in of(records, Kind.WRITE)] == ["'n': 2"]
    assert [r.text for r in of(records, Kind.READ)] == ["'n': 1", "{'n': 2}", "1"]
    outcomes = [r.flags for r in of(records, Kind.RETURN)]
    assert outcomes.count(Outcome.RAISED) == 1  # the key that is not there


@each_python
def test_who_asks_waits_on_the_object(python: str, tmp_path: Path) -> None:
    records = check(python, tmp_path, "fork")
    asked = [r.subject for r in of(records, Kind.ASK)]
    waits = [r for r in of(records, Kind.WAIT) if r.subject in asked and r.reason in (Reason.PIPE, Reason.LOCK)]
    assert [r.subject for r in waits] == asked
    locks = [r for r in waits if r.reason == Reason.LOCK]
    assert [r.value for r in locks] == [-1, -1] or locks[0].value == -1


@each_python
def test_the_library_s_own_questions_are_not_told(python: str, tmp_path: Path) -> None:
    records = check(python, tmp_path, "fork")
    assert not of(records, Kind.SEND, Kind.RECV)
    assert not {"incref", "decref", "create"} & {text.partition("(")[0] for text in texts(records, Kind.ASK)}
