"""The words of a language, and numbers and dates as that language writes them (Babel)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from app.sharing.content import Say

LANGUAGES = ("en", "he")
# U+2066 and U+2069 keep a number or a name of another direction whole within a sentence.
ISOLATE, END = "\u2066", "\u2069"
FIRST_STRONG = "\u2068"


@dataclass(frozen=True)
class Words:
    """One language. `raw` is its file; `locale` names it to Google."""

    code: str
    raw: dict[str, Any]

    @property
    def locale(self) -> str:
        """As Google names it: `iw_IL` for Hebrew."""
        return str(self.raw["locale"])

    @property
    def right_to_left(self) -> bool:
        """Whether tabs run from the right."""
        return bool(self.raw["right_to_left"])

    @property
    def babel(self) -> Locale:
        """As CLDR names it."""
        return Locale.parse("he_IL" if self.code == "he" else self.locale)

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

    def number(self, value: float, digits: int = 0) -> str:
        """Grouped, with so many decimals at most."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = format_decimal(value, pattern, locale=self.babel)
        return f"{ISOLATE}{text}{END}" if self.right_to_left and value < 0 else text

    def percent(self, value: float) -> str:
        """Whole per cent."""
        return format_percent(value, "0%", locale=self.babel)

    def day(self, value: date) -> str:
        """`31 Aug 2026`, `31.8.2026`."""
        return format_date(value, "d.M.yyyy" if self.code == "he" else "d MMM yyyy", locale=self.babel)

    def month(self, value: date) -> str:
        """`Aug 2026`, `08/2026`."""
        return format_date(value, "MM/yyyy" if self.code == "he" else "MMM yyyy", locale=self.babel)


@cache
def words_of(code: str) -> Words:
    """The language `en` or `he`."""
    if code not in LANGUAGES:
        raise KeyError(code)
    text = files("app.sharing").joinpath(f"words/{code}.yaml").read_text("utf-8")
    return Words(code, yaml.safe_load(text))
