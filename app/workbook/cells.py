"""Text that people type where a number, a percent or a yes belongs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel.numbers import list_currencies

Decimal = Literal[".", ","]

LONGEST_TEXT = 500  # of a name, a title, a code: nobody means a longer one

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u061c]")
_BLANK = re.compile(r"[\s\u00a0\u202f\u2007\u2009]+")
_NUMBER = re.compile(r"^(?=.*\d)[\d.,'’ ]+$")
_CODES = frozenset(list_currencies())
_SIGNS = {"€": "EUR", "£": "GBP", "₪": "ILS", "₹": "INR", "₽": "RUB", "₺": "TRY"}  # signs of one currency
_DASHES = frozenset("-–—−")
_YES = frozenset(
    ("yes", "y", "true", "t", "x", "✓", "✔", "1", "ja", "oui", "si", "sí", "sim", "да", "כן", "approved")
)
_NO = frozenset(
    ("no", "n", "false", "f", "0", "nein", "non", "não", "нет", "לא", "open", "pending", "rejected", "draft")
)


def plain(text: str) -> str:
    """`text` without direction marks and with every kind of blank as one space."""
    if text.isascii():  # most are, and then there are only plain blanks
        return " ".join(text.split())
    return _BLANK.sub(" ", _INVISIBLE.sub("", text)).strip()


@lru_cache(maxsize=8192)
def folded_heading(text: str) -> str:
    """A heading or title made comparable: case, accents, colons and trailing marks carry nothing."""
    if text.isascii():
        return plain(text).lower().replace("''", '"').strip(" :*.").strip()
    decomposed = unicodedata.normalize("NFKD", plain(text)).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.replace("״", '"').replace("''", '"').strip(" :*.").strip()


def is_dash(text: str) -> bool:
    """Whether `text` is a lone dash: how accountants write a blank."""
    return text in _DASHES


@dataclass(frozen=True, slots=True)
class NumberText:
    """What a text says as a number: `value` is None when it says none.

    `other` is the second reading of `1.234` or `1,234`, where nothing decides between
    thousands and decimals; `value` then is the reading under `decimal`. `currency` is the code
    that stands beside the number, "" for none or a sign that many currencies share.
    """

    value: float | None
    percent: bool = False
    other: float | None = None
    currency: str = ""


@lru_cache(maxsize=8192)
def number_of(text: str, decimal: Decimal) -> NumberText:
    """Reads `1.234,56`, `(1,234.56)`, `1 234,5-`, `45 %`, `EUR 70`, `1,234.56 CR`.

    `decimal` is the sign to assume where a text alone does not tell.
    """
    bare = plain(text)
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1].strip()
    upper = bare.upper()
    if upper.endswith(" CR"):
        negative, bare = not negative, bare[:-3]
    percent = bare.endswith("%") or bare.startswith("%")
    bare = bare.strip("% ")
    bare, before = _split_currency(bare)
    if bare[:1] in _DASHES and len(bare) > 1:
        negative, bare = not negative, bare[1:].strip()
    elif bare[-1:] in _DASHES and len(bare) > 1:
        negative, bare = not negative, bare[:-1].strip()
    bare, after = _split_currency(bare.removeprefix("+").strip())
    if not _NUMBER.match(bare):
        return NumberText(None)
    readings = _readings(bare, decimal)
    if not readings:
        return NumberText(None)
    scale = (-1 if negative else 1) / (100 if percent else 1)
    other = readings[1] * scale if len(readings) > 1 else None
    return NumberText(readings[0] * scale, percent, other, before or after)


def _split_currency(text: str) -> tuple[str, str]:
    """The rest, and the currency whose sign or ISO code stands at either end."""
    code = ""
    for sign in (text[:1], text[-1:]):
        if sign and unicodedata.category(sign) == "Sc":
            code, text = _SIGNS.get(sign, ""), text.strip(sign).strip()
    if len(text) > 3:
        if text[:3].upper() in _CODES and not text[3].isalpha():
            return text[3:].strip(), text[:3].upper()
        if text[-3:].upper() in _CODES and not text[-4].isalpha():
            return text[:-3].strip(), text[-3:].upper()
    return text, code


def currency_of(text: str) -> str | None:
    """The ISO code that a currency cell names (`eur`, `€`); "" when blank, None when it names none."""
    bare = plain(text).upper()
    if not bare:
        return ""
    return bare if bare in _CODES else _SIGNS.get(bare)


def _readings(digits: str, decimal: Decimal) -> tuple[float, ...]:
    """The possible values of digits with separators, the likelier first; none when it is no number."""
    digits = re.sub(r"(?<=\d)['’ ](?=\d{3})", "", digits)
    marks = [char for char in digits if char in ".,"]
    if not re.fullmatch(r"[\d.,]+", digits):
        return ()
    if not marks:
        return (float(digits),)
    last = marks[-1]
    if len(set(marks)) == 2 and marks.count(last) == 1:
        return _grouped(digits, last)
    if len(set(marks)) == 1 and len(marks) > 1:
        return _grouped(digits, "," if last == "." else ".")
    if len(marks) > 1:
        return ()
    whole, part = digits.split(last)
    as_decimal = float(f"{whole or 0}.{part or 0}")
    if len(part) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        as_thousands = float(whole + part)
        return (as_decimal, as_thousands) if last == decimal else (as_thousands, as_decimal)
    return (as_decimal,)


def decimal_of_texts(texts: list[str]) -> Decimal | None:
    """The decimal sign that a column's own texts prove; None when none does, or two do."""
    proven: set[Decimal] = set()
    for text in texts:
        marks = re.findall(r"[.,]", text)
        if len(set(marks)) == 2:
            proven.add("." if marks[-1] == "." else ",")
        elif len(marks) > 1:
            proven.add("," if marks[0] == "." else ".")
        elif len(marks) == 1 and not re.search(r"[.,]\d{3}(?!\d)", text):
            proven.add("." if marks[0] == "." else ",")
    return proven.pop() if len(proven) == 1 else None


def _grouped(digits: str, decimal: str) -> tuple[float, ...]:
    whole, _, part = digits.partition(decimal)
    group = "." if decimal == "," else ","
    if not re.fullmatch(rf"\d{{1,3}}({re.escape(group)}\d{{2,3}})*{re.escape(group)}\d{{3}}", whole):
        return ()
    return (float(f"{whole.replace(group, '')}.{part or 0}"),)


def yes_or_no(value: float | str | bool) -> bool | None:
    """True, False, or None when it is neither."""
    if isinstance(value, bool):
        return value
    word = plain(value).casefold() if isinstance(value, str) else f"{value:g}"
    return True if word in _YES else False if word in _NO else None


def shortened(text: str, longest: int) -> str:
    """`text`, or its beginning: our sentences repeat it, and a cell holds 50,000 characters in all."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def text_of(value: float | str | bool | None) -> str:
    """A value where a text belongs: `12.0` is `12`, so that codes typed as numbers match their text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return shortened(plain(value), LONGEST_TEXT)
    if isinstance(value, bool):
        return str(value).upper()
    return str(int(value)) if value == int(value) else repr(value)
