import pytest

from engine.events import Kind, Reason, ResourceKind
from tests.engine.findings.street import Street

KIND = "fork-with-lock-held"


def forked(
    *, held: bool = True, shared: bool = False, method: str = "fork", kind: ResourceKind = ResourceKind.LOCK
) -> tuple[Street, int, int]:
    """Ann holds the shop (or did) when the main thread forks; give the child and its copy of the shop."""
    street = Street("Ann")
    (ann,) = street.others
    shop = street.resource(kind, "shop") if shared else street.shop(kind)
    street.acquire(ann, shop, 10, line="with shop").release(ann, shop, 300 if held else 15)
    child = street.child("Child", pid=200, at=20, method=method)
    copy = shop if shared else street.resource(kind, "shop", of=child)
    street.tables.resources[copy].origin = 0 if shared else shop
    return street, child, copy


def test_a_fork_while_another_thread_holds_a_lock_is_told_with_who_held_what() -> None:
    street, child, _ = forked()
    (finding,) = street.found(until=200, is_over=False)
    assert (finding["kind"], finding["level"], finding["workers"]) == (KIND, "warning", [street.main, street.others[0], child - 1])
    assert finding["message"].startswith("street.py forked Child at line 5 while Ann held shop (taken at line 2).")


def test_nobody_holds_it_any_more_nothing_to_tell() -> None:
    assert forked(held=False)[0].found() == []


def test_a_lock_that_processes_share_is_released_for_the_child_too() -> None:
    assert forked(shared=True)[0].found() == []


def test_a_spawned_child_has_no_copy() -> None:
    assert forked(method="spawn")[0].found() == []


def test_the_forker_s_own_lock_is_its_child_s_main_thread_s() -> None:
    street = Street("Ann")
    shop = street.shop()
    street.acquire(street.main, shop, 10).release(street.main, shop, 300)
    child = street.child("Child", pid=200, at=20)
    copy = street.resource(ResourceKind.LOCK, "shop", of=child)
    street.tables.resources[copy].origin = shop
    street.release(child, copy, 30).acquire(child, copy, 40).release(child, copy, 50)
    assert street.found() == []


@pytest.mark.parametrize("is_held_then", [True, False])
def test_the_locks_of_the_fork_itself_count_and_not_those_of_when_the_parent_says_so(is_held_then: bool) -> None:
    street = Street("Ann")
    (ann,) = street.others
    shop, child = street.shop(), street.process("Child", pid=200)
    street.tables.workers[child - 1].start_method = "fork"
    street.add(20, Kind.KERNEL_FORK, street.main, target=child)
    street.acquire(ann, shop, 10 if is_held_then else 21).release(ann, shop, 22 if is_held_then else 300)
    street.add(30, Kind.START, street.main, target=child - 1)
    assert len(street.found(until=200, is_over=False)) == is_held_then


def test_the_same_fork_in_a_loop_is_told_once() -> None:
    street, _, _ = forked()
    street.child("Second", pid=201, at=40)
    assert len(street.found(until=200, is_over=False)) == 1


@pytest.mark.parametrize("kind", [ResourceKind.LOCK, ResourceKind.RLOCK])
def test_a_child_that_waits_for_its_locked_copy_hangs_also_after_the_parent_released(kind: ResourceKind) -> None:
    street, child, copy = forked(kind=kind)
    street.wait(child, 50, Reason.LOCK, resource=copy, line="wait()").off(child, 50)
    street.wait(street.main, 60, Reason.JOIN, target=child - 1).off(street.main, 60)
    findings = {(finding["kind"], finding["level"]): finding for finding in street.found(is_over=False)}
    assert set(findings) == {(KIND, "warning"), (KIND, "error"), ("join-hang", "error")}
    hang = findings[KIND, "error"]
    assert (hang["workers"], hang["resources"], hang["open"]) == ([child, street.others[0]], [copy], True)
    assert "Child will wait for shop for ever (line 6): Ann held it (taken at line 2) when street.py forked Child" in hang["message"]


def test_a_child_whose_other_thread_runs_may_be_helped() -> None:
    street, child, copy = forked()
    helper = street.thread("Helper", child, tid=201)
    street.start(child, helper, 45).on(helper, 46).wait(child, 50, Reason.LOCK, resource=copy).off(child, 50)
    assert [finding["level"] for finding in street.found(is_over=False)] == ["warning"]


def test_a_child_that_makes_its_copy_anew_gets_it() -> None:
    street, child, copy = forked()
    street.acquire(child, copy, 50).release(child, copy, 51).acquire(child, copy, 52).release(child, copy, 53)
    assert [finding["level"] for finding in street.found()] == ["warning"]
