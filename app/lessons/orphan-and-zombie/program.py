"""Two children of a parent that waits for neither: one ends long before it, the other lives on after it."""

import os
import time


def child(name, seconds):
    if os.fork() == 0:
        print(f"{name} begins, child of {os.getppid()}", flush=True)
        time.sleep(seconds)
        print(f"{name} ends, child of {os.getppid()}", flush=True)
        os._exit(0)


print(f"the parent is {os.getpid()}", flush=True)
child("Zombie", 0.1)
child("Orphan", 2.2)
time.sleep(1.7)
print("the parent ends and has waited for nobody", flush=True)
