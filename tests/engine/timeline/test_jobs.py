from engine.events import Reason, ResourceKind, WorkerKind
from engine.tables import ResourceFacts, WorkerFacts
from engine.timeline.jobs import Job, Pool, is_idle, queued, running
from engine.timeline.resources import Resource, Wait
from engine.timeline.workers import Process, Thread


def resource(kind: ResourceKind) -> Resource:
    return Resource(ResourceFacts(id=1, kind=kind, name="it"), time=0)


def thread() -> Thread:
    process = Process(WorkerFacts(id=1, kind=WorkerKind.PROCESS, process=1, name="p"), parent=0, time=0)
    return Thread(WorkerFacts(id=2, kind=WorkerKind.THREAD, process=1, name="t"), process, parent=1, time=0)


def test_a_job_is_queued_then_running_then_neither() -> None:
    job = Job(resource(ResourceKind.FUTURE))
    assert not job.is_queued
    job.submitted = 1
    assert (job.is_queued, job.is_running) == (True, False)
    job.began = 2
    assert (job.is_queued, job.is_running) == (False, True)
    job.ended = 3
    assert (job.is_queued, job.is_running) == (False, False)


def test_a_cancelled_job_is_not_queued() -> None:
    job = Job(resource(ResourceKind.FUTURE))
    job.submitted, job.is_cancelled = 1, True
    assert not job.is_queued


def test_a_whole_is_where_its_parts_are() -> None:
    whole, begun, waiting = (Job(resource(ResourceKind.FUTURE)) for _ in range(3))
    whole.waiting[waiting] = None
    whole.under_way[begun] = None
    assert running(whole) == [begun]
    assert queued(whole) == [waiting]


def test_a_pool_s_workers_are_those_that_live() -> None:
    pool = Pool(resource(ResourceKind.POOL))
    alive, gone = thread(), thread()
    gone.ended = 5
    pool.slots = {alive: None, gone: None}
    assert pool.workers == [alive]


def test_to_wait_for_a_job_is_to_be_idle() -> None:
    pool, queue = resource(ResourceKind.POOL), resource(ResourceKind.QUEUE)
    assert is_idle(Wait(Reason.QUEUE_GET, since=0, resource=pool))
    assert not is_idle(Wait(Reason.FUTURE, since=0, resource=pool))
    assert not is_idle(Wait(Reason.QUEUE_GET, since=0, resource=queue))
