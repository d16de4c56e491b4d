"""What must not reach a client: every internal number in the forms it can take, names, and file ids."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

MARKS = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD])
TRIVIAL = (0.0, 1.0, 100.0)
"""Numbers that mean nothing by themselves: never searched for."""
LEAST_DIGITS, LEAST_DERIVED = 3, 4
"""A number with fewer digits is too common to be told from others; in thousands or per cent, still more."""
TOKEN = re.compile(r"\(?[-−–]?\d[\d.,'’\u00a0\u202f ]*\d%?\)?|\d")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure that the published numbers together must not give away; money in major units."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """`numbers` are keys of `key_of`; `published` those that the report itself shows; `names` are folded."""

    numbers: frozenset[str] = frozenset()
    published: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    pattern: re.Pattern[str] | None = field(default=None, compare=False)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Entities and URL coding undone, NFKC, small letters, single spaces, no marks that nobody sees."""
    plain = unicodedata.normalize("NFKC", unquote(html.unescape(text))).translate(MARKS)
    return " ".join(plain.casefold().split())


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern that finds any of them as whole words."""
    known = sorted({folded(name) for name in names if name.strip()}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else None


def key_of(value: float) -> str:
    """One key for one number, whatever its sign: four decimals at most, no trailing zeros."""
    return f"{abs(value):.4f}".rstrip("0").rstrip(".")


def forms_of(value: float) -> set[str]:
    """Keys of a number as it may be written: to 0 to 4 places, in thousands, in per cent."""
    if not math.isfinite(value) or abs(value) in TRIVIAL:
        return set()
    found = {key for places in range(5) if _tells(key := key_of(round(value, places)), LEAST_DIGITS)}
    scaled = [value / 1000] if abs(value) >= 10_000 else []
    scaled += [value * 100] if abs(value) <= 2 else []
    for each in scaled:
        found |= {key for places in (0, 1, 2) if _tells(key := key_of(round(each, places)), LEAST_DERIVED)}
    return found


def _tells(key: str, least: int) -> bool:
    digits = key.replace(".", "").strip("0") if "." in key else key.rstrip("0") or key
    whole = key.replace(".", "").lstrip("0")
    return len(whole) >= least and len(digits.lstrip("0")) >= min(least, 2) and float(key) not in TRIVIAL


def numbers_in(text: str) -> set[str]:
    """Keys of every number written in a text, read in each way its separators allow."""
    found: set[str] = set()
    for token in TOKEN.findall(unicodedata.normalize("NFKC", text).translate(MARKS)):
        digits = re.sub(r"[^\d.,]", "", token)
        found |= {key_of(value) for value in _readings(digits)}
    return found


def _readings(digits: str) -> Iterable[float]:
    """`1,234.5` as 1234.5; `1.234` as 1234 and as 1.234."""
    digits = digits.strip(".,")
    plain = re.sub(r"[.,]", "", digits)
    if not plain:
        return
    if plain == digits:
        yield float(plain)
        return
    last = max(digits.rfind("."), digits.rfind(","))
    yield float(re.sub(r"[.,]", "", digits[:last]) + "." + digits[last + 1 :])
    if len(digits) - last == 4 or digits.count(digits[last]) > 1:
        yield float(plain)
