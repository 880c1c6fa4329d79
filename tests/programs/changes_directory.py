import os
import threading

os.chdir("/")
t = threading.Thread(target=lambda: print("in", os.getcwd()), name="Walker")
t.start()
t.join()
