"""The stock is a JSON file: every buyer reads it, pays, and writes it back. Two tickets, three buyers."""

import json
import multiprocessing
import time

STOCK = "stock.json"


def load():
    with open(STOCK) as file:
        return json.load(file)


def buy():
    me = multiprocessing.current_process().name
    with open(STOCK) as file:
        stock = json.load(file)
    time.sleep(0.05)  # pay
    if stock["count"] > 0:
        stock["count"] -= 1
        with open(STOCK, "w") as file:
            json.dump(stock, file)
        print(f"{me} has got a ticket")


if __name__ == "__main__":
    with open(STOCK, "w") as file:
        json.dump({"count": 2}, file)
    buyers = [multiprocessing.Process(target=buy, name=f"Buyer-{n}") for n in (1, 2, 3)]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    print(f"in the file: {load()}")
