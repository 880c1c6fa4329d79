"""Numbers go to a file under a lock, from there through a pipe to a child, and come back as an exit."""

import fcntl
import json
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "numbers.json")
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        json.dump(list(range(100)), file)
        file.flush()
        fcntl.flock(file, fcntl.LOCK_UN)
    r, w = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(w)
        with os.fdopen(r) as reader:
            print("total", sum(json.load(reader)), flush=True)
        os._exit(0)
    os.close(r)
    with open(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.write(w, file.read().encode())
        fcntl.flock(file, fcntl.LOCK_UN)
    os.close(w)
    os.waitpid(child, 0)
