"""The recorder's seam: who records, in what layout.

Each thread writes its own files in the run's directory, which the supervisor maps and reads; so what a process recorded
survives its SIGKILL. A thread's ring is a chain of segments, and a segment is a file of fixed size filled with zeros:

    header   64 bytes   HEADER: magic, version, whether it is the first of what its process runs, pid, tid, parent pid, thread serial,
                        segment number, birth time, lost count
    slots    32 bytes   RECORD: time_ns, subject, value, location, flags, kind

`kind` is packed last and is never 0, so a slot whose kind is still 0 has not been written: the reader needs no head pointer
and the writer spends nothing on one. (x86 keeps stores in order. Where the machine does not, the reader leaves the newest slot
for its next visit.)

A record with a payload (DEFINE, OUTPUT, EXCEPTION) writes the payload's slots first and its own slot, in front of them,
last: who sees the record sees the payload. Payload bytes are UTF-8, padded with zeros to whole slots.

Numbers. `subject` is a 64-bit id: a resource or thread id is `pid << 40 | counter`, unique in the run and made in the process that made
the object (a forked child goes on using its parent's ids for what it inherited); for processes it is the pid, for kernel records the tid.
Text and location ids are 32-bit, count up from 1 in each process, and a forked child inherits its parent's table and counter.
Kinds with a number *and* a text (PUT, GET, SEND, RECV, READ, WRITE) carry `number & 0xFFFFFFFF | text id << 32` in `value`; OUTPUT,
EXCEPTION, NAME and DEFINE carry their payload's length in bytes there. `flags` holds the kind's own bits below 256 and the Reason above.

Segments are chained by name: `PID-SERIAL-NUMBER.ring`. When one is full, or a payload does not fit, END_SEGMENT is written
(a slot is kept for it) and the next is opened, larger than the last up to a limit. END_SEGMENT with flags 1 (LAST_SEGMENT) says that
none follows: the thread is gone. The reader removes a segment it has read to its end. The header's `lost` is the thread's total so
far; LOST, written when there is room again, repeats that total at the place where records are missing.
"""

from _struct import Struct

MAGIC = b"LSRG"
VERSION = 1
HEADER = Struct("<4sHHIIIIIIqQ")  # magic, version, is first, pid, tid, parent pid, thread serial, segment number, reserved, birth ns, lost
HEADER_SIZE = 64
LOST_OFFSET = 40  # where HEADER's last field stands; the writer updates it in place
RECORD = Struct("<QQqIHH")  # time ns (CLOCK_MONOTONIC), subject, value, location id, flags | reason << 8, kind
SLOT_SIZE = RECORD.size
SUFFIX = ".ring"
LAST_SEGMENT = 1  # in END_SEGMENT's flags

assert SLOT_SIZE == 32
assert HEADER.size <= HEADER_SIZE
