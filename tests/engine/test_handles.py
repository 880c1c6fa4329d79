"""Which line opened what is read and written. `find_flows` shows it: lines count from 1."""

import pytest

from engine.flows import Check, Flow, find_flows
from engine.handles import Handles

READ = " with open(a) as f:\n  n = int(f.read())\n"  # in lines 2 and 3; the file is opened in line 2


def flow(body: str, line: int) -> Flow:
    flows = find_flows("def work(path):\n" + body)
    assert flows is not None
    return flows.get(line, Flow())


@pytest.mark.parametrize(
    "body",
    [
        READ + " with open(a, 'w') as f:\n  f.write(str(n))\n",
        READ + " with open(a, 'w') as f:\n  print(n, file=f)\n",
        READ + " with open(a, 'w') as f:\n  json.dump({'n': n}, f)\n",
        READ + " with open(a, 'w') as f:\n  json.dump(n, fp=f)\n",
        READ + " with open(a, 'w') as f:\n  csv.writer(f).writerow([n])\n",
        READ + " with open(a, 'w') as f:\n  w = csv.writer(f)\n  w.writerow([n])\n",
        READ + " f = open(a, 'w')\n f.write(f'{n}')\n f.close()\n",
        READ + " f = path.open('w')\n f.write(str(n))\n",
        READ + " path.write_text(str(n))\n",
        READ + " path.write_bytes(data=b'%d' % n)\n",
        READ + " done = path.write_text(str(n))\n",
        READ + " f = os.open(a, 2)\n os.write(f, str(n).encode())\n",
        " n = path.read_text()\n m = n\n path.write_text(m)\n",
        " for n in open(a):\n  pass\n open(a, 'w').write(n)\n",
        " f = open(a)\n n = json.load(f)\n json.dump(n, open(a, 'w'))\n",
        " n = os.open(a, 0)\n n = os.read(n, 9)\n path.write_bytes(n)\n",
    ],
)
def test_what_is_written_comes_from_the_file_that_was_read(body: str) -> None:
    assert 2 in flow(body, 4).reads


@pytest.mark.parametrize(
    "body",
    [
        READ + " with open(a, 'w') as f:\n  f.write('5')\n",
        READ + " g(n).write(n)\n",
        READ + " lock.write(n)\n",
        READ + " path.write_text('5')\n",
        READ + " print(n)\n",
        " with open(a) as n:\n  n = 5\n path.write_text(n)\n",
    ],
)
def test_what_is_written_may_come_from_nothing(body: str) -> None:
    assert flow(body, 4).reads == set()


def test_a_file_read_and_written_through_one_opening_is_known_by_its_one_line() -> None:
    assert flow(" with open(a, 'r+') as f:\n  n = int(f.read())\n  f.seek(0)\n  f.write(str(n - 1))\n", 2).reads == {2}


def test_a_list_made_of_lines_comes_from_them_though_it_leaves_some_out() -> None:
    loop = "  for line in f:\n   if line:\n    kept.append(line)\n"
    body = f" with open(a) as f:\n  kept = []\n{loop} with open(a, 'w') as f:\n  f.writelines(kept)\n"
    assert flow(body, 7).reads == {2}


@pytest.mark.parametrize("call", ["os.replace(b, a)", "os.rename(b, a)", "Path(b).replace(a)"])
def test_a_file_put_in_the_place_of_another_is_made_of_all_that_was_written(call: str) -> None:
    assert flow(READ + f" path.write_text(str(n))\n {call}\n", 5).reads == {2}
    assert flow(READ + f" path.write_text('5')\n {call}\n", 5).reads == set()


@pytest.mark.parametrize("test", ["n", "n > 0", "'x' in n", "len(n) > 3"])
def test_a_write_may_depend_on_a_test_of_what_a_file_says(test: str) -> None:
    checks = flow(f" n = path.read_text()\n if {test}:\n  path.write_text('')\n", 4).checks
    assert [check for check in checks if check.line == 2] == [Check(2)]


def test_a_name_is_forgotten_when_it_stands_for_something_else() -> None:
    handles = Handles()
    assert handles.line(None) == 0
    assert flow(READ + " f = open(a, 'w')\n f = g()\n f.write(n)\n", 4).reads == set()
