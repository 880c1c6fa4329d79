"""What a resource may be whose definition is lost, by what was done with it."""

from typing import Final

from engine.events import Kind, Reason, ResourceKind

BY_REASON: Final = {
    Reason.LOCK: ResourceKind.LOCK,
    Reason.SEMAPHORE: ResourceKind.SEMAPHORE,
    Reason.CONDITION: ResourceKind.CONDITION,
    Reason.EVENT: ResourceKind.EVENT,
    Reason.BARRIER: ResourceKind.BARRIER,
    Reason.PIPE: ResourceKind.PIPE,
    Reason.IO: ResourceKind.SOCKET,
    Reason.FUTURE: ResourceKind.FUTURE,
}


def guess_by_kind(kind: Kind) -> ResourceKind:
    """Guess what a resource is whose definition is lost."""
    match kind:
        case Kind.PUT | Kind.GET | Kind.TASK_DONE:
            return ResourceKind.QUEUE
        case Kind.SEND | Kind.RECV:
            return ResourceKind.PIPE
        case Kind.NOTIFY:
            return ResourceKind.CONDITION
        case Kind.SET | Kind.CLEAR:
            return ResourceKind.EVENT
        case Kind.ARRIVE:
            return ResourceKind.BARRIER
        case Kind.COUNTED | Kind.CONNECT | Kind.LISTEN | Kind.ADDRESS | Kind.ARM:
            return ResourceKind.SOCKET
        case Kind.READ | Kind.WRITE | Kind.ASK | Kind.SERVE | Kind.REPLY | Kind.RETURN:
            return ResourceKind.VALUE
        case Kind.LOOKED | Kind.PRESENCE:
            return ResourceKind.FILE
        case Kind.SUBMIT | Kind.JOB_BEGIN | Kind.JOB_END | Kind.RESULT | Kind.WITHDRAW | Kind.CALLBACK | Kind.UNASKED:
            return ResourceKind.FUTURE
        case _:
            return ResourceKind.LOCK
