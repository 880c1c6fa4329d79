"""Streams of bytes: what is sent at one end is received at the other, whole or in parts, which their places in the stream match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import Call, EdgeKind, Event, Flag, Kind, Phase, ResourceKind
from engine.timeline import calls, contents, data, holding, passing
from engine.timeline.network import NEVER, Chunk, Moment, Stream
from engine.timeline.waits import with_waiters
from engine.timeline.workers import Contender
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.workers import Thread
    from engine.timeline.world import World

STREAM = int(Flag.STREAM)
MAY_BE_IO = frozenset({29, *range(32, 65)})  # SIGIO, and the real-time signals that may be asked for instead (F_SETSIG)


def send(world: World, thread: Contender, event: Event) -> Event:
    """SEND: bytes, or a message of multiprocessing's."""
    if not event.flags & STREAM:
        return passing.send(world, thread, event)
    resource = world.resource(event.resource, event.time)
    stream = _stream(world, resource.id, event.time)
    began = calls.finish(world, thread, resource, event.time, calls.SEND)
    resource.acquisitions += 1
    resource.users.add(thread.id)
    resource.senders.add(thread.id)
    start, stream.sent = stream.sent, stream.sent + max(event.value, 0)
    who = calls.who(world, thread, event)
    chunk = Chunk(start, stream.sent, who, began, event.location, event.text)
    target = stream.peer or _reached(world, stream)
    if stream.peer is None and target is not None and target.peer is None and target.own:
        _send_datagram(world, stream, target, chunk)
    else:
        _settle(world, stream, chunk)
        if stream.peer is None or chunk.end > stream.peer.received:
            stream.chunks.append(chunk)
    if target is not None:
        _arrive(world, target, who, began, event.time)
    return with_waiters(event, len(resource.waits))


def _reached(world: World, stream: Stream) -> Stream | None:
    """Tell whom a datagram goes to; what is sent into a connection that nobody has accepted is not the listening socket's."""
    target = world.network.at(stream.other) if stream.other else None
    return None if target is not None and target.resource.facts.capacity is not None else target


def _send_datagram(world: World, stream: Stream, target: Stream, chunk: Chunk) -> None:
    """Datagrams arrive whole and in order, if they do: those of one sender stand in the receiver's own list."""
    target.chunks.append(chunk)
    target.arrived = Moment(chunk.worker, chunk.time)


def _arrive(world: World, target: Stream, worker: int, began: int, time: int) -> None:
    """Note that bytes came to an end: who waits for them may go."""
    target.arrived = Moment(worker, began)
    resource = target.resource
    resource.max_depth = max(resource.max_depth, target.unread or 0)
    if target.unread != 0:
        calls.wake(world, resource, calls.RECEIVE, worker, time)
    world.batch.events.append(calls.phase(world, time, worker, resource, Phase.ARRIVED, 0))
    if target.submitted:  # the kernel copies at once, and nobody sees for how long
        target.submitted -= 1
        for which in (Phase.COPY, Phase.COPIED):
            world.batch.events.append(calls.phase(world, time, worker, resource, which | Flag.INFERRED, 0))


def _settle(world: World, stream: Stream, chunk: Chunk) -> None:
    """Draw the edges to those who received these bytes by a record that is earlier by a hair."""
    for taken in [taken for taken in stream.owed if taken.start < chunk.end and taken.end > chunk.start]:
        t0 = min(chunk.time, taken.time)
        number = stream.peer.resource.id if stream.peer is not None else stream.resource.id
        world.add_edge(Edge(t0, taken.time, EdgeKind.MESSAGE, chunk.worker, taken.worker, number, chunk.location, chunk.text))
        if taken.end <= chunk.end:
            stream.owed.remove(taken)


def receive(world: World, thread: Contender, event: Event) -> Event:
    """RECV: bytes, or a message of multiprocessing's."""
    if not event.flags & STREAM:
        return passing.receive(world, thread, event)
    resource = world.resource(event.resource, event.time)
    stream = _stream(world, resource.id, event.time)
    calls.finish(world, thread, resource, event.time, calls.RECEIVE)
    resource.acquisitions += 1
    resource.users.add(thread.id)
    size, who = max(event.value, 0), calls.who(world, thread, event)
    start, stream.received = stream.received, stream.received + size
    taken = Chunk(start, stream.received, who, event.time, event.location, event.text)
    if stream.peer is not None:
        _take(world, stream, stream.peer, taken)
        calls.wake(world, stream.peer.resource, calls.SEND, who, event.time)
    elif stream.chunks:
        _take_datagram(world, stream, taken)
    return with_waiters(event, len(resource.waits))


def _take(world: World, stream: Stream, peer: Stream, taken: Chunk) -> None:
    """Take bytes out of what the peer has sent."""
    chunks = peer.chunks
    while chunks and chunks[0].start < taken.end:
        if chunks[0].end > taken.start:
            _edge(world, stream, chunks[0], taken)
        if chunks[0].end > taken.end:
            break
        chunks.popleft()
    if taken.end > peer.sent:
        peer.owed.append(taken)
        if world.sharing.is_on:  # its SEND may come when the receiver is long under way
            world.sharing.cause(peer.sending.worker, taken.worker)


def _take_datagram(world: World, stream: Stream, taken: Chunk) -> None:
    found = next((number for number, chunk in enumerate(stream.chunks) if chunk.text == taken.text), 0)
    _edge(world, stream, stream.chunks[found], taken)
    del stream.chunks[found]


def _edge(world: World, stream: Stream, chunk: Chunk, taken: Chunk) -> None:
    text = chunk.text or taken.text
    world.add_edge(Edge(chunk.time, taken.time, EdgeKind.MESSAGE, chunk.worker, taken.worker, stream.resource.id, chunk.location, text))


def read(world: World, thread: Contender, event: Event) -> Event:
    """READ: of shared data, or bytes from a file."""
    resource = world.resource(event.resource, event.time)
    if resource.kind is not ResourceKind.FILE:
        return data.read(world, thread, event)
    calls.finish(world, thread, resource, event.time, {Call.READ})
    world.network.of(resource).received += max(event.value, 0)
    contents.was_read(world, resource, event)
    return holding.access(world, thread, event)


def write(world: World, thread: Contender, event: Event) -> Event:
    """WRITE: of shared data, or bytes to a file."""
    resource = world.resource(event.resource, event.time)
    if resource.kind is not ResourceKind.FILE:
        return data.write(world, thread, event)
    began = calls.finish(world, thread, resource, event.time, {Call.WRITE})
    world.network.of(resource).sent += max(event.value, 0)
    contents.was_written(world, resource, event, began)
    return holding.access(world, thread, event)


def connect(world: World, thread: Contender, event: Event) -> Event:
    """CONNECT: an end says whom it is connected with."""
    time, who = event.time, calls.who(world, thread, event)
    resource = world.resource(event.resource, time)
    stream = world.network.of(resource)
    resource.users.add(thread.id)
    calls.finish(world, thread, resource, time, {Call.CONNECT})
    stream.own, _, stream.other = _text(world, event).partition(">")
    network = world.network
    network.pairs[f"{stream.own}>{stream.other}"] = stream
    is_accepted = event.flags == Call.ACCEPT
    listener = network.at(stream.own if is_accepted else stream.other)
    other = _find_other(world, stream, listener if is_accepted else None)
    if other is not None and other is not stream:
        _join(world, stream, other)
        client, server = (other, stream) if is_accepted else (stream, other)
        if is_accepted or server.asked.time >= 0:
            _connected(world, client, server, listener, time if is_accepted else server.asked.time, who)
    elif is_accepted:
        stream.asked = Moment(who, time)
    elif listener is not None and listener.resource.facts.capacity is not None:
        listener.waiting.append(stream)
        _show_backlog(world, listener, who, time)
    return event


def _find_other(world: World, stream: Stream, listener: Stream | None) -> Stream | None:
    """Find the other end by the addresses; of some callers of a local socket nobody knows, except that one less is waiting now."""
    if stream.other:
        return world.network.pairs.get(f"{stream.other}>{stream.own}")
    if listener is not None and listener.waiting:
        listener.waiting.popleft()
    return None


def _join(world: World, one: Stream, other: Stream) -> None:
    one.peer, other.peer = other, one
    for stream, peer in ((one, other), (other, one)):
        if peer.sent:
            stream.arrived = Moment(peer.chunks[-1].worker, peer.chunks[-1].time) if peer.chunks else stream.arrived
            world.batch.events.append(calls.phase(world, world.now, stream.arrived.worker, stream.resource, Phase.ARRIVED, 0))


def _connected(world: World, client: Stream, server: Stream, listener: Stream | None, time: int, worker: int) -> None:
    """Draw the edge from who connected to who accepted."""
    acceptor = server.asked.worker or worker
    asked = client.asked if client.asked.time >= 0 else Moment(worker, time)
    number = listener.resource.id if listener is not None else server.resource.id
    if asked.worker != acceptor or asked.time != time:
        world.add_edge(Edge(min(asked.time, time), time, EdgeKind.CONNECT, asked.worker, acceptor, number))
    if listener is not None and client in listener.waiting:
        listener.waiting.remove(client)


def _show_backlog(world: World, listener: Stream, worker: int, time: int) -> None:
    depth = len(listener.waiting)
    resource = listener.resource
    resource.max_depth = max(resource.max_depth, depth)
    world.batch.events.append(Event(time, Kind.PHASE, worker, resource.id, value=depth, flags=Phase.ARRIVED))


def accept(world: World, thread: Contender, event: Event) -> Event:
    """ACCEPT: a connection was taken off a listening socket."""
    resource = world.resource(event.resource, event.time)
    stream = world.network.of(resource)
    calls.finish(world, thread, resource, event.time, calls.ACCEPT)
    resource.acquisitions += 1
    resource.users.add(thread.id)
    accepted = world.tables.resources.get(event.value)
    name = accepted.name if accepted is not None else ""
    return event._replace(text=world.tables.text(name), value=len(stream.waiting))


def listen(world: World, thread: Thread, event: Event) -> Event:
    """LISTEN: others may connect to this address from now on."""
    resource = world.resource(event.resource, event.time)
    resource.facts.capacity = event.value
    resource.users.add(thread.id)
    world.tables.changed_resources.add(resource.id)
    if text := _text(world, event):
        world.network.settle(world.network.of(resource), text)
    return event


def address(world: World, thread: Thread, event: Event) -> Event | None:
    """ADDRESS: a socket's own, where it sends to or connects, or where what it receives next is from."""
    resource = world.resource(event.resource, event.time)
    stream = world.network.of(resource)
    text = _text(world, event)
    match event.flags:
        case 0:
            world.network.settle(stream, text)
        case 1:
            stream.other = text
            stream.asked = Moment(calls.who(world, thread, event), event.time)
            listener = world.network.at(text)
            if listener is not None and listener.resource.facts.capacity is not None:
                listener.arrived = stream.asked
                calls.wake(world, listener.resource, calls.ACCEPT, stream.asked.worker, event.time)
        case _:
            stream.source = text
    return None


def ready(world: World, thread: Contender, event: Event) -> Event:
    """READY: a selector found something ready; who sent it was the cause. The event becomes one of what is ready."""
    selector = world.resource(event.resource, event.time)
    selector.users.add(thread.id)
    if event.value not in world.tables.resources:
        return event
    found = world.resource(event.value, event.time)
    stream = world.network.of(found)
    sending = stream.peer.sending if stream.peer is not None else NEVER  # its SEND is recorded when it is done, that is later
    arrived = sending if sending.worker else stream.arrived
    wait = thread.waits[-1] if thread.waits else None
    if wait is not None and wait.resource is selector and arrived.time >= wait.since and not wait.waker:
        wait.waker, wait.ready_at = arrived.worker, arrived.time
    return event._replace(resource=found.id, value=selector.id)


def closed(world: World, thread: Contender, event: Event) -> Event:
    """CLOSE: an end was closed, or one way of it; who waits at the other end will hear so."""
    if not event.flags & STREAM:
        return passing.shut_down(world, thread, event)
    resource = world.resource(event.resource, event.time)
    resource.users.add(thread.id)
    stream = world.network.of(resource)
    processes = {user.process for number in resource.users if isinstance(user := world.workers.get(number), Contender)}
    if stream.peer is not None and stream.peer is not stream and len(processes) == 1:
        stream.peer.arrived = Moment(calls.who(world, thread, event), event.time)
        calls.wake(world, stream.peer.resource, calls.RECEIVE, stream.peer.arrived.worker, event.time)
    if world.network.pairs.get(f"{stream.own}>{stream.other}") is stream:
        del world.network.pairs[f"{stream.own}>{stream.other}"]
    return with_waiters(event, len(resource.waits))


def arm(world: World, thread: Thread, event: Event) -> Event:
    """ARM: the kernel is to send a signal when something comes."""
    resource = world.resource(event.resource, event.time)
    resource.users.add(thread.id)
    world.network.of(resource).is_armed = event.flags == 1
    return event


def handler(world: World, thread: Thread, event: Event) -> Event:
    """HANDLER: a signal handler begins or ends; if the kernel sent the signal because something came, who sent that was the cause."""
    armed = [stream for stream in world.network.streams.values() if stream.is_armed and stream.arrived.time >= 0]
    if event.flags == 0 and armed and event.value in MAY_BE_IO:
        latest = max(armed, key=lambda stream: stream.arrived.time)
        number, time = latest.resource.id, latest.arrived.time
        world.add_edge(Edge(time, event.time, EdgeKind.SIGNAL, latest.arrived.worker, thread.id, number, event.location))
    return event


def _text(world: World, event: Event) -> str:
    texts = world.tables.texts
    return texts[event.text - 1] if 0 < event.text <= len(texts) else ""


def _stream(world: World, number: int, time: int) -> Stream:
    """Give the stream of a resource; a pipe is its own other end."""
    resource = world.resource(number, time)
    stream = world.network.of(resource)
    if resource.kind is ResourceKind.PIPE and stream.peer is None:
        stream.peer = stream
    return stream
