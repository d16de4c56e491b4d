"""A workbook at Google as it was received: values, formulas and looks, from one `spreadsheets.get`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.intake.looks import shows_day
from app.intake.sheet import PLAIN, Formula, Look, Pivot, Received, Sheet
from app.workbook.book import Book, Box, Tab

LOOKS = (
    "sheets(properties(sheetId,hidden,rightToLeft,gridProperties(frozenRowCount)),"
    "data(startRow,startColumn,rowData(values(effectiveFormat(numberFormat,textFormat(bold),"
    "backgroundColorStyle),pivotTable(source))),columnMetadata(hiddenByUser)),charts(chartId))"
)
"""What adoption asks for beyond what a refresh reads."""
_DAY_KINDS = frozenset({"DATE", "DATE_TIME"})
_WHITE = {"red": 1, "green": 1, "blue": 1}


def received_of(book: Book, looks: Mapping[str, Any]) -> Received:
    """`book` with the looks of the same workbook; tabs in the order of `book`."""
    by_id = {sheet.get("properties", {}).get("sheetId", 0): sheet for sheet in looks.get("sheets", ())}
    known: dict[Look, int] = {PLAIN: 0}
    sheets = tuple(_sheet(tab, by_id.get(tab.sheet_id, {}), known) for tab in book.tabs)
    return Received(name=book.title, kind="sheets", sheets=sheets, looks=tuple(known))


def _sheet(tab: Tab, sheet: Mapping[str, Any], known: dict[Look, int]) -> Sheet:
    properties = sheet.get("properties", {})
    shown = [[0] * len(row) for row in tab.rows]
    pivots, hidden_columns = [], set()
    for block in sheet.get("data", ()):
        first_row, first_column = block.get("startRow", 0), block.get("startColumn", 0)
        for column, about in enumerate(block.get("columnMetadata", ()), first_column):
            if about.get("hiddenByUser"):
                hidden_columns.add(column)
        for row, cells in enumerate(block.get("rowData", ()), first_row):
            for column, cell in enumerate(cells.get("values", ()), first_column):
                if "pivotTable" in cell:
                    pivots.append(Pivot(box=Box(row, column, len(tab.rows), tab.column_count)))
                if row < len(shown) and column < len(shown[row]) and "effectiveFormat" in cell:
                    shown[row][column] = known.setdefault(_look(cell["effectiveFormat"]), len(known))
    return Sheet(
        name=tab.title,
        state="hidden" if tab.hidden else "visible",
        rtl=properties.get("rightToLeft", False),
        values=tab.rows,
        looks=shown,
        formulas=formulas_of(tab),
        merges=tab.merges,
        hidden_rows=tab.hidden_rows,
        hidden_columns=frozenset(hidden_columns),
        frozen_rows=properties.get("gridProperties", {}).get("frozenRowCount", 0),
        pivots=tuple(pivots),
        has_charts=bool(sheet.get("charts")),
    )


def formulas_of(tab: Tab) -> dict[tuple[int, int], Formula]:
    """The tab's formulas, each as it stands in its own cell."""
    return {(row, column): Formula(text, row, column) for (row, column), text in tab.formulas.items()}


def _look(shown: Mapping[str, Any]) -> Look:
    number = shown.get("numberFormat", {})
    code = number.get("pattern") or ("yyyy-mm-dd" if number.get("type") in _DAY_KINDS else "General")
    fill = shown.get("backgroundColorStyle", {}).get("rgbColor", _WHITE)
    return Look(
        number_format=code,
        bold=bool(shown.get("textFormat", {}).get("bold")),
        filled=_differs(fill),
        shows_day=shows_day(code),
    )


def _differs(fill: Mapping[str, float]) -> bool:
    parts: Sequence[float] = [fill.get(name, 0.0) for name in ("red", "green", "blue")]
    return any(part < 1 for part in parts)
