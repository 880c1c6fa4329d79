from pathlib import Path

import pytest

from engine.naming import Namer, find_places, read_source

SOURCE = """\
mutex = Lock()
self.lock = Lock()
forks = [Lock() for _ in range(5)]
left, right = Lock(), Lock()
with_type: Lock = Lock()
print(Lock())
locks.append(Lock())
pool = dict(
    one=Lock(),
)
table["x"] = Lock()
first = second = Lock()
many = [Lock(), Lock()]
rows = [Lock()] * 3
if (walrus := Lock()):
    pass
with ThreadPoolExecutor(2) as workers, open("x") as file:
    shared, mutex = manager.dict(), manager.Lock()
"""


def namer(source: str | None = SOURCE) -> Namer:
    return Namer(lambda file: source)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (1, ["mutex", "mutex#2", "mutex#3"]),
        (2, ["lock"]),
        (3, ["forks[0]", "forks[1]"]),
        (4, ["left", "right", "left#2", "right#2"]),
        (5, ["with_type"]),
        (6, ["lock-1", "lock-2"]),
        (7, ["locks[0]", "locks[1]"]),
        (9, ["pool"]),
        (11, ["table[0]", "table[1]"]),
        (12, ["first"]),
        (13, ["many[0]", "many[1]"]),
        (14, ["rows[0]"]),
        (15, ["walrus"]),
        (99, ["lock-1"]),
    ],
)
def test_the_line_that_makes_a_resource_names_it(line: int, names: list[str]) -> None:
    name = namer()
    assert [name.name("lock", "a.py", line, process=1) for _ in names] == names


def test_a_second_class_s_lock_is_told_apart_by_its_class() -> None:
    body = ":\n    def __init__(self):\n        self.lock = Lock()\n"
    name = namer(f"class A{body}class B{body}")
    assert [name.name("lock", "a.py", line, process=1) for line in (3, 6, 3, 6)] == ["lock", "B.lock", "lock#2", "B.lock#2"]


def test_the_same_name_on_another_line_gets_a_number() -> None:
    name = namer("a = Lock()\na = Lock()\n")
    assert [name.name("lock", "a.py", line, process=1) for line in (1, 2)] == ["a", "a#2"]


def test_statements_on_one_line_name_in_their_order() -> None:
    name = namer("q = Queue(); n = 0; lock = Lock(); a, b = Pipe()\n")
    assert [name.name(kind, "a.py", 1, process=1) for kind in ("queue", "lock", "pipe", "pipe")] == ["q", "lock", "a", "b"]


def test_each_statement_of_a_line_names_its_own_kind_whatever_comes_first() -> None:
    name = namer("q = Queue(); v = Value('i'); bar = Barrier(2); r, w = Pipe(); m, s = Lock(), Semaphore(); n = 0\n")
    kinds = ("barrier", "semaphore", "pipe", "pipe", "lock", "value", "queue")
    assert [name.name(kind, "a.py", 1, process=1) for kind in kinds] == ["bar", "s", "r", "w", "m", "v", "q"]


def test_a_part_of_what_a_line_makes_is_named_after_it() -> None:
    name = namer("cond = Condition(Lock())\npair = (Lock(), Lock())\n")
    assert [name.name(kind, "a.py", 1, process=1) for kind in ("lock", "condition")] == ["cond.lock", "cond"]
    assert [name.name("lock", "a.py", 2, process=1) for _ in range(2)] == ["pair[0]", "pair[1]"]


def test_another_process_counts_for_itself() -> None:
    name = namer()
    assert [name.name("lock", "a.py", 1, process=process) for process in (1, 2)] == ["mutex", "mutex"]


def test_kinds_count_apart_where_there_is_no_name() -> None:
    name = namer(None)
    assert [name.name(kind, "", 0, process=1) for kind in ("lock", "queue", "lock")] == ["lock-1", "queue-1", "lock-2"]


@pytest.mark.parametrize("source", ["def broken(:", "\0", "(" * 5000, ""])
def test_a_source_that_does_not_parse_names_nothing(source: str) -> None:
    assert find_places(source) == []


def test_a_deeply_nested_source_is_no_trouble() -> None:
    assert [place.names for place in find_places("x = " + "[" * 80 + "f()" + "]" * 80)] == [("x",)]


def test_only_plain_files_of_a_sensible_size_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    assert read_source(str(file)) == "x = 1\n"
    assert read_source(str(tmp_path)) is None
    assert read_source("<string>") is None
    assert read_source("a\0b") is None
    file.write_bytes(b"#" * (3 << 20))
    assert read_source(str(file)) is None


def test_of_two_things_that_a_manager_makes_on_one_line_each_has_its_own_name() -> None:
    named = namer()
    assert [named.name(kind, "p.py", 18, process=0) for kind in ("value", "lock")] == ["shared", "mutex"]


def test_a_pool_made_in_a_with_is_called_as_it_is_there() -> None:
    assert namer().name("pool", "p.py", 17, process=1) == "workers"


def test_each_of_several_made_by_one_with_statement_has_its_own_name() -> None:
    named = namer("with create_connection(address) as client:\n    pass\n")
    assert [named.name("socket", "a.py", 1, process=1) for _ in range(3)] == ["client", "client#2", "client#3"]


def test_no_two_things_of_a_process_share_a_name() -> None:
    named = namer("s = socket()\nwith socket() as s:\n    pass\n")
    assert [named.name("socket", "a.py", line, process=1) for line in (2, 1, 1, 2, 2)] == ["s", "s#2", "s#3", "s#4", "s#5"]
