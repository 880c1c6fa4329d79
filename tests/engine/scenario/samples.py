"""Scenarios for the tests: one that is right, and ways to change it."""

from typing import Any

from engine.scenario.binding import bind_leniently
from engine.scenario.checks.facts import Facts
from engine.scenario.reading import read_scenario

PHILOSOPHERS = """\
lockstep: 1
title: Philosophers
parameters:
  N: {default: 5, minimum: 2, maximum: 20}
resources:
  fork: {kind: lock, count: N}
  door: {kind: lock}
  meals: {kind: value}
workers:
  philosopher:
    count: N
    steps:
      - repeat: 3
        as: turn
        steps:
          - mark: thinks {index}
          - with: ["fork[index]", "fork[(index + 1) % N]"]
            steps:
              - section: eating {index}
                steps: [{compute: 0.01}]
              - increment: meals
          - mark: ate {index} {turn}
expect:
  - {finishes: true, within: 5}
  - {happens: ate *, by: philosopher, each: true, is: 3}
  - {inside: eating *, at_most: N // 2}
  - {final: meals, is: 3 * N}
"""


def scenario(*steps: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Make the data of a scenario: one worker with these steps, and what else is given."""
    workers = members.pop("workers", {"w": {"steps": list(steps)}})
    return {"lockstep": 1, "title": "t", "workers": workers, **members}


def facts(*steps: dict[str, Any], **members: Any) -> Facts:
    """Make the facts of such a scenario."""
    bound, problems = bind_leniently(read_scenario(scenario(*steps, **members)), {})
    assert not problems
    return Facts(bound)
