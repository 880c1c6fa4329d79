from engine.events import ResourceKind
from engine.tables import Tables
from engine.timeline.network import Network
from engine.timeline.resources import Resource


def ends(count: int) -> list[Resource]:
    tables = Tables()
    return [Resource(tables.add_resource(ResourceKind.SOCKET, f"end {number}"), time=0) for number in range(count)]


def test_a_server_is_reached_by_its_address_and_everywhere_by_its_port() -> None:
    network, (one, other) = Network(), ends(2)
    network.settle(network.of(one), "0.0.0.0:80")
    network.settle(network.of(other), "unix:/tmp/s")
    assert network.at("127.0.0.1:80") is network.of(one)
    assert network.at("unix:/tmp/s") is network.of(other)
    assert network.at("127.0.0.1:81") is None
    assert network.at("unix:/tmp/t") is None


def test_what_is_unread_is_known_only_with_the_other_end() -> None:
    network, (one, other) = Network(), ends(2)
    stream, peer = network.of(one), network.of(other)
    assert stream.unread is None
    stream.peer = peer
    peer.sent, stream.received = 10, 4
    assert stream.unread == 6
    stream.refused = 3
    assert network.facts(one.id) == {"bytes_in": 4, "bytes_out": 0, "refused": 3}
    assert network.facts(99) == {}
