"""Accept, hand the connection to a thread of its own, accept the next: nobody waits for another's 0.1 s."""

import socket
import threading
import time


def handle(connection):
    with connection:
        name = connection.recv(100)
        time.sleep(0.1)
        connection.sendall(b"hello " + name)


def serve(server, names):
    for number in range(len(names)):
        connection, _ = server.accept()
        threading.Thread(target=handle, args=(connection,), name=f"Handler-{number + 1}").start()


def visit(address, name):
    with socket.create_connection(address) as client:
        client.sendall(name.encode())
        answer = client.recv(100)
        print(answer.decode())


if __name__ == "__main__":
    names = ["Ada", "Bob", "Cai", "Dan"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        visitors = [threading.Thread(target=visit, args=(address, name), name=name) for name in names]
        began = time.perf_counter()
        for visitor in visitors:
            visitor.start()
        serve(server, names)
        for visitor in visitors:
            visitor.join()
        print(f"all served after {time.perf_counter() - began:.1f} s")
