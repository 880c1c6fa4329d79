"""The installation of the browser's libraries: what is copied, and that a second time costs nothing. No network: a small fake npm tree."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

STATIC = Path(__file__).parents[2] / "static"


@pytest.fixture
def vendor() -> ModuleType:
    """The script, loaded from its file as Hatch does."""
    spec = importlib.util.spec_from_file_location("install_vendor", STATIC / "install_vendor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def package(modules: Path, name: str, files: dict[str, str], **facts: object) -> None:
    folder = modules / name
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"name": name, **facts}))
    (folder / "LICENSE").write_text("free")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def test_modules_are_copied_with_all_they_import(tmp_path: Path, vendor: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = tmp_path / "node_modules"
    package(
        modules, "a", {"dist/index.js": 'import { b } from "@x/b"\nexport * from "./more.js"', "dist/more.js": "export {}", "x.cjs": ""},
        exports={"import": "./dist/index.js"},
    )  # fmt: skip
    package(modules, "@x/b", {"src/b.js": "import 'a';\nconst s = `import y from 'not-there'`"}, module="src/b.js")
    package(modules, "plain", {"p.css": ""})
    monkeypatch.setattr(vendor, "MODULE_ROOTS", ("a",))
    monkeypatch.setattr(vendor, "PLAIN_FILES", {"plain": ("p.css", "LICENSE")})
    target = tmp_path / "vendor"
    target.mkdir()
    vendor.collect(modules, target)
    found = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())
    assert found == [
        "@x/b/LICENSE", "@x/b/src/b.js", "a/LICENSE", "a/dist/index.js", "a/dist/more.js", "importmap.json", "plain/LICENSE", "plain/p.css"
    ]  # fmt: skip
    assert json.loads((target / "importmap.json").read_text()) == {
        "imports": {"@x/b": "/static/vendor/@x/b/src/b.js", "a": "/static/vendor/a/dist/index.js"}
    }


def test_a_package_without_a_licence_is_not_shipped(tmp_path: Path, vendor: ModuleType) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(SystemExit, match="no licence"):
        vendor.copy_licences(tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize(
    ("exports", "entry"),
    [
        ({"import": "./a.js", "require": "./a.cjs"}, "a.js"),
        ({".": {"import": "./b.js"}}, "b.js"),
        ({".": {"import": {"types": "./c.d.ts", "default": "./c.js"}}}, "c.js"),
        ("./d.js", "d.js"),
        ({".": "./e.js"}, "e.js"),
        ({}, "m.js"),
    ],
)
def test_the_entry_is_what_the_package_says(tmp_path: Path, vendor: ModuleType, exports: object, entry: str) -> None:
    package(tmp_path, "a", {}, exports=exports, module="m.js")
    assert vendor.entry_of(tmp_path / "a").as_posix() == entry


def test_a_second_installation_does_nothing(tmp_path: Path, vendor: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    assert not vendor.is_current(tmp_path)
    calls = []
    monkeypatch.setattr(vendor.subprocess, "run", lambda command, **_: calls.append(command))
    monkeypatch.setattr(vendor, "collect", lambda modules, fresh: (fresh / "importmap.json").write_text("{}"))
    monkeypatch.setattr(vendor, "npm_command", lambda: ["npm"])
    assert vendor.install(tmp_path) is True
    assert vendor.install(tmp_path) is False
    assert [command[:3] for command in calls] == [["npm", "ci", "--ignore-scripts"]]
    (tmp_path / "package-lock.json").write_text("{ }")
    assert vendor.install(tmp_path) is True
    assert sorted(path.name for path in tmp_path.iterdir()) == ["package-lock.json", "package.json", "vendor"]


def test_a_machine_without_npm_gets_it_as_a_python_package(vendor: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = object.__new__(vendor.CustomBuildHook)
    monkeypatch.setattr(vendor, "is_current", lambda _: False)
    monkeypatch.setattr(vendor.shutil, "which", lambda _: None)
    assert hook.dependencies() == [vendor.NPM_PACKAGE]
    monkeypatch.setattr(vendor.shutil, "which", lambda _: "/usr/bin/npm")
    assert hook.dependencies() == []
    assert vendor.npm_command() == ["/usr/bin/npm"]
    monkeypatch.setattr(vendor.shutil, "which", lambda _: None)
    monkeypatch.setattr(vendor, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="npm is missing"):
        vendor.npm_command()


def test_the_lock_pins_everything_and_names_no_address() -> None:
    wanted = json.loads((STATIC / "package.json").read_text())["dependencies"]
    lock = json.loads((STATIC / "package-lock.json").read_text())
    assert lock["packages"][""]["dependencies"] == wanted
    assert all(version[0].isdigit() for version in wanted.values())
    for name, entry in lock["packages"].items():
        assert "resolved" not in entry
        assert not name or entry["integrity"].startswith("sha512-")
