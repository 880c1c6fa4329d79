"""What a record is about, by its kind: whether its subject is a resource, and whether its value holds a text."""

from typing import Final

from engine.events import Kind

PLAIN, WITH_TEXT = 1, 2
ABOUT: Final = [0] * 256  # by kind: whether the subject is a resource, and whether a text is in the value
for _kind in (
    Kind.CREATE,
    Kind.ACQUIRE,
    Kind.RELEASE,
    Kind.TASK_DONE,
    Kind.NOTIFY,
    Kind.SET,
    Kind.CLEAR,
    Kind.ARRIVE,
    Kind.CLOSE,
    Kind.RESIZE,
    Kind.COUNTED,
    Kind.ARM,
    Kind.UNSEEN,
    Kind.LOOKED,
    Kind.PRESENCE,
):
    ABOUT[_kind] = PLAIN
for _kind in (
    *(Kind.PUT, Kind.GET, Kind.SEND, Kind.RECV, Kind.READ, Kind.WRITE, Kind.CONNECT, Kind.LISTEN, Kind.ADDRESS),
    *(Kind.SUBMIT, Kind.JOB_BEGIN, Kind.JOB_END, Kind.RESULT, Kind.WITHDRAW, Kind.CALLBACK, Kind.UNASKED),
    *(Kind.ASK, Kind.SERVE, Kind.REPLY, Kind.RETURN),
):
    ABOUT[_kind] = WITH_TEXT
