import multiprocessing as mp


def child(q):
    for i in range(20):
        q.put("x" * 100000)


if __name__ == "__main__":
    mp.set_start_method("fork")
    q = mp.Queue()
    pr = mp.Process(target=child, args=(q,), name="filler")
    pr.start()
    pr.join()
    print("never")
