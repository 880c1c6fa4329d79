"""Locks, semaphores and the locks of conditions: acquire, try, release, with."""

from engine.scenario.resources import Semaphore
from engine.scenario.steps import Acquire, Release, Try, With
from engine.scenario.translate.code import Code, Thing
from engine.scenario.translate.steps.timed import await_within, nothing, result_of, unless
from engine.scenario.translate.worlds import World


def acquire(step: Acquire, code: Code) -> None:
    """Take a lock or a permit, for some time at most if told."""
    lock = code.resource(step.acquire)
    if step.timeout is None:
        code.line(result_of(f"{code.wait}{lock.text}.acquire()", step.into, code))
    elif code.is_async:
        statement = result_of(f"await {lock.text}.acquire()", step.into, code)
        await_within(code.expression(step.timeout), statement, nothing(step.into, code, "False"), step.otherwise, code)
    else:
        _acquire_within(step, lock, code)


def _acquire_within(step: Acquire, lock: Thing, code: Code) -> None:
    call = at_once(lock) if step.timeout == 0 else f"{lock.text}.acquire(timeout={code.expression(step.timeout)})"
    if step.into is not None or not step.otherwise:
        code.line(result_of(call, step.into, code))
        call = code.local(step.into) if step.into is not None else call
    unless(call, step.otherwise, code)


def at_once(lock: Thing) -> str:
    """Return a call that takes a lock if that goes at once."""
    return f"{lock.text}.acquire({'block' if lock.home is World.PROCESSES else 'blocking'}=False)"


def attempt(step: Try, code: Code) -> None:
    """Take a lock if it is free, and give it back after."""
    lock = code.resource(step.attempt)
    if code.is_async:
        with code.block(f"if not {lock.text}.locked()"), code.block(f"async with {lock.text}"):
            code.steps(step.then, "then")
    else:
        with code.block(f"if {at_once(lock)}"):
            _release_after(step, lock, code)
    if step.otherwise:
        with code.block("else"):
            code.steps(step.otherwise, "else")


def _release_after(step: Try, lock: Thing, code: Code) -> None:
    if not step.then:
        code.line(f"{lock.text}.release()")
        return
    with code.block("try"):
        code.steps(step.then, "then")
    with code.block("finally"):
        code.line(f"{lock.text}.release()")


def release(step: Release, code: Code) -> None:
    """Give back a lock or permits. Only a semaphore of threads gives back several at once."""
    lock = code.resource(step.release)
    if step.count is None or step.count == 1:
        code.line(f"{lock.text}.release()")
    elif isinstance(lock.model, Semaphore) and lock.home is World.THREADS:
        code.line(f"{lock.text}.release({code.expression(step.count)})")
    else:
        with code.block(f"for _ in range({code.expression(step.count)})"):
            code.line(f"{lock.text}.release()")


def hold(step: With, code: Code) -> None:
    """Take locks in order, and give them back whatever happens."""
    references = step.within if isinstance(step.within, list) else [step.within]
    locks = ", ".join(code.resource(reference).text for reference in references)
    with code.block(f"{'async ' if code.is_async else ''}with {locks}"):
        code.steps(step.steps, "steps")
