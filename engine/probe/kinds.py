"""The numbers a record carries: what happened, why somebody waits, what kind of thing it is about.

This file is shared by both sides: the probe writes these numbers inside the program, the collector reads them.
Numbers are part of the frame format: append, never renumber.
"""

from enum import IntEnum


class Kind(IntEnum):
    """What happened at one instant. `subject`, `value` and `text` are the record's fields (see ring.py)."""

    NONE = 0
    # --- bookkeeping of the recorder; never leaves the collector
    END_SEGMENT = 1  # the rest of this file is empty, go on with the next
    DEFINE = 2  # subject = id, flags = a Definition, value = payload bytes in the following slots
    LOST = 3  # value = records this thread could not write

    # --- life of workers
    PROCESS_BEGIN = 10  # the first record of a process; subject = parent pid, flags = a Birth
    PROCESS_END = 11  # the interpreter is leaving in an orderly way; value = exit code
    THREAD_BEGIN = 12  # first record of a thread; subject = thread id (0 for the main thread)
    THREAD_END = 13
    START = 14  # this worker starts another; subject = thread id, or pid when flags has PROCESS
    REAP = 15  # this worker learned how a child ended; subject = pid, value = exit code (negative: signal)
    SIGNAL = 16  # this worker signals another; subject = pid, value = signal number
    EXCEPTION = 17  # an exception nobody caught ends this worker; text = "Type: message"
    NAME = 18  # this worker's name changed; text = name; subject = thread id, or pid when flags has PROCESS

    # --- waiting
    WAIT = 20  # about to block; reason set; subject = resource, thread id or pid; value = timeout ns, -1 for none
    WAIT_END = 21  # that wait is over without having taken anything; flags = an Outcome

    # --- resources
    CREATE = 30  # subject = resource; the DEFINE before it says what it is
    ACQUIRE = 31  # taken; ends a WAIT on it; value = rlock depth or permits left
    RELEASE = 32  # given back; value = rlock depth or permits now
    PUT = 33  # item in; ends a WAIT on it; value = depth after, text = item
    GET = 34  # item out; ends a WAIT on it; value = depth after, text = item
    TASK_DONE = 35  # value = unfinished tasks left
    NOTIFY = 36  # condition: value = how many are woken (-1: all)
    SET = 37  # event set
    CLEAR = 38  # event cleared
    ARRIVE = 39  # at a barrier; value = how many have arrived, this one included
    SEND = 40  # message into a pipe; value = bytes, text = item
    RECV = 41  # message out of a pipe; value = bytes, text = item
    CLOSE = 42  # queue shut down, pipe closed, barrier aborted
    RESIZE = 43  # value = new value / capacity (semaphore reset, barrier reset)
    READ = 44  # shared datum read; text = value; value = 0, or which part of it (an item), from 1; flags, reason = who (see Definition)
    WRITE = 45  # shared datum written, as READ

    HANDLE = 46  # this process handles a signal itself from now on; value = signal number

    # --- what the program says
    OUTPUT = 50  # flags = 1 stdout, 2 stderr; text = what was written

    # --- pools and managers; subject = job, or what a proxy stands for
    SUBMIT = 80  # a job was handed to its pool; after the fold value = jobs in the backlog
    JOB_BEGIN = 81  # this worker begins a job; value as SUBMIT's
    JOB_END = 82  # this worker is done with it; text = its result, flags = an Outcome (DONE or RAISED)
    RESULT = 83  # the result is there for whoever waits for it; text = the result, flags = an Outcome
    WITHDRAW = 84  # taken back before it began; value as SUBMIT's
    CALLBACK = 85  # this worker calls what is to be called when the job is done; text = what
    ASK = 86  # this worker asks a manager's object; text = method and arguments
    SERVE = 87  # this worker of the manager's does it; value = pid of whoever asked; text = as ASK's
    REPLY = 88  # and answers; text = the answer
    RETURN = 89  # the answer has come, which ends the WAIT for it; text = the answer, flags = an Outcome

    # --- the kernel's records; subject = tid of the thread concerned
    SWITCH_IN = 60  # got a CPU; value = cpu
    SWITCH_OUT = 61  # lost it; value = cpu; flags has PREEMPTED when it still wanted it
    KERNEL_FORK = 62  # subject = new tid, value = new pid
    KERNEL_EXIT = 63  # subject = tid gone
    KERNEL_LOST = 64  # value = how many kernel records were lost
    KERNEL_COMM = 65  # subject = tid; text = new command name, value = 1 by an exec, else by a prctl
    SAMPLE = 66  # subject = tid, flags = the letter of /proc/PID/stat as a number, value = cpu

    # --- strands: tasks, greenlets and generators, which run inside a thread; subject = strand id (see Definition.STRAND)
    STEP = 70  # this thread runs that strand from now on, 0: its own code; flags = a Turn, location = where the last one let go
    STEPS = 71  # hand-overs that are not told one by one; value = how many since the last record
    QUEUED = 72  # that strand may go on, its turn will come (whoever records it is the cause, or the strand in value)
    STRAND_END = 73  # flags = an Ending
    CANCEL = 74  # this worker asks that strand to end, or the strand in value does
    # --- sockets and files
    CALL = 90  # an I/O call begins that may wait; subject = resource, flags = a Call, value = timeout ns, -1 for none
    COUNTED = 91  # value = calls refused since the last record about them, not recorded one by one | the time they took in us << 32
    CONNECT = 92  # this end knows its other end; text = "own address>its address"; flags = a Call: CONNECT, ACCEPT, or 0
    ACCEPT = 93  # a connection was taken off a listening socket; value = the new end; ends a CALL
    READY = 94  # a selector found something ready; value = what, flags = 1 to read, 2 to write, 4 error or end; before its WAIT_END
    PHASE = 95  # by the fold, from the kernel's records; flags = a Phase, value = bytes or connections in the kernel
    LISTEN = 96  # text = address, value = backlog
    ADDRESS = 97  # flags = 0 its own, 1 where it sends to or connects, 2 where the next RECV is from; text = address
    HANDLER = 98  # a signal handler of the program's begins, or ends (flags = 1); value = signal number
    ARM = 99  # the kernel is to send a signal when this becomes ready (flags = 1), or no longer (0); value = to which pid

    # --- shared data
    UNSEEN = 100  # from here on accesses to this datum are not recorded, there were too many; value = how many were
    # --- pools again
    AMONG = 102  # subject = several jobs that are waited for together, value = one of them, flags = an Until; before the WAIT for them
    UNASKED = 103  # a job's exception is lost: nobody ever asked for it; text = the exception, location = where it was raised
    # --- files again
    LOOKED = 104  # this worker acts on a test of a file, made there; flags = 1: it found one; value = how long ago, ns
    PRESENCE = 105  # a file came to be there or is gone, or that failed; flags = Presence bits
    # --- asyncio; subject = strand id, except of UNAWAITED
    ALSO = 110  # the wait of this strand that just began is for that one too; value = for how many in all
    UNAWAITED = 111  # a coroutine was dropped that nobody ever awaited; subject = location of its function, value = its name
    FORSAKEN = 112  # something is wrong with that task; flags = a Trouble, value = text of its exception
    FOREIGN_LOOP = 113  # this thread runs an event loop that is not the library's; value = its name


class Flag(IntEnum):
    """Bits of an event's `flags`, for the kinds that say so."""

    WAITED = 1  # ACQUIRE/PUT/GET: it did not succeed at once
    PROCESS = 2  # START/NAME/WAIT(join): subject is a pid
    NONBLOCKING = 4  # a try: would not have waited
    PREEMPTED = 8  # SWITCH_OUT: lost the CPU while still wanting it
    DAEMON = 16  # START: of a daemon worker
    INFERRED = 32  # not seen directly
    STRAND = 64  # WAIT: the strand that runs waits, its thread goes on with others
    STREAM = 128  # SEND/RECV: bytes of a socket or an os.pipe, not a message of multiprocessing's


class Taking(IntEnum):
    """How a lock was taken (a bit of ACQUIRE's flags, beside Flag's)."""

    SCOPED = 2  # by a `with`: who took it gives it back, nobody else


class Outcome(IntEnum):
    """How a wait ended (flags of WAIT_END)."""

    DONE = 0  # what was waited for happened (join, sleep, event, barrier, condition)
    TIMEOUT = 1
    REFUSED = 2  # nonblocking: not available
    RAISED = 3  # interrupted by an exception


class Until(IntEnum):
    """How long who waits for several jobs does so (flags of AMONG)."""

    ALL = 0
    FIRST = 1
    FAILURE = 2  # of one, else all
    EACH = 3  # one after the other


class Turn(IntEnum):
    """How a thread comes to run what it runs (flags of STEP and STEPS)."""

    TO = 0  # that strand
    BACK = 1  # from that generator back to whoever resumed the outermost one it is inside of
    UNTOLD = 2  # STEPS: nor are they counted from now on


class Ending(IntEnum):
    """How a strand ended (flags of STRAND_END)."""

    RETURNED = 0
    RAISED = 1
    CANCELLED = 2
    DROPPED = 3  # nobody will ever resume it: its object is gone


class Call(IntEnum):
    """What an I/O call is for (flags of CALL)."""

    RECV = 1
    SEND = 2
    ACCEPT = 3
    CONNECT = 4
    SELECT = 5
    READ = 6  # of a file
    WRITE = 7
    SUBMITTED = 8  # to io_uring: the caller goes on, the kernel does it


class Phase(IntEnum):
    """What the kernel does for a call that waits (flags of PHASE)."""

    COPY = 1  # the wait for data is over, the copy from the kernel to the program begins
    COPIED = 2  # the copy is done, the call has not returned yet
    ARRIVED = 3  # data, or a connection, came into the kernel


class Extent(IntEnum):
    """Which part of a file is read or written (bits, flags of READ and WRITE of a file)."""

    START = 1  # from its first byte on
    EMPTIED = 2  # WRITE: nothing of what stood there before is left
    REPLACED = 4  # WRITE: another file was put in its place


class Access(IntEnum):
    """What is known of an access to data (bits, flags of READ and WRITE of data)."""

    EARLIER = 8  # told when another thread came; what its worker held and knew when it did it is not known


EARLIER_SHIFT = 27  # of that bit in a record's value, above the number of the part


class Presence(IntEnum):
    """What became of a file's being there (bits, flags of PRESENCE)."""

    THERE = 1  # it is, else it is not
    REFUSED = 2  # it was so before, which is why the act failed
    EMPTIED = 4  # it was opened, and whatever it had in it is gone


class Watched(IntEnum):
    """What an event loop's wait for events is for (flags of its WAIT)."""

    SOMETHING = 0
    NOTHING = 1  # no timer and no descriptor: only another thread can end it


class Trouble(IntEnum):
    """What is wrong with a task (flags of FORSAKEN)."""

    DESTROYED = 0  # its object is gone, and it had not ended
    UNRETRIEVED = 1  # it raised, and nobody ever asked
    LEFT = 2  # its loop was closed, and it had not ended


class Birth(IntEnum):
    """How a process came to be (flags of PROCESS_BEGIN)."""

    PROGRAM = 0  # the run's own program
    FORK = 1  # os.fork or a multiprocessing fork
    SPAWN = 2
    FORKSERVER = 3  # forked by the fork server
    SUBPROCESS = 4  # Python started through subprocess, os.exec, os.posix_spawn
    HELPER = 5  # multiprocessing's own: the fork server, the resource tracker


class Definition(IntEnum):
    """What a DEFINE record defines (its flags). Fields are separated by U+001F."""

    TEXT = 0  # a string
    LOCATION = 1  # file, line, function
    # ResourceKind number, name ("" if unnamed), keys shared between processes (separated by U+001E; "" if local), capacity, location id,
    # "strand" if it is strands that wait for it and hold it, not their threads
    RESOURCE = 2
    THREAD = 3  # name, daemon (0/1), location id of the target function (0 if unknown); id = thread id
    PROCESS = 4  # name, daemon (0/1), start method, executable, program, location id of the target function; id = pid
    STRAND = 5  # task, greenlet or generator; name, location id of its function; id = strand id
    JOB = 6  # pool's id, label, items in it ("" if it is no chunk), location id, id of the whole that it is a part of (0 if none), key
    ACCESSOR = 8  # the thread itself; id = the number that READ and WRITE carry in flags and reason when another thread writes the record
    HOLD = 9  # of the process: id = the time (ns) from which on order is not known, for somebody is about to write what was then; or 0


class Start(IntEnum):
    """Value of a thread's START: whether it will say itself when it begins and ends."""

    TELLS = 0
    BARE = 1  # it will not


class Reason(IntEnum):
    """Why a worker is ready or blocked."""

    NONE = 0
    CPU = 1
    GIL = 2
    LOOP = 3
    LOCK = 10
    QUEUE_GET = 11
    QUEUE_PUT = 12
    JOIN = 13
    SLEEP = 14
    IO = 15
    FUTURE = 16
    EVENT = 17
    CONDITION = 18
    SEMAPHORE = 19
    BARRIER = 20
    PROCESS = 21
    PIPE = 22
    PAGE = 23
    UNKNOWN = 24
    RESUME = 25  # a strand that somebody has to resume: a generator between two `next`, a greenlet between two `switch`
    SIGNAL = 26


class ResourceKind(IntEnum):
    """What workers contend for or talk through."""

    LOCK = 1
    RLOCK = 2
    SEMAPHORE = 3
    CONDITION = 4
    EVENT = 5
    BARRIER = 6
    QUEUE = 7
    PIPE = 8
    SOCKET = 9
    FILE = 10
    VALUE = 11
    FUTURE = 12
    POOL = 13
    GIL = 14
    CPU = 15
    SELECTOR = 16  # a select call, a poll or epoll object, an io_uring
    VARIABLE = 23  # a global, an attribute, an item of a list or dictionary of the program's
