"""The policies by name. Adding one is adding its file and its row here."""

from engine.errors import ScheduleError
from engine.scheduling.policies import (
    cfs,
    eevdf,
    fcfs,
    hrrn,
    lottery,
    mlfq,
    mlq,
    priority,
    priority_preemptive,
    priority_rr,
    rr,
    sjf,
    srtf,
    stride,
)
from engine.scheduling.policy import Policy

POLICIES: dict[str, type[Policy]] = {
    policy.name: policy
    for policy in (
        fcfs.Fcfs,
        sjf.Sjf,
        srtf.Srtf,
        priority.Priority,
        priority_preemptive.PriorityPreemptive,
        rr.RoundRobin,
        priority_rr.PriorityRoundRobin,
        mlq.MultilevelQueue,
        mlfq.MultilevelFeedbackQueue,
        lottery.Lottery,
        stride.Stride,
        hrrn.Hrrn,
        cfs.Cfs,
        eevdf.Eevdf,
    )
}


def find_policy(name: object, field: str = "policy") -> type[Policy]:
    """Return a policy by its name. Raises ScheduleError if there is none."""
    policy = POLICIES.get(name) if isinstance(name, str) else None
    if policy is None:
        raise ScheduleError(field, f"there is no policy {str(name)[:40]!r}; there are {', '.join(POLICIES)}.")
    return policy
