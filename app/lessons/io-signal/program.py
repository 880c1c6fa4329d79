"""Signal-driven I/O: the kernel sends SIGIO when there is something; the handler reads it, and the copy is still its call."""

import fcntl
import multiprocessing
import os
import signal
import socket
import time


def customer(address):
    with socket.create_connection(address) as connection:
        for order in (b"tea", b"cake", b"bill"):
            time.sleep(0.06)
            connection.sendall(order)


def serve(connection):
    orders = []

    def take(signum, frame):
        while True:
            try:
                order = connection.recv(100)
            except BlockingIOError:
                return  # one signal may stand for several arrivals, or for none any more
            orders.append(order)
            if not order:
                return
            print("served", order.decode())

    connection.setblocking(False)
    signal.signal(signal.SIGIO, take)
    fcntl.fcntl(connection, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(connection, fcntl.F_SETFL, fcntl.fcntl(connection, fcntl.F_GETFL) | os.O_ASYNC)
    os.kill(os.getpid(), signal.SIGIO)  # for what came before the kernel knew whom to tell
    loops = 0
    while b"" not in orders:
        sum(range(20_000))
        loops += 1
    print(f"{loops} pieces of other work done meanwhile")


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = multiprocessing.Process(target=customer, args=(server.getsockname(),), name="Customer")
        client.start()
        connection, _ = server.accept()
        with connection:
            serve(connection)
        client.join()
