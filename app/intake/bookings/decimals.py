"""Which sign a file of bookings writes before its decimals: told by its numbers, never by a memo."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.workbook.book import CellValue
from app.workbook.cells import Decimal as Sign
from app.workbook.cells import decimal_of_texts, number_of, plain

_DOTTED_DAY = re.compile(r"^\d{1,2}\.\d{1,2}\.\d{2,4}\b")


def decimal_sign(
    money: Sequence[CellValue], hours: Sequence[CellValue], days: Sequence[CellValue]
) -> tuple[Sign, str]:
    """The sign, and a number that may be a thousand or one and some, where nothing tells; else "".

    Where the numbers leave it open: nobody books a thousand hours at once, and who writes 14.3.2026 writes
    1.234,50.
    """
    amounts, times = _numbers(money), _numbers(hours)
    proven = decimal_of_texts([*amounts, *times])
    if proven is not None:
        return proven, ""
    if open_times := [text for text in times if _is_open(text)]:
        return ("," if "," in open_times[0] else "."), ""
    open_amounts = [text for text in amounts if _is_open(text)]
    if not open_amounts:
        return ".", ""
    if any(isinstance(day, str) and _DOTTED_DAY.match(plain(day)) for day in days):
        return ",", ""
    return ".", open_amounts[0]


def _numbers(cells: Sequence[CellValue]) -> list[str]:
    texts = (plain(cell) for cell in cells if isinstance(cell, str))
    return [text for text in texts if number_of(text, ".").value is not None]


def _is_open(text: str) -> bool:
    return number_of(text, ".").other is not None
