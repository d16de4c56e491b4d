"""SpreadsheetML 2003: XML that calls itself .xls, as NetSuite and others export it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from xml.parsers import expat

from app.errors import DamagedFile, UnsafeFile
from app.intake.limits import CellBudget
from app.intake.looks import shows_day
from app.intake.sheet import Look, Received, Sheet
from app.workbook.book import Box, CellError, CellValue
from app.workbook.days import serial_of

_LONGEST_COUNT = 9  # digits
_NAMED_FORMATS = {
    "general date": "m/d/yyyy h:mm",
    "short date": "m/d/yyyy",
    "medium date": "d-mmm-yy",
    "long date": "d mmmm yyyy",
    "currency": "$#,##0.00",
    "euro currency": "[$€-2] #,##0.00",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "percent": "0.00%",
}


def read_spreadsheetml(path: Path) -> Received:
    """The file's tabs; gaps (`ss:Index`) and merges (`ss:MergeAcross`, `ss:MergeDown`) are honoured."""
    builder = _Builder(path.name)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.buffer_text = True
    try:
        with path.open("rb") as source:
            parser.ParseFile(source)
    except expat.ExpatError as error:
        raise DamagedFile(f"{path.name} is damaged: {error}") from error
    if not builder.sheets:
        raise DamagedFile(f"{path.name} is XML, but holds no worksheet")
    return Received(
        name=path.name, kind="spreadsheetml", sheets=tuple(builder.sheets), looks=tuple(builder.looks)
    )


class _Builder:
    """Takes the parser's events; names come as `namespace}local`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sheets: list[Sheet] = []
        self.looks: list[Look] = [Look()]
        self.styles: dict[str, int] = {}
        self.budget = CellBudget(name)
        self.text: list[str] | None = None
        self.style_id, self.style = "", Look()
        self.row = self.column = -1
        self._fresh("")

    def _fresh(self, title: str) -> None:
        self.title = title
        self.values: list[list[CellValue]] = []
        self.styled: list[list[int]] = []
        self.merges: list[Box] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.rtl, self.row, self.wide = False, -1, -1

    def refuse(self, *_: object) -> None:
        """A document type: only attacks need one."""
        raise UnsafeFile(f"{self.name} declares XML entities, which no workbook needs; it was not read")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        own = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        match tag.rpartition("}")[2]:
            case "Style":
                self.style_id, self.style = own.get("ID", ""), Look()
            case "NumberFormat":
                code = own.get("Format", "General")
                code = _NAMED_FORMATS.get(code.lower(), code)
                self.style = Look(code, self.style.bold, self.style.filled, 0, shows_day(code))
            case "Font" if own.get("Bold") == "1":
                self.style = Look(self.style.number_format, True, self.style.filled, 0, self.style.shows_day)
            case "Worksheet":
                self._fresh(own.get("Name", ""))
                self.rtl = own.get("RightToLeft") == "1"
            case "Column":
                self.wide = self._count(own, "Index", self.wide + 2) - 1
                span = self._count(own, "Span", 0)
                self.budget.spend(0, self.wide + span + 1)
                if own.get("Hidden") == "1":
                    self.hidden_columns.update(range(self.wide, self.wide + span + 1))
                self.wide += span
            case "Row":
                self._start_row(own)
            case "Cell":
                self._start_cell(own)
            case "Data":
                self.text, self.kind = [], own.get("Type", "String")

    def _start_row(self, own: dict[str, str]) -> None:
        row = self._count(own, "Index", self.row + 2) - 1
        if row <= self.row:
            raise DamagedFile(f"{self.name} is damaged: row {row + 1} after row {self.row + 1}")
        self.budget.spend(max(0, row - self.row), 1)
        self.row, self.column = row, -1
        self.values.extend([] for _ in range(row + 1 - len(self.values)))
        self.styled.extend([] for _ in range(row + 1 - len(self.styled)))
        if own.get("Hidden") == "1":
            self.hidden_rows.add(row)

    def _start_cell(self, own: dict[str, str]) -> None:
        if self.row < 0:
            raise DamagedFile(f"{self.name} is damaged: a cell outside of any row")
        self.column = self._count(own, "Index", self.column + 2) - 1
        self.cell_look = self.styles.get(own.get("StyleID", ""), 0)
        self.across, down = self._count(own, "MergeAcross", 0), self._count(own, "MergeDown", 0)
        self.budget.spend(1, self.column + self.across)
        if self.across or down:
            self.merges.append(Box(self.row, self.column, self.row + down + 1, self.column + self.across + 1))

    def _count(self, own: dict[str, str], name: str, default: int) -> int:
        """A place from 1 on, or a number of further cells; `default` where it is not given."""
        text = own.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_COUNT):
            raise DamagedFile(f"{self.name} is damaged: {name} is '{text[:20]}'")
        if name == "Index" and not int(text):
            raise DamagedFile(f"{self.name} is damaged: {name} is 0")
        return int(text)

    def characters(self, text: str) -> None:
        """Text inside an element."""
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        """An element closes."""
        match tag.rpartition("}")[2]:
            case "Style":
                self.styles[self.style_id] = len(self.looks)
                self.looks.append(self.style)
            case "Data":
                value = self._value("".join(self.text or ()))
                self.text = None
                if value is not None:
                    self._put(value)
            case "Cell":
                self.column += self.across
            case "Worksheet":
                self.sheets.append(
                    Sheet(
                        name=self.title,
                        rtl=self.rtl,
                        values=self.values,
                        looks=self.styled,
                        merges=tuple(self.merges),
                        hidden_rows=frozenset(self.hidden_rows),
                        hidden_columns=frozenset(self.hidden_columns),
                    )
                )

    def _put(self, value: CellValue) -> None:
        cells, looks = self.values[self.row], self.styled[self.row]
        cells.extend([None] * (self.column + 1 - len(cells)))
        looks.extend([0] * (self.column + 1 - len(looks)))
        cells[self.column] = value
        look = self.cell_look
        if self.kind == "DateTime" and not self.looks[look].shows_day:
            look = self._day_look()
        looks[self.column] = look

    def _day_look(self) -> int:
        if "a day" not in self.styles:
            self.styles["a day"] = len(self.looks)
            self.looks.append(Look("yyyy-mm-dd", shows_day=True))
        return self.styles["a day"]

    def _value(self, text: str) -> CellValue:
        if not text.strip():
            return None
        try:
            if self.kind == "Number":
                return float(text) if re.search(r"[.eE]", text) else int(text)
            if self.kind == "DateTime":
                day = datetime.fromisoformat(text)
                return serial_of(day.date()) + (day.hour * 3600 + day.minute * 60 + day.second) / 86_400
        except ValueError:
            return text
        if self.kind == "Boolean":
            return text == "1"
        return CellError(text) if self.kind == "Error" else text
