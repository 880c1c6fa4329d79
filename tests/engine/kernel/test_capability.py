import sys

import pytest

from engine.errors import KernelError
from engine.kernel import capability
from engine.kernel.capability import Capability, advise, check_cpus, check_memory, check_switches, examine, kernel_name


def test_everything_is_examined_and_told_in_sentences() -> None:
    found = examine()

    assert [one.name for one in found] == ["context switches", "samples", "whole tree", "records in memory", "several CPUs"]
    assert all(one.detail.endswith((".", ").")) for one in found)
    assert all(one.works or one.advice for one in found)


@pytest.mark.parametrize(("switches", "samples", "name"), [(True, True, "measured"), (False, True, "sampled"), (False, False, "inferred")])
def test_the_best_source_that_works_names_the_kernel(switches: bool, samples: bool, name: str) -> None:
    found = [Capability(name="context switches", works=switches, detail=""), Capability(name="samples", works=samples, detail="")]

    assert kernel_name(found) == name


def test_a_refusal_comes_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(pid: int) -> None:
        raise KernelError("The kernel refuses.")

    monkeypatch.setattr(capability, "SwitchSource", refuse)
    monkeypatch.setattr(sys, "platform", "linux")

    found = check_switches()

    assert (found.works, found.detail) == (False, "The kernel refuses.")
    assert found.advice


def test_another_platform_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert not check_switches().works


@pytest.mark.parametrize(("level", "word"), [(4, "sysctl"), (None, "CONFIG_PERF_EVENTS"), (2, "container")])
def test_the_advice_fits_the_cause(level: int | None, word: str) -> None:
    assert word in advise(level)


def test_a_full_shared_memory_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capability.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 0}))

    found = check_memory()

    assert not found.works
    assert "shm" in found.detail


def test_one_cpu_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capability.os, "sched_getaffinity", lambda pid: {0}, raising=False)

    assert not check_cpus().works
