"""Writes the goldens anew, to be looked at before they are committed: python -m tests.engine.scenario.translate.write_goldens"""

from pathlib import Path

from tests.engine.scenario.translate.canon import CANON
from tests.engine.scenario.translate.making import translated

GOLDENS = Path(__file__).parent / "goldens"


def golden(name: str) -> Path:
    return GOLDENS / f"{name}.py"


if __name__ == "__main__":
    GOLDENS.mkdir(exist_ok=True)
    for name, data in CANON.items():
        golden(name).write_text(translated(data).source, "utf-8")
