import multiprocessing


def add(value, both):
    seen = value.value
    both.wait()
    value.value = seen + 1


if __name__ == "__main__":
    value = multiprocessing.Value("i", 0)
    both = multiprocessing.Barrier(2)
    processes = [multiprocessing.Process(target=add, args=(value, both), name=f"P{n}") for n in (1, 2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(value.value)
