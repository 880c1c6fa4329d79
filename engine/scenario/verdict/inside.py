"""Judges how many workers were inside a section at the same time."""

from collections import Counter
from typing import NamedTuple

from engine.scenario.expectations import Inside
from engine.scenario.verdict.answers import MOST_EVIDENCE, Answer
from engine.scenario.verdict.case import Case
from engine.scenario.verdict.scene import ENTER, LEAVE, Line, fits
from engine.scenario.verdict.sentences import say
from engine.scenario.verdict.wanted import wanted_by


class _Step(NamedTuple):
    time: int
    by: int  # +1: goes in, -1: comes out; of the same instant, out is first
    line: Line


def inside(expectation: Inside, case: Case) -> Answer:
    """Judge the most workers that were inside at the same time.

    `enter` is printed behind the entering and `leave` before the leaving, so those who are seen inside together were. A worker counts once,
    however often it has entered, and a pattern with * is for everyone inside any of the sections that fit it. Who leaves at the very
    instant at which another enters was not inside with him. Who ends, or is ended, is inside no more.
    """
    wanted = wanted_by(expectation, case.bound)
    within: Counter[int] = Counter()
    entered: dict[int, Line] = {}
    most: list[Line] = []
    limit = wanted.equals if wanted.equals is not None else wanted.at_most
    evidence: list[Line] = []
    for _, by, line in _steps(expectation.inside, case):
        within[line.worker] = max(within[line.worker] + by, 0)
        if by < 0 and not within[line.worker]:
            entered.pop(line.worker, None)
        elif by > 0:
            entered.setdefault(line.worker, line)
        if len(entered) > len(most):
            most = list(entered.values())
        if limit is not None and len(entered) > limit and not evidence:
            evidence = list(entered.values())  # the first time that it was one too many
    outcome = wanted.judge(len(most), case.ending.growth)
    shown = case.scene.shown((evidence or most)[-MOST_EVIDENCE:], ENTER)
    return Answer(outcome=outcome, measured=len(most), seen=say("seen.inside", count=len(most)), evidence=shown)


def _steps(pattern: str, case: Case) -> list[_Step]:
    steps = [
        _Step(line.time, by, line)
        for prefix, by in ((ENTER, 1), (LEAVE, -1))
        for line in case.scene.said(prefix)
        if fits(pattern, line.text)
    ]
    workers = case.scene.recording.workers
    depths: Counter[int] = Counter()
    for step in steps:
        depths[step.line.worker] += step.by
    for worker, depth in depths.items():
        ended = workers[worker]["ended"] if worker in workers else None
        if ended is not None and depth > 0:
            steps += [_Step(ended, -1, Line(ended, worker, ""))] * depth
    return sorted(steps, key=lambda step: (step.time, step.by))
