"""What a program's records tell of its tasks, in words: who does what, one line a record."""

from engine.probe.kinds import Definition, Ending, Kind, Outcome, Reason, Trouble
from tests.engine.probe.helpers import Record

ABOUT_STRANDS = {Kind.START, Kind.QUEUED, Kind.CANCEL, Kind.ALSO, Kind.FORSAKEN, Kind.NAME}


def told(records: list[Record], *kinds: Kind) -> list[str]:
    """Tell the records of some kinds as `who: what`; a wait says for what, and a record about a task says which."""
    names: dict[int, str] = {}  # the last ones
    for record in records:
        if record.kind is Kind.DEFINE and record.flags == Definition.STRAND:
            names[record.subject] = record.text.split("\x1f")[1]
        elif record.kind is Kind.NAME and record.subject in names:
            names[record.subject] = record.text
    runs: dict[int, str] = {}  # by ring: the strand that runs
    lines = []
    for record in records:
        who = runs.get(record.serial, "thread")
        if record.kind is Kind.STEP:
            runs[record.serial] = names.get(record.subject, "thread")
        if record.kind in kinds:
            lines.append(f"{_cause(record, names) or who}: {_words(record, names)}")
    return lines


def _cause(record: Record, names: dict[int, str]) -> str:
    return names.get(record.value, "") if record.kind in (Kind.QUEUED, Kind.CANCEL) else ""


def _words(record: Record, names: dict[int, str]) -> str:
    kind = record.kind.name.lower().replace("_", "-")
    target = names.get(record.subject, "")
    match record.kind:
        case Kind.WAIT | Kind.WAIT_END:
            outcome = f" {Outcome(record.flags & 3).name.lower()}" if record.kind is Kind.WAIT_END and record.flags & 3 else ""
            return f"{kind} {Reason(record.reason).name.lower()}" + (f" {target}" if target else "") + outcome
        case Kind.STRAND_END:
            return f"{kind} {Ending(record.flags).name.lower()}"
        case Kind.FORSAKEN:
            return f"{kind} {target} {Trouble(record.flags).name.lower()}"
        case Kind.STEP:
            return f"{kind} {target or 'thread'}"
        case kind_of if kind_of in ABOUT_STRANDS:
            return f"{kind} {record.text or target}"
        case _:
            return kind
