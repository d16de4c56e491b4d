"""An .xlsx or .xlsm file in one pass: the stored result of each formula and its text together.

openpyxl reads either the formulas or the results; this reads the sheets' XML once for both, with the
styles and shared texts that openpyxl has read.
"""

from __future__ import annotations

import re
import warnings
import zlib
from dataclasses import replace
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import column_index_from_string, range_boundaries

from app.errors import DamagedFile
from app.intake.limits import BLANK_ROWS, CellBudget
from app.intake.looks import shows_day
from app.intake.read_pivots import pivots_in, related
from app.intake.sheet import PLAIN, Formula, Look, Pivot, Received, Sheet
from app.workbook.book import Box, CellError, CellValue

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ROW, _V, _F, _IS, _T = f"{_NS}row", f"{_NS}v", f"{_NS}f", f"{_NS}is", f"{_NS}t"
_LETTERS = re.compile(r"[A-Z]+")
_1904 = 1462
_DAMAGE = (ParseError, BadZipFile, ValueError, KeyError, IndexError, TypeError, EOFError, OSError, zlib.error)
_NOT_STORED = CellError("no stored value")


def read_xlsx(path: Path) -> Received:
    """The file's tabs, chart tabs as empty ones."""
    budget = CellBudget(path.name)
    with path.open("rb") as source, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of each extension that it does not carry
        reader = _opened(source, path.name)
        try:
            looks = _looks(reader.wb)
            late = _1904 if reader.wb.epoch.year == 1904 else 0
            sheets = [
                _SheetReader(reader, sheet.name, sheet.state or "", looks, late, budget).read(relation)
                for sheet, relation in reader.parser.find_sheets()
            ]
        except _DAMAGE as error:
            raise DamagedFile(f"{path.name} is damaged: {error}") from error
    uncalculated = _never_calculated(sheets)
    if uncalculated:
        sheets = [_unknown(sheet) for sheet in sheets]
    return Received(
        name=path.name, kind="xlsx", sheets=tuple(sheets), looks=tuple(looks), uncalculated=uncalculated
    )


def _opened(source: IO[bytes], name: str) -> ExcelReader:
    """Texts, styles and the list of tabs; from an open file, for openpyxl would judge it by its suffix."""
    try:
        reader = ExcelReader(source, read_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
    except Exception as error:
        raise DamagedFile(f"{name} can't be read as an Excel file: {error}") from error
    return reader


def _looks(book: Any) -> list[Look]:
    found = []
    for style in book._cell_styles:
        number = style.numFmtId
        code = BUILTIN_FORMATS.get(number) if number < 164 else book._number_formats[number - 164]
        code = code or "General"
        found.append(
            Look(
                number_format=code,
                bold=bool(book._fonts[style.fontId].b),
                filled=style.fillId > 1,
                indent=int(book._alignments[style.alignmentId].indent or 0),
                shows_day=shows_day(code),
            )
        )
    return found or [PLAIN]


class _SheetReader:
    """Reads one tab's XML."""

    def __init__(
        self, reader: Any, name: str, state: str, looks: list[Look], late: int, budget: CellBudget
    ) -> None:
        self.archive, self.texts, self.late, self.budget = reader.archive, reader.shared_strings, late, budget
        self.name = name
        self.state = {"hidden": "hidden", "veryHidden": "very_hidden"}.get(state, "visible")
        self.last_look = len(looks) - 1
        self.days = [look.shows_day for look in looks]
        self.values: list[list[CellValue]] = []
        self.looks: list[list[int]] = []
        self.formulas: dict[tuple[int, int], Formula] = {}
        self.shared: dict[str, Formula] = {}
        self.merges: list[Box] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.outline: dict[int, int] = {}
        self.rtl, self.frozen, self.charts = False, 0, False
        self.pivots: list[Pivot] = []
        self.far: list[Box] = []
        self.columns: dict[str, int] = {}

    def read(self, relation: Any) -> Sheet:
        """The tab that the workbook's relation leads to; a chart on a tab of its own is an empty one."""
        if "chartsheet" in relation.Type or relation.target not in self.archive.namelist():
            return Sheet(name=self.name, state=self.state, values=[], has_charts=True)
        with self.archive.open(relation.target) as source:
            self._parse(source)
        self._related(relation.target)
        return Sheet(
            name=self.name,
            state=self.state,
            rtl=self.rtl,
            values=self.values,
            looks=self.looks,
            formulas=self.formulas,
            merges=tuple(self.merges),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            outline=self.outline,
            frozen_rows=self.frozen,
            pivots=tuple(self.pivots),
            has_charts=self.charts,
            far=tuple(self.far),
        )

    def _parse(self, source: IO[bytes]) -> None:
        last_used = row = -1
        for _, element in iterparse(source):  # noqa: S314 # limits.check_archive refused document types
            tag = element.tag
            if tag == _ROW:
                row = int(element.get("r") or row + 2) - 1
                if self._row(element, row, last_used):
                    last_used = row
                element.clear()
            elif tag == f"{_NS}col" and element.get("hidden") in {"1", "true"}:
                first, last = int(element.get("min", 1)), int(element.get("max", 1))
                if last - first < 200:
                    self.hidden_columns.update(range(first - 1, last))
            elif tag == f"{_NS}mergeCell":
                left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
                self.merges.append(Box((top or 1) - 1, (left or 1) - 1, bottom or 1, right or 1))
            elif tag == f"{_NS}sheetView":
                self.rtl = element.get("rightToLeft") in {"1", "true"}
            elif tag == f"{_NS}pane" and element.get("state", "").startswith("frozen"):
                self.frozen = int(float(element.get("ySplit", 0)))

    def _row(self, element: Element, row: int, last_used: int) -> bool:
        """Keeps the row's cells; whether it holds any value."""
        if element.get("hidden") in {"1", "true"}:
            self.hidden_rows.add(row)
        level = element.get("outlineLevel")
        if level and level != "0":
            self.outline[row] = int(level)
        cells: list[CellValue] = []
        looks: list[int] = []
        used = False
        column = -1
        for cell in element:
            name = cell.get("r")
            column = self._column(name) if name else column + 1
            value = self._value(cell, row, column)
            if value is None and (row, column) not in self.formulas:
                continue
            if column < len(cells):
                continue  # a cell out of order: the first stands
            cells.extend([None] * (column - len(cells)))
            looks.extend([0] * (column - len(looks)))
            cells.append(value)
            looks.append(min(int(cell.get("s", 0)), self.last_look))
            used = used or value is not None
        if not cells:
            return False
        if row - last_used > BLANK_ROWS:
            self.far.append(Box(row, 0, row + 1, len(cells)))
            for place in [place for place in self.formulas if place[0] == row]:
                del self.formulas[place]
            return False
        self.budget.spend(len(cells), len(cells))
        self.values.extend([] for _ in range(row - len(self.values)))
        self.looks.extend([] for _ in range(row - len(self.looks)))
        if row < len(self.values):
            self.values[row], self.looks[row] = cells, looks
        else:
            self.values.append(cells)
            self.looks.append(looks)
        return used

    def _column(self, name: str) -> int:
        letters = _LETTERS.match(name)
        key = letters[0] if letters else "A"
        column = self.columns.get(key)
        if column is None:
            column = self.columns[key] = column_index_from_string(key) - 1
        return column

    def _value(self, cell: Element, row: int, column: int) -> CellValue:
        """The cell's stored value; its formula is kept aside."""
        raw: str | None = None
        for child in cell:
            if child.tag == _V:
                raw = child.text
            elif child.tag == _F:
                self._formula(child, row, column)
            elif child.tag == _IS:
                return "".join(text.text or "" for text in child.iter(_T)) or None
        if raw is None:
            return None
        kind = cell.get("t", "n")
        if kind == "n":
            return self._number(cell, raw)
        if kind == "b":
            return raw == "1"
        text = self.texts[int(raw)] if kind == "s" else raw
        return CellError(text) if kind == "e" or text in _ERRORS else text or None

    def _number(self, cell: Element, raw: str) -> float:
        number = float(raw) if "." in raw or "E" in raw or "e" in raw else int(raw)
        if self.late and self.days[min(int(cell.get("s", 0)), self.last_look)]:
            number += self.late
        return number

    def _formula(self, element: Element, row: int, column: int) -> None:
        group = element.get("si") if element.get("t") == "shared" else None
        text = element.text
        if text:
            formula = Formula(f"={text}", row, column)
            if group:
                self.shared[group] = formula
        elif group and group in self.shared:
            formula = self.shared[group]
        else:
            return
        self.formulas[row, column] = formula

    def _related(self, part: str) -> None:
        """Pivots and charts, which hang on the tab's relations."""
        for kind, target in related(self.archive, part):
            if kind == "drawing":
                self.charts = True
            elif kind == "pivotTable":
                self.pivots += pivots_in(self.archive, target)


_ERRORS = frozenset({"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#ERROR!"})


def _never_calculated(sheets: list[Sheet]) -> bool:
    """Whether there are formulas and not one of them has a stored result."""
    any_formula = False
    for sheet in sheets:
        for row, column in sheet.formulas:
            any_formula = True
            if column < len(sheet.values[row]) and sheet.values[row][column] is not None:
                return False
    return any_formula


def _unknown(sheet: Sheet) -> Sheet:
    """The tab with each formula's result marked as unknown."""
    values = [list(row) for row in sheet.values]
    for row, column in sheet.formulas:
        values[row][column] = _NOT_STORED
    return replace(sheet, values=values)
