"""The shape of the code, read from its ASTs: imports point up the data's way only, files are short, each has its test file."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WEB = {"fastapi", "starlette", "uvicorn", "websockets", "jinja2", "markupsafe", "httpx2"}
ENGINE_MAY_USE = {"pydantic", "pydantic_core", "psutil", "yaml", "engine"}
# A module that works on the page or draws on a canvas shows what it does only in a browser; tests/browser drives those.
NEEDS_A_BROWSER = re.compile(r"\bdocument\b|\baddEventListener\b|CanvasRenderingContext2D|\bHTML\w*Element\b|\bcontext2d\b")
MAX_LINES = 400
MAX_FUNCTION = 50

# The data's way through the engine, from the program to its ends: a module may import from its own stage and from those above it.
ENGINE_STAGES = [
    ["engine.probe"],
    ["engine.errors", "engine.clock", "engine.spec"],
    ["engine.events"],
    [
        "engine.helpers",
        "engine.handles",
        "engine.fields",
        "engine.existence",
        "engine.properties",
        "engine.flows",
        "engine.tables",
        "engine.naming",
        "engine.people",
        "engine.strands",
        "engine.sources",
        "engine.guessing",
        "engine.subjects",
        "engine.rings",
        "engine.kernel",
    ],
    ["engine.resolve"],
    ["engine.watermark", "engine.collector"],
    ["engine.wire"],
    ["engine.timeline", "engine.findings"],
    ["engine.frames"],
    ["engine.supervisor"],
    ["engine.run"],
    ["engine.export", "engine.scenario", "engine.scheduling", "engine.control", "engine.doctor"],
]
# The same for the application: from what it is told to what serves it.
APP_STAGES = [
    ["app.settings", "app.messages", "app.problems", "app.headers", "app.knobs"],
    ["app.sketches", "app.schedule_facts", "app.scenario_facts"],
    [
        "app.library",
        "app.entry",
        "app.embedlinks",
        "app.database",
        "app.framefile",
        "app.listen",
        "app.schemas",
        "app.views",
        "app.standalone",
    ],
    ["app.store", "app.stream", "app.queries", "app.security", "app.scenario_library"],
    ["app.launch", "app.keys", "app.outcomes"],
    ["app.runs", "app.distribution", "app.series_store"],
    ["app.scripts"],
    ["app.orders", "app.sockets", "app.series", "app.exports", "app.imports"],
    ["app.rest"],
    ["app.api", "app.docs"],
    ["app.pages"],
    ["app.scenario_pages"],
    ["app.application"],
    ["app.main"],
    ["app.guest"],
    ["app.failures", "app.interrupts", "app.options", "app.progress", "app.report"],
    ["app.schedule_command", "app.schedule_text", "app.scenario_command", "app.scenario_text"],
    ["app.cli"],
    ["app.record"],
]


def sources(package: str) -> list[Path]:
    return [path for path in sorted((ROOT / package).rglob("*.py")) if "lessons" not in path.parts and "_static" not in path.parts]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Iterate over line and full name of what a file imports; `from a import b` counts as a.b too, where that is a module."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            base = (f"{above}.{node.module}" if node.module else above) if node.level else node.module or ""
            for alias in node.names:
                full = f"{base}.{alias.name}"
                place = ROOT / full.replace(".", "/")
                yield node.lineno, full if place.with_suffix(".py").exists() or (place / "__init__.py").exists() else base


def stage_of(module: str, stages: list[list[str]]) -> int | None:
    for number, names in enumerate(stages):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    return None


@pytest.mark.parametrize(("package", "stages"), [("engine", ENGINE_STAGES), ("app", APP_STAGES)])
def test_imports_point_up_the_datas_way(package: str, stages: list[list[str]]) -> None:
    wrong = []
    for path in sources(package):
        own = stage_of(name_of(path), stages)
        if own is None:
            if name_of(path) != package:
                wrong.append(f"{path.relative_to(ROOT)} has no stage; give it one in this test")
            continue
        for line, module in imports_of(path):
            theirs = stage_of(module, stages)
            if theirs is not None and theirs > own:
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {module}, which is further down")
    assert not wrong, "\n".join(wrong)


def test_the_engine_knows_no_web_and_no_application() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in sources("engine")
        for line, module in imports_of(path)
        if module.split(".")[0] not in sys.stdlib_module_names | ENGINE_MAY_USE and not is_loaded_under_the_private_name(module)
    ]
    assert not wrong, "\n".join(wrong)


def test_what_is_a_guest_in_other_interpreters_imports_nothing_that_could_hide_a_projects_own_modules() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in sources("app/guest")
        for line, module in imports_of(path)
        if module.split(".")[0] not in sys.stdlib_module_names | {"IPython", "pytest", "lockstep"}
    ]
    assert not wrong, "\n".join(wrong)


def test_the_probe_knows_only_the_standard_library_and_itself() -> None:
    wrong = []
    for path in sources("engine/probe"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            wrong += [
                f"{path.relative_to(ROOT)}:{node.lineno} imports {name}"
                for name in names
                if name.split(".")[0] not in sys.stdlib_module_names and not is_loaded_under_the_private_name(name)
            ]
    assert not wrong, "\n".join(wrong)


def is_loaded_under_the_private_name(name: str) -> bool:
    """Inside a program the probe is the package `_lockstep_probe`; a user's own sitecustomize may follow ours."""
    return name.split(".")[0] in {"_lockstep_probe", "sitecustomize"}


def test_nothing_but_the_application_uses_web_packages() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources("engine")
        for line, module in imports_of(path)
        if module.split(".")[0] in WEB | {"app"}
    ]
    assert not wrong


def test_files_and_functions_are_short() -> None:
    wrong = []
    for path in [*sources("engine"), *sources("app"), *(ROOT / "static").glob("*.py"), *(ROOT / "static" / "js").rglob("*.js")]:
        text = path.read_text("utf-8")
        if (count := len(text.splitlines())) > MAX_LINES:
            wrong.append(f"{path.relative_to(ROOT)} has {count} lines")
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                    length = node.end_lineno - node.lineno + 1
                    if length > MAX_FUNCTION:
                        wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {length} lines")
    assert not wrong, "\n".join(wrong)


def needs_a_browser(path: Path) -> bool:
    return path.name.startswith("draw") or NEEDS_A_BROWSER.search(path.read_text("utf-8")) is not None


def test_each_source_file_has_its_test_file() -> None:
    missing = []
    for path in [*sources("engine"), *sources("app"), *(ROOT / "static").glob("*.py")]:
        relative = path.relative_to(ROOT)
        if path.name in {"__init__.py", "__main__.py"} and len(path.read_text("utf-8").splitlines()) < 30:
            continue
        test = ROOT / "tests" / relative.parent / f"test_{path.name}"
        if not test.exists():
            missing.append(f"{relative}: no {test.relative_to(ROOT)}")
    for path in (ROOT / "static" / "js").rglob("*.js"):
        relative = path.relative_to(ROOT / "static" / "js")
        if not (ROOT / "tests" / "js" / relative.with_suffix(".test.js")).exists() and not needs_a_browser(path):
            missing.append(f"static/js/{relative}: no tests/js/{relative.with_suffix('.test.js')}")
    assert not missing, "\n".join(missing)


def test_no_file_names_this_machine_or_a_registry() -> None:
    wrong = []
    kept = [ROOT / folder / name for folder in ("static", "tests/browser") for name in ("package.json", "package-lock.json")]
    kept += [ROOT / "pyproject.toml", ROOT / "Makefile"]
    for path in [*sources("engine"), *sources("app"), *kept]:
        text = path.read_text("utf-8")
        wrong += [
            f"{path.relative_to(ROOT)}: {word}" for word in ('"resolved"', "registry.", str(Path.home()) + "/", str(ROOT)) if word in text
        ]
    assert not wrong, "\n".join(wrong)
