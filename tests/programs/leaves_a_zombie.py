"""The child has ended, and the parent does not ask for it."""

import os
import time

if os.fork() == 0:
    os._exit(0)
time.sleep(2)
print("parent ends")
