"""A program's part that interrupts the program whenever it sleeps, however busy the machine is: a timer may ring before."""

# It rings again and again, because a signal that comes just before a thread blocks in C does not end that wait: who has heard it enough
# ignores it. A thread that waits for the GIL is asleep, too; so the handler of a program with threads asks whether its wait has begun.
BELL = """
import os, signal
def ring_when_asleep():
    program = os.getpid()
    if os.fork():
        return
    asleep = 0  # times in a row: it may be so for a moment for other reasons
    while True:
        with open(f"/proc/{program}/stat") as file:
            state = file.read().rpartition(")")[2].split()[0]
        if state not in "RSD":
            os._exit(0)
        asleep = asleep + 1 if state == "S" else 0
        if asleep == 50:
            asleep = 0
            os.kill(program, signal.SIGALRM)
def ignore_bell():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
"""
