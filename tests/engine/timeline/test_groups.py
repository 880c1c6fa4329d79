from engine.events import Event, Kind, Reason, ResourceKind
from engine.timeline import groups, holding
from engine.timeline.noticed import ForeignRelease, held_waits
from engine.timeline.resources import Resource, Wait
from engine.timeline.workers import Thread
from tests.engine.timeline.test_noticed import MS, Stage

COME, GO, TAKE = 1, 2, 3  # places


class Room:
    """A room that Ann has taken with the door in her hands, and the stage around it."""

    def __init__(self, kind: ResourceKind = ResourceKind.LOCK) -> None:
        self.stage = Stage()
        capacity = 1 if kind is ResourceKind.SEMAPHORE else None
        self.taken = 0 if capacity else 1
        make = self.stage.tables.add_resource
        self.numbers = [make(kind, name, process=self.stage.process, capacity=capacity).id for name in ("room", "door")]
        self.room, self.door = (self.stage.world.resource(number, 0) for number in self.numbers)
        self.ms = 0

    def do(self, kind: Kind, thread: Thread, resource: Resource, place: int = 0) -> None:
        self.ms += 1
        value = self.taken if kind is Kind.ACQUIRE else 1 - self.taken
        handler = holding.acquire if kind is Kind.ACQUIRE else holding.release
        handler(self.stage.world, thread, Event(self.ms * MS, kind, thread.id, resource=resource.id, value=value, location=place))

    def acquire(self, thread: Thread, resource: Resource, place: int = 0) -> None:
        self.do(Kind.ACQUIRE, thread, resource, place)

    def release(self, thread: Thread, resource: Resource, place: int = 0) -> None:
        self.do(Kind.RELEASE, thread, resource, place)

    def pass_through(self, thread: Thread, place: int = COME) -> None:
        self.acquire(thread, self.door, place)
        self.release(thread, self.door)

    def take(self) -> groups.Group:
        ann = self.stage.ann
        self.acquire(ann, self.door, COME)
        self.acquire(ann, self.room, TAKE)
        self.release(ann, self.door)
        assert self.room.group is not None
        return self.room.group


def test_who_comes_through_the_same_door_at_the_same_line_is_one_of_the_group() -> None:
    for kind in (ResourceKind.LOCK, ResourceKind.SEMAPHORE):
        room = Room(kind)
        ann, ben = room.stage.ann, room.stage.ben
        group = room.take()
        assert (group.taker, group.door, group.line, group.taken_at, group.came) == (ann.id, room.door, COME, TAKE, [])
        room.pass_through(ben)
        room.pass_through(ann, GO)
        assert [who for _, who in group.came] == [ben.id]
        assert not group.is_certain
        room.pass_through(ann)
        assert group.is_certain


def test_who_touches_the_lock_is_none_of_the_group() -> None:
    room = Room()
    group = room.take()
    room.acquire(room.stage.ben, room.door, COME)
    groups.touch(room.room)
    room.release(room.stage.ben, room.door)
    assert group.came == []


def test_the_group_is_over_when_the_lock_is_given_back() -> None:
    room = Room()
    room.take()
    assert list(room.stage.world.groups) == [room.room.id]
    room.acquire(room.stage.ben, room.door, GO)
    room.release(room.stage.ben, room.room, GO)
    assert (room.stage.world.groups, room.door.groups) == ({}, {})
    assert not any(isinstance(fact, ForeignRelease) for fact in room.stage.world.noticed)  # Ben does so in the group's name


def test_a_lock_taken_with_nothing_in_hand_has_no_door() -> None:
    room = Room()
    room.acquire(room.stage.ann, room.room, TAKE)
    assert room.room.group is None
    room.release(room.stage.ben, room.room, GO)
    assert any(isinstance(fact, ForeignRelease) for fact in room.stage.world.noticed)


def test_the_last_lock_taken_is_the_door() -> None:
    room = Room()
    room.stage.acquire(room.stage.ann, 0)
    assert room.take().door is room.door


def test_a_group_s_lock_is_not_held_by_its_taker_alone_while_he_sleeps() -> None:
    room = Room()
    ann, ben = room.stage.ann, room.stage.ben
    room.acquire(ann, room.door, COME)
    room.acquire(ann, room.room, TAKE)
    room.room.waits[ben.id] = Wait(Reason.LOCK, since=0, resource=room.room)
    sleep = Wait(Reason.SLEEP, since=5 * MS)
    assert [fact.resource for fact in held_waits(ann, sleep, 500 * MS)] == [room.room]
    room.release(ann, room.door)
    assert held_waits(ann, sleep, 500 * MS) == []


def test_a_semaphore_that_is_given_back_is_in_nobody_s_hand() -> None:
    room = Room(ResourceKind.SEMAPHORE)
    ann = room.stage.ann
    room.acquire(ann, room.door)
    assert list(ann.permits) == [room.door]
    room.release(ann, room.door)
    assert ann.permits == {}
    for number in range(10):
        groups.took_permit(ann, room.stage.world.resource(room.numbers[0], 0), Event(number, Kind.ACQUIRE, ann.id))
    assert len(ann.permits) == 1


def test_of_many_semaphores_that_nobody_gives_back_the_last_are_kept() -> None:
    room = Room()
    ann, make = room.stage.ann, room.stage.tables.add_resource
    for number in range(10):
        one = make(ResourceKind.SEMAPHORE, f"gate {number}", process=room.stage.process, capacity=1).id
        groups.took_permit(ann, room.stage.world.resource(one, 0), Event(number, Kind.ACQUIRE, ann.id))
    assert [one.facts.name for one in ann.permits] == ["gate 6", "gate 7", "gate 8", "gate 9"]


def test_locks_that_are_given_back_in_the_reverse_order_are_no_group_s() -> None:
    for kind in (ResourceKind.LOCK, ResourceKind.SEMAPHORE):
        room = Room(kind)
        ann = room.stage.ann
        for resource in (room.door, room.room):
            room.acquire(ann, resource)
        for resource in (room.room, room.door):
            room.release(ann, resource)
        assert (room.room.group, room.door.group, room.stage.world.groups) == (None, None, {})
