"""Writes the goldens anew, to be looked at before they are committed: python -m tests.engine.scenario.translate.write_goldens"""

from pathlib import Path

from tests.engine.scenario.translate.making import translated

GOLDENS = Path(__file__).parent / "goldens"
NAMES = sorted(path.stem for path in GOLDENS.glob("*.yaml"))


def scenario_of(name: str) -> str:
    """Return a scenario of which the translation is kept."""
    return (GOLDENS / f"{name}.yaml").read_text("utf-8")


def golden(name: str) -> Path:
    """Return where its translation is kept."""
    return GOLDENS / f"{name}.py"


if __name__ == "__main__":
    for name in NAMES:
        golden(name).write_text(translated(scenario_of(name)).source, "utf-8")
