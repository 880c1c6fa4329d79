"""Runs tests by name and writes what became of each, as JSON: `python runner.py OUTCOMES.json NAME ...`."""

import json
import sys
import unittest
from typing import Any


class Result(unittest.TextTestResult):
    """Notes how each test ended; a failed subtest is a failed test."""

    outcomes: dict[str, str] = {}  # noqa: RUF012 # one result in a process

    def stopTest(self, test: Any) -> None:
        """Note a test that nothing else was noted of."""
        super().stopTest(test)
        self.outcomes.setdefault(test.id(), "ok")


def noting(name: str, outcome: str) -> None:
    """Have the method `name` note an outcome."""
    original = getattr(unittest.TextTestResult, name)

    def note(self: Result, test: Any, *rest: Any) -> Any:
        key = getattr(test, "test_case", test).id()
        if outcome != "failed" or rest[-1] is not None:
            self.outcomes[key] = outcome
        return original(self, test, *rest)

    setattr(Result, name, note)


for name, outcome in (("addError", "error"), ("addFailure", "failure"), ("addSkip", "skipped"), ("addSubTest", "failed")):
    noting(name, outcome)
if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[2:])
    unittest.TextTestRunner(resultclass=Result, stream=sys.stdout, verbosity=2).run(suite)
    with open(sys.argv[1], "w") as file:
        json.dump(Result.outcomes, file)
