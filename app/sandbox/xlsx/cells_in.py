"""Values, formulas, formats, notes and rich text of a tab."""

from __future__ import annotations

import datetime as dt
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import datetime as excel_datetime
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from app.sandbox.grid import defaults
from app.sandbox.grid.cell_format import Format
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import ERROR_KIND, CellError, Formula, Value, number
from app.sandbox.xlsx.formula_text import google_formula
from app.sandbox.xlsx.styles_in import StylesIn

JsonDict = dict[str, Any]


def fill_cells(
    page: Any,
    sheet: Sheet,
    *,
    styles: StylesIn,
    days: int,
    date_styles: frozenset[int],
    dropped: set[str],
) -> None:
    """Put every cell in place. `days` are added to dates: the file may count from 1904."""
    spilled = _spilled(page)
    for cells in page.iter_rows():
        for cell in cells:
            if isinstance(cell, MergedCell):
                continue
            value, extra = _value(cell, days=days, date_styles=date_styles, styles=styles, dropped=dropped)
            if (cell.row, cell.column) in spilled:
                value = None
            if cell.comment is not None:
                extra["note"] = cell.comment.text
            cell_format = styles.of(cell)
            if value is not None or cell_format is not None or extra:
                _put(sheet, cell.row - 1, cell.column - 1, value, cell_format, extra)
        sheet.grid.tidy(cells[0].row - 1)


def _put(
    sheet: Sheet, index: int, column: int, value: Value, cell_format: Format | None, extra: JsonDict
) -> None:
    row = sheet.grid.for_write(index)
    if value is not None:
        row.set_value(column, value)
    if cell_format is not None:
        row.set_format(column, cell_format)
    if extra:
        row.set_extra(column, extra)


def _spilled(page: Any) -> set[tuple[int, int]]:
    """Cells that an array formula fills from its corner: the file holds only what they came to."""
    found = set[tuple[int, int]]()
    for cell in page._cells.values():
        if isinstance(cell.value, ArrayFormula):
            area = CellRange(cell.value.ref)
            found |= {(r, c) for rows in area.rows for r, c in rows}
            found.discard((cell.row, cell.column))
    return found


def _value(
    cell: Any, *, days: int, date_styles: frozenset[int], styles: StylesIn, dropped: set[str]
) -> tuple[Value, JsonDict]:
    """What was entered, and the runs of a rich text."""
    held = cell.value
    if isinstance(held, ArrayFormula):
        text = google_formula(held.text or "")
        return Formula(f"=ARRAYFORMULA({text.lstrip('= ')})"), {}
    if isinstance(held, DataTableFormula):
        dropped.add("what-if data tables")
        return None, {}
    if isinstance(held, CellRichText):
        return _shortened(str(held), dropped), _runs(held, styles)
    if isinstance(held, str):
        return _text(cell, held, dropped), {}
    if isinstance(held, bool) or held is None:
        return held, {}
    if isinstance(held, dt.datetime | dt.date | dt.time | dt.timedelta):
        return number(serial_of(held)), {}
    shift = days if days and cell.style_id in date_styles else 0
    return number(held + shift), {}


def serial_of(moment: Any) -> float:
    """A date or time as the number of days since 1899-12-30."""
    serial: float = excel_datetime.to_excel(moment)  # type: ignore[no-untyped-call]
    return serial


def _text(cell: Any, held: str, dropped: set[str]) -> Value:
    if cell.data_type == "f":
        return Formula(google_formula(held))
    if cell.data_type == "e":
        return CellError(ERROR_KIND.get(held, "ERROR"))
    return _shortened(held, dropped) or None


def _shortened(text: str, dropped: set[str]) -> str:
    if len(text) > defaults.MAX_CHARACTERS:
        dropped.add(f"text beyond {defaults.MAX_CHARACTERS} characters in a cell")
    return text[: defaults.MAX_CHARACTERS]


def _runs(text: CellRichText, styles: StylesIn) -> JsonDict:
    runs: list[JsonDict] = []
    at = 0
    for part in text:
        held: JsonDict = {}
        if isinstance(part, TextBlock):
            held = styles.font(_Font(part.font))
        runs.append({**({"startIndex": at} if at else {}), "format": held})
        at += len(str(part))
    return {"textFormatRuns": runs} if any(run["format"] for run in runs) else {}


class _Font:
    """An InlineFont with the names of a Font."""

    def __init__(self, inline: Any) -> None:
        self.name, self.sz, self.color = inline.rFont, inline.sz, inline.color
        self.b, self.i, self.strike, self.u = inline.b, inline.i, inline.strike, inline.u
        self.vertAlign = inline.vertAlign
