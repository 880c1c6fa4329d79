"""Two processes change what a manager's process keeps for them, under a lock of the manager's."""

from multiprocessing import Manager, Process


def work(counts, names, lock, done):
    for number in range(2):
        with lock:
            counts["n"] = counts["n"] + 1
        names.append(number)
    done.put("done")


if __name__ == "__main__":
    with Manager() as manager:
        counts = manager.dict(n=0)
        names = manager.list()
        lock = manager.Lock()
        done = manager.Queue()
        workers = [Process(target=work, args=(counts, names, lock, done)) for _ in range(2)]
        for worker in workers:
            worker.start()
        print(done.get(), done.get())
        for worker in workers:
            worker.join()
        print(dict(counts), sorted(names))
