"""The words of a language, and numbers and dates as that language writes them (Babel)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.sharing.content import Say
from sheets_schema.language import END, FIRST_STRONG, LANGUAGES, Language, words_file


@dataclass(frozen=True)
class Words(Language):
    """One language of what a client reads. `raw` is its file."""

    def of(self, path: str, **args: object) -> str:
        """The text at `columns.title`, filled in."""
        found: Any = self.raw
        for part in path.split("."):
            found = found[part]
        return str(found).format(**args) if args else str(found)

    def by_model(self, path: str, model: str) -> str:
        """A text that differs by commercial model."""
        found: Any = self.raw
        for part in path.split("."):
            found = found[part]
        return str(found[model or "fixed price"]) if isinstance(found, dict) else str(found)

    def say(self, what: Say) -> str:
        """A sentence; a person's own words as they are."""
        if not what.key:
            return what.text
        args = dict(what.args)
        text = self.raw["says"][what.key]
        if isinstance(text, dict):
            text = text["one" if args.get("count") == 1 else "other"]
        return str(text).format(**{name: self.shown(name, value) for name, value in args.items()})

    def shown(self, name: str, value: object) -> str:
        """A value within a sentence."""
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int | float):
            return self.number(value)
        if name == "area":
            text = self.of(f"lights.areas.{value}")
            return text if self.right_to_left else text.lower()
        return f"{FIRST_STRONG}{value}{END}" if self.right_to_left else str(value)


@cache
def words_of(code: str) -> Words:
    """The language `en` or `he`."""
    if code not in LANGUAGES:
        raise KeyError(code)
    return Words(code, words_file("app.sharing", code))
