"""The list of kinds is that of the modules which find them."""

import re
from pathlib import Path

from engine import findings
from engine.findings.kinds import KINDS
from engine.findings.races import ADVICE


def test_the_list_is_complete() -> None:
    folder = Path(str(findings.__file__)).parent
    told = {kind for path in folder.glob("*.py") for kind in re.findall(r'kind="([a-z-]+)"', path.read_text("utf-8"))}
    assert set(KINDS) == told | set(ADVICE)
    assert list(KINDS) == sorted(KINDS)
