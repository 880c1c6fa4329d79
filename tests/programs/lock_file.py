"""Two processes want to be the only one, by a file: the one that makes it is in. With `x`: the ways that do it properly."""

import multiprocessing
import os
import sys
import tempfile


def enter(path, both, _):
    if not os.path.exists(path):
        both.wait()
        with open(path, "w") as file:
            file.write(str(os.getpid()))


def enter_alone(path, both, lock):
    both.wait()
    try:
        if not os.path.exists(path):
            open(path, "x").close()
    except FileExistsError:
        print("somebody is in")
    with lock:
        if not os.path.exists(path + ".log"):
            with open(path + ".log", "w") as file:
                file.write("one line")
    both.wait()
    if os.path.exists(path):
        try:
            os.remove(path)
        except FileNotFoundError:
            print("gone")


if __name__ == "__main__":
    path = os.path.join(tempfile.mkdtemp(), "door.lock")
    work = enter_alone if sys.argv[1:] == ["x"] else enter
    both, lock = multiprocessing.Barrier(2), multiprocessing.Lock()
    processes = [multiprocessing.Process(target=work, args=(path, both, lock), name=f"P{n}") for n in (1, 2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
