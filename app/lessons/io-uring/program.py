"""Asynchronous I/O: the kernel is given a buffer, waits for the data, copies it, and says when all is done. Linux calls it io_uring.

Python's standard library has none; this needs the package `liburing` and a kernel that allows io_uring (many containers forbid it). Without
them the program says so and ends.
"""

import multiprocessing
import socket
import sys
import time

try:
    import liburing as uring
except ImportError:
    sys.exit("io_uring cannot be shown here: the package liburing is not installed (pip install liburing)")


def customer(address):
    with socket.create_connection(address) as connection:
        for order in (b"tea", b"cake", b"bill"):
            time.sleep(0.06)
            connection.sendall(order)


def read(ring, connection, buffer):
    entry = uring.io_uring_get_sqe(ring)
    uring.io_uring_prep_recv(entry, connection.fileno(), buffer)
    uring.io_uring_submit(ring)


def open_ring():
    ring = uring.Ring()
    try:
        uring.io_uring_queue_init(8, ring)
    except OSError as error:
        sys.exit(f"io_uring cannot be shown here: the kernel refuses it ({error.strerror}). A Linux outside a container mostly allows it.")
    return ring


def serve(ring, connection):
    done, buffer = uring.Cqe(), bytearray(100)
    loops = size = 0
    read(ring, connection, buffer)
    while True:
        sum(range(20_000))
        loops += 1
        try:
            uring.io_uring_peek_cqe(ring, done)
        except BlockingIOError:
            continue
        size = done[0].res
        uring.io_uring_cq_advance(ring, 1)
        if not size:
            break
        print("served", buffer[:size].decode())
        read(ring, connection, buffer)
    print(f"{loops} pieces of other work done meanwhile")
    uring.io_uring_queue_exit(ring)


if __name__ == "__main__":
    ring = open_ring()
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = multiprocessing.Process(target=customer, args=(server.getsockname(),), name="Customer")
        client.start()
        connection, _ = server.accept()
        with connection:
            serve(ring, connection)
        client.join()
