"""The kinds of findings there are: who asks for one by its name is told if there is none of that name."""

from typing import Final

KINDS: Final = (
    "check-then-act",
    "daemon-cut-off",
    "deadlock",
    "events-lost",
    "exception-never-retrieved",
    "feeder-hang",
    "foreign-loop",
    "foreign-release",
    "fork-with-lock-held",
    "join-hang",
    "killed-by-signal",
    "lock-convoy",
    "lock-held-while-waiting",
    "loop-blocked",
    "lost-update",
    "lost-wakeup",
    "missing-sentinel",
    "never-awaited",
    "orphan",
    "over-release",
    "pool-deadlock",
    "starvation",
    "task-destroyed",
    "uncaught-exception",
    "unlocked-access",
    "zombie",
)
