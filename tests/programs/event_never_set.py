import threading

done = threading.Event()


def w():
    done.wait()
    print("x")


t = threading.Thread(target=w, name="waiter")
t.start()
t.join()
