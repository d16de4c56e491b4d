"""Numbers, percents and currencies as people type them in their locale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.sandbox.grid.locale import Conventions, currency_signs

JsonDict = dict[str, str]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A number and the number format that typing it gives the cell (None: automatic)."""

    number: float
    number_format: JsonDict | None = None


_SPELLINGS = {"\u00a0": "[\u00a0\u202f ]", "’": "[’']"}
"""What people type for a group sign that keyboards lack."""


@lru_cache(maxsize=256)
def _grammar(locale: Conventions) -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in currency_signs(locale))
    group = _SPELLINGS.get(locale.group) or re.escape(locale.group)
    by_two = rf"|[0-9]{{1,2}}(?:{group}[0-9]{{2}})+{group}[0-9]{{3}}" if locale.name.endswith("_IN") else ""
    decimal = re.escape(locale.decimal)
    return re.compile(
        rf"""
        (?P<open>\()?\s*
        (?P<sign>[+-])?\s*
        (?P<before>{signs})?\s*
        (?P<inner>[+-])?
        (?P<whole>[0-9]{{1,3}}(?:{group}[0-9]{{3}})+{by_two}|[0-9]+)?
        (?P<fraction>{decimal}[0-9]*)?
        (?P<exponent>[eE][+-]?[0-9]{{1,3}})?
        \s*(?:(?P<percent>%)|(?P<after>{signs}))?
        \s*(?P<close>\))?\Z
        """,
        re.VERBOSE,
    )


def parse_number(text: str, locale: Conventions) -> Parsed | None:
    """A typed number; None when the text is none. `(5)` is −5, `45%` is 0.45, `$1,000` a currency."""
    match = _grammar(locale).match(text)
    if match is None or not (match["whole"] or (match["fraction"] and len(match["fraction"]) > 1)):
        return None
    if bool(match["open"]) != bool(match["close"]) or (match["sign"] and match["inner"]):
        return None
    if match["inner"] and not match["before"]:
        return None
    if match["before"] and match["after"]:
        return None
    whole = re.sub(r"[^0-9]", "", match["whole"] or "0")
    fraction = (match["fraction"] or "")[1:]
    spelled = f"{whole}.{fraction or '0'}{match['exponent'] or ''}"
    if match["percent"]:
        spelled = _hundredth(whole, fraction, match["exponent"])
    number = float(spelled)
    if number == float("inf"):
        return None
    negative = bool(match["open"]) or "-" in (match["sign"], match["inner"])
    return Parsed(-number if negative else number, _format(match, fraction, locale))


def _hundredth(whole: str, fraction: str, exponent: str | None) -> str:
    power = int(exponent[1:]) if exponent else 0
    return f"{whole}.{fraction or '0'}e{power - 2}"


def _format(match: re.Match[str], fraction: str, locale: Conventions) -> JsonDict | None:
    sign = match["before"] or match["after"]
    decimals = 2 if fraction else 0
    if match["percent"]:
        return {"type": "PERCENT", "pattern": "0.00%" if fraction else "0%"}
    if sign:
        pattern = locale.currency_pattern(sign, after=bool(match["after"]), decimals=decimals)
        return {"type": "CURRENCY", "pattern": pattern}
    if match["exponent"]:
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if match["whole"] and not match["whole"].isdigit():
        return {"type": "NUMBER", "pattern": "#,##0.00" if fraction else "#,##0"}
    return None
