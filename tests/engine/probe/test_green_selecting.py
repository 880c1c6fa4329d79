"""gevent's select, poll and selector under the probe."""

from pathlib import Path

from engine.probe.kinds import Call, Flag, Kind, Outcome, Reason, ResourceKind
from tests.engine.probe.greens import with_gevent
from tests.engine.probe.helpers import of, run_both
from tests.engine.probe.test_sockets import defined

SELECTS = {
    "from gevent import select": "select.select([b], [], [], limit)",
    "from gevent import select; poll = select.poll(); poll.register(b)": "poll.poll(limit if limit is None else limit * 1000)",
    "from gevent import selectors; chooser = selectors.GeventSelector(); chooser.register(b, 1)": "chooser.select(limit)",
}


@with_gevent
def test_each_way_to_select_is_one_wait_of_the_greenlet_that_names_what_is_ready(python: str, tmp_path: Path) -> None:
    for number, (prepare, select) in enumerate(SELECTS.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        source = f"""
import gevent
from gevent import socket
a, b = socket.socketpair()
{prepare.replace("poll.register(b)", "poll.register(b, select.POLLIN)")}
for limit in (0.01, None):
    if limit is None:
        gevent.spawn_later(0.01, a.send, b"x")
    print(len({select}))
"""
        records = run_both(source, folder, python=python)
        (selector,) = defined(records, ResourceKind.SELECTOR)
        near = defined(records, ResourceKind.SOCKET)[1]
        begun = [record for record in of(records, Kind.CALL) if record.subject == selector]
        assert [(record.flags, record.line) for record in begun] == [(Call.SELECT | Flag.STRAND, line) for line in (9, 9)]
        ends = [(record.flags & 3, record.value) for record in of(records, Kind.WAIT_END) if record.subject == selector]
        assert ends == [(Outcome.TIMEOUT, 0), (Outcome.DONE, 1)]
        assert [(record.value, record.flags) for record in of(records, Kind.READY)] == [(near, 1)]
        assert not [record for record in of(records, Kind.WAIT) if record.location and record.reason == Reason.IO]
