"""The program ends: the ordinary thread may finish, the daemon thread is cut off."""

import threading
import time


def heartbeat():
    while True:
        print("beat")
        time.sleep(0.05)


def save():
    time.sleep(0.2)
    print("saved")


threading.Thread(target=heartbeat, name="Heartbeat", daemon=True).start()
threading.Thread(target=save, name="Saver").start()
print("main is done")
