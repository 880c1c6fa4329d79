"""What a verdict says, in English; static/messages has the same under the same names in all languages."""

from typing import Any, Final

from engine.events import Reason, reason_name
from engine.scenario.sentences import Sentence, filled
from engine.scenario.verdict.wanted import spell

MESSAGES: Final = {
    # what an expectation says; {comparison} is "= 3", "≥ 1", "≤ 2" or "1 … 3"
    "expect.finishes": "The program comes to its own end.",
    "expect.finishes.within": "The program comes to its own end within {seconds} s.",
    "expect.finishes.not": "The program does not come to its end.",
    "expect.deadlocks": "There is a deadlock.",
    "expect.deadlocks.not": "There is no deadlock.",
    "expect.finding": "Lockstep finds: {kind}.",
    "expect.finding.by": "Lockstep finds, about {worker}: {kind}.",
    "expect.finding.not": "Lockstep does not find: {kind}.",
    "expect.finding.not.by": "Lockstep does not find, about {worker}: {kind}.",
    "expect.finding.any": "Lockstep finds an error, or something to warn of.",
    "expect.finding.any.by": "Lockstep finds an error of {worker}, or something to warn of.",
    "expect.finding.any.not": "Lockstep finds no error and nothing to warn of.",
    "expect.finding.any.not.by": "Lockstep finds no error of {worker} and nothing to warn of.",
    "expect.exit-code": "The program ends with exit code {code}.",
    "expect.prints": "It prints “{text}”.",
    "expect.prints.times": "It prints lines with “{text}”: {comparison}.",
    "expect.final": "At the end, {name} {comparison}.",
    "expect.happens": "How often “{mark}” is marked: {comparison}.",
    "expect.happens.by": "How often {worker} marks “{mark}”: {comparison}.",
    "expect.happens.each": "How often each {worker} marks “{mark}”: {comparison}.",
    "expect.order": "First marks come in this order: {marks}.",
    "expect.order.all": "All marks come in this order: {marks}.",
    "expect.inside": "Workers inside “{section}” at the same time, at most: {comparison}.",
    "expect.consumed-once": "Every item put into {queue} is got exactly once.",
    "expect.consumed-once.leftover": "No item put into {queue} is got twice; some may be left in it.",
    "expect.blocked": "The longest time that {worker} is blocked: {comparison} s.",
    "expect.blocked.on": "The longest time that {worker} is blocked on {resource}: {comparison} s.",
    "expect.blocked.any": "The longest time that any worker is blocked: {comparison} s.",
    "expect.blocked.any.on": "The longest time that any worker is blocked on {resource}: {comparison} s.",
    # what was seen
    "seen.finished": "It came to its end after {seconds} s.",
    "seen.finished.code": "It ended with exit code {code}.",
    "seen.finished.signal": "It was ended by {signal}.",
    "seen.stuck.early": "Nobody could move any more, so it was ended after {seconds} s.",
    "seen.timed-out": "It was ended after {seconds} s, its time limit.",
    "seen.stuck": "Nobody could move any more when the time limit ended it after {seconds} s.",
    "seen.broken-off": "It is not known how it would have ended.",
    "seen.findings": "Found: {kinds}.",
    "seen.findings.none": "Nothing of the kind was found.",
    "seen.value": "{name} was {value}.",
    "seen.value.none": "The program never came to the point of saying what {name} was.",
    "seen.count": "How often: {count}.",
    "seen.count.each": "How often: {counts}.",
    "seen.order": "They came in this order.",
    "seen.order.early": "“{late}” came before “{early}”.",
    "seen.order.same": "The first “{late}” is itself the first “{early}”.",
    "seen.order.missing": "“{mark}” never came.",
    "seen.inside": "Inside at the same time, at most: {count}.",
    "seen.consumed": "Put: {put}, got: {got}.",
    "seen.consumed.left": "Put: {put}, never got: {left}.",
    "seen.consumed.twice": "Put: {put}, got more often than put: {twice}.",
    "seen.blocked": "The longest was {seconds} s.",
    "seen.blocked.ever": "One would have been blocked for ever.",
    "seen.nothing": "Nothing can be said.",
    # evidence that no line of the program's output is
    "evidence.waits": "{worker} waits for {resource}, held by {holder}",
    "evidence.waits.none": "{worker} waits for {resource}",
    "evidence.waits.worker": "{worker} waits for {target} to finish",
    "evidence.waits.some": "{worker} waits ({reason})",
    "evidence.put": "{worker} puts {item} into {queue}",
    "evidence.got": "{worker} gets {item} from {queue}",
    "evidence.blocked": "{worker} was blocked on {resource} for {seconds} s",
    "evidence.blocked.some": "{worker} was blocked ({reason}) for {seconds} s",
    "evidence.ended": "{worker} ended",
    "evidence.killed": "{worker} was ended by {signal}",
    # why the run cannot tell
    "verdict.why.timed-out": "The time limit ended the run after {seconds} s, and it might still have come.",
    "verdict.why.stopped": "The run was stopped by hand.",
    "verdict.why.limited": "The run was ended before its end. {note}",
    "verdict.why.lost": "The run was lost. {note}",
    "verdict.why.failed": "The program could not be started. {note}",
    "verdict.why.cut-off": "The recording breaks off before the run's end.",
    "verdict.why.events-lost": "Records of the run were lost: {count}. What they said is not known.",
    "verdict.why.no-data": "Reads and writes of shared data were not recorded; run it with --data.",
    "verdict.why.expression": "What is wanted cannot be computed: {detail}.",
}


def say(message_id: str, **parameters: Any) -> Sentence:
    """Make a sentence; a number that is no whole one is spelled with three digits."""
    shown = {name: f"{value:.3g}" if isinstance(value, float) else value for name, value in parameters.items()}
    return filled(MESSAGES, message_id, shown)


def reason_said(reason: Reason) -> Sentence:
    """Name what a worker waits for; the catalogues have the words."""
    name = reason_name(reason)
    return Sentence(f"reason.{name}", {}, name)


def value_of(value: Any) -> str:
    """Spell a measured value in full."""
    return spell(value)
