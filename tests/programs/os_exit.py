import os
import threading

lock = threading.Lock()
lock.acquire()
print("gone", flush=True)
os._exit(5)
