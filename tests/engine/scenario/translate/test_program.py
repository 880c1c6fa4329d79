from engine.scenario.document import Worker
from engine.scenario.translate.program import begin_program, is_counted
from tests.engine.scenario.translate.making import bound


def test_workers_are_kept_by_name_only_where_somebody_asks_for_one() -> None:
    def by_name(*main: object) -> bool:
        data = {"resources": {"q": {"kind": "queue"}}, "workers": {"a": {"steps": []}}, "main": list(main)}
        return begin_program(bound(data)).by_name

    assert not by_name()
    assert not by_name({"join": "q"})
    assert by_name({"repeat": 2, "steps": [{"join": "a"}]})


def test_a_worker_with_a_count_has_numbers_even_if_there_is_one() -> None:
    assert is_counted(Worker(count=1, steps=[]))
    assert not is_counted(Worker(steps=[]))


def test_what_is_used_is_remembered() -> None:
    program = begin_program(bound({"workers": {"a": {"steps": []}}}))
    assert program.processes() == "mp"
    assert program.used == {"mp"}
    assert program.imports.lines() == ["import multiprocessing"]
