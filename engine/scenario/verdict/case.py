"""What a judging function is given: the run as the scenario sees it, how it ended, and the scenario as it was bound."""

from dataclasses import dataclass

from engine.events import Reason, State
from engine.scenario.binding import Bound
from engine.scenario.sentences import Sentence
from engine.scenario.verdict.answers import MOST_EVIDENCE, Evidence
from engine.scenario.verdict.ending import Ending
from engine.scenario.verdict.scene import Scene
from engine.scenario.verdict.sentences import reason_said, say
from engine.wire import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run of one scenario."""

    bound: Bound
    scene: Scene
    ending: Ending

    def last_waits(self, kind: str = "any") -> list[Evidence]:
        """Show what the scenario's workers waited for at the end, where the run hangs: the reason why something never came."""
        if not self.ending.is_stuck:
            return []
        who = set(self.scene.workers(kind))
        changes = {change.worker: change for change in self.scene.recording.changes if change.time < self.ending.end_ns}
        waiting = [change for worker, change in sorted(changes.items()) if worker in who and change.state is State.BLOCKED]
        return [self._evidence_of(change) for change in waiting[:MOST_EVIDENCE]]

    def _evidence_of(self, change: Change) -> Evidence:
        said = self.wait(change.worker, change.resource, change.by, change.target, Reason(change.reason))
        return self.scene.evidence(said, change.worker, change.time, change.location)

    def wait(self, worker: int, resource: int, holder: int, target: int, reason: Reason) -> Sentence:
        """Say who waits for what."""
        who, thing = self.scene.name(worker), self.scene.resource_name(resource)
        if thing is not None and holder:
            return say("evidence.waits", worker=who, resource=thing, holder=self.scene.name(holder))
        if thing is not None:
            return say("evidence.waits.none", worker=who, resource=thing)
        if target:
            return say("evidence.waits.worker", worker=who, target=self.scene.name(target))
        return say("evidence.waits.some", worker=who, reason=reason_said(reason))
