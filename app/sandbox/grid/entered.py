"""What typing a text into a cell makes of it (USER_ENTERED)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from app.sandbox.grid.entered_date import month_names, parse_date
from app.sandbox.grid.entered_number import parse_number
from app.sandbox.grid.locale import Conventions, currency_signs
from app.sandbox.grid.value import ERROR_KIND, CellError, Formula, Value, number

JsonDict = dict[str, str]


def entered(
    text: str, locale: Conventions, today: date, *, as_text: bool = False
) -> tuple[Value, JsonDict | None]:
    """The value a typed text becomes, and the number format it brings (None: the cell's stays).

    `as_text`: the cell is formatted as plain text, so nothing is parsed. `today` gives dates their year.
    """
    if not text or as_text:
        return text or None, None
    if text[0] == "'":
        return text[1:] or None, None
    if text[0] == "=" and len(text) > 1:
        return Formula(text), None
    stripped = text.strip()
    upper = stripped.upper()
    if upper in {"TRUE", "FALSE"}:
        return upper == "TRUE", None
    if stripped in ERROR_KIND and stripped != "Loading...":
        return CellError(ERROR_KIND[stripped]), None
    return _measured(stripped, locale, today) or _plus(text)


_DIGIT = re.compile("[0-9]")


@lru_cache(maxsize=256)
def _beginning(locale: Conventions) -> re.Pattern[str]:
    """How a number or date can start: a digit, a sign, a currency, a month's name."""
    words = sorted({*currency_signs(locale), *month_names(locale)}, key=len, reverse=True)
    return re.compile(rf"[0-9.,+(-]|{'|'.join(map(re.escape, words))}", re.IGNORECASE)


class Unsure:
    """The answer of a plain reader for a text that takes a closer look."""


UNSURE = Unsure()


@lru_cache(maxsize=256)
def plain_reader(locale: Conventions) -> Callable[[str], int | float | str | Unsure]:
    """A quick way to the value of most texts: plain numbers, and texts that can be nothing else."""
    fraction = r"(?:\.[0-9]+)?" if locale.decimal == "." else ""
    is_number = re.compile(rf"-?[0-9]{{1,15}}{fraction}\Z").match
    may_be_more = re.compile(rf"{_beginning(locale).pattern}|['=#\s]|TRUE|FALSE|\Z", re.IGNORECASE).match

    def read(text: str) -> int | float | str | Unsure:
        if is_number(text):
            return number(float(text)) if "." in text else int(text)
        return UNSURE if may_be_more(text) else text

    return read


def _measured(text: str, locale: Conventions, today: date) -> tuple[Value, JsonDict | None] | None:
    """A number or date, if the text is one."""
    if not _beginning(locale).match(text) or not _DIGIT.search(text):
        return None
    parsed = parse_number(text, locale) or parse_date(text, locale, today)
    return (number(parsed.number), parsed.number_format) if parsed is not None else None


def _plus(text: str) -> tuple[Value, None]:
    """A text that starts with `+` is the start of a formula."""
    if text[0] == "+" and len(text) > 1:
        return Formula("=" + text), None
    return text, None
