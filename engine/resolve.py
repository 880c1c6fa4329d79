"""From a record's own ids to the run's numbers: one record in, one event out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import Access, Definition, Event, Flag, Kind, Reason, ResourceKind, Start, Turn
from engine.guessing import BY_REASON, guess_by_kind
from engine.people import People
from engine.probe.kinds import EARLIER_SHIFT
from engine.sources import Ids, Source, find_original
from engine.strands import Strands
from engine.subjects import ABOUT, WITH_TEXT

if TYPE_CHECKING:
    from engine.flows import Flows
    from engine.kernel.source import KernelRecord
    from engine.naming import Namer
    from engine.rings import Record
    from engine.tables import Tables

SEPARATOR: Final = "\x1f"
KEY_SEPARATOR: Final = "\x1e"  # a resource may have several keys: the two ends of a pipe each know one
OWNER_SHIFT: Final = 40  # of a subject: above it is the pid that made the object
REASONS: Final = {int(reason): reason for reason in Reason}
RESOURCE_KINDS: Final = {str(int(kind)): kind for kind in ResourceKind}
ACCESSES: Final = frozenset({Kind.READ, Kind.WRITE})
new: Final = tuple.__new__
NO_REASON, JOIN = Reason.NONE, Reason.JOIN
HOME: Final = frozenset({ResourceKind.SOCKET, ResourceKind.SELECTOR, ResourceKind.FILE})  # these stay with the process that made them
EARLIER: Final = Access.EARLIER << EARLIER_SHIFT
PROCESS_FLAG: Final = int(Flag.PROCESS)


class Definitions:
    """What the probes defined, by the ids that are unique in the run."""

    def __init__(self) -> None:
        self.resources: dict[int, tuple[list[str], Ids]] = {}
        self.jobs: dict[int, tuple[list[str], Ids]] = {}
        self.threads: dict[int, tuple[list[str], Ids]] = {}
        self.children: dict[int, list[str]] = {}  # by their parents, by pid
        self.programs: dict[int, str] = {}  # by themselves, by pid: what they run


class Resolver:
    """Knows all ids of a run."""

    def __init__(self, tables: Tables, namer: Namer, flows: Flows | None = None) -> None:
        self._tables = tables
        self._namer = namer
        self._flows = flows
        self._people = People(tables)
        self._strands = Strands(tables)
        self._ids: dict[int, Ids] = {}
        self._defined = Definitions()
        self._shared: dict[str, int] = {}  # key -> resource
        self._labels: dict[tuple[int, str], int] = {}  # pool, label -> how many jobs are called so
        self._special = {
            Kind.START: self._start,
            Kind.PROCESS_BEGIN: self._process_begin,
            Kind.THREAD_BEGIN: self._thread_begin,
            Kind.REAP: self._about_process,
            Kind.SIGNAL: self._about_process,
            Kind.EXCEPTION: self._exception,
            Kind.NAME: self._name,
            Kind.WAIT: self._wait,
            Kind.WAIT_END: self._wait,
            Kind.OUTPUT: self._output,
            Kind.STEP: self._step,
            Kind.QUEUED: self._about_strand,
            Kind.STRAND_END: self._about_strand,
            Kind.STEPS: self._about_strand,
            Kind.CANCEL: self._about_strand,
            Kind.ALSO: self._about_strand,
            Kind.FORSAKEN: self._about_strand,
            Kind.UNAWAITED: self._unawaited,
            Kind.FOREIGN_LOOP: self._foreign_loop,
            Kind.LOST: self._lost,
            Kind.CALL: self._wait,
            Kind.ACCEPT: self._about_two,
            Kind.READY: self._about_two,
            Kind.AMONG: self._among,
        }

    def announce(self, pid: int, name: str) -> int:
        """Name the program's own process."""
        return self._people.describe_process(pid, name, is_daemon=False, start_method="program")

    def source(self, pid: int, tid: int, parent_pid: int, *, is_first: bool) -> Source:
        """Welcome a ring; the first of a process (or of another with the same pid, or of another program in it) gets new tables."""
        ids = self._ids.get(pid)
        if ids is None or is_first:
            self.process_gone(pid)
            ids = self._ids[pid] = Ids(pid, self._ids.get(parent_pid))
        return Source(ids, pid, tid)

    def process_gone(self, pid: int) -> None:
        """Note that a process will write nothing any more."""
        if pid in self._ids:
            self._ids[pid].is_gone = True

    # --- definitions

    def define(self, source: Source, record: Record) -> None:
        """Enter a definition."""
        fields = record.payload.decode("utf-8", "replace").split(SEPARATOR)
        ids, number = source.ids, record.subject
        match record.flags:
            case Definition.TEXT:
                ids.texts[number] = self._tables.text(fields[0] if len(fields) == 1 else SEPARATOR.join(fields))
            case Definition.LOCATION if len(fields) >= 3:
                ids.locations[number] = self._tables.location(fields[0], _number(fields[1]), fields[2])
            case Definition.ACCESSOR:
                ids.accessors[number] = source
            case Definition.HOLD:
                ids.hold(number, at_ns=record.time_ns)
            case Definition.RESOURCE if len(fields) >= 5:
                self._defined.resources[number] = (fields, ids)
            case Definition.JOB if len(fields) >= 6:
                self._defined.jobs[number] = (fields, ids)
                self._add_keys(ids.resources.get(number), fields[2])
            case Definition.THREAD if len(fields) >= 3:
                self._defined.threads[number] = (fields, ids)
            case Definition.PROCESS if len(fields) >= 3:
                if number == ids.pid:
                    self._defined.programs[number] = fields[4] if len(fields) > 4 else ""
                else:
                    self._defined.children[number] = fields
            case Definition.STRAND if len(fields) >= 3:
                self._strands.define(number, fields[0], fields[1], location=ids.location(_number(fields[2])))
            case _:
                pass  # of a later probe, or nonsense

    def _add_keys(self, known: int | None, keys: str) -> None:
        """Learn under which other names processes will know a resource that is known already."""
        for key in keys.split(KEY_SEPARATOR) if known and keys else ():
            self._shared.setdefault(key, known or 0)

    def _describe_thread(self, thread_id: int) -> None:
        worker = self._people.joined_thread(thread_id)
        definition = self._defined.threads.get(thread_id)
        if worker and definition is not None:
            (name, daemon, location, *_), ids = definition
            place = ids.location(_number(location))
            self._people.describe_thread(worker, name, is_daemon=daemon == "1", location=place)

    def _resource(self, ids: Ids, subject: int, guessed: ResourceKind) -> int:
        """Give the run's number of a resource; make it when this process did not use it before."""
        known = ids.resources.get(subject)
        if known is not None:
            return known
        definition = self._defined.resources.get(subject)
        if subject in self._defined.jobs:
            number = self._job(ids, subject)
        elif definition is None:
            number = self._add_resource(guessed, "", 0, None, self._people.process(ids.pid))
        else:
            (kind, name, key, capacity, location, *_), owner_ids = definition
            keys = key.split(KEY_SEPARATOR) if key else []
            shared = next((self._shared[key] for key in keys if key in self._shared), None)
            place = owner_ids.location(_number(location))
            limit = _number(capacity) or None
            what = RESOURCE_KINDS.get(kind, guessed)
            process = 0 if key and what not in HOME else self._people.process(owner_ids.pid if key else ids.pid)
            number = shared or self._add_resource(what, name, place, limit, process)
            self._shared.update(dict.fromkeys(keys, number))
            self._tables.resources[number].is_for_strands = definition[0][5:6] == ["strand"]
            if shared:
                self._complete(shared, name, place, limit)
            elif ids.parent is not None and owner_ids is not ids:
                self._tables.resources[number].origin = find_original(ids.parent, subject)
        ids.resources[subject] = number
        return number

    def _job(self, ids: Ids, subject: int) -> int:
        """Give the run's number of a job: a resource of kind future, called after what it calls."""
        (pool, label, count, location, whole, key, *_), owner_ids = self._defined.jobs.pop(subject)
        known = self._shared.get(key) if key else None
        if known is not None:
            return known
        tables = self._tables
        facts = tables.add_resource(ResourceKind.FUTURE, label, process=self._people.process(ids.pid))
        facts.capacity, facts.location = _number(count) or None, owner_ids.location(_number(location))
        if _number(pool, digits=19):
            facts.pool = self._resource(ids, _number(pool, digits=19), ResourceKind.POOL)
            facts.process = tables.resources[facts.pool].process
        if _number(whole, digits=19):
            facts.whole = self._resource(ids, _number(whole, digits=19), ResourceKind.FUTURE)
        name = label or "job"
        turn = self._labels[facts.pool, name] = self._labels.get((facts.pool, name), 0) + 1
        facts.name = name if turn == 1 else f"{name}#{turn}"
        if key:
            self._shared[key] = facts.id
        return facts.id

    def _complete(self, number: int, name: str, place: int, limit: int | None) -> None:
        """Learn from a second definition what the first one, made in a process that did not make the thing, could not say."""
        facts = self._tables.resources[number]
        if (limit and not facts.capacity) or (place and not facts.location):
            facts.capacity = facts.capacity or limit
            if place and not facts.location:
                facts.location = place
                file, line, _ = self._tables.locations[place - 1]
                facts.name = name or self._namer.name(facts.kind.name.lower(), file, line, process=0)
            self._tables.changed_resources.add(number)

    def _add_resource(self, kind: ResourceKind, name: str, place: int, limit: int | None, process: int) -> int:
        file, line = self._tables.locations[place - 1][:2] if place else ("", 0)
        name = name or self._namer.name(kind.name.lower(), file, line, process=process)
        return self._tables.add_resource(kind, name, process=process, location=place, capacity=limit).id

    # --- events

    def event(self, time: int, record: Record) -> Event | None:
        """Make an event of a ring's record; None if it tells nothing."""
        _, source, kind, subject, value, location, flags, reason, _ = record
        worker = source.worker
        if not worker and kind is not Kind.THREAD_BEGIN:
            worker = source.worker = source.thread = self._people.thread(source.pid, source.tid)
        ids = source.ids
        place = ids.locations.get(location) or ids.location(location)
        about = ABOUT[kind]
        if about:
            text = 0
            if about == WITH_TEXT:
                text = value >> 32 & 0xFFFFFFFF
                text = ids.texts.get(text) or ids.text(text)
                value &= 0xFFFFFFFF
                if value & 0x80000000:
                    value -= 1 << 32
            resource = ids.resources.get(subject) or self._resource(ids, subject, guess_by_kind(kind))
            if kind in ACCESSES:
                if self._tables.resources[resource].kind is not ResourceKind.FILE:
                    worker, flags = self._accessor(source, flags | reason << 8), Access.EARLIER if value & EARLIER else 0
                    value &= ~EARLIER
                if kind is Kind.WRITE:
                    self._learn_flow(place)
            elif kind is Kind.CREATE and self._tables.resources[resource].kind is ResourceKind.FILE:
                self._learn_flow(place)  # of what is written to the file as it is opened there
            elif kind is Kind.PRESENCE:
                self._learn_flow(place)
            return new(Event, (time, kind, worker, resource, 0, place, text, value, NO_REASON, flags, 0))
        special = self._special.get(kind)
        event = Event(time, kind, worker, location=place, value=value, reason=REASONS.get(reason, NO_REASON), flags=flags)
        return special(event, source, record) if special is not None else event

    def _learn_flow(self, place: int) -> None:
        """Learn what is behind the writes of a place."""
        tables = self._tables
        if place and place not in tables.flows and self._flows is not None:
            file, line, _ = tables.locations[place - 1]
            tables.flows[place] = self._flows.flow(file, line)

    def _accessor(self, source: Source, number: int) -> int:
        """Tell who it was where another thread wrote the record."""
        theirs = source.ids.accessors.get(number, source)
        if not theirs.worker:
            theirs.worker = theirs.thread = self._people.thread(theirs.pid, theirs.tid)
        return theirs.worker

    def _wait(self, event: Event, source: Source, record: Record) -> Event:
        subject, reason = record.subject, event.reason
        if not subject:
            return event
        if not subject >> OWNER_SHIFT:  # a pid
            flags = event.flags if record.kind is Kind.WAIT else event.flags & 1  # the outcome shares its bits with Flag.PROCESS
            return event._replace(target=self._people.process(subject), flags=flags)
        if subject in self._strands:
            return event._replace(target=self._strand(source, subject))
        if reason is JOIN and subject in self._defined.threads:
            return event._replace(target=self._people.joined_thread(subject))
        ids = source.ids
        resource = ids.resources.get(subject) or self._resource(ids, subject, BY_REASON.get(reason, ResourceKind.QUEUE))
        return tuple.__new__(Event, (*event[:3], resource, *event[4:]))

    def _about_two(self, event: Event, source: Source, record: Record) -> Event:
        """The subject is a resource, and so is the value."""
        ids = source.ids
        value = self._resource(ids, record.value, ResourceKind.SOCKET) if record.value else 0
        return event._replace(resource=self._resource(ids, record.subject, ResourceKind.SOCKET), value=value)

    def _among(self, event: Event, source: Source, record: Record) -> Event:
        ids = source.ids
        several = self._resource(ids, record.subject, ResourceKind.FUTURE)
        return event._replace(resource=several, value=self._resource(ids, record.value, ResourceKind.FUTURE))

    def _start(self, event: Event, source: Source, record: Record) -> Event:
        people, subject = self._people, record.subject
        if record.flags & PROCESS_FLAG:
            name, daemon, method, *more = self._defined.children.get(subject, ["", "0", ""])
            target = people.describe_process(subject, name, is_daemon=daemon == "1", start_method=method, parent_pid=source.pid)
            if len(more) >= 3:
                self._tables.workers[target].location = source.ids.location(_number(more[2]))
        elif subject in self._strands:
            target = self._strand(source, subject)
        else:
            is_bare = record.value == Start.BARE
            target = people.started_thread(source.pid, subject, starter_tid=source.tid, is_bare=is_bare)
            self._describe_thread(subject)
            return event._replace(target=target, value=int(is_bare))
        return event._replace(target=target, value=0)

    def _process_begin(self, event: Event, source: Source, record: Record) -> Event:
        self._people.born(source.pid, record.flags, program=self._defined.programs.get(source.pid, ""))
        return event._replace(worker=self._people.main_thread(source.pid), value=0)

    def _thread_begin(self, event: Event, source: Source, record: Record) -> Event:
        source.worker = source.thread = self._people.begun_thread(source.pid, source.tid, record.subject)
        self._describe_thread(record.subject)
        return event._replace(worker=source.worker, value=0)

    def _about_process(self, event: Event, source: Source, record: Record) -> Event:
        event = event._replace(target=self._people.process(record.subject))
        if record.kind is Kind.REAP:
            self._people.exited(record.subject, record.subject)
        return event

    def _exception(self, event: Event, source: Source, record: Record) -> Event:
        what, *where = record.payload.decode("utf-8", "replace").split(SEPARATOR)
        place = event.location
        if len(where) >= 2:
            place = self._tables.location(where[0], _number(where[1]), "") if where[0] else place
        strand = self._strands.known(record.subject, process=self._people.process(source.pid)) if record.subject else 0
        return event._replace(target=strand, text=self._tables.text(what), location=place, value=0)

    def _name(self, event: Event, source: Source, record: Record) -> Event:
        name = record.payload.decode("utf-8", "replace")
        people = self._people
        if record.flags & PROCESS_FLAG:
            target = people.process(record.subject)
        else:
            strand = self._strands.known(record.subject, process=people.process(source.pid))
            target = strand or people.joined_thread(record.subject) or source.thread
        people.rename(target, name)
        return event._replace(target=target, text=self._tables.text(name), value=0)

    def _output(self, event: Event, source: Source, record: Record) -> Event | None:
        text = self._tables.say((event.time, event.worker, record.flags, record.payload.decode("utf-8", "replace")))
        return None if text is None else event._replace(text=text, value=0)

    def _strand(self, source: Source, subject: int) -> int:
        return self._strands.worker(subject, process=self._people.process(source.pid), thread=source.thread)

    def _step(self, event: Event, source: Source, record: Record) -> Event:
        target = self._strand(source, record.subject)
        if record.flags == Turn.BACK:
            target = source.base if source.base != source.thread else 0
        elif target and not self._strands.is_generator(source.worker) and self._strands.is_generator(target):
            source.base = source.worker
        if target:
            self._strands.stepped(target, thread=source.thread)
        source.worker = target or source.thread
        return event._replace(worker=source.thread, target=target)

    def _about_strand(self, event: Event, source: Source, record: Record) -> Event:
        target, value = self._strand(source, record.subject), record.value
        match record.kind:
            case Kind.QUEUED | Kind.CANCEL if value:  # a loop does it in the stead of a strand that has ended
                cause = self._strands.known(value, process=self._people.process(source.pid))
                return event._replace(target=target, worker=cause or event.worker, value=0)
            case Kind.FORSAKEN:
                return event._replace(target=target, text=source.ids.text(value), value=0)
            case _:
                return event._replace(target=target)

    def _foreign_loop(self, event: Event, source: Source, record: Record) -> Event:
        return event._replace(worker=source.thread, text=source.ids.text(record.value), value=0)

    def _unawaited(self, event: Event, source: Source, record: Record) -> Event:
        ids = source.ids
        return event._replace(text=ids.text(record.value >> 32), value=ids.location(record.subject))

    def _lost(self, event: Event, source: Source, record: Record) -> Event:
        source.worker = source.thread  # which strand runs is among what is lost
        return event._replace(worker=source.thread)

    def kernel_event(self, time: int, record: KernelRecord) -> Event | None:
        """Make an event of a kernel's record; None if it tells nothing."""
        _, kind, pid, tid, value, flags, text = record
        people = self._people
        if kind is Kind.KERNEL_FORK:
            parent = people.thread(0, value) if value else 0
            target = people.forked(pid, tid, parent_tid=value)
            return Event(time, kind, parent or target, target=target)
        if kind is Kind.KERNEL_COMM:
            people.command(pid, tid, text)
            return Event(time, kind, people.thread(pid, tid)) if value and tid == pid else None
        if kind is Kind.KERNEL_LOST:
            return Event(time, kind, 1, value=value)
        worker = people.thread(pid, tid)
        if kind is Kind.KERNEL_EXIT:
            people.exited(pid, tid)
        return tuple.__new__(Event, (time, kind, worker, 0, 0, 0, 0, value, NO_REASON, flags, 0))


def _number(text: str, *, digits: int = 9) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0
