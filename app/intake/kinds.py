"""A tab as arrays: of what kind each cell is, and its number where it has one.

`kinds` is uint8 and `numbers` float64 (NaN for none), both of shape (rows, columns) of the used range.
Days are serial numbers in `numbers` as well. A text that is a number counts as one, and is told apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.errors import TooBigToRead
from app.intake.limits import CELLS
from app.intake.looks import is_text
from app.intake.notations import NOTATION
from app.intake.sheet import Formula, Look, Received, Sheet
from app.intake.vocabulary import is_placeholder
from app.workbook.book import CellError, CellValue
from app.workbook.cells import Decimal, decimal_of_texts, number_of, plain
from app.workbook.days import day_first_by_evidence, day_of_text, is_serial, serial_of


class Kind:
    """What a cell holds: plain whole numbers, for they are compared a million times."""

    BLANK: Final = 0
    TEXT: Final = 1
    NUMBER: Final = 2
    DAY: Final = 3
    FLAG: Final = 4
    ERROR: Final = 5
    NUMBER_TEXT: Final = 6
    DAY_TEXT: Final = 7
    PLACEHOLDER: Final = 8


NUMERIC = (Kind.NUMBER, Kind.NUMBER_TEXT)
DAYS = (Kind.DAY, Kind.DAY_TEXT)
_CODE = re.compile(r"^0\d+$|\.$|^\d+(\.\d+){2,}$|^\d+-\d+$")
_DIGIT = re.compile(r"\d")
_WITH_UNIT = re.compile(
    r"^([-+(]?[\d.,' \u00a0]+\)?)\s?(h|hrs?|hours?|d|days?|std|tage?|jours?|horas?|heures?|dias?|uds?"
    r"|pcs|m|w|wks?|fte|шт|ч|дн)\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """How the file writes numbers and days as text."""

    decimal: Decimal = "."
    day_first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The tab and its arrays."""

    sheet: Sheet
    looks: tuple[Look, ...]
    kinds: NDArray[np.uint8]
    numbers: NDArray[np.float64]

    @property
    def rows(self) -> int:
        """Rows of the used range."""
        return int(self.kinds.shape[0])

    @property
    def columns(self) -> int:
        """Columns of the used range."""
        return int(self.kinds.shape[1])

    def value(self, row: int, column: int) -> CellValue:
        """The cell's value; None outside the used range."""
        if 0 <= row < len(self.sheet.values) and 0 <= column < len(self.sheet.values[row]):
            return self.sheet.values[row][column]
        return None

    def text(self, row: int, column: int) -> str:
        """The cell as people see a label: "" for blank and for errors."""
        value = self.value(row, column)
        if value is None or isinstance(value, CellError):
            return ""
        if isinstance(value, str):
            clean = value.isascii() and value.isprintable() and "  " not in value and value == value.strip()
            return value if clean else plain(value)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value)

    def look(self, row: int, column: int) -> Look:
        """How the cell is shown."""
        looks = self.sheet.looks
        if 0 <= row < len(looks) and 0 <= column < len(looks[row]):
            return self.looks[looks[row][column]]
        return self.looks[0]

    def formula(self, row: int, column: int) -> Formula | None:
        """The cell's formula, if it has one."""
        return self.sheet.formulas.get((row, column))

    def filled(self, row: int) -> list[int]:
        """The columns of the row that hold something."""
        return [int(column) for column in np.flatnonzero(self.kinds[row])]


def view_of(received: Received, sheet: Sheet, notes: Notes) -> View:
    """Sorts every cell of the tab."""
    rows = len(sheet.values)
    columns = max((len(cells) for cells in sheet.values), default=0)
    if rows * columns > 4 * CELLS:
        raise TooBigToRead(
            f"{sheet.name} spreads over {rows:,} rows and {columns:,} columns, which is more than is read"
        )
    kinds = np.zeros((rows, columns), dtype=np.uint8)
    numbers = np.full((rows, columns), np.nan)
    days = [look.shows_day for look in received.looks]
    texts = [is_text(look.number_format) for look in received.looks]
    for row, cells in enumerate(sheet.values):
        looks = sheet.looks[row]
        for column, value in enumerate(cells):
            if value is None:
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                kinds[row, column] = Kind.DAY if days[looks[column]] and is_serial(value) else Kind.NUMBER
                numbers[row, column] = value
            elif isinstance(value, str):
                kind, number = kind_of_text(value, notes)
                if kind == Kind.NUMBER_TEXT and sheet.typed and texts[looks[column]] and _short(value):
                    kind = Kind.TEXT  # typed into a cell made for codes
                kinds[row, column] = kind
                numbers[row, column] = number
            else:
                kinds[row, column] = Kind.FLAG if isinstance(value, bool) else Kind.ERROR
    return View(sheet=sheet, looks=received.looks, kinds=kinds, numbers=numbers)


def _short(value: str) -> bool:
    return len(value) <= 4 and value.strip().isdigit()


def kind_of_text(text: str, notes: Notes) -> tuple[int, float]:
    """The kind of a text cell, and its number or serial number."""
    return _kind_of_text(text, notes.decimal, notes.day_first)


@lru_cache(maxsize=65536)
def _kind_of_text(text: str, decimal: Decimal, day_first: bool) -> tuple[int, float]:
    bare = plain(text)
    if not bare:
        return Kind.BLANK, np.nan
    if not _DIGIT.search(bare):
        return (Kind.PLACEHOLDER, np.nan) if is_placeholder(bare) else (Kind.TEXT, np.nan)
    if len(bare) > 40 or _CODE.search(bare):
        return Kind.TEXT, np.nan
    reading = number_of(bare, decimal)
    if reading.value is not None:
        return Kind.NUMBER_TEXT, reading.value
    day = day_of_text(bare, NOTATION, day_first).day
    if day:
        return Kind.DAY_TEXT, float(serial_of(day))
    if found := _WITH_UNIT.match(bare):
        reading = number_of(found[1], decimal)
        if reading.value is not None:
            return Kind.NUMBER_TEXT, reading.value
    return Kind.TEXT, np.nan


def decimal_of(received: Received, language: str) -> tuple[Decimal, bool]:
    """The decimal sign of the numbers kept as text, and whether there are any with a sign in them."""
    marked = [
        text
        for sheet in received.sheets
        for cells in sheet.values
        for text in cells
        if isinstance(text, str) and _looks_numeric(text)
    ]
    fallback: Decimal = "." if language in {"en", "he", "ja"} else ","
    if not marked:
        return fallback, False
    points = sum(decimal_of_texts([text]) == "." for text in marked)
    commas = sum(decimal_of_texts([text]) == "," for text in marked)
    if points == commas:
        return fallback, True
    return (".", True) if points > commas else (",", True)


def _looks_numeric(text: str) -> bool:
    if len(text) > 30 or not ("." in text or "," in text):
        return False
    kind, _ = _kind_of_text(text, ".", True)
    return kind == Kind.NUMBER_TEXT


def day_texts(received: Received) -> list[str]:
    """Every text that is a day in parts or in ISO form."""
    return [
        text
        for sheet in received.sheets
        for cells in sheet.values
        for text in cells
        if isinstance(text, str)
        and 6 <= len(text) <= 20
        and _kind_of_text(text, ".", True)[0] == Kind.DAY_TEXT
    ]


def day_order(texts: list[str]) -> str | None:
    """ymd, dmy, mdy or ambiguous; None without days kept as text."""
    if not texts:
        return None
    if sum(bool(re.match(r"^\s*\d{4}[-/.]", text)) for text in texts) > len(texts) / 2:
        return "ymd"
    parts = [text for text in texts if re.match(r"^\s*\d{1,2}\s?[-/. ]\s?\d{1,2}\s?[-/. ]", text)]
    if not parts:
        return None
    first = day_first_by_evidence(parts)
    return "ambiguous" if first is None else "dmy" if first else "mdy"
