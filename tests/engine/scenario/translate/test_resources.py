from typing import Any

import pytest

from tests.engine.scenario.translate.making import translated

ALL: dict[str, Any] = {
    "mutex": {"kind": "lock"},
    "fork": {"kind": "lock", "count": "n"},
    "few": {"kind": "semaphore", "value": "n"},
    "tight": {"kind": "semaphore", "bounded": True},
    "news": {"kind": "condition"},
    "shared": {"kind": "condition", "lock": "late"},
    "go": {"kind": "event"},
    "gate": {"kind": "barrier", "parties": "n + 1"},
    "jobs": {"kind": "queue", "size": 2},
    "free": {"kind": "queue"},
    "late": {"kind": "lock", "note": "shared"},
    "line": {"kind": "pipe"},
    "both": {"kind": "pipe", "duplex": True, "count": 2},
    "counter": {"kind": "value"},
    "cups": {"kind": "value", "count": "n + 1", "initial": True},
    "rate": {"kind": "value", "initial": "n / 2"},
}
STEPS: list[dict[str, Any]] = [
    {"with": ["mutex", "fork[0]", "few", "tight", "news", "shared"], "steps": []},
    *({"wait": name} for name in ("go", "gate")),
    *({"get": name} for name in ("jobs", "free")),
    *({"recv": name} for name in ("line", "both[0]")),
    *({"read": name, "into": "x"} for name in ("counter", "cups[0]", "rate")),
    {"join": "free"},
]


def made(kind: str) -> list[str]:
    source = translated({"parameters": {"n": 3}, "resources": ALL, "workers": {"actor": {"kind": kind, "steps": STEPS}}}).source
    top = source[source.index("N = 3") : source.index("\n\n\n")]
    return top.split("\n")[2:]


def test_threads_have_theirs_from_threading_and_queue() -> None:
    assert made("thread") == [
        "mutex = threading.Lock()",
        "fork = [threading.Lock() for _ in range(N)]",
        "few = threading.Semaphore(N)",
        "tight = threading.BoundedSemaphore(1)",
        "news = threading.Condition()",
        "late = threading.Lock()  # shared",
        "shared = threading.Condition(late)",
        "go = threading.Event()",
        "gate = threading.Barrier(N + 1)",
        "jobs = queue.Queue(2)",
        "free = queue.Queue()",
        "line = multiprocessing.Pipe(duplex=False)",
        "line_b, line_a = line",
        "both = [multiprocessing.Pipe() for _ in range(2)]",
        "both_b, both_a = zip(*both)",
        "counter = 0",
        "cups = [True] * (N + 1)",
        "rate = N / 2",
    ]


def test_processes_have_theirs_from_multiprocessing_with_numbers_in_shared_memory() -> None:
    lines = made("process")
    assert lines[0].startswith('mp = multiprocessing.get_context("fork")')
    assert {"mutex = mp.Lock()", "gate = mp.Barrier(N + 1)", "jobs = mp.Queue(2)", "free = mp.JoinableQueue()"} <= set(lines)
    assert lines[-3:] == [
        'counter = mp.Value("q", 0)',
        'cups = mp.Array("b", [True] * (N + 1))',
        'rate = mp.Value("d", N / 2)',
    ]


def test_tasks_have_theirs_from_asyncio() -> None:
    assert {"mutex = asyncio.Lock()", "shared = asyncio.Condition(late)", "jobs = asyncio.Queue(2)", "counter = 0"} <= set(made("task"))


@pytest.mark.parametrize(("order", "maker"), [("fifo", "Queue"), ("lifo", "LifoQueue"), ("priority", "PriorityQueue")])
def test_queues_have_an_order(order: str, maker: str) -> None:
    source = translated({"resources": {"jobs": {"kind": "queue", "order": order}}, "workers": {"a": {"steps": []}}}).source
    assert f"\njobs = queue.{maker}()\n" in source


def test_pools_and_files() -> None:
    resources = {
        "crew": {"kind": "pool", "size": 3}, "hands": {"kind": "pool", "of": "processes"}, "rlock": {"kind": "rlock"},
        "ledger": {"kind": "file"}, "pages": {"kind": "file", "count": 2, "note": "of the book " * 10},
    }  # fmt: skip
    source = translated({"resources": resources, "workers": {"a": {"steps": []}}}).source
    for line in (
        'crew = ThreadPoolExecutor(3, thread_name_prefix="crew")', "hands = ProcessPoolExecutor(2, mp_context=mp)",
        "rlock = threading.RLock()", 'ledger = Path("ledger.txt")', 'pages = [Path(f"pages-{number}.txt") for number in range(2)]',
    ):  # fmt: skip
        assert f"\n{line}\n" in source
    assert "\n# of the book of the book" in source


def test_parameters_are_constants_with_their_notes() -> None:
    parameters = {"n": {"default": 3, "note": "how many"}, "word": "it's", "flag": True}
    source = translated({"parameters": parameters, "workers": {"a": {"steps": []}}}).source
    assert '\nN = 3  # how many\nWORD = "it\'s"\nFLAG = True\n' in source
