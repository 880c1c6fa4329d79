import multiprocessing as mp, os, time


def f(q, l, n):
    with l:
        q.put((mp.current_process().name, n))


if __name__ == "__main__":
    for m in ("fork", "spawn", "forkserver"):
        ctx = mp.get_context(m)
        q = ctx.Queue()
        l = ctx.Lock()
        ps = [ctx.Process(target=f, args=(q, l, i), name=f"{m}-{i}") for i in range(2)]
        for x in ps:
            x.start()
        print(sorted(q.get() for _ in ps))
        for x in ps:
            x.join()
        print(m, [x.exitcode for x in ps])
