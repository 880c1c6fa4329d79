"""Who does what, and in which world."""

from engine.scenario.checks.facts import Facts
from tests.engine.scenario.samples import facts

FACTS: Facts = facts(
    procedures={
        "outer": {"steps": [{"call": "inner"}, {"submit": "job", "to": "kitchen"}]},
        "inner": {"steps": [{"mark": "in"}, {"spawn": "helper"}]},
        "job": {"steps": [{"mark": "job"}, {"submit": "job2", "to": "kitchen"}]},
        "job2": {"steps": []},
    },
    resources={"kitchen": {"kind": "pool", "of": "processes"}},
    workers={"boss": {"steps": [{"call": "outer"}]}, "helper": {"start": "spawned", "kind": "task", "steps": []}},
)
BOSS = FACTS.starts[0]


def test_bodies_in_the_documents_order() -> None:
    assert [str(body) for body in FACTS.bodies] == ["outer", "inner", "job", "job2", "boss", "helper", "main"]


def test_what_a_worker_does_is_also_what_it_calls() -> None:
    verbs = [type(site.step).__name__ for site in FACTS.done_by(BOSS)]
    assert verbs == ["Call", "Call", "Submit", "Mark", "Spawn"]
    assert [name for _, name in FACTS.spawned_by(BOSS)] == ["helper"]


def test_jobs_submit_jobs() -> None:
    assert [job.name for job in FACTS.submitted_by(BOSS)] == ["job", "job2"]


def test_what_is_submitted_is_done_in_the_pools_world() -> None:
    assert FACTS.main_world == "task"
    assert {str(site.place[1]) for _, site in FACTS.done_in["process"]} == {"job"}
    assert {str(site.place[1]) for _, site in FACTS.done_in["thread"]} == {"boss", "outer", "inner"}


def test_who_calls_himself_is_followed_once() -> None:
    found = facts(procedures={"a": {"steps": [{"call": "b"}]}, "b": {"steps": [{"call": "a"}]}}, workers={"w": {"steps": [{"call": "a"}]}})
    assert len(list(found.done_by(found.starts[0]))) == 3
