"""Three runners and the starter meet at a barrier; then the runners wait for the gun, an event."""

import threading
import time

line = threading.Barrier(4)
gun = threading.Event()


def run(runner, warm_up):
    time.sleep(warm_up)
    line.wait()
    gun.wait()
    time.sleep(warm_up / 2)
    print(f"{runner} is at the finish")


runners = [threading.Thread(target=run, args=(f"Runner-{n}", 0.03 * n), name=f"Runner-{n}") for n in (1, 2, 3)]
for runner in runners:
    runner.start()
line.wait()
print("all at the line")
time.sleep(0.05)
gun.set()
for runner in runners:
    runner.join()
