"""Nobody tells the consumer that there is no more."""

import multiprocessing as mp


def consumer(q):
    while True:
        q.get()


if __name__ == "__main__":
    mp.set_start_method("fork")
    q = mp.Queue()
    p = mp.Process(target=consumer, args=(q,), name="consumer")
    p.start()
    for i in range(3):
        q.put(i)
    p.join()
    print("never")
