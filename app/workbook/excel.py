"""An Excel file as a workbook: read as it stands, the result written to a copy beside it.

Values are those that Excel stored when it last calculated; formulas are kept in the copy. What
openpyxl does not carry (some kinds of charts and drawings, pivot caches) is missing from the copy only.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import NotAnExcelFile
from app.workbook import marks
from app.workbook.book import Book, Box, CellError, CellValue, Metadata, NamedTable, OurRule, Tab
from app.workbook.excel_charts import our_charts
from app.workbook.excel_marks import file_marks, tab_marks
from app.workbook.excel_write import write_plan
from app.workbook.plan import WritePlan

_ERRORS = frozenset({"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_NOT_STORED = CellError("no stored value")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 # Excel's days know no time zone
_ZIP, _OLD_OFFICE = b"PK", bytes.fromhex("d0cf11e0a1b11ae1")
SUFFIXES = (".xlsx", ".xlsm")
SPARE = 100  # rows and columns beyond the last used ones


class ExcelWorkbook:
    """Reads `path`, writes `target`: NAME.plumbline.xlsx beside it, unless told otherwise."""

    def __init__(self, path: Path, target: Path | None = None) -> None:
        self.path = path
        done = path.name.endswith(".plumbline.xlsx")
        self.target = target or (path if done else path.with_name(f"{path.stem}.plumbline.xlsx"))
        self._formulas: OpenpyxlWorkbook | None = None

    def read(self) -> Book:
        """The file's cells, its marks and our rules."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of each extension that it does not carry
            _refuse_other_kinds(self.path)
            try:
                formulas = load_workbook(self.path)
                values = load_workbook(self.path, data_only=True, read_only=True)
            except OSError:
                raise
            except Exception as error:
                raise NotAnExcelFile(f"{self.path.name} is damaged, or no workbook: {error}.") from error
            self._formulas = formulas
            try:
                rows = {sheet.title: _rows(sheet.iter_rows(values_only=True)) for sheet in values.worksheets}
            finally:
                values.close()
        _tell_uncalculated(formulas, rows)
        metadata = file_marks(formulas)
        return Book(
            id=str(self.path),
            title=self.path.stem,
            metadata=metadata,
            tabs=tuple(
                _tab(sheet, place, rows.get(sheet.title, []), tab_marks(formulas, sheet))
                for place, sheet in enumerate(formulas.worksheets)
            ),
        )

    def write(self, plan: WritePlan) -> None:
        """The copy, whole or not at all; where nothing changed the file stays as it is."""
        if self._formulas is None:
            raise ValueError("read before write")
        if plan.only_stamps and self.target == self.path:
            return
        write_plan(self._formulas, plan)
        unfinished = self.target.with_name(f".{self.target.name}.part")
        try:
            self._formulas.save(unfinished)
            unfinished.replace(self.target)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()
            raise


def _refuse_other_kinds(path: Path) -> None:
    """By its first bytes: openpyxl would only say that it is no zip file."""
    with path.open("rb") as file:
        begin = file.read(len(_OLD_OFFICE))
    if not begin:
        raise NotAnExcelFile(f"{path.name} is empty.")
    if begin == _OLD_OFFICE:
        raise NotAnExcelFile(
            f"{path.name} is protected by a password, or is in the old format of .xls files.",
            mend="Open it in Excel, remove the password (File, Info, Protect Workbook), save it as .xlsx, "
            "then try again.",
        )
    if path.suffix.lower() not in SUFFIXES:
        raise NotAnExcelFile(f"{path.name} is no .xlsx file.")
    if not begin.startswith(_ZIP):
        raise NotAnExcelFile(f"{path.name} holds no Excel workbook, whatever its name says.")


def _tab(
    sheet: Worksheet, place: int, rows: Sequence[Sequence[CellValue]], known: tuple[Metadata, ...]
) -> Tab:
    return Tab(
        sheet_id=place,
        title=sheet.title,
        index=place,
        hidden=sheet.sheet_state != "visible",
        row_count=sheet.max_row + SPARE,
        column_count=sheet.max_column + SPARE,
        rows=rows,
        merges=tuple(
            Box(area.min_row - 1, area.min_col - 1, area.max_row, area.max_col)
            for area in sheet.merged_cells.ranges
        ),
        our_rules=tuple(_our_rules(sheet)),
        chart_ids=tuple(our_charts(sheet)),
        tables=tuple(_named_tables(sheet)),
        metadata=known,
        formulas=_formulas(sheet),
        hidden_rows=frozenset(
            number - 1 for number, row in sheet.row_dimensions.items() if row.hidden and number
        ),
    )


def _formulas(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """Formulas by cell; those that fill an array stand in its first cell."""
    return {
        (int(cell.row or 1) - 1, int(cell.column or 1) - 1): str(getattr(cell.value, "text", cell.value))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def _rows(rows: Iterable[Sequence[Any]]) -> list[list[CellValue]]:
    """Values by row; days as serial numbers."""
    found: list[list[CellValue]] = []
    plain = {int, float, type(None)}
    for row in rows:
        cells = list(row)
        if not set(map(type, cells)) <= plain:
            cells = [_value(cell) for cell in cells]
        while cells and cells[-1] is None:
            cells.pop()
        found.append(cells)
    while found and not found[-1]:
        found.pop()
    return found


def _value(cell: Any) -> CellValue:
    if cell is None or isinstance(cell, (bool, int, float)):
        return cell
    if isinstance(cell, datetime):
        return (cell - _EPOCH) / timedelta(days=1)
    if isinstance(cell, date):
        return float((datetime(cell.year, cell.month, cell.day) - _EPOCH).days)  # noqa: DTZ001
    if isinstance(cell, time):
        return (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86_400
    if isinstance(cell, timedelta):
        return cell / timedelta(days=1)
    text = str(cell)
    return CellError(text) if text in _ERRORS else text


def _tell_uncalculated(formulas: OpenpyxlWorkbook, rows: dict[str, list[list[CellValue]]]) -> None:
    """Formulas whose file was never calculated have no value: unknown, not blank.

    A file in which any formula has a value was calculated; there a missing one is an empty text.
    """
    missing: list[tuple[str, int, int]] = []
    for sheet in formulas.worksheets:
        shown = rows.get(sheet.title, [])
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                at, column = int(cell.row or 1) - 1, int(cell.column or 1) - 1
                if at < len(shown) and column < len(shown[at]) and shown[at][column] is not None:
                    return
                missing.append((sheet.title, at, column))
    for title, at, column in missing:
        shown = rows[title]
        shown.extend([] for _ in range(len(shown), at + 1))
        shown[at].extend([None] * (column + 1 - len(shown[at])))
        shown[at][column] = _NOT_STORED


def _our_rules(sheet: Worksheet) -> Iterable[OurRule]:
    index = 0
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            severity = marks.rule_severity(f"={rule.formula[0]}") if rule.formula else None
            if severity:
                colour = rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else ""
                boxes = tuple(
                    Box(area.min_row - 1, area.min_col - 1, area.max_row, area.max_col)
                    for area in formatting.sqref.ranges
                )
                yield OurRule(index, severity, boxes, f"#{str(colour)[-6:]}")
            index += 1


def _named_tables(sheet: Worksheet) -> Iterable[NamedTable]:
    for table in sheet.tables.values():
        first_column, first_row, last_column, last_row = (edge or 1 for edge in range_boundaries(table.ref))
        box = Box(first_row - 1, first_column - 1, last_row, last_column)
        yield NamedTable(table.displayName or table.name or "", box)
