import multiprocessing as mp, time


def f(a, b):
    with a:
        time.sleep(0.2)
        with b:
            print("never")


if __name__ == "__main__":
    a, b = mp.Lock(), mp.Lock()
    p = mp.Process(target=f, args=(a, b), name="P")
    q = mp.Process(target=f, args=(b, a), name="Q")
    p.start()
    q.start()
    p.join()
    q.join()
