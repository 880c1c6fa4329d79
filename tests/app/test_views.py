"""The contract between pages and templates: a template uses no name that its context does not have."""

from dataclasses import fields
from typing import get_args

import pytest
from jinja2 import Environment, FileSystemLoader, meta, nodes

from app.messages import Translator
from app.settings import asset_dir
from app.views import Page, Shell

SHELL = {field.name for field in fields(Shell)} | {"language", "texts"}
PAGES = {page.template: {field.name for field in fields(page)} for page in get_args(Page)}


@pytest.fixture
def templates() -> Environment:
    return Environment(loader=FileSystemLoader(asset_dir("templates")), autoescape=True)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_uses_only_what_it_is_given(templates: Environment, name: str) -> None:
    tree = templates.parse(templates.loader.get_source(templates, name)[0] if templates.loader else "")
    imported = {found if isinstance(found, str) else found[1] for macros in tree.find_all(nodes.FromImport) for found in macros.names}
    assert meta.find_undeclared_variables(tree) - imported <= SHELL | PAGES[name]


def test_no_template_marks_text_as_safe_but_the_import_map(templates: Environment) -> None:
    for name in templates.list_templates():
        assert templates.loader is not None
        for found in templates.parse(templates.loader.get_source(templates, name)[0]).find_all(nodes.Filter):
            is_import_map = isinstance(found.node, nodes.Name) and found.node.name == "import_map"
            assert found.name != "safe" or is_import_map, name


def test_texts_choose_the_readers_language_or_english() -> None:
    shell = Shell(t=Translator("zh-CN", {}), nonce="", import_map="", path="/", version="")  # type: ignore[arg-type] # any text will do
    assert shell.texts({"en": "lock", "zh-CN": "锁"}) == "锁"
    assert shell.texts({"en": "lock"}) == "lock"
    assert shell.language == "zh-CN"
