"""The twin of pool_waits_for_several.py: the inner jobs have a pool of their own."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, as_completed, wait

ex, inner = ThreadPoolExecutor(1), ThreadPoolExecutor(1)


def outer():
    parts = {inner.submit(pow, 2, n) for n in range(6)}
    while len(parts) > 2:
        _, parts = wait(parts, return_when=FIRST_COMPLETED)
    wait(parts)
    return sum(part.result() for part in as_completed([inner.submit(pow, 2, n) for n in range(3)]))


print(ex.submit(outer).result())
