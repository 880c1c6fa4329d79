"""Threads that log through one handler, which has a lock of its own."""

import io
import logging
import threading
import time

stream = io.StringIO()
logging.basicConfig(stream=stream, level=logging.INFO, format="%(threadName)s %(message)s")


def work():
    for n in range(30):
        logging.info("step %d", n)
        time.sleep(0.001)


threads = [threading.Thread(target=work, name=f"T{n}") for n in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(stream.getvalue().splitlines()))
