"""Forks until it is refused or ended. Never run this outside a limit."""
import os
import time

for _ in range(6):
    os.fork()
time.sleep(60)
