import threading


def fail():
    raise ValueError("on purpose")


t = threading.Thread(target=fail, name="Failing")
t.start()
t.join()
print("main goes on")
