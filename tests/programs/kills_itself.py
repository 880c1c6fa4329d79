import os
import signal
import threading

event = threading.Event()
t = threading.Thread(target=event.wait, name="Waiter", daemon=True)
t.start()
os.kill(os.getpid(), signal.SIGKILL)
