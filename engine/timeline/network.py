"""What is known of the ends of connections: who is connected with whom, what is under way, who asks to be accepted."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from engine.timeline.resources import Resource

CHUNKS_KEPT: Final = 100_000  # per end, for matching what was sent with what is received


class Chunk(NamedTuple):
    """Bytes that were sent in one call: from `start` up to `end`, counted from the first byte of the connection."""

    start: int
    end: int
    worker: int
    time: int
    location: int
    text: int


class Moment(NamedTuple):
    """Who did something, and when."""

    worker: int = 0
    time: int = -1


NEVER: Final = Moment()


class Stream:
    """One end of a connection, a datagram socket, a listening socket, or a pipe (which is its own other end)."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.own = ""  # addresses
        self.other = ""
        self.source = ""  # where the next datagram is from
        self.peer: Stream | None = None
        self.sent = 0  # bytes
        self.received = 0
        self.chunks: deque[Chunk] = deque(maxlen=CHUNKS_KEPT)  # sent and not yet received
        self.owed: deque[Chunk] = deque(maxlen=1000)  # received by the peer before we heard that it was sent
        self.sending = NEVER  # a call that is under way
        self.arrived = NEVER  # the last time something came for it
        self.asked = NEVER  # to be connected
        self.waiting: deque[Stream] = deque(maxlen=CHUNKS_KEPT)  # of a listening one: connections that nobody has accepted yet
        self.refused = 0
        self.submitted = 0  # reads that the kernel has been asked for and does by itself
        self.is_armed = False  # the kernel is to send a signal when something comes

    @property
    def unread(self) -> int | None:
        """How many bytes are in the kernel, sent and not yet received; None if the other end is not in this run."""
        return max(self.peer.sent - self.received, 0) if self.peer is not None else None


class Network:
    """All of a run's ends."""

    def __init__(self) -> None:
        self.streams: dict[int, Stream] = {}  # by resource
        self.pairs: dict[str, Stream] = {}  # by "own address>other's address"
        self.places: dict[str, Stream] = {}  # listening sockets and datagram sockets, by address

    def of(self, resource: Resource) -> Stream:
        """Give the stream of a resource."""
        stream = self.streams.get(resource.id)
        if stream is None:
            stream = self.streams[resource.id] = Stream(resource)
        return stream

    def at(self, address: str) -> Stream | None:
        """Give who is reached at an address: by the whole of it, or by its port, for a server may listen everywhere at once."""
        return self.places.get(address) or self.places.get(address.rpartition(":")[2])

    def settle(self, stream: Stream, address: str) -> None:
        """Note that a socket is reached at an address."""
        stream.own = address
        self.places[address] = stream
        if not address.startswith("unix:"):
            self.places[address.rpartition(":")[2]] = stream

    def facts(self, number: int) -> dict[str, int]:
        """Give the numbers of an end for the summary."""
        stream = self.streams.get(number)
        if stream is None:
            return {}
        return {"bytes_in": stream.received, "bytes_out": stream.sent, "refused": stream.refused}
