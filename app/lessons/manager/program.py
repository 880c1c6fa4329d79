"""Three processes count votes in one dict. Where does the dict live, and what does each access cost?"""

from multiprocessing import Manager, Process


def vote(counts, lock, names):
    for name in names:
        with lock:
            counts[name] = counts.get(name, 0) + 1


if __name__ == "__main__":
    with Manager() as manager:
        counts = manager.dict()
        lock = manager.Lock()
        ballots = [["Ada", "Alan"], ["Ada", "Grace"], ["Grace", "Ada"]]
        clerks = [Process(target=vote, args=(counts, lock, names)) for names in ballots]
        for clerk in clerks:
            clerk.start()
        for clerk in clerks:
            clerk.join()
        print(sorted(counts.items()))
