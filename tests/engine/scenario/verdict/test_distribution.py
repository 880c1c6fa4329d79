"""What several runs say together."""

import json

from engine.scenario.verdict.distribution import distribution
from tests.engine.scenario.verdict.court import Court

EXPECT = (
    {"final": "counter", "is": 3, "because": "updates are lost"},
    {"happens": "x", "by": "cook", "each": True, "is": 0},
    {"deadlocks": False},
    {"consumed_once": "buffer"},
)


def runs() -> list[tuple[int, object]]:
    verdicts = []
    for seed, value in ((7, "3"), (8, "1"), (9, "2"), (10, "nonsense"), (11, None)):
        court = Court()
        if value is not None:
            court.print(court.main, 40, f"final: counter = {value}", line='print("final")').all_end(50)
        verdicts.append((seed, court.verdict(*EXPECT, status="finished" if value else "stopped")))
    return verdicts


def test_it_says_how_often_each_expectation_held_and_which_seeds_failed() -> None:
    found = distribution(runs())
    final, happens, *_ = found.expectations

    assert (found.run_count, found.counts, found.failed_seeds, found.unknown_seeds) == (
        *(5, {"passed": 1, "failed": 3, "unknown": 1}),
        *([8, 9, 10], [11]),
    )
    assert (final.counts, final.failed_seeds, final.unknown_seeds) == ({"passed": 1, "failed": 3, "unknown": 1}, [8, 9, 10], [11])
    assert happens.counts == {"passed": 4, "unknown": 1}


def test_it_says_what_was_measured() -> None:
    final, happens, deadlocks, items = (tally.row() for tally in distribution(runs()).expectations)

    assert final["measured"] == {"count": 3, "min": 1, "median": 2, "max": 3}
    assert final["texts"] == {"nonsense": 1}
    assert happens["measured"] == {"count": 10, "min": 0, "median": 0, "max": 0}  # each cook's own, in five runs
    assert (deadlocks["measured"], items["measured"]) == (None, None)


def test_it_can_be_written_as_json() -> None:
    row = json.loads(json.dumps(distribution(runs()).row()))

    assert (row["runs"], row["passed"], row["expectations"][0]["pointer"]) == (5, 1, "/expect/0")
    assert row["expectations"][0]["because"]["en"] == "updates are lost"


def test_no_runs_say_nothing() -> None:
    row = distribution([]).row()

    assert (row["runs"], row["passed"], row["failed_seeds"], row["expectations"]) == (0, 0, [], [])
