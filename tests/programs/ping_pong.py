"""Two threads take turns by two events, each cleared by the one who waited for it."""

import threading

ping, pong = threading.Event(), threading.Event()
rally = []


def play(name, mine, other):
    for _ in range(20):
        mine.wait()
        mine.clear()
        rally.append(name)
        other.set()


threads = [threading.Thread(target=play, args=args, name=args[0]) for args in (("ping", ping, pong), ("pong", pong, ping))]
for thread in threads:
    thread.start()
ping.set()
for thread in threads:
    thread.join()
print("".join(name[1] for name in rally))
