"""The same echo for the same clients in five styles: blocking, polling, select, epoll, asyncio. The argument chooses."""

import asyncio
import multiprocessing
import select
import selectors
import socket
import sys
import time

CLIENTS, MESSAGES = 2, 3


def talk(address, number):
    with socket.create_connection(address) as client:
        for message in range(MESSAGES):
            time.sleep(0.03 + 0.01 * number)
            client.sendall(b"message %d" % message)
            client.recv(100)


def blocking(server):
    for _ in range(CLIENTS):
        connection, _ = server.accept()
        with connection:
            while data := connection.recv(100):
                connection.sendall(data.upper())


def polling(server):
    server.setblocking(False)
    connections, served = [], 0
    while served < CLIENTS:
        try:
            connection, _ = server.accept()
            connection.setblocking(False)
            connections.append(connection)
        except BlockingIOError:
            pass
        for connection in list(connections):
            try:
                data = connection.recv(100)
            except BlockingIOError:
                continue
            if data:
                connection.sendall(data.upper())
            else:
                connections.remove(connection)
                connection.close()
                served += 1


def choosing(server, selector):
    served = 0
    selector.register(server, selectors.EVENT_READ)
    while served < CLIENTS:
        for key, events in selector.select():
            if key.fileobj is server:
                connection, _ = server.accept()
                selector.register(connection, selectors.EVENT_READ)
            elif data := key.fileobj.recv(100):
                key.fileobj.sendall(data.upper())
            else:
                selector.unregister(key.fileobj)
                key.fileobj.close()
                served += 1


async def streams(server):
    done = asyncio.Semaphore(0)

    async def handle(reader, writer):
        while data := await reader.read(100):
            writer.write(data.upper())
        writer.close()
        done.release()

    async with await asyncio.start_server(handle, sock=server):
        for _ in range(CLIENTS):
            await done.acquire()


def serve(server, style):
    match style:
        case "blocking":
            blocking(server)
        case "polling":
            polling(server)
        case "select":
            choosing(server, selectors.SelectSelector())
        case "epoll":
            choosing(server, selectors.EpollSelector() if hasattr(select, "epoll") else selectors.DefaultSelector())
        case "asyncio":
            asyncio.run(streams(server))


if __name__ == "__main__":
    style = sys.argv[1] if len(sys.argv) > 1 else "epoll"
    with socket.create_server(("127.0.0.1", 0)) as server:
        clients = [multiprocessing.Process(target=talk, args=(server.getsockname(), n), name=f"Client-{n + 1}") for n in range(CLIENTS)]
        for client in clients:
            client.start()
        began = time.perf_counter(), time.process_time()
        serve(server, style)
        print(f"{style}: {time.perf_counter() - began[0]:.2f} s, {time.process_time() - began[1]:.3f} s of them on a CPU")
        for client in clients:
            client.join()
