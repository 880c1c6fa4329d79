from pathlib import Path

from engine.probe.kinds import Definition, Kind, ResourceKind
from tests.engine.probe.helpers import of, run_both
from tests.engine.probe.test_sockets import defined

PROGRAM = """
import io, json
with open("stock.json", "w") as file: json.dump({"count": 3}, file)
with open("stock.json") as file: print(json.load(file))
print(json.loads("[1]"), json.dumps([2]), json.load(io.StringIO("[3]")))
try: json.dump(object(), open("other.json", "w"))
except TypeError as error: print(error)
try: json.load(None)
except AttributeError as error: print(error)
"""


def test_what_is_read_from_a_file_and_written_to_it_is_told(tmp_path: Path) -> None:
    records = run_both(PROGRAM, tmp_path, cwd=tmp_path)
    data = defined(records, ResourceKind.VARIABLE)  # its bytes are the file's
    seen = [(record.kind.name, record.text, record.line) for record in of(records, Kind.READ, Kind.WRITE) if record.subject in data]
    assert seen == [("WRITE", "{'count': 3}", 3), ("READ", "{'count': 3}", 4), ("WRITE", "<object>", 6)]


def test_a_file_is_known_by_its_path(tmp_path: Path) -> None:
    records = run_both(PROGRAM, tmp_path, cwd=tmp_path)
    made = [record.text.split("\x1f") for record in records if record.kind == Kind.DEFINE and record.flags == Definition.RESOURCE]
    files = [(name, key) for kind, name, key, *_ in made if kind == str(int(ResourceKind.VARIABLE))]
    assert files == [(name, f"json:{tmp_path}/{name}") for name in ("stock.json", "other.json")]
