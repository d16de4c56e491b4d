"""What must not reach a client: every internal number in the forms it can take, names, and file ids."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

MARKS = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD])
TRIVIAL = (0.0, 1.0, 100.0)
"""Numbers that mean nothing by themselves: never searched for."""
LEAST_DIGITS, LEAST_DERIVED = 3, 4
"""A number with fewer digits is too common to be told from others; in thousands or per cent, still more."""
PIECE = re.compile(r"\d(?:[\d.,'’]*\d)?")
HEAD, GROUP = re.compile(r"\d{1,3}"), re.compile(r"\d{3}(?:[.,]\d{1,4})?")
MOST_GROUPS = 5
HEBREW, PREFIX = re.compile("[\u05d0-\u05ea]"), "[ובלהמשכ]{0,3}"


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
    """One pattern that finds any of them as whole words; Hebrew ones also behind the letters that are
    written together with a word (and, in, the, to, from, that, as)."""
    known = sorted({name for name in map(folded, names) if name}, key=len, reverse=True)
    if not known:
        return None
    written = (f"{PREFIX if HEBREW.match(name) else ''}{re.escape(name)}" for name in known)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")


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
    return {key for _, _, keys in _written(text) for key in keys}


def tells(text: str, secret: Collection[str], published: Collection[str]) -> bool:
    """Whether a number in a text is secret; what is published excuses itself and its parts alone."""
    written = _written(text)
    known = [(start, end) for start, end, keys in written if not keys.isdisjoint(published)]
    return any(
        not keys.isdisjoint(secret) and not any(first <= start and end <= last for first, last in known)
        for start, end, keys in written
    )


def _written(text: str) -> list[tuple[int, int, set[str]]]:
    """Where each number begins and ends, and its keys: each piece alone, and joined where blanks may group.

    `12 345` is 12, 345 and 12345; `120,000 87,431` are two: a blank joins groups of exactly three digits.
    """
    plain = unicodedata.normalize("NFKC", text).translate(MARKS)
    pieces = [(one.start(), one.end(), one.group()) for one in PIECE.finditer(plain)]
    found = [(start, end, _keys(piece)) for start, end, piece in pieces]
    for at, (start, first_end, head) in enumerate(pieces):
        if not HEAD.fullmatch(head):
            continue
        joined, end = head, first_end
        for next_start, next_end, group in pieces[at + 1 : at + MOST_GROUPS]:
            if plain[end:next_start] != " " or not GROUP.fullmatch(group):
                break
            joined += group
            found.append((start, next_end, _keys(joined)))
            end = next_end
            if len(group) > 3:
                break
    return found


def _keys(piece: str) -> set[str]:
    return {key_of(value) for value in _readings(re.sub(r"[^\d.,]", "", piece))}


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
