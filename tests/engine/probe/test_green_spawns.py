"""gevent's greenlets under the probe: spawn, join, get, kill, and how they end."""

from pathlib import Path

from engine.probe.kinds import Ending, Flag, Kind
from tests.engine.probe.greens import tell, with_gevent


@with_gevent
def test_a_spawn_is_a_start_and_a_turn_to_come_and_joins_wait_for_a_greenlet(python: str, tmp_path: Path) -> None:
    source = """
import gevent
def fetch(n):
    gevent.sleep(0.01 if n == 1 else 0.3)
    return n
one = gevent.spawn(fetch, 1)
other = gevent.Greenlet.spawn(fetch, 20)
one.join()
print(other.get(), one.value, repr(one)[:9])
"""
    told = tell(source, tmp_path, python)
    assert told.rows(Kind.START, Kind.QUEUED)[:4] == [
        ("start", "fetch", 6),
        ("queued", "fetch", 6),
        ("start", "fetch-2", 7),
        ("queued", "fetch-2", 7),
    ]
    assert told.waits() == [("join", "fetch", 8), ("sleep", "", 4), ("sleep", "", 4), ("join", "fetch-2", 9)]
    assert told.endings() == {"fetch": Ending.RETURNED, "fetch-2": Ending.RETURNED, "hub": Ending.RETURNED}
    assert all(record.flags & Flag.STRAND for record in told.records if record.kind == Kind.WAIT and record.location)


@with_gevent
def test_the_hub_has_a_lane_and_while_it_runs_its_thread_waits_in_the_loop(python: str, tmp_path: Path) -> None:
    told = tell("import gevent\ngevent.sleep(0.01)\nprint('slept')\n", tmp_path, python)
    assert told.steps() == ["main", "hub", "main"]
    (loop,) = [record for record in told.records if record.kind == Kind.WAIT and not record.location]
    assert not loop.flags & Flag.STRAND
    assert told.waits(hub=True) == [("sleep", "", 2), ("io", "", 0)]


@with_gevent
def test_killed_raised_and_linked(python: str, tmp_path: Path) -> None:
    source = """
import gevent, sys
sys.stderr = sys.stdout
def fails():
    raise ValueError("no")
def waits():
    gevent.sleep(100)
sleeper, later, failing = gevent.spawn(waits), gevent.spawn_later(100, waits), gevent.spawn(fails)
failing.link(lambda source: print("linked", type(source.exception).__name__))
gevent.get_hub().print_exception = lambda *_: print("printed")
gevent.sleep(0)
sleeper.kill()
later.kill()
gevent.sleep(0)
print(sleeper.dead, later.dead, sleeper.successful(), failing.successful())
"""
    told = tell(source, tmp_path, python)
    endings = told.endings()
    assert (endings["waits"], endings["waits-2"], endings["fails"]) == (Ending.CANCELLED, Ending.CANCELLED, Ending.RAISED)
    assert told.rows(Kind.CANCEL) == [("cancel", "waits", 12), ("cancel", "waits-2", 13)]
    assert ("queued", "waits-2", 8) not in told.rows(Kind.QUEUED)
    (told_exception,) = [record for record in told.records if record.kind == Kind.EXCEPTION]
    assert told_exception.text.startswith("ValueError: no")


@with_gevent
def test_joinall_and_killall_are_one_wait(python: str, tmp_path: Path) -> None:
    source = """
import gevent
greenlets = [gevent.spawn(gevent.sleep, 0.01), gevent.spawn(gevent.sleep, 0.02)]
print(len(gevent.joinall(greenlets)))
greenlets = [gevent.spawn(gevent.sleep, 100), gevent.spawn(gevent.sleep, 100)]
gevent.sleep(0)
gevent.killall(greenlets)
print([g.dead for g in greenlets])
"""
    told = tell(source, tmp_path, python)
    assert [row for row in told.waits() if row[0] == "join"] == [("join", "sleep", 4), ("join", "sleep-3", 7)]
    assert told.rows(Kind.ALSO) == [("also", "sleep-2", 4), ("also", "sleep-4", 7)]
    assert len(told.rows(Kind.CANCEL)) == 2


@with_gevent
def test_subclasses_pools_and_groups_work_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent.pool import Pool, Group
class Worker(gevent.Greenlet):
    def __init__(self, n):
        super().__init__()
        self.n = n
    def _run(self):
        gevent.sleep(0)
        return self.n * 2
worker = Worker(4)
worker.start()
print(worker.get(), isinstance(worker, gevent.Greenlet), issubclass(Worker, gevent.Greenlet), gevent.Greenlet.__module__)
pool = Pool(2)
print(pool.map(lambda n: n * n, range(4)), sorted(pool.imap_unordered(abs, [-1, -2])))
group = Group()
for n in range(3):
    group.spawn(gevent.sleep, 0)
group.join()
print(len(group), pool.apply(max, (1, 2)), gevent.getcurrent().parent)
with gevent.Timeout(0.01, False):
    gevent.sleep(10)
print(gevent.get_hub().threadpool.apply(sum, ([1, 2],)))
"""
    told = tell(source, tmp_path, python)
    assert "_run" in told.names.values()
    assert ("sleep", "", 22) in told.waits()
