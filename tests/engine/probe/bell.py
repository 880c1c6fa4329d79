"""A program's part that interrupts the program once it waits, however busy the machine is: a timer may ring before."""

BELL = """
import os, signal
def ring_when_asleep():
    program = os.getpid()
    if not os.fork():
        asleep = 0  # times in a row: it may be so for a moment for other reasons
        while asleep < 50:
            with open(f"/proc/{program}/stat") as file:
                asleep = asleep + 1 if file.read().rpartition(")")[2].split()[0] == "S" else 0
        os.kill(program, signal.SIGALRM)
        os._exit(0)
"""
