"""The words on the pages: one flat catalogue for each language, the same files that the browser's `i18n.js` reads."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("en", "zh-CN")
DEFAULT_LANGUAGE = LANGUAGES[0]
LANGUAGE_COOKIE = "lockstep_language"

_NAME = re.compile(r"\{(\w+)\}")


class Translator:
    """Gives the text of a key in one language: `t("run.count", count=3)`."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **parameters: object) -> str:
        """Return the text with each {name} filled in; a missing key shows itself, a missing parameter stays as written."""
        if parameters.get("count") == 1 and self.language == "en" and f"{key}.one" in self._texts:
            key = f"{key}.one"
        template = self._texts.get(key, key)
        return _NAME.sub(lambda match: str(parameters.get(match[1], match[0])), template)


class Catalogues:
    """Every language's texts."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, directory: Path) -> "Catalogues":
        """Read `<language>.json` for each language; a missing file is an empty catalogue, whose keys show themselves."""
        paths = {language: directory / f"{language}.json" for language in LANGUAGES}
        return cls({language: json.loads(path.read_text("utf-8")) if path.is_file() else {} for language, path in paths.items()})

    def translator(self, language: str) -> Translator:
        """Return the translator of a language; what is not translated yet falls back to English."""
        return Translator(language, {**self._texts.get(DEFAULT_LANGUAGE, {}), **self._texts.get(language, {})})


def choose_language(cookie: str | None, accept: str | None) -> str:
    """Return the reader's language: what they chose (cookie), else the first that their browser asks for and we have, else English."""
    if cookie in LANGUAGES:
        return cookie
    for wanted in _by_preference(accept or ""):
        for language in LANGUAGES:
            if language.split("-")[0] == wanted.split("-")[0].lower():
                return language
    return DEFAULT_LANGUAGE


def _by_preference(accept: str) -> list[str]:
    weighted = []
    for place, part in enumerate(accept[:500].split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        if weight > 0:
            weighted.append((-weight, place, tag.strip()))
    return [tag for _, _, tag in sorted(weighted)]
