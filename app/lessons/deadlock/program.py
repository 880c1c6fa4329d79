"""Two threads take two locks in opposite order. Python raises nothing: they wait for ever. Press Stop."""

import threading
import time

fork = threading.Lock()
spoon = threading.Lock()


def eat(first, second):
    me = threading.current_thread().name
    with first:
        print(f"{me} has one, wants the other")
        time.sleep(0.3)
        with second:
            print(f"{me} eats")


anna = threading.Thread(target=eat, args=(fork, spoon), name="Anna")
bruno = threading.Thread(target=eat, args=(spoon, fork), name="Bruno")
anna.start()
bruno.start()
anna.join()
bruno.join()
