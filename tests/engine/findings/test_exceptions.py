from engine.events import Kind, WorkerKind
from tests.story import Story


def test_an_uncaught_exception_is_told_with_its_line() -> None:
    story = Story("a\nb\nraise\n")
    main = story.process("hall.py", pid=100)
    anna = story.thread("Anna", main, tid=101)
    story.on(main, 0).begin(main, 0.1).start(main, anna, 1).on(anna, 2, cpu=1)
    story.add(3, Kind.EXCEPTION, anna, text=story.tables.text("ValueError: no"), location=story.at("raise")).end(anna, 3.1)
    timeline, batch = story.told(until=20)
    (finding,) = batch.findings
    assert (finding["kind"], finding["level"], finding["workers"], finding["at"]) == ("uncaught-exception", "error", [anna], 3_000_000)
    assert finding["message"] == "Anna ended because nobody caught ValueError: no (line 3 of program.py)."
    assert finding["parameters"] == {"who": "Anna", "what": "ValueError: no", "line": 3}
    assert timeline.summary()["findings"] == [finding]


def test_the_greenlet_that_an_exception_ends_is_named_and_not_its_thread() -> None:
    story = Story()
    main = story.process("hall.py", pid=100)
    fails = story.strand("fails", main, kind=WorkerKind.GREENLET)
    story.begin(main, 0).step(main, fails, 1).add(2, Kind.EXCEPTION, fails, target=fails, text=story.tables.text("ValueError: no"))
    (finding,) = story.told(until=20)[1].findings
    assert finding["message"] == "fails ended because nobody caught ValueError: no."
    assert finding["workers"] == [fails]


def test_an_exception_of_which_little_is_known_is_told_too() -> None:
    story = Story()
    main = story.process("hall.py", pid=100)
    story.begin(main, 0).add(3, Kind.EXCEPTION, main)
    _, batch = story.told(until=20)
    assert batch.findings[0]["message"] == "MainThread ended because nobody caught an exception."


def test_a_thread_that_ends_quietly_is_no_finding() -> None:
    story = Story()
    main = story.process("hall.py", pid=100)
    anna = story.thread("Anna", main, tid=101)
    story.on(main, 0).begin(main, 0.1).start(main, anna, 1).on(anna, 2, cpu=1).end(anna, 3)
    _, batch = story.told(until=20)
    assert batch.findings == []


def test_a_program_that_python_cannot_read_is_told_as_that() -> None:
    story = Story("x = (1\n")
    main = story.process("hall.py", pid=100)
    story.begin(main, 0).add(
        3, Kind.EXCEPTION, main, text=story.tables.text("SyntaxError: '(' was never closed"), location=story.at("x = (1")
    )
    _, batch = story.told(until=20)
    (finding,) = batch.findings
    assert finding["message"] == "Python cannot read this code: '(' was never closed (line 1 of program.py)."
    assert finding["message_id"] == "finding.uncaught-exception.syntax"


def test_ctrl_c_is_no_error() -> None:
    story = Story()
    main = story.process("server.py", pid=100)
    story.begin(main, 0).add(3, Kind.EXCEPTION, main, text=story.tables.text("KeyboardInterrupt"))
    _, batch = story.told(until=20)
    assert [(finding["kind"], finding["level"]) for finding in batch.findings] == [("uncaught-exception", "info")]
