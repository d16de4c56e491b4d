"""What a number format tells: days, percent, currency, thousands, leading zeros."""

from __future__ import annotations

import re
from functools import lru_cache

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKET = re.compile(r"\[(?!\$)[^\]]*\]")
_DAY = re.compile(r"[dmyDMY]")
_CLOCK_ONLY = re.compile(r"^[hHsS:0.\[\]mM\s/APap]*$")
_CURRENCY = re.compile(r"\[\$([^\]\-]*)")
_ZEROS = re.compile(r"^0[0\-./ ]*0$")


@lru_cache(maxsize=2048)
def shows_day(code: str) -> bool:
    """Whether a number under this format is shown as a day."""
    first = _BRACKET.sub("", re.sub(r"\[\$[^\]]*\]", "", _LITERAL.sub("", code.split(";", maxsplit=1)[0])))
    if first.lower() == "general" or not _DAY.search(first):
        return False
    return not (("h" in first.lower() or "s" in first.lower()) and _CLOCK_ONLY.match(first))


@lru_cache(maxsize=2048)
def is_percent(code: str) -> bool:
    """Whether it multiplies by a hundred."""
    return "%" in _LITERAL.sub("", code)


@lru_cache(maxsize=2048)
def is_text(code: str) -> bool:
    """Whether cells under it hold whatever was typed."""
    return code.strip() == "@"


@lru_cache(maxsize=2048)
def currency_sign(code: str) -> str:
    """The currency sign or code that it shows beside the number; "" for none."""
    if found := _CURRENCY.search(code):
        return found[1].strip()
    quoted = " ".join(re.findall(r'"([^"]*)"', code)) + " " + re.sub(r'"[^"]*"', "", code)
    found = re.search(
        r"[€£$¥₪₹₽₺₴₾]|\b(?:EUR|USD|GBP|CHF|ILS|NIS|RUB|JPY|SEK|NOK|DKK|PLN|BRL)\b|kr\.?|R\$|zł|руб", quoted
    )
    return found[0] if found else ""


@lru_cache(maxsize=2048)
def scale_of(code: str) -> int:
    """What one shown unit stands for: a comma at the end of the digits hides three of them."""
    digits = _LITERAL.sub("", code.split(";", maxsplit=1)[0])
    found = re.search(r"[0#](,+)(?![0#,])", digits)
    return int(1000 ** len(found[1])) if found else 1


@lru_cache(maxsize=2048)
def pads_zeros(code: str) -> bool:
    """Whether leading zeros live in the format alone, as in `000000` or `00-00`."""
    return bool(_ZEROS.match(re.sub(r'[\\"]', "", code.split(";", maxsplit=1)[0])))


@lru_cache(maxsize=2048)
def hides_number(code: str) -> bool:
    """Whether numbers under it show nothing, as under `;;;`."""
    return ";" in code and not code.split(";", maxsplit=1)[0].strip()


@lru_cache(maxsize=2048)
def shows_no_decimals(code: str) -> bool:
    """Whether it rounds to whole numbers: digits are asked for, and none behind a point."""
    digits = _LITERAL.sub("", code.split(";", maxsplit=1)[0])
    return "0" in digits and "." not in digits and "E" not in digits.upper() and "/" not in digits
