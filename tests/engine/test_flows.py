import pytest

from engine.flows import Check, Flow, Flows, find_flows


def flow(source: str, line: int) -> Flow:
    flows = find_flows(source)
    assert flows is not None
    return flows.get(line, Flow())


@pytest.mark.parametrize(
    ("source", "line", "reads"),
    [
        ("def f():\n global n\n n += 1\n", 3, {3}),
        ("def f():\n global n\n n = n + 1\n", 3, {3}),
        ("def f():\n global n\n seen = n\n n = seen - 1\n", 4, {3}),
        ("def f():\n global n\n a = n\n b = a * 2\n n = g(b)\n", 5, {3}),
        ("def f(self):\n seen = self.n\n self.n = seen - 1\n", 3, {2}),
        ("def f(v):\n seen = v.value\n v.value = seen - 1\n", 3, {2}),
        ("def f(d, k):\n seen = d[k]\n d[k] = seen - 1\n", 3, {2}),
        ("def f():\n global n\n seen = n\n seen = 0\n n = seen\n", 5, set()),
        ("def f():\n global n\n if n:\n  n = 5\n", 4, set()),
        ("def f():\n global n, m\n n = m\n", 3, set()),
        ("def f():\n d = json.load(a)\n d['n'] -= 1\n json.dump(d, b)\n", 4, {2}),
        ("def f():\n d = json.load(a)\n json.dump({}, b)\n", 3, set()),
        ("def f():\n global n\n while True:\n  n = seen\n  seen = n\n", 4, {5}),
        ("n = 1\nseen = n\nn = seen + 1\n", 3, {2}),
        ("def f():\n global a, b\n a, b = b, a\n", 3, set()),
        ("def f():\n global n\n seen = f'{n}'\n n = [seen]\n", 4, {3}),
        ("def f():\n global n\n if (seen := n) > 0:\n  n = seen - 1\n", 4, {3}),
        ("def f(x):\n global n\n seen = n\n match x:\n  case 1:\n   n = seen\n", 6, {3}),
        ("def f(x):\n global n\n seen = n\n match x:\n  case 1:\n   seen = 0\n n = seen\n", 7, set()),
        ("def f(x):\n global n\n for seen in g(n):\n  n = seen\n", 4, {3}),
        ("def f(d, k):\n d[k] = d.get(k, 0) + 1\n", 2, {2}),
        ("def f():\n global n\n made = []\n made.append(n)\n n = made\n", 5, {4}),
        ("def f():\n global n\n try: seen = n\n except E: raise\n n = seen\n", 5, {3}),
        ("def f():\n global n\n seen = n\n try: g()\n except E: seen = 0\n else: n = seen\n", 6, {3}),
        ("def f():\n global n\n made.append(n)\n n = made.pop()\n", 4, set()),
    ],
)
def test_a_value_comes_from_the_reads_that_it_was_made_of(source: str, line: int, reads: set[int]) -> None:
    assert flow(source, line).reads == reads


@pytest.mark.parametrize(
    ("source", "line", "checks"),
    [
        ("def f():\n global n\n if n > 0:\n  n = 5\n", 4, [Check(3, "Gt", "0", True)]),
        ("def f():\n global n\n if n <= 0: return\n n = 5\n", 4, [Check(3, "LtE", "0", False)]),
        (
            "def f():\n global n\n if n is None:\n  with lock:\n   if n is None:\n    n = 1\n",
            6,
            [Check(3, "Is", "None", True), Check(5, "Is", "None", True)],
        ),
        ("def f(d, k):\n if k not in d:\n  d[k] = 1\n", 3, [Check(2, "NotIn", "", True)]),
        ("def f(l, k):\n if k not in l:\n  l.append(k)\n", 3, [Check(2, "NotIn", "", True)]),
        ("def f():\n global n\n if not n:\n  n = 1\n", 4, [Check(3, "Truth", "", False)]),
        ("def f():\n global n\n seen = n\n if seen > 0:\n  n = 1\n", 5, [Check(3, "Gt", "0", True)]),
        ("def f():\n global n\n while n > 0:\n  n = 1\n", 4, [Check(3, "Gt", "0", True)]),
        ("def f():\n global n\n if n > m:\n  n = 1\n", 4, [Check(3)]),
        ("def f():\n global n\n if n > 0 and ready:\n  n = 1\n", 4, [Check(3, "Gt", "0", True)]),
        ("def f():\n global n\n if n > 0: print(n)\n n = 1\n", 4, []),
        ("def f():\n global n, m\n if m:\n  n = 1\n", 4, []),
        ("def f():\n global n\n while n:\n  sleep(1)\n n = True\n", 5, [Check(3, "Truth", "", False, True)]),
        ("def f():\n global n\n while not n: pass\n n = False\n", 4, [Check(3, "Truth", "", True, True)]),
        ("def f():\n global n\n while True:\n  if not n: break\n  sleep(1)\n n = True\n", 6, [Check(4, "Truth", "", False, True)]),
        ("def f():\n global n\n while n < m:\n  sleep(1)\n n = 0\n", 5, []),
        ("def f():\n global n\n while n:\n  if late(): break\n n = True\n", 5, []),
        ("def f():\n global n\n while n:\n  for a in b:\n   break\n n = True\n", 6, [Check(3, "Truth", "", False, True)]),
        ("def f():\n global n\n while n:\n  for a in b: pass\n  else: break\n n = True\n", 6, []),
        ("def f():\n global n\n while True:\n  with lock:\n   if n == 0:\n    break\n   n = 1\n", 7, [Check(5, "Eq", "0", False)]),
    ],
)
def test_a_write_is_made_only_if_a_read_passed_a_test(source: str, line: int, checks: list[Check]) -> None:
    assert list(flow(source, line).checks) == checks


def test_without_its_source_only_the_same_line_is_known() -> None:
    flows = Flows({"a.py": "x = 1\n", "b.py": "def"}.get)
    assert flows.flow("gone.py", 7) == Flow(frozenset({7}))
    assert flows.flow("b.py", 7) == Flow(frozenset({7}))
    assert flows.flow("a.py", 1) == Flow()


@pytest.mark.parametrize(
    ("body", "reads"),
    [
        (" if a:\n  seen = n\n else:\n  seen = 0\n n = seen\n", set()),
        (" if a:\n  seen = n\n else:\n  seen = n + 1\n n = seen\n", {4, 6}),
        (" seen = n\n if a:\n  seen += 1\n n = seen\n", {3}),
        (" seen = n\n if a:\n  seen = 0\n  return\n n = seen\n", {3}),
        (" seen = 0\n if a:\n  seen = n\n else:\n  return\n n = seen\n", {5}),
    ],
)
def test_a_value_comes_from_what_it_was_made_of_whichever_way_was_taken(body: str, reads: set[int]) -> None:
    source = "def f():\n global n\n" + body
    assert flow(source, source.count("\n")).reads == reads


def test_what_stands_in_for_what_is_missing_leaves_a_read_that_counts_if_it_was_made() -> None:
    found = flow("def f(d, k):\n try: seen = d[k]\n except KeyError: seen = 0\n d[k] = seen + 1\n", 4)
    assert (found.reads, found.far) == (set(), {2})
