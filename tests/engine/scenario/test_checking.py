"""All checks together: what is wrong is told, and nothing is told of what is right."""

from typing import Any

import pytest

from engine.errors import ScenarioError
from engine.scenario.checking import MAX_FOUND, prepare, problems_of
from engine.scenario.reading import read_scenario
from tests.engine.scenario.samples import PHILOSOPHERS, scenario

READERS_WRITERS = """\
lockstep: 1
title: Readers and writers
resources:
  readers: {kind: value}
  mutex: {kind: lock, note: guards the number of readers}
  room: {kind: lock}
procedures:
  enter:
    steps:
      - with: mutex
        steps:
          - increment: readers
          - {if: readers == 1, then: [{acquire: room}]}
  leave_room:
    steps:
      - with: mutex
        steps:
          - {increment: readers, by: -1}
          - {if: readers == 0, then: [{release: room}]}
workers:
  reader:
    count: 3
    steps:
      - call: enter
      - {section: reading, steps: [{sleep: 0.01}]}
      - call: leave_room
  writer:
    steps:
      - with: room
        steps:
          - {section: writing, steps: [{sleep: 0.01}]}
expect:
  - {inside: writing, at_most: 1}
  - {blocked: writer, resource: room, at_most: 1}
"""
BOUNDED_BUFFER = """\
lockstep: 1
title: {en: Bounded buffer, zh-CN: 有界缓冲区}
parameters: {size: 2, items: {default: 10, minimum: 1}}
resources:
  buffer: {kind: queue, size: size}
workers:
  producer:
    kind: process
    steps:
      - {repeat: items, steps: [{put: buffer}, {sleep: "uniform(0, 0.001)"}]}
      - {put: buffer, item: null}
  consumer:
    kind: process
    delay: 0.1
    steps:
      - repeat: forever
        as: got
        steps:
          - {get: buffer, into: item}
          - {if: item == None, then: [{leave: loop}]}
          - mark: got {item}
expect:
  - {consumed_once: buffer}
  - {happens: got producer-*, is: items}
"""
BARBER = """\
lockstep: 1
title: Sleeping barber
parameters: {chairs: 2}
resources:
  waiting: {kind: semaphore, value: chairs}
  customers: {kind: semaphore, value: 0}
  done: {kind: semaphore, value: 0}
workers:
  barber:
    daemon: true
    steps:
      - {repeat: forever, steps: [{acquire: customers}, {compute: 0.01}, {release: done}]}
  customer:
    count: 5
    delay: index * 0.005
    steps:
      - acquire: waiting
        timeout: 0
        else: [{mark: turned away}, {leave: worker}]
      - release: customers
      - acquire: done
      - release: waiting
      - mark: shorn {index}
"""
TASKS = """\
lockstep: 1
title: Tasks
resources:
  ready: {kind: condition}
  n: {kind: value}
workers:
  waiter:
    kind: task
    steps: [{with: ready, steps: [{wait: ready, until: n > 0, timeout: 1, else: [{fail: nobody came}]}]}]
  waker:
    kind: task
    steps: [{with: ready, steps: [{increment: n}, {notify: ready, count: all}]}]
  helper:
    kind: task
    start: spawned
    steps: [{sleep: 10}]
main:
  - spawn: helper
  - terminate: helper
  - join: helper
"""
POOL = """\
lockstep: 1
title: Pool deadlock
resources:
  workers_pool: {kind: pool, size: 1}
procedures:
  outer:
    steps: [{submit: inner, to: workers_pool, into: part}, {result: part, into: value_}, {return: value_ + 1}]
  inner:
    steps: [{return: 1}]
workers:
  client:
    steps: [{submit: outer, to: workers_pool, into: all_of_it}, {result: all_of_it, timeout: 1, else: [{mark: gave up}]}]
expect:
  - {finding: pool-deadlock}
"""


@pytest.mark.parametrize("text", [PHILOSOPHERS, READERS_WRITERS, BOUNDED_BUFFER, BARBER, TASKS, POOL])
def test_what_is_right_has_no_problem(text: str) -> None:
    assert problems_of(read_scenario(text)) == []


def test_a_deadlock_a_race_and_a_forgotten_lock_are_what_a_scenario_shows() -> None:
    data = scenario(
        resources={"a": {"kind": "lock"}, "b": {"kind": "lock"}, "n": {"kind": "value"}},
        workers={
            "one": {"steps": [{"acquire": "a"}, {"acquire": "b"}, {"increment": "n", "gap": 0.01}]},
            "two": {"steps": [{"acquire": "b"}, {"acquire": "a"}, {"increment": "n"}]},
        },
    )
    assert problems_of(read_scenario(data)) == []


def test_everything_wrong_is_told_with_its_line() -> None:
    text = PHILOSOPHERS.replace("increment: meals", "increment: meal").replace('"fork[index]"', "fork").replace("N // 2", "M")
    with pytest.raises(ScenarioError) as caught:
        prepare(text)
    lines = text.splitlines()
    assert [(each.code, lines[(each.line or 0) - 1].strip().split(":")[0]) for each in caught.value.problems] == [
        ("which-one", "- with"),
        ("unknown-name", "- increment"),
        ("not-yet-known", "- {inside"),
    ]


def test_the_parameters_decide() -> None:
    text = PHILOSOPHERS.replace("(index + 1) % N", "4")
    assert prepare(text, {"N": 6}, seed=3).seed == 3
    with pytest.raises(ScenarioError, match=r"line 17: there is no `fork\[4\]`"):
        prepare(text, {"N": 4})
    with pytest.raises(ScenarioError, match="give a number from 2 to 20"):
        prepare(text, {"N": 99})


def test_a_place_is_told_once() -> None:
    found = problems_of(read_scenario(scenario({"acquire": "x[y]"})))
    assert [each.pointer for each in found] == ["/workers/w/steps/0/acquire"]


def test_no_more_is_looked_for_than_anyone_reads() -> None:
    steps: list[dict[str, Any]] = [{"acquire": f"x{number}"} for number in range(400)]
    assert len(problems_of(read_scenario(scenario(*steps)))) == MAX_FOUND
