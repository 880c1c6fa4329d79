from tests.engine.scenario.translate.making import body_of, translated


def test_loops_are_written_as_by_hand() -> None:
    steps = [
        {"repeat": 2, "steps": [{"repeat": "3 * 2", "as": "turn", "steps": []}]},
        {"repeat": "forever", "steps": [{"leave": "loop"}]},
        {"while": "seed > 1", "steps": [{"leave": "worker"}]},
        {"for": "each", "in": [1, "'two'", None], "steps": [{"print": "{each}"}]},
    ]
    assert body_of(steps) == [
        "for _ in range(2):",
        "    for turn in range(3 * 2):",
        "        pass",
        "while True:",
        "    break",
        "while SEED > 1:",
        "    return",
        'for each in [1, "two", None]:',
        '    print(f"{each}", flush=True)',
    ]


def test_an_else_that_is_an_if_becomes_elif_and_each_line_knows_its_own_step() -> None:
    steps = [
        {
            "if": "index == 1",
            "then": [{"print": "one"}],
            "else": [{"if": "index == 2", "then": [{"print": "two"}], "else": [{"print": "many"}]}],
        }
    ]
    translation = translated({"workers": {"actor": {"steps": steps}}})
    lines = translation.source.split("\n")
    assert lines[lines.index("    elif index == 2:") - 1].strip() == 'print("one", flush=True)'
    place = "/workers/actor/steps/0"
    assert translation.lines[lines.index("    elif index == 2:") + 1] == f"{place}/else/0"
    assert translation.lines[lines.index('        print("many", flush=True)') + 1] == f"{place}/else/0/else/0"


def test_a_remark_keeps_an_else_apart() -> None:
    steps = [{"if": "1 > 2", "then": [], "else": [{"if": "2 > 1", "then": [{"print": "x"}], "note": "surely"}]}]
    assert body_of(steps) == ["if 1 > 2:", "    pass", "else:", "    # surely", "    if 2 > 1:", '        print("x", flush=True)']


def test_ways_are_drawn_by_their_weights() -> None:
    def drawn(*weights: float) -> list[str]:
        return body_of([{"choose": [{"weight": weight, "steps": []} for weight in weights]}])[1:]

    assert drawn(1, 1) == ["if dice.random() < 0.5:", "    pass", "else:", "    pass"]
    assert drawn(3, 1)[0] == "if dice.random() < 3 / 4:"
    assert drawn(2, 2, 2)[:2] == ["draw = dice.randrange(3)", "if draw == 0:"]
    assert drawn(1, 2, 0.5)[0] == "draw = dice.choices(range(3), weights=[1, 2, 0.5])[0]"
    assert drawn(1, 2, 0.5)[3] == "elif draw == 1:"


def test_a_worker_is_left_out_of_a_procedure_by_an_exception() -> None:
    data = {"procedures": {"stop": {"steps": [{"leave": "worker"}]}}}
    call = [{"call": "stop"}]
    assert "def stop():\n    sys.exit()\n" in translated(data | {"workers": {"a": {"steps": call}}}).source
    both = translated(data | {"workers": {"a": {"steps": call}, "b": {"kind": "task", "steps": call}}}).source
    assert "async def stop_async():\n    raise asyncio.CancelledError\n" in both
