from engine.events import Kind, Reason, ResourceKind
from engine.guessing import BY_REASON, guess_by_kind


def test_what_is_put_is_put_into_a_queue_and_what_is_begun_is_a_job() -> None:
    kinds = (Kind.PUT, Kind.SEND, Kind.NOTIFY, Kind.SET, Kind.ARRIVE, Kind.WRITE, Kind.ASK, Kind.JOB_BEGIN, Kind.ACQUIRE)
    assert [guess_by_kind(kind) for kind in kinds] == [
        ResourceKind.QUEUE,
        ResourceKind.PIPE,
        ResourceKind.CONDITION,
        ResourceKind.EVENT,
        ResourceKind.BARRIER,
        ResourceKind.VALUE,
        ResourceKind.VALUE,
        ResourceKind.FUTURE,
        ResourceKind.LOCK,
    ]


def test_who_waits_for_a_result_waits_for_a_future() -> None:
    assert BY_REASON[Reason.FUTURE] is ResourceKind.FUTURE
