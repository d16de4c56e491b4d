"""Addresses as people write them: A1 and R1C1, read and printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_LOOKS_LIKE_CELL = re.compile(r"(?:[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*(?:[Cc][0-9]*)?|[Cc][0-9]*)\Z")
_CORNER = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,9})\Z|\$?([A-Za-z]{1,3})\Z|\$?([1-9][0-9]{0,9})\Z")
_R1C1 = re.compile(
    r"[Rr]([1-9][0-9]{0,9})[Cc]([1-9][0-9]{0,9})\Z|[Rr]([1-9][0-9]{0,9})\Z|[Cc]([1-9][0-9]{0,9})\Z"
)
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Rect:
    """Rows [top, bottom) and columns [left, right) from 0; None where the address leaves a side open."""

    top: int | None
    bottom: int | None
    left: int | None
    right: int | None


@dataclass(frozen=True, slots=True)
class Address:
    """A range as written: its sheet's title (None when not named) and its rectangle (None: all of it)."""

    title: str | None
    rect: Rect | None


@lru_cache(maxsize=20_000)
def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26; any case."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def cell(row: int, column: int) -> str:
    """`B7` for row 6, column 1."""
    return f"{column_letters(column)}{row + 1}"


def quote_title(title: str) -> str:
    """A sheet's title before `!`, quoted when it has to be."""
    if _PLAIN_TITLE.match(title) and not _LOOKS_LIKE_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def bounded(top: int, bottom: int, left: int, right: int) -> str:
    """`A1:B2` of half-open bounds; a single cell is `A1`."""
    first = cell(top, left)
    if bottom - top <= 1 and right - left <= 1:
        return first
    return f"{first}:{cell(bottom - 1, right - 1)}"


def with_title(title: str, address: str) -> str:
    """`'My sheet'!A1`."""
    return f"{quote_title(title)}!{address}"


def split_title(text: str) -> tuple[str | None, str] | None:
    """(title, what follows `!`); title None without one; None when the quotes do not close."""
    if text.startswith("'"):
        end = _closing_quote(text)
        if end is None:
            return None
        title, rest = text[1:end].replace("''", "'"), text[end + 1 :]
        if not rest:
            return title, ""
        return (title, rest[1:]) if rest.startswith("!") and len(rest) > 1 else None
    title, mark, rest = text.rpartition("!")
    if not mark:
        return None, text
    return (title, rest) if title and rest else None


def _closing_quote(text: str) -> int | None:
    position = 1
    while True:
        position = text.find("'", position)
        if position < 0:
            return None
        if text[position : position + 2] == "''":
            position += 2
            continue
        return position


def parse_rect(text: str) -> Rect | None:
    """`A1`, `$A$1:B2`, `A:C`, `2:5`, `A1:C`, `A1:5`, `R1C1`, `R1C1:R2C2`; None for anything else."""
    first_text, colon, second_text = text.partition(":")
    read = _corner if _CORNER.match(first_text) else _r1c1
    first = read(first_text)
    if first is None:
        return None
    if not colon:
        row, column = first
        if read is _corner and (row is None or column is None):
            return None
        return _rect(first, first)
    second = read(second_text)
    return _rect(first, second) if second is not None else None


def _corner(text: str) -> tuple[int | None, int | None] | None:
    match = _CORNER.match(text)
    if match is None:
        return None
    column = match[1] or match[3]
    row = match[2] or match[4]
    return int(row) - 1 if row else None, column_index(column) if column else None


def _r1c1(text: str) -> tuple[int | None, int | None] | None:
    match = _R1C1.match(text)
    if match is None:
        return None
    row, column = match[1] or match[3], match[2] or match[4]
    return int(row) - 1 if row else None, int(column) - 1 if column else None


def _rect(first: tuple[int | None, int | None], second: tuple[int | None, int | None]) -> Rect | None:
    top, bottom = _span(first[0], second[0])
    left, right = _span(first[1], second[1])
    if top is None and bottom is None and left is None and right is None:
        return None
    if (first[0] is None and second[1] is None) or (first[1] is None and second[0] is None):
        return None
    return Rect(top, bottom, left, right)


def _span(first: int | None, second: int | None) -> tuple[int | None, int | None]:
    """One axis: both corners known → ordered and half-open; one known → open at the end."""
    if first is None and second is None:
        return None, None
    if first is None or second is None:
        return (first if first is not None else second), None
    return min(first, second), max(first, second) + 1


def parse(text: str) -> Address | None:
    """A range with or without a title. A bare name (no `!`) comes back as a title with no rectangle."""
    parts = split_title(text)
    if parts is None:
        return None
    title, rest = parts
    if title is not None and not rest:
        return Address(title, None)
    rect = parse_rect(rest)
    if rect is not None:
        return Address(title, rect)
    return None
