from multiprocessing import (
    Process,
    Condition,
    Event,
    Barrier,
    Semaphore,
    RLock,
    BoundedSemaphore,
    JoinableQueue,
    SimpleQueue,
    Queue,
)
import time, queue


def w(ev, c, n, bar, sem, jq):
    ev.wait()
    with c:
        n.append(1) if isinstance(n, list) else None
        c.notify_all()
    bar.wait()
    with sem:
        time.sleep(0.02)
    while (x := jq.get()) is not None:
        jq.task_done()
    jq.task_done()


if __name__ == "__main__":
    ev = Event()
    c = Condition()
    bar = Barrier(3)
    sem = Semaphore(1)
    jq = JoinableQueue(4)
    ps = [Process(target=w, args=(ev, c, [], bar, sem, jq), name=f"w{i}") for i in range(2)]
    for p in ps:
        p.start()
    time.sleep(0.05)
    with c:
        ev.set()
        print(c.wait(5))
    bar.wait()
    for i in range(8):
        jq.put(i)
    jq.put(None)
    jq.put(None)
    jq.join()
    for p in ps:
        p.join()
    print([p.exitcode for p in ps])
    q = Queue(1)
    q.put(1)
    try:
        q.put(2, timeout=0.05)
    except queue.Full:
        print("full")
    print(q.get())
    try:
        q.get(timeout=0.05)
    except queue.Empty:
        print("empty")
    try:
        q.get_nowait()
    except queue.Empty:
        print("empty2")
    s = SimpleQueue()
    s.put(3)
    print(s.get(), s.empty())
    r = RLock()
    r.acquire()
    r.acquire()
    r.release()
    r.release()
    try:
        r.release()
    except AssertionError as e:
        print(e)
    b = BoundedSemaphore(1)
    try:
        b.release()
    except ValueError as e:
        print(e)
    print(repr(r).split("<")[1][:5], repr(sem)[:10])
