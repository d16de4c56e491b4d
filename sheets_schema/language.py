"""A language that Plumbline writes in: its direction, and how it writes numbers and days (Babel)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

LANGUAGES = ("en", "he")
# U+2066 and U+2069 keep a number or a name of another direction whole within a sentence.
ISOLATE, END = "\u2066", "\u2069"
FIRST_STRONG = "\u2068"


@dataclass(frozen=True, eq=False)
class Language:
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


def words_file(package: str, code: str) -> dict[str, Any]:
    """`words/he.yaml` of a package."""
    text = files(package).joinpath(f"words/{code}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 # both are safe loaders
    return loaded
