"""What waits around the library's own servers."""

from pathlib import Path

from engine.probe.kinds import Kind, Reason
from tests.engine.probe.family import tell
from tests.engine.probe.helpers import each_python, of, run_both


@each_python
def test_who_shuts_a_server_down_waits_for_its_loop(python: str, tmp_path: Path) -> None:
    source = """
import inspect, socketserver, threading
server = socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler)
thread = threading.Thread(target=server.serve_forever, args=(0.01,))
thread.start()
server.shutdown()
thread.join()
print(inspect.signature(server.shutdown), server.shutdown.__qualname__)
"""
    waits = [record for record in of(run_both(source, tmp_path, python=python), Kind.WAIT, Kind.WAIT_END) if record.line == 6]
    assert [(record.kind, record.reason, record.subject) for record in waits] == [
        (Kind.WAIT, Reason.EVENT, 0),
        (Kind.WAIT_END, Reason.EVENT, 0),
    ]


def test_a_managers_server_that_the_program_runs_itself_waits_for_its_clients(tmp_path: Path) -> None:
    source = """
from multiprocessing.managers import BaseManager
class Office(BaseManager): pass
words = mp.Queue()
Office.register("words", callable=lambda: words)
office = Office(("127.0.0.1", 0), b"secret")
server = office.get_server()
def ask():
    Office.register("words")
    client = Office(server.address, b"secret")
    client.connect()
    client.words().put(("one", "two"))
    print(client.words().get())
    os.kill(os.getppid(), signal.SIGINT)
child = mp.get_context("fork").Process(target=ask)
child.start()
try:
    server.serve_forever()
except SystemExit as error:
    print(error.code)
child.join()
"""
    told = tell(source, tmp_path)
    (wait,) = [record for record in told.some(Kind.WAIT, pid=told.program) if record.reason == Reason.IO]
    assert wait.line == 23
    assert [record.pid for record in told.some(Kind.SERVE)] == [told.program] * len(told.some(Kind.ASK))


def test_who_starts_a_manager_waits_until_it_can_be_asked(tmp_path: Path) -> None:
    source = """
with mp.get_context("fork").Manager() as manager:
    print(manager.list([1]))
"""
    told = tell(source, tmp_path)
    wait, end = [r for r in told.some(Kind.WAIT, Kind.WAIT_END, pid=told.program) if r.reason == Reason.PIPE and r.line == 7][:2]
    assert (wait.kind, end.kind, wait.subject) == (Kind.WAIT, Kind.WAIT_END, 0)
