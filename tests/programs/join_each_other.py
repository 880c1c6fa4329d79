import threading, time


def a():
    time.sleep(0.05)
    tb.join()


def b():
    time.sleep(0.05)
    ta.join()


ta = threading.Thread(target=a, name="A")
tb = threading.Thread(target=b, name="B")
ta.start()
tb.start()
ta.join()
