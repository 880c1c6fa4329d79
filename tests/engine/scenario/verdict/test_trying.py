"""Verdicts on real runs: of each pair of twins one holds and the other does not, whatever the machine is busy with."""

import sys
from pathlib import Path

import pytest

from engine.scenario.verdict.answers import Outcome
from tests.engine.scenario.verdict.court import texts
from tests.engine.scenario.verdict.trying import verdict_on

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a run's tree is followed on Linux only")

PHILOSOPHERS = """
lockstep: 1
title: Dining philosophers
parameters: {seats: {default: 3, minimum: 2, maximum: 9}, left_handed: false}
resources:
  fork: {kind: lock, count: seats}
  table: {kind: barrier, parties: seats}
workers:
  philosopher:
    count: seats
    steps:
      - let: {first: "(index + 1) % seats if left_handed and index == 0 else index"}
      - let: {second: "index if left_handed and index == 0 else (index + 1) % seats"}
      - with: "fork[first]"
        steps:
          - {if: not left_handed, then: [{wait: table}]}
          - {with: "fork[second]", steps: [{mark: "ate {index}"}]}
limits: {seconds: 60}
expect:
  - deadlocks: true
  - {happens: "ate *", by: philosopher, each: true, is: 1}
  - {finishes: true, within: 50}
  - {blocked: philosopher, resource: fork, at_most: 0.3}
"""

MULTIPLEX = """
lockstep: 1
title: Multiplex
parameters: {limit: 2, guarded: true}
resources:
  permits: {kind: semaphore, value: limit}
  together: {kind: barrier, parties: limit + 1}
workers:
  visitor:
    kind: process
    count: limit + 1
    steps:
      - {if: guarded, then: [{acquire: permits}]}
      - section: room
        steps:
          - {if: not guarded, then: [{wait: together}]}
      - {if: guarded, then: [{release: permits}]}
limits: {seconds: 60}
expect:
  - {inside: room, at_most: limit}
"""

BUFFER = """
lockstep: 1
title: Bounded buffer
parameters: {items: 5, eaten: 10}
resources:
  buffer: {kind: queue, size: 10}
workers:
  maker: {kind: process, count: 2, steps: [{repeat: items, steps: [{put: buffer}]}]}
  eater:
    kind: process
    steps:
      - repeat: eaten
        steps: [{get: buffer, into: item}, {mark: "ate {item}"}]
limits: {seconds: 60}
expect:
  - consumed_once: buffer
  - {consumed_once: buffer, leftover: true}
  - {happens: "ate maker-1-*", is: items}
  - {order: [ate maker-0-1, ate maker-0-5]}
  - {exit_code: 0}
"""


def test_philosophers_who_all_take_their_right_fork_first_wait_for_ever(tmp_path: Path) -> None:
    verdict = verdict_on(PHILOSOPHERS, tmp_path, stop_at="deadlock")
    deadlock, ate, finished, blocked = verdict.expectations

    assert (deadlock.verdict, blocked.verdict) == (Outcome.PASSED, Outcome.FAILED)
    assert texts(deadlock)[:3] == [f"philosopher-{n} waits for fork[{(n + 1) % 3}], held by philosopher-{(n + 1) % 3}" for n in range(3)]
    assert {piece.step for piece in deadlock.evidence[:3]} == {"/workers/philosopher/steps/2/steps/1"}
    # The run was stopped: what might have come, had it gone on, is not known.
    assert (ate.verdict, finished.verdict) == (Outcome.UNKNOWN, Outcome.UNKNOWN)
    assert finished.why is not None
    assert finished.why.message_id == "verdict.why.stopped"


def test_with_one_who_is_left_handed_all_eat(tmp_path: Path) -> None:
    deadlock, ate, finished, _ = verdict_on(PHILOSOPHERS, tmp_path, left_handed=True).expectations

    assert (deadlock.verdict, ate.verdict, finished.verdict) == (Outcome.FAILED, Outcome.PASSED, Outcome.PASSED)
    assert ate.measured == {"philosopher-0": 1, "philosopher-1": 1, "philosopher-2": 1}


@pytest.mark.parametrize(("guarded", "outcome"), [(True, Outcome.PASSED), (False, Outcome.FAILED)])
def test_a_semaphore_lets_at_most_so_many_in(tmp_path: Path, guarded: bool, outcome: Outcome) -> None:
    (inside,) = verdict_on(MULTIPLEX, tmp_path, guarded=guarded).expectations

    assert inside.verdict is outcome
    if not guarded:
        assert [piece.worker_name for piece in sorted(inside.evidence, key=lambda piece: piece.worker_name)] == [
            *("visitor-0", "visitor-1", "visitor-2")
        ]


@pytest.mark.parametrize(("eaten", "outcome"), [(10, Outcome.PASSED), (9, Outcome.FAILED)])
def test_every_item_is_consumed_once_or_one_is_left(tmp_path: Path, eaten: int, outcome: Outcome) -> None:
    once, leftover, _, _, code = verdict_on(BUFFER, tmp_path, eaten=eaten).expectations

    assert (once.verdict, leftover.verdict, code.verdict) == (outcome, Outcome.PASSED, Outcome.PASSED)
    assert once.measured == {"put": 10, "got": eaten, "left": 10 - eaten, "twice": 0}


FILE = """
lockstep: 1
title: A stock in a file
parameters: {safe: false}
resources:
  stock: {kind: file, initial: 5}
  guard: {kind: lock}
  both: {kind: barrier, parties: 2}
workers:
  buyer:
    kind: process
    count: 2
    steps:
      - if: safe
        then: [{with: guard, steps: [{increment: stock, by: -1}]}]
        else:
          - {read: stock, into: left}
          - {wait: both}
          - {write: stock, value: left - 1}
limits: {seconds: 60}
expect:
  - {finding: lost-update, present: not safe}
"""


@pytest.mark.parametrize("safe", [False, True])
def test_an_update_that_a_file_loses_is_found_and_none_where_there_is_none(safe: bool, tmp_path: Path) -> None:
    verdict = verdict_on(FILE.replace("not safe", str(not safe).lower()), tmp_path, safe=safe)
    assert verdict.verdict is Outcome.PASSED, texts(verdict)
