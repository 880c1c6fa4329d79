"""The twin of daemon_cut_off: the daemon is told to stop and waited for; another is idle when the program ends."""

import queue
import threading

begun, stop = threading.Event(), threading.Event()
jobs = queue.Queue()


def write():
    begun.set()
    stop.wait()


def serve():
    while True:
        jobs.get()
        jobs.task_done()


writer = threading.Thread(target=write, name="writer", daemon=True)
writer.start()
threading.Thread(target=serve, name="server", daemon=True).start()
for n in range(3):
    jobs.put(n)
jobs.join()
begun.wait()
stop.set()
writer.join()
print("main ends")
