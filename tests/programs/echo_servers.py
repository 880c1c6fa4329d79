"""A client sends more than a buffer holds, in parts that are not those in which it is received; another uses the library's own server."""

import socket
import socketserver
import threading


def echo(server):
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(7000):
            connection.sendall(data)


def feed(client, data):
    for start in range(0, len(data), 1000):
        client.sendall(data[start : start + 1000])
    client.shutdown(socket.SHUT_WR)


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(100))


if __name__ == "__main__":
    data = bytes(range(250)) * 1200
    with socket.create_server(("127.0.0.1", 0)) as server:
        threads = [threading.Thread(target=echo, args=(server,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        with socket.create_connection(server.getsockname()) as client:
            threads.append(threading.Thread(target=feed, args=(client, data)))
            threads[-1].start()
            received = b""
            while part := client.recv(1 << 16):
                received += part
        assert received == data
        socket.create_connection(server.getsockname()).close()
        for thread in threads:
            thread.join()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as library:
        threading.Thread(target=library.serve_forever).start()
        plain = socket.create_connection(library.server_address)
        plain.sendall(b"hello")
        assert plain.recv(100) == b"hello"
        plain.close()
        library.shutdown()
    print("all echoed")
