"""Jobs and their pools as the fold keeps them: what waits in the backlog, who does what, who owes a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import Reason, ResourceKind, Until

if TYPE_CHECKING:
    from engine.timeline.resources import Resource, Wait
    from engine.timeline.workers import Contender, Thread
    from engine.timeline.world import World


class Job:
    """One job, or the whole of a map, which its chunks are parts of, or several that somebody waits for together."""

    __slots__ = (
        "began",
        "done_at",
        "ended",
        "is_cancelled",
        "location",
        "members",
        "resource",
        "several",
        "submitted",
        "submitter",
        "under_way",
        "until",
        "waiting",
        "worker",
    )

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.submitted: int | None = None  # when it went into the backlog
        self.submitter = 0
        self.location = 0
        self.worker: Contender | None = None  # who does it or did it
        self.began: int | None = None
        self.ended: int | None = None  # when its worker was done with it
        self.done_at: int | None = None  # when the result was there
        self.is_cancelled = False
        self.waiting: dict[Job, None] = {}  # of a whole: its parts in the backlog, in order
        self.under_way: dict[Job, None] = {}  # and those that somebody does
        self.several: list[Job] = []  # those that stand for this one together with others
        self.members: list[Job] = []  # the reverse
        self.until = Until.ALL  # when who waits for its members may go

    @property
    def is_running(self) -> bool:
        """Whether a worker is at it."""
        return self.began is not None and self.ended is None and self.done_at is None

    @property
    def is_queued(self) -> bool:
        """Whether it is in the backlog."""
        return self.submitted is not None and self.began is None and self.done_at is None and not self.is_cancelled


class Pool:
    """One pool: what each of its workers is at, None for nothing."""

    __slots__ = ("cancelled", "done", "raised", "resource", "slots", "submitted")

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.slots: dict[Thread, Job | None] = {}
        self.submitted = 0
        self.done = 0  # jobs that ended, those that raised included
        self.raised = 0
        self.cancelled = 0

    @property
    def counts(self) -> dict[str, int]:
        """Its jobs in numbers, for the summary."""
        return {"submitted": self.submitted, "done": self.done, "raised": self.raised, "cancelled": self.cancelled}

    @property
    def workers(self) -> list[Thread]:
        """Its workers that live, as far as they were seen at a job or waiting for one."""
        return [thread for thread in self.slots if thread.ended is None]


def job_at(world: World, number: int, time: int) -> Job:
    """Give a job by its resource; make it when it is new."""
    job = world.jobs.get(number)
    if job is None:
        job = world.jobs[number] = Job(world.resource(number, time))
        whole = job.resource.facts.whole
        if whole:
            job_at(world, whole, time).waiting[job] = None
    return job


def pool_at(world: World, number: int, time: int) -> Pool:
    """Give a pool by its resource; make it when it is new."""
    pool = world.pools.get(number)
    if pool is None:
        pool = world.pools[number] = Pool(world.resource(number, time))
        pool.resource.value = pool.resource.value or 0
    return pool


def owing(world: World, resource: Resource) -> int:
    """Tell who runs the job of a future; 0 while nobody does."""
    job = world.jobs.get(resource.id)
    one = None if job is None else job if job.is_running else next(iter(job.under_way), None)
    return one.worker.id if one is not None and one.worker is not None else 0


def running(job: Job) -> list[Job]:
    """List what is under way of a job: itself, or those of its parts that are."""
    return [job] if job.is_running else list(job.under_way)


def open_members(job: Job) -> list[Job]:
    """List those of several jobs whose result is not there."""
    return [one for one in job.members if one.done_at is None]


def groups(world: World, job: Job) -> list[Job]:
    """List what a job is a part of: the whole of a map, and several that somebody waits for."""
    whole = world.jobs.get(job.resource.facts.whole)
    return job.several if whole is None else [whole, *job.several]


def queued(job: Job) -> list[Job]:
    """List what of a job is in the backlog."""
    return [job] if job.is_queued else list(job.waiting)


def is_done(world: World, resource: Resource) -> bool:
    """Tell whether a future's result is there. (An imap gives its results one by one: who waits for it has had all that were there.)"""
    job = world.jobs.get(resource.id)
    is_whole = resource.facts.capacity is not None or (job is not None and (job.submitted is not None or bool(job.members)))
    return job is not None and job.done_at is not None and is_whole


def is_idle(wait: Wait) -> bool:
    """Tell whether this is a pool's worker waiting for a job."""
    return wait.reason is Reason.QUEUE_GET and wait.resource is not None and wait.resource.kind is ResourceKind.POOL
