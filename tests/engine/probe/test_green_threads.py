"""The threads of gevent's own pools: their names, and that they wait for work."""

from pathlib import Path

from engine.probe.kinds import Kind, Reason
from tests.engine.probe.greens import tell, with_gevent


@with_gevent
def test_a_thread_of_a_pool_has_a_name_and_waits_for_work(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent.threadpool import ThreadPool
pool = ThreadPool(1)
print(pool.spawn(sum, (1, 2)).get(), pool.apply(max, (3, 4)))
pool.kill()
"""
    told = tell(source, tmp_path, python)
    (named,) = [record for record in told.records if record.kind == Kind.NAME]
    assert named.text == "gevent pool thread"
    waits = [record for record in told.records if record.kind in (Kind.WAIT, Kind.WAIT_END) and record.tid == named.tid]
    assert {record.reason for record in waits} == {Reason.QUEUE_GET}
    assert [record.kind for record in waits] == [Kind.WAIT, Kind.WAIT_END] * (len(waits) // 2)


@with_gevent
def test_who_serves_a_connection_is_called_as_the_handler(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent import socket
from gevent.server import StreamServer
def echo(client, address):
    client.sendall(client.recv(100))
server = StreamServer(("127.0.0.1", 0), echo)
server.start()
client = socket.create_connection(server.address)
client.sendall(b"hello")
print(client.recv(100))
client.close()
server.stop()
"""
    assert "echo" in tell(source, tmp_path, python).endings()
