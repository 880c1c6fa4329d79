"""What a job is called."""

import multiprocessing
from contextvars import copy_context
from functools import partial
from sys import _getframe

import pytest

from engine.probe import jobs
from engine.probe.jobs import LONGEST, Submission, call_label, function_name, job_key, wait_for_job
from engine.probe.kinds import Kind


class Strange:
    """Everything that it is asked for raises."""

    def __repr__(self) -> str:
        raise RuntimeError

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(name)

    def __call__(self) -> None:
        raise RuntimeError

    def method(self) -> None:
        raise RuntimeError


def test_a_function_is_called_by_its_name() -> None:
    strange = Strange()
    assert [function_name(one) for one in (call_label, len, strange.method, Strange, partial(partial(len)), "get")] == [
        "call_label",
        "len",
        "method",
        "Strange",
        "len",
        "get",
    ]


def test_what_is_called_is_shown_without_running_a_line_of_it() -> None:
    assert call_label(Strange(), (Strange(), 3), {"key": Strange()}) == "Strange(<Strange>, 3, key=<Strange>)"


def test_a_long_label_is_cut() -> None:
    label = call_label(len, ("x" * 100, "y" * 100))
    assert len(label) <= LONGEST
    assert label.endswith("...)")


def test_arguments_of_another_shape_are_left_out() -> None:
    assert call_label(len, iter([1]), None) == "len()"


def test_a_key_names_pool_and_job() -> None:
    assert job_key(7, 1, 2) == "job:7:1:2"


def test_what_asyncio_hands_to_a_thread_is_called_as_the_program_called_it() -> None:
    handed = partial(copy_context().run, len, "abc")
    assert Submission(None, handed, (), {}, _getframe()).label() == "len('abc')"
    assert Submission(None, partial(len, "abc"), (), {}, _getframe()).label() == "len()"


def test_a_worker_waits_for_a_job_that_another_is_about_to_take(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(jobs, "emit", lambda kind, *_: told.append(kind))
    queue = multiprocessing.get_context("fork").SimpleQueue()
    queue.put("job")
    assert wait_for_job(queue, 7, lambda: "mine") == "mine"
    assert told == []
    with queue._rlock:  # type: ignore[attr-defined] # as whoever waits for the next one holds it
        wait_for_job(queue, 7, lambda: "mine")
    assert told == [Kind.WAIT, Kind.WAIT_END]
    queue.close()
