import fcntl
import multiprocessing
import os
import sys
import tempfile
from pathlib import Path


def buy(path, both):
    left = int(path.read_text())
    if both is not None:
        both.wait()
    path.write_text(str(left - 1))


def buy_in_turn(path, _):
    with open(path, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        left = int(file.read())
        file.seek(0)
        file.write(str(left - 1))
        file.truncate()


def keep_apart(path, both):
    own = path.with_suffix(f".{os.getpid()}")
    own.write_text(path.read_text())
    both.wait()
    own.write_text(str(int(own.read_text()) - 1))
    with open(path, "a") as file:
        file.write(" one")


if __name__ == "__main__":
    path = Path(tempfile.mkdtemp()) / "stock.txt"
    path.write_text("5")
    work = {"": buy, "flock": buy_in_turn, "apart": keep_apart}["".join(sys.argv[1:])]
    both = None if work is buy_in_turn else multiprocessing.Barrier(2)
    processes = [multiprocessing.Process(target=work, args=(path, both), name=f"P{n}") for n in (1, 2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(path.read_text())
