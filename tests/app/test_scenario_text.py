"""A verdict in lines."""

from app.scenario_text import distribution_lines, heading, problem_lines, verdict_lines
from engine.errors import Problem, ScenarioError
from engine.scenario.checking import prepare
from engine.scenario.sentences import Sentence
from engine.scenario.verdict.answers import Evidence, Judgement, Outcome, Verdict
from engine.scenario.verdict.distribution import distribution
from engine.scenario.verdict.sentences import say

SAYS = say("expect.final", name="counter", comparison="= 3")


def judgement(verdict: Outcome, measured: object, *, why: Sentence | None = None) -> Judgement:
    evidence = Evidence(text="final: counter = 2" + "!" * 200, worker=1, worker_name="main", time_ns=1_500_000_000, line=7)
    seen = say("seen.value", name="counter", value=str(measured))
    return Judgement(
        number=1, verdict=verdict, says=SAYS, because={"en": "lost", "zh-CN": "x"}, measured=measured, seen=seen, why=why,
        evidence=[evidence],
    )  # fmt: skip


def verdict_of(outcome: Outcome, measured: object = 2) -> Verdict:
    return Verdict(verdict=outcome, why=None, expectations=[judgement(outcome, measured)])


def test_a_failure_is_told_with_its_evidence() -> None:
    lines = list(verdict_lines(verdict_of(Outcome.FAILED)))

    assert lines[:3] == ["FAILED    1 At the end, counter = 3.", "            counter was 2.", "            lost"]
    assert lines[3].startswith("               1.5000 s  line 7    main           final: counter = 2!!!")
    assert lines[3].endswith("!…")
    assert lines[4:] == ["FAILED: 1 failed"]


def test_why_something_is_unknown_is_told() -> None:
    why = say("verdict.why.stopped")
    verdict = Verdict(verdict=Outcome.UNKNOWN, why=why, expectations=[judgement(Outcome.UNKNOWN, None, why=why)])
    lines = list(verdict_lines(verdict))

    assert lines[2] == "            The run was stopped by hand."
    assert lines[-2:] == ["The run was stopped by hand.", "unknown: 1 unknown"]


def test_nothing_expected_is_said_so() -> None:
    assert list(verdict_lines(Verdict(verdict=Outcome.PASSED, why=None, expectations=[]))) == ["passed: nothing was expected"]


def test_several_runs_are_told_with_the_seeds_that_failed() -> None:
    verdicts = [(seed, verdict_of(Outcome.FAILED if seed > 1 else Outcome.PASSED, seed)) for seed in range(1, 13)]
    lines = list(distribution_lines(distribution([*verdicts, (13, verdict_of(Outcome.UNKNOWN, "odd"))])))

    assert lines[:3] == [
        "   1/13     1 At the end, counter = 3.",
        "             measured: least 1, median 6.5, most 12",
        "             seen: odd (1)",
    ]
    assert lines[3] == "             failed with seeds 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 1 more"
    assert lines[-1] == "unknown with seed 13"


def test_a_heading_names_parameters_and_seeds() -> None:
    bound = prepare({"lockstep": 1, "title": "Sleepers", "parameters": {"n": 2}, "workers": {"a": {"steps": [{"sleep": 0}]}}}, seed=4)

    assert heading(bound, count=None) == "Sleepers: n = 2, seed 4"
    assert heading(bound, count=3) == "Sleepers: n = 2, 3 runs, seeds 4 to 6"


def test_problems_are_told_with_their_places() -> None:
    problems = [Problem(pointer=f"/a/{n}", code="odd", detail="this is odd", line=n or None, column=3) for n in range(12)]
    lines = list(problem_lines(ScenarioError(problems), "x.yaml"))

    assert lines[:2] == ["x.yaml: this is odd [odd] (/a/0)", "x.yaml:1:3: this is odd [odd] (/a/1)"]
    assert lines[-1] == "x.yaml: and 2 more"
