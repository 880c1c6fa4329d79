"""Blocking I/O: one call, and the program sleeps in it through both phases, the wait for data and the copy."""

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
    while order := connection.recv(100):
        print("served", order.decode())
    print(f"{time.process_time() - began:.3f} s on a CPU")


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = multiprocessing.Process(target=customer, args=(server.getsockname(),), name="Customer")
        client.start()
        connection, _ = server.accept()
        with connection:
            serve(connection)
        client.join()
