"""When a run is ended by force, and the sentence that says so."""

from typing import NamedTuple

from engine.spec import SECOND_NS, Limits


class Usage(NamedTuple):
    """What a run has used up. elapsed_ns: since the program began. standing_ns: since when nobody of it can move any more, if so."""

    elapsed_ns: int
    events: int
    output_bytes: int
    processes: int
    standing_ns: int = 0


class Breach(NamedTuple):
    """A limit that is passed: the run's status, and a sentence for the user."""

    status: str
    note: str


def find_breach(limits: Limits, usage: Usage) -> Breach | None:
    """Tell which limit is passed, if any."""
    if limits.wall_ns is not None and usage.elapsed_ns >= limits.wall_ns:
        return Breach("timed-out", f"The run was ended after {limits.wall_ns / SECOND_NS:g} s, its time limit.")
    if limits.standing_ns is not None and usage.standing_ns >= limits.standing_ns:
        return Breach("stuck", _stuck_note(limits, usage))
    if limits.events is not None and usage.events > limits.events:
        return Breach("limited", f"The run was ended after {limits.events:,} events, its limit.")
    if limits.output_bytes is not None and usage.output_bytes > limits.output_bytes:
        return Breach("limited", f"The run was ended after {limits.output_bytes:,} bytes of output, its limit.")
    if limits.processes is not None and usage.processes > limits.processes:
        return Breach("limited", f"The run was ended with {usage.processes:,} processes alive at once; {limits.processes:,} is its limit.")
    return None


def _stuck_note(limits: Limits, usage: Usage) -> str:
    before = f", without waiting for its time limit of {limits.wall_ns / SECOND_NS:g} s" if limits.wall_ns is not None else ""
    return f"Nobody in the program could ever go on, so the run was ended after {usage.elapsed_ns / SECOND_NS:.1f} s{before}."
