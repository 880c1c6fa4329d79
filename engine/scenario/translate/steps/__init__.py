"""What each verb becomes: one table from the model of a step to the function that writes it."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.scenario import steps as model
from engine.scenario.steps import Action
from engine.scenario.translate.code import Code
from engine.scenario.translate.steps import flow, locking, messages, procedures, saying, sharing, timing, waiting, workers

WRITERS: Mapping[type[Action], Callable[[Any, Code], None]] = {
    model.Compute: timing.compute, model.Sleep: timing.sleep, model.WaitUntil: timing.wait_until,
    model.Acquire: locking.acquire, model.Try: locking.attempt, model.Release: locking.release, model.With: locking.hold,
    model.Wait: waiting.wait, model.Notify: waiting.notify, model.SetEvent: waiting.set_event, model.ClearEvent: waiting.clear_event,
    model.Put: messages.put, model.Get: messages.get, model.TaskDone: messages.task_done, model.Send: messages.send,
    model.Recv: messages.recv, model.Read: sharing.read, model.Write: sharing.write, model.Increment: sharing.increment,
    model.Let: sharing.let, model.Spawn: workers.spawn, model.Join: workers.join, model.Terminate: workers.terminate,
    model.Submit: procedures.submit, model.Result: procedures.result, model.Shutdown: procedures.shutdown,
    model.Call: procedures.call, model.Return: procedures.give_back, model.Print: saying.say, model.Mark: saying.mark,
    model.Section: saying.section, model.Fail: saying.fail, model.Repeat: flow.repeat, model.While: flow.loop,
    model.ForEach: flow.for_each, model.If: flow.branch, model.Choose: flow.choose, model.Leave: flow.leave,
}  # fmt: skip


def write_step(step: Action, code: Code) -> None:
    """Write the lines of a step."""
    WRITERS[type(step)](step, code)
