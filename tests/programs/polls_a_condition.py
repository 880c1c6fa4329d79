"""The twin of notify_missed_for_a_while: notifies that do not suffice yet, a waiter that looks again after each time limit."""

import threading
import time

cond = threading.Condition()
done = 0


def work(seconds):
    global done
    time.sleep(seconds)
    with cond:
        done += 1
        cond.notify()


threads = [threading.Thread(target=work, args=(n * 0.4,), name=f"worker-{n}") for n in range(3)]
for thread in threads:
    thread.start()
time.sleep(0.1)
with cond:
    while done < 3:
        cond.wait(timeout=0.15)
for thread in threads:
    thread.join()
print("all", done)
