"""Defined names as named ranges: names of one area; constants and formulas have no like at Google."""

from __future__ import annotations

from typing import Any

from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.xlsx.ranges import grid_range

JsonDict = dict[str, Any]


def named_ranges(book: Spreadsheet, source: Any, *, dropped: set[str]) -> list[JsonDict]:
    """Every name that stands for one area of one tab."""
    found: list[JsonDict] = []
    taken = set[str]()
    scoped = [(name, held) for page in source.worksheets for name, held in page.defined_names.items()]
    for name, held in [*source.defined_names.items(), *scoped]:
        if name.startswith("_xlnm.") or name.lower() in taken:
            continue
        area = _area(book, held)
        if area is None:
            dropped.add("names that stand for more than one area, a formula or a constant")
            continue
        taken.add(name.lower())
        number, book.next_number = book.next_number, book.next_number + 1
        found.append({"namedRangeId": str(number), "name": name, "range": area})
    return found


def _area(book: Spreadsheet, held: Any) -> JsonDict | None:
    if held.type != "RANGE":
        return None
    destinations = list(held.destinations)
    if len(destinations) != 1:
        return None
    title, ref = destinations[0]
    sheet = book.by_title(title)
    return grid_range(sheet, ref) if sheet is not None else None
