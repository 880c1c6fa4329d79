"""An exception ends one thread. The others go on, and the program's exit code is still 0."""

import threading
import time


def divide(dividend, divisor):
    time.sleep(0.02 * dividend)
    print(f"{dividend} / {divisor} = {dividend / divisor}")


for dividend, divisor in ((1, 2), (2, 0), (3, 4)):
    threading.Thread(target=divide, args=(dividend, divisor), name=f"Divider-{dividend}").start()
