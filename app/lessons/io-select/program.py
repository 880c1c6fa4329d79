"""I/O multiplexing: block in one call for many sockets; it says which are ready, and reading them is a second call."""

import multiprocessing
import select
import socket
import time

CUSTOMERS = 3


def customer(address, number):
    with socket.create_connection(address) as connection:
        for order in (b"tea", b"cake"):
            time.sleep(0.05 + 0.02 * number)
            connection.sendall(order)


def serve(server):
    sockets = [server]
    gone = 0
    while gone < CUSTOMERS:
        readable, _, _ = select.select(sockets, [], [])
        for ready in readable:
            if ready is server:
                connection, _ = server.accept()
                sockets.append(connection)
            elif order := ready.recv(100):
                print("served", order.decode())
            else:
                sockets.remove(ready)
                ready.close()
                gone += 1


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        clients = [multiprocessing.Process(target=customer, args=(address, n), name=f"Customer-{n + 1}") for n in range(CUSTOMERS)]
        for client in clients:
            client.start()
        serve(server)
        for client in clients:
            client.join()
