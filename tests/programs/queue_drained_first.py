"""The twin of queue_not_drained: the items are taken out before the join."""

import multiprocessing as mp


def child(q):
    for i in range(20):
        q.put("x" * 100000)


if __name__ == "__main__":
    mp.set_start_method("fork")
    q = mp.Queue()
    pr = mp.Process(target=child, args=(q,), name="filler")
    pr.start()
    got = [q.get() for _ in range(20)]
    pr.join()
    print("got", len(got))
