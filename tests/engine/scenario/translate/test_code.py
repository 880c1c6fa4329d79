from tests.engine.scenario.translate.making import body_of


def test_names_are_spelled_as_the_program_has_them() -> None:
    resources = {"counter": {"kind": "value"}, "jobs": {"kind": "queue", "count": 2}}
    steps = [{"let": {"mine": "limit + counter + seed"}}, {"print": "{mine} {len(jobs[index])} {len('ab')}"}]
    assert body_of(steps, resources=resources, parameters={"limit": 3}) == [
        "index = 0",
        "mine = LIMIT + counter + SEED",
        "print(f\"{mine} {jobs[index].qsize()} {len('ab')}\", flush=True)",
    ]
    assert body_of(steps, kind="process", resources=resources, parameters={"limit": 3})[1] == "mine = LIMIT + counter.value + SEED"


def test_remarks_become_comments_and_a_body_of_remarks_only_is_passed() -> None:
    steps = [{"sleep": 1, "note": "the first\u2028thing"}, {"repeat": 2, "steps": []}]
    assert body_of(steps) == ["# the first thing", "time.sleep(1)", "for _ in range(2):", "    pass"]
    assert body_of([]) == ["pass"]
