"""The parent ends and leaves its child behind."""

import os
import time

if os.fork() == 0:
    time.sleep(0.8)
    os._exit(0)
print("parent ends")
