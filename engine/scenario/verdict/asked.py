"""What an expectation says, as a sentence."""

from engine.scenario.expectations import (
    Blocked,
    ConsumedOnce,
    Deadlocks,
    ExitCode,
    Expectation,
    Final,
    Finds,
    Finishes,
    Happens,
    Inside,
    Order,
    Prints,
)
from engine.scenario.sentences import Sentence
from engine.scenario.verdict.sentences import say
from engine.scenario.verdict.wanted import Wanted

ANY = "any"


def asked(expectation: Expectation, wanted: Wanted) -> Sentence:
    """Say what an expectation says. wanted: its comparison or, where it has a time or a number of its own, that as `equals`."""
    match expectation:
        case Finishes():
            if not expectation.finishes:
                return say("expect.finishes.not")
            return say("expect.finishes") if wanted.equals is None else say("expect.finishes.within", seconds=wanted.equals)
        case Deadlocks():
            return say("expect.deadlocks" if expectation.deadlocks else "expect.deadlocks.not")
        case Finds():
            return _finding(expectation)
        case ExitCode():
            return say("expect.exit-code", code=expectation.exit_code)
        case Prints():
            if expectation.times is None:
                return say("expect.prints", text=expectation.prints)
            return say("expect.prints.times", text=expectation.prints, comparison=wanted.text)
        case Final():
            return say("expect.final", name=expectation.final, comparison=wanted.text)
        case _:
            return _of_several(expectation, wanted)


def _of_several(expectation: Expectation, wanted: Wanted) -> Sentence:
    match expectation:
        case Happens():
            if expectation.by is None:
                return say("expect.happens", mark=expectation.happens, comparison=wanted.text)
            key = "expect.happens.each" if expectation.each else "expect.happens.by"
            return say(key, mark=expectation.happens, worker=expectation.by, comparison=wanted.text)
        case Order():
            marks = " → ".join(f"“{mark}”" for mark in expectation.order)
            return say("expect.order.all" if expectation.all else "expect.order", marks=marks)
        case Inside():
            return say("expect.inside", section=expectation.inside, comparison=wanted.text)
        case ConsumedOnce():
            key = "expect.consumed-once.leftover" if expectation.leftover else "expect.consumed-once"
            return say(key, queue=expectation.consumed_once)
        case Blocked():
            return _blocked(expectation, wanted)
    raise TypeError(f"expected an expectation, but got {type(expectation).__name__}")


def _finding(expectation: Finds) -> Sentence:
    key = "expect.finding" + (".any" if expectation.finding == ANY else "") + ("" if expectation.present else ".not")
    parameters = {} if expectation.finding == ANY else {"kind": expectation.finding}
    if expectation.worker is None:
        return say(key, **parameters)
    return say(f"{key}.by", **parameters, worker=expectation.worker)


def _blocked(expectation: Blocked, wanted: Wanted) -> Sentence:
    key = "expect.blocked" + (".any" if expectation.blocked == ANY else "") + ("" if expectation.resource is None else ".on")
    parameters = {} if expectation.blocked == ANY else {"worker": expectation.blocked}
    if expectation.resource is not None:
        parameters["resource"] = expectation.resource
    return say(key, **parameters, comparison=wanted.text)
