"""Queues and pipes: put, get, task_done, send, recv."""

from engine.scenario.steps import Get, Put, Recv, Send, TaskDone
from engine.scenario.translate.code import Code
from engine.scenario.translate.needs import makes_item
from engine.scenario.translate.steps.timed import await_within, nothing, result_of, try_within


def put(step: Put, code: Code) -> None:
    """Put an item; one that is left out is made of the worker's name and a number, so that none is there twice."""
    target = code.resource(step.put).text
    item = f'f"{{me}}-{{next({code.program.helper("serial")})}}"' if makes_item(step) else code.expression(step.item)
    if step.timeout is None:
        code.line(f"{code.wait}{target}.put({item})")
    elif step.timeout == 0:
        try_within(_queue_error(code, "Full"), f"{target}.put_nowait({item})", None, step.otherwise, code)
    elif code.is_async:
        await_within(code.expression(step.timeout), f"await {target}.put({item})", None, step.otherwise, code)
    else:
        call = f"{target}.put({item}, timeout={code.expression(step.timeout)})"
        try_within(_queue_error(code, "Full"), call, None, step.otherwise, code)


def get(step: Get, code: Code) -> None:
    """Get an item."""
    source = code.resource(step.get).text
    none = nothing(step.into, code)
    if step.timeout is None:
        code.line(result_of(f"{code.wait}{source}.get()", step.into, code))
    elif step.timeout == 0:
        call = result_of(f"{source}.get_nowait()", step.into, code)
        try_within(_queue_error(code, "Empty"), call, none, step.otherwise, code)
    elif code.is_async:
        call = result_of(f"await {source}.get()", step.into, code)
        await_within(code.expression(step.timeout), call, none, step.otherwise, code)
    else:
        call = result_of(f"{source}.get(timeout={code.expression(step.timeout)})", step.into, code)
        try_within(_queue_error(code, "Empty"), call, none, step.otherwise, code)


def _queue_error(code: Code, name: str) -> str:
    """Queues of processes raise the errors of `queue`, those of asyncio have their own."""
    use = code.program.imports.use
    return use("asyncio", f"Queue{name}") if code.is_async else use("queue", name)


def task_done(step: TaskDone, code: Code) -> None:
    """Tell that an item is done."""
    code.line(f"{code.resource(step.task_done).text}.task_done()")


def send(step: Send, code: Code) -> None:
    """Send a message. A coroutine lets a thread do it, for a pipe that is full would stop its loop."""
    end, item = code.end(step.send, step.end), code.expression(step.item)
    if code.is_async:
        code.line(f"await {code.program.imports.use('asyncio', 'to_thread')}({end}.send, {item})")
    else:
        code.line(f"{end}.send({item})")


def recv(step: Recv, code: Code) -> None:
    """Receive a message, within some time if told."""
    end = code.end(step.recv, step.end)
    if step.timeout is None:
        call = f"await {code.program.imports.use('asyncio', 'to_thread')}({end}.recv)" if code.is_async else f"{end}.recv()"
        code.line(result_of(call, step.into, code))
        return
    seconds = code.expression(step.timeout)
    is_there = f"{end}.poll({seconds})"
    if code.is_async:
        is_there = f"await {code.program.imports.use('asyncio', 'to_thread')}({end}.poll, {seconds})"
    with code.block(f"if {is_there}"):
        code.line(result_of(f"{end}.recv()", step.into, code))
    none = nothing(step.into, code)
    if none or step.otherwise:
        with code.block("else"):
            if none:
                code.line(none)
            code.steps(step.otherwise, "else")
