"""What passes between a file's buffer and the kernel."""

from pathlib import Path

from engine.probe.kinds import Call, Kind, ResourceKind
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.test_contents import passed
from tests.engine.probe.test_files import HEAD
from tests.engine.probe.test_sockets import defined


@each_python
def test_what_passes_between_buffer_and_kernel_is_told(python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
with open(path, "w") as file:
    json.dump(list(range(100)), file)
with open(path) as file:
    print(sum(json.load(file)))
print(len(pathlib.Path(path).read_bytes()))
"""
    )
    records = run_both(source, tmp_path, python=python)
    (file,) = defined(records, ResourceKind.FILE)
    passed = [record for record in records if record.subject == file]  # what json makes of it is a datum of its own
    assert [record.value for record in of(passed, Kind.WRITE)] == [390]
    assert [record.value for record in of(passed, Kind.READ) if record.value] == [390, 390]
    assert {record.flags for record in of(records, Kind.CALL)} == {Call.READ, Call.WRITE}
    assert len(of(passed, Kind.CREATE)) == 3  # once for each time it was opened


@each_python
def test_each_read_and_write_is_told_at_its_own_line(python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
for text in ("one", "two", "two"):
    file = open(path, "w+", 1)
    print(file.write(text + chr(10)))
    file.seek(0)
    print(file.read(), end="")
    file.seek(0)
    print(file.read(), end="")
    file.close()
"""
    )
    records = run_both(source, tmp_path, python=python)
    calls = [(record.line, record.flags) for record in of(records, Kind.CALL)]
    assert calls == [(6, Call.WRITE), (8, Call.READ), (10, Call.READ)] * 3
    assert [text for _, _, text in passed(records)] == [r"'one\n'"] * 3 + [r"'two\n'"] * 6


@each_python
def test_a_call_without_a_file_is_refused(python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
raw = open(path, "w+b", 0)
for name in ("read", "readall", "readinto", "write"):
    for arguments in ((), (1,), (raw, 1, 2)):
        try:
            print(getattr(type(raw), name)(*arguments))
        except TypeError as error:
            print(name, len(arguments), error.__traceback__.tb_next)
"""
    )
    run_both(source, tmp_path, python=python)
