"""Every child forks the next: a chain of twelve processes, each waiting for its child."""
import os

depth = 0
while depth < 12:
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status))
    depth += 1
print("the last of the chain", flush=True)
os._exit(7)
