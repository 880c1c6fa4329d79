from tests.engine.scenario.translate.making import translated


def source(**worker: object) -> str:
    return translated({"workers": {"actor": {"steps": [], **worker}}}).source


def test_a_worker_is_told_its_number_if_it_asks_for_it() -> None:
    asking = source(count=2, steps=[{"print": "{me}"}])
    assert 'def actor(index):\n    me = f"actor-{index}"\n' in asking
    assert 'threading.Thread(target=actor, args=(index,), name=f"actor-{index}")' in asking
    assert "def actor():\n    pass\n" in source(count=2)


def test_a_single_worker_is_the_one_with_number_0() -> None:
    assert 'def actor():\n    index = 0\n    me = "actor"\n' in source(steps=[{"print": "{me} {index}"}])


def test_dice_are_the_workers_own() -> None:
    assert 'dice = random.Random(f"{SEED} actor-{index}")\n' in source(count=2, steps=[{"sleep": "uniform(0, 1)"}])
    assert 'me = "actor"\n    dice = random.Random(f"{SEED} {me}")\n' in source(steps=[{"print": "{me} {randint(1, 6)}"}])


def test_notes_of_workers_are_docstrings() -> None:
    assert 'def actor():\n    """Ends "at once" \\"\\"\\"now."""\n' in source(note='Ends "at once" """now.')


def test_a_priority_is_the_process_or_the_threads_own() -> None:
    assert "    os.nice(5)\n" in source(kind="process", priority=5)
    assert "    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 5)\n" in source(priority=5)
