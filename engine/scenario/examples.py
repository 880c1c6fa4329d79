"""Examples of every verb, kind of resource and expectation, as one would write them; the schema and the reference show them."""

from typing import Any, Final

Data = dict[str, Any]

STEPS: Final[dict[str, list[Data]]] = {
    "compute": [{"compute": 0.05}],
    "sleep": [{"sleep": "uniform(0, 0.01)"}, {"sleep": 1, "blocking": True}],
    "acquire": [{"acquire": "door"}, {"acquire": "fork[index]", "timeout": 0.5, "else": [{"print": "no fork for {me}"}]}],
    "try": [{"try": "chair", "then": [{"mark": "sat"}], "else": [{"mark": "went away"}]}],
    "release": [{"release": "door"}, {"release": "seats", "count": 2}],
    "with": [{"with": "door", "steps": [{"increment": "inside"}]}, {"with": ["fork[0]", "fork[1]"], "steps": [{"compute": 0.01}]}],
    "wait": [{"wait": "start"}, {"wait": "filled", "until": "cups > 0"}, {"wait": "start", "timeout": 1, "else": [{"mark": "late"}]}],
    "notify": [{"notify": "filled"}, {"notify": "filled", "count": "all"}],
    "set": [{"set": "start"}],
    "clear": [{"clear": "start"}],
    "put": [{"put": "orders"}, {"put": "orders", "item": None}, {"put": "orders", "item": "index * 10", "timeout": 0.5}],
    "get": [{"get": "orders", "into": "order"}, {"get": "orders", "timeout": 0, "else": [{"leave": "loop"}]}],
    "task_done": [{"task_done": "orders"}],
    "send": [{"send": "wire", "item": "'hello'"}],
    "recv": [{"recv": "wire", "into": "message", "timeout": 1, "else": [{"mark": "nothing came"}]}],
    "read": [{"read": "counter", "into": "seen"}],
    "write": [{"write": "counter", "value": "seen + 1"}],
    "increment": [{"increment": "counter"}, {"increment": "account[0]", "by": -100, "gap": 0.001}],
    "let": [{"let": {"left": "index", "right": "(index + 1) % 5"}}],
    "spawn": [{"spawn": "helper"}, {"spawn": "helper[0]"}],
    "join": [{"join": "helper"}, {"join": "orders", "timeout": 2, "else": [{"mark": "still busy"}]}],
    "terminate": [{"terminate": "helper"}],
    "submit": [{"submit": "cook", "to": "kitchen", "arguments": {"order": 7}, "into": "dish"}],
    "result": [{"result": "dish", "into": "meal", "timeout": 1}],
    "shutdown": [{"shutdown": "kitchen"}],
    "call": [{"call": "cook", "arguments": {"order": 7}, "into": "meal"}],
    "return": [{"return": "order * 2"}],
    "print": [{"print": "{me} eats {order}"}],
    "mark": [{"mark": "ate {index}"}],
    "section": [{"section": "kitchen", "steps": [{"compute": 0.01}]}],
    "fail": [{"fail": "no order {order}"}],
    "repeat": [{"repeat": 3, "steps": [{"sleep": 0.01}]}, {"repeat": "forever", "as": "turn", "steps": [{"get": "orders"}]}],
    "while": [{"while": "cups < 3", "steps": [{"increment": "cups"}]}],
    "for": [{"for": "letter", "in": ["'a'", "'b'"], "steps": [{"print": "{letter}"}]}],
    "if": [{"if": "index == 0", "then": [{"mark": "first"}], "else": [{"mark": "other"}]}],
    "choose": [{"choose": [{"weight": 3, "steps": [{"mark": "tea"}]}, {"steps": [{"mark": "coffee"}]}]}],
    "wait_until": [{"wait_until": "cups >= 3", "every": 0.01, "timeout": 2}],
    "leave": [{"leave": "loop"}, {"leave": "worker"}],
}

RESOURCES: Final[dict[str, list[Data]]] = {
    "lock": [{"kind": "lock"}, {"kind": "lock", "count": "N", "note": "one fork between two"}],
    "rlock": [{"kind": "rlock"}],
    "semaphore": [{"kind": "semaphore", "value": 3}, {"kind": "semaphore", "value": "N - 1", "bounded": True}],
    "condition": [{"kind": "condition"}, {"kind": "condition", "lock": "door"}],
    "event": [{"kind": "event"}],
    "barrier": [{"kind": "barrier", "parties": "N"}],
    "queue": [{"kind": "queue", "size": 4}, {"kind": "queue", "order": "priority"}],
    "pipe": [{"kind": "pipe"}, {"kind": "pipe", "duplex": True}],
    "value": [{"kind": "value"}, {"kind": "value", "initial": 100, "count": 2}],
    "file": [{"kind": "file", "initial": 0}],
    "pool": [{"kind": "pool", "size": 2}, {"kind": "pool", "of": "processes", "size": 2}],
}

EXPECTATIONS: Final[dict[str, list[Data]]] = {
    "finishes": [{"finishes": True, "within": 5}, {"finishes": False, "because": "everyone waits for a fork"}],
    "deadlocks": [{"deadlocks": False}],
    "finding": [{"finding": "lost-update"}, {"finding": "any", "present": False}],
    "exit_code": [{"exit_code": 0}],
    "prints": [{"prints": "done"}, {"prints": "eats", "times": 15}],
    "final": [{"final": "counter", "is": "N * 100"}, {"final": "account[0]", "at_least": 0}],
    "happens": [{"happens": "ate *", "is": 15}, {"happens": "ate *", "by": "philosopher", "each": True, "at_least": 1}],
    "order": [{"order": ["filled", "emptied"]}, {"order": ["arrived *", "left *"], "all": True}],
    "inside": [{"inside": "kitchen", "at_most": 1}],
    "consumed_once": [{"consumed_once": "orders"}],
    "blocked": [{"blocked": "writer", "at_most": 0.5}, {"blocked": "any", "resource": "door", "at_most": 1}],
}

SCENARIO: Final[str] = """\
lockstep: 1
title: Two cashiers, one till
about: Each takes 100 coins one by one. Without the lock some are lost.
parameters:
  N: {default: 100, minimum: 1, maximum: 1000, note: coins for each}
resources:
  till: {kind: value}
  drawer: {kind: lock, note: guards the till}
workers:
  cashier:
    count: 2
    steps:
      - repeat: N
        steps:
          - with: drawer
            steps:
              - increment: till
      - mark: done {index}
expect:
  - finishes: true
    within: 5
  - final: till
    is: 2 * N
    because: every coin counts
  - finding: lost-update
    present: false
"""
