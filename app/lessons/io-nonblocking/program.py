"""Nonblocking I/O: a call that finds nothing says so at once (EAGAIN), so the program asks again and again."""

import multiprocessing
import socket
import time


def customer(address):
    with socket.create_connection(address) as connection:
        for order in (b"tea", b"cake", b"bill"):
            time.sleep(0.06)
            connection.sendall(order)


def serve(connection):
    began = time.process_time()
    connection.setblocking(False)
    polls = 0
    while True:
        try:
            order = connection.recv(100)
        except BlockingIOError:
            polls += 1
            continue  # time.sleep(0.01) here makes it cheap, and late
        if not order:
            break
        print("served", order.decode())
    print(f"asked {polls} times in vain, {time.process_time() - began:.3f} s on a CPU")


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = multiprocessing.Process(target=customer, args=(server.getsockname(),), name="Customer")
        client.start()
        connection, _ = server.accept()
        with connection:
            serve(connection)
        client.join()
