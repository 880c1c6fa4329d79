"""Writes the golden recordings of this folder: `python -m tests.recordings.make`. Same input, same bytes."""

from pathlib import Path

from tests.recordings.deadlock import deadlock
from tests.recordings.three_tasks import three_tasks
from tests.recordings.ticket_office import ticket_office
from tests.recordings.two_processes import two_processes

RECORDINGS = {"ticket_office": ticket_office, "deadlock": deadlock, "two_processes": two_processes, "three_tasks": three_tasks}


def main() -> None:
    """Write all recordings."""
    folder = Path(__file__).parent
    for name, make in RECORDINGS.items():
        (folder / f"{name}.lockstep").write_bytes(make())


if __name__ == "__main__":
    main()
