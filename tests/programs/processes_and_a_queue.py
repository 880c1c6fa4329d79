"""Processes that take from one queue and put into another, a sentinel for each; the results are taken before the joins."""

import multiprocessing as mp


def work(jobs, results):
    while (job := jobs.get()) is not None:
        results.put("x" * job)


if __name__ == "__main__":
    jobs, results = mp.Queue(), mp.Queue()
    workers = [mp.Process(target=work, args=(jobs, results), name=f"worker-{n}") for n in range(2)]
    for worker in workers:
        worker.start()
    for job in range(20):
        jobs.put(job * 1000)
    for worker in workers:
        jobs.put(None)
    total = sum(len(results.get()) for _ in range(20))
    for worker in workers:
        worker.join()
    print(total)
