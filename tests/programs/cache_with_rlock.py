"""A cache behind a re-entrant lock that its methods take again from each other."""

import threading
import time


class Cache:
    def __init__(self):
        self.lock, self.values, self.misses = threading.RLock(), {}, 0

    def get(self, key):
        with self.lock:
            if key not in self.values:
                self.put(key, key * key)
            return self.values[key]

    def put(self, key, value):
        with self.lock:
            self.misses += 1
            self.values[key] = value


cache = Cache()


def work():
    for key in range(50):
        cache.get(key)
        time.sleep(0.0005)


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(cache.misses)
