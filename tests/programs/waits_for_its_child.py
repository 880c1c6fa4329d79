"""The twin of leaves_an_orphan and leaves_a_zombie: the parent waits for its child."""

import os
import time

pid = os.fork()
if pid == 0:
    time.sleep(0.3)
    os._exit(0)
os.waitpid(pid, 0)
time.sleep(1.5)
print("parent ends")
