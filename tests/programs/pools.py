"""Every way to hand a job to a pool, and to get its result."""

import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed, wait
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool

started = threading.Event()
gate = threading.Event()


def square(number):
    return number * number


def fail(number):
    raise ValueError(number)


def hold():
    started.set()
    return gate.wait()


def use_executor(executor):
    futures = [executor.submit(square, number) for number in range(4)]
    futures.append(executor.submit(fail, 4))
    wait(futures)
    print(sum(future.result() for future in as_completed(futures[:4])), repr(futures[4].exception()), list(executor.map(square, range(3))))


def use_pool(pool):
    called = threading.Event()
    result = pool.apply_async(square, (3,), callback=lambda value: called.set())
    print(result.get(), called.wait(), pool.apply(square, (2,)), pool.map(square, range(5)), pool.starmap(pow, [(2, 3)]))
    print(list(pool.imap(square, range(4))), sorted(pool.imap_unordered(square, range(4), chunksize=2)))
    failed = pool.apply_async(fail, (4,), error_callback=lambda error: None)
    failed.wait()
    print(failed.successful(), pool.map(square, []))
    pool.close()
    pool.join()


if __name__ == "__main__":
    with ThreadPoolExecutor(2) as threads:
        use_executor(threads)
    with ProcessPoolExecutor(2) as processes:
        use_executor(processes)
    use_pool(Pool(2))
    use_pool(ThreadPool(2))
    with ThreadPoolExecutor(1) as one:
        held = one.submit(hold)
        started.wait()
        waiting = one.submit(square, 9)
        print(waiting.cancel(), waiting.cancelled())
        gate.set()
        print(held.result())
