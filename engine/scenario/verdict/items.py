"""Judges whether every item put into a queue was got exactly once."""

from collections import Counter, defaultdict

from engine.events import Event, Kind
from engine.scenario.expectations import ConsumedOnce
from engine.scenario.sentences import Sentence
from engine.scenario.verdict.answers import MOST_EVIDENCE, Answer, Evidence, Outcome
from engine.scenario.verdict.case import Case
from engine.scenario.verdict.sentences import say
from engine.scenario.verdict.wanted import Growth

NO_ITEM = "None"  # the usual sign that nothing more comes


def consumed_once(expectation: ConsumedOnce, case: Case) -> Answer:
    """Judge whether every item that went into the queue came out of it exactly once; with `leftover`, at most once.

    What goes in and comes out is recorded under the queue's own lock (of a queue of processes: at its semaphores), so the records are
    exact. Items are told apart by how they are shown, in up to 60 characters; of items that look the same, each that comes out accounts
    for one that went in, as the messages from put to get do. An item that was put back and got again was put twice. None is a sign to
    stop, no item. Where the queue's name is for several queues, each is judged by itself. What was still inside when the time limit ended
    the run might still have been got; what was inside when everybody had ended, or hung for good, was never got.
    """
    puts, gets = _transfers(expectation.consumed_once, case)
    put_count, got_count = sum(map(len, puts.values())), sum(map(len, gets.values()))
    left = [event for item, events in puts.items() for event in events[len(gets.get(item, ())) :]]
    twice = [event for item, events in gets.items() for event in events[len(puts.get(item, ())) :]]
    measured = {"put": put_count, "got": got_count, "left": len(left), "twice": len(twice)}
    outcome, seen = _outcome(case, measured, may_leave=expectation.leftover)
    return Answer(outcome=outcome, measured=measured, seen=seen, evidence=_shown(case, twice or left, gets))


def _outcome(case: Case, measured: dict[str, int], *, may_leave: bool) -> tuple[Outcome, Sentence]:
    put, growth = measured["put"], case.ending.growth
    if twice := measured["twice"]:
        # A get without its put, where records were lost, is no proof.
        outcome = Outcome.FAILED if case.ending.is_complete else Outcome.UNKNOWN
        return outcome, say("seen.consumed.twice", put=put, twice=twice)
    if (left := measured["left"]) and not may_leave:
        return (Outcome.FAILED if growth is Growth.NONE else Outcome.UNKNOWN), say("seen.consumed.left", put=put, left=left)
    outcome = Outcome.PASSED if case.ending.is_complete else Outcome.UNKNOWN
    return outcome, say("seen.consumed", put=put, got=measured["got"])


def _transfers(reference: str, case: Case) -> tuple[dict[tuple[int, str], list[Event]], dict[tuple[int, str], list[Event]]]:
    recording, queues = case.scene.recording, case.scene.resources(reference)
    queues = {number for number in queues if recording.resources[number]["kind"] == "queue"}
    found: dict[Kind, dict[tuple[int, str], list[Event]]] = {Kind.PUT: defaultdict(list), Kind.GET: defaultdict(list)}
    for event in recording.events:
        item = recording.texts.get(event.text, "")
        if event.resource in queues and event.kind in found and item != NO_ITEM:
            found[event.kind][event.resource, item].append(event)
    return found[Kind.PUT], found[Kind.GET]


def _shown(case: Case, wrong: list[Event], gets: dict[tuple[int, str], list[Event]]) -> list[Evidence]:
    """Show the items that are wrong, of one that came out too often all who got it; where none is wrong, who got how many."""
    if wrong and wrong[0].kind is Kind.GET:
        item = (wrong[0].resource, case.scene.recording.texts.get(wrong[0].text, ""))
        return [_evidence(case, event) for event in gets[item][-MOST_EVIDENCE:]]
    if wrong:
        return [_evidence(case, event) for event in wrong[:MOST_EVIDENCE]]
    every = [event for events in gets.values() for event in events]
    last = {event.worker: event for event in sorted(every)}  # of each the last
    busy = Counter(event.worker for event in every).most_common(MOST_EVIDENCE)
    return [_evidence(case, last[worker]) for worker, _ in busy]


def _evidence(case: Case, event: Event) -> Evidence:
    key = "evidence.put" if event.kind is Kind.PUT else "evidence.got"
    queue = case.scene.resource_name(event.resource) or "?"
    item = case.scene.recording.texts.get(event.text, "")
    said = say(key, worker=case.scene.name(event.worker), item=item, queue=queue)
    return case.scene.evidence(said, event.worker, event.time, event.location)
