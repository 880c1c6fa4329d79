from engine.export.recording import Recording
from engine.export.tracks import UNNUMBERED, labels_of, speakers, tracks_of
from tests.engine.export.made import recording, worker


def two_processes() -> Recording:
    rows = [
        worker(1, "process", "a.py", tid=50), worker(2, "thread", "MainThread", tid=50),
        worker(3, "process", "Child", process=3, pid=60, tid=60), worker(4, "thread", "MainThread", process=3, pid=60, tid=60),
        worker(5, "thread", "B", process=3, pid=60, tid=61), worker(6, "task", "fetch", process=3, pid=60),
        worker(7, "thread", "feeder", process=3, pid=60, tid=62, helper=True),
    ]  # fmt: skip
    return Recording(workers={int(str(row["id"])): row for row in rows})


def test_threads_keep_their_numbers_and_others_get_their_own() -> None:
    tracks = tracks_of(recording())

    assert [(track.pid, track.tid, track.is_process, track.is_real) for track in tracks.values()] == [
        (50, UNNUMBERED + 1, True, False),
        (50, 50, False, True),
        (50, UNNUMBERED + 3, False, False),
    ]


def test_a_number_that_the_kernel_gave_twice_is_not_used_twice() -> None:
    rows = {number: worker(number, "thread", f"T{number}", tid=51) for number in (1, 2)}

    assert [(track.tid, track.is_real) for track in tracks_of(Recording(workers=rows)).values()] == [(51, True), (UNNUMBERED + 2, False)]


def test_what_concerns_a_process_is_shown_on_its_first_thread() -> None:
    assert speakers(two_processes()) == {1: 2, 2: 2, 3: 4, 4: 4, 5: 5, 6: 6, 7: 7}


def test_of_several_processes_each_gives_its_main_thread_its_name() -> None:
    assert labels_of(two_processes()) == {2: "a.py", 4: "Child", 5: "Child / B", 6: "Child / task fetch"}
    assert labels_of(recording()) == {2: "MainThread", 3: "B"}
