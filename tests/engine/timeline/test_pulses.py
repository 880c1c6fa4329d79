from engine.events import Event, Kind, Outcome, Reason, ResourceKind
from engine.timeline import pulses
from engine.timeline.resources import Resource, Wait
from tests.engine.timeline.test_noticed import MS, Stage


def event(kind: Kind, ms: float, worker: int, flags: int = 0) -> Event:
    return Event(round(ms * MS), kind, worker, flags=flags)


def resource_of(stage: Stage, kind: ResourceKind) -> Resource:
    return stage.world.resource(stage.tables.add_resource(kind, "c", process=stage.process).id, 0)


def test_a_notify_that_nobody_hears_is_remembered_with_the_lock_and_its_turn() -> None:
    stage = Stage()
    condition = resource_of(stage, ResourceKind.CONDITION)
    stage.ben.held.add(condition)
    condition.acquisitions = 4
    notify = event(Kind.NOTIFY, 1, stage.ben.id)
    pulses.notified(condition, stage.ben, notify)
    pulse = pulses.pulse_of(condition)
    assert (pulse.unheard, pulse.guard, pulse.turn, pulse.pulsers) == (notify, condition, 4, {stage.ben.id})


def test_of_a_condition_on_another_lock_the_one_in_the_notifier_s_hands_is_its_lock() -> None:
    stage = Stage()
    condition, other = resource_of(stage, ResourceKind.CONDITION), resource_of(stage, ResourceKind.LOCK)
    stage.acquire(stage.ben, 1)
    pulses.notified(condition, stage.ben, event(Kind.NOTIFY, 1, stage.ben.id))
    assert pulses.pulse_of(condition).guard is stage.world.resources[stage.lock]
    stage.ben.held.add(other)
    pulses.notified(condition, stage.ben, event(Kind.NOTIFY, 2, stage.ben.id))
    assert pulses.pulse_of(condition).unheard is None  # one of two, and who knows which


def test_a_notify_that_somebody_waits_for_is_heard() -> None:
    stage = Stage()
    condition = resource_of(stage, ResourceKind.CONDITION)
    condition.waits[stage.ann.id] = Wait(Reason.CONDITION, since=0)
    stage.ben.held.add(condition)
    pulses.notified(condition, stage.ben, event(Kind.NOTIFY, 1, stage.ben.id))
    assert pulses.pulse_of(condition).unheard is None


def test_the_first_to_take_the_lock_after_it_is_suspected_to_wait_in_vain_and_only_once() -> None:
    stage = Stage()
    condition = resource_of(stage, ResourceKind.CONDITION)
    stage.ben.held.add(condition)
    notify = event(Kind.NOTIFY, 1, stage.ben.id)
    pulses.notified(condition, stage.ben, notify)
    condition.acquisitions += 1
    wait = Wait(Reason.CONDITION, since=2 * MS, resource=condition)
    pulses.wait_begins(condition, stage.ann, wait)
    pulse = pulses.pulse_of(condition)
    assert pulse.suspect == (notify, wait, stage.ann)
    pulses.wait_ends(stage.world, condition, stage.ann, wait, event(Kind.WAIT_END, 9, stage.ann.id, Outcome.TIMEOUT))
    assert [fact.unheard for fact in stage.world.noticed] == [notify]  # type: ignore[union-attr]
    pulses.wait_begins(condition, stage.ann, Wait(Reason.CONDITION, since=3 * MS, resource=condition))
    assert pulse.suspect is None


def test_an_event_found_set_by_somebody_was_not_set_in_vain() -> None:
    stage = Stage()
    gate = resource_of(stage, ResourceKind.EVENT)
    pulses.was_set(gate, stage.ben, event(Kind.SET, 1, stage.ben.id))
    pulses.wait_ends(stage.world, gate, stage.ann, None, event(Kind.WAIT_END, 1.5, stage.ann.id, Outcome.DONE))
    pulses.was_cleared(gate, stage.ben, event(Kind.CLEAR, 2, stage.ben.id))
    assert pulses.pulse_of(gate).unheard is None


def test_an_event_open_for_longer_is_a_gate_and_no_pulse() -> None:
    stage = Stage()
    gate = resource_of(stage, ResourceKind.EVENT)
    for ms, is_pulse in ((1, True), (200, False)):
        setting = event(Kind.SET, 10, stage.ben.id)
        pulses.was_set(gate, stage.ben, setting)
        pulses.was_cleared(gate, stage.ben, event(Kind.CLEAR, 10 + ms, stage.ben.id))
        assert pulses.pulse_of(gate).unheard == (setting if is_pulse else None)
