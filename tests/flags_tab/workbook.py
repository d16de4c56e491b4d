"""A workbook at a sandbox without a socket: refreshed by the product, edited by a person."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from app.memory import Previous
from app.refresh import Outcome, refresh
from app.workbook.batch import requests_of
from app.workbook.book import Book
from app.workbook.from_sheets import book_of
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import FIELDS, Spreadsheet
from app.workbook.undo.put_back import requests_of as undo_requests
from app.workbook.undo.record import Record, left_known, packed, record_of, unpacked
from app.workbook.undo.refusals import refusals
from sheets_schema.template import template
from sheets_schema.template_batch import batch_requests
from tests.sandbox.sheets.in_process import Json, Sheets
from tests.workbook.books import SMALL

IDS = re.compile(r"[A-Z]\d+(:|$)")
NOW = datetime(2026, 4, 3, 9, 30, tzinfo=UTC)
HEADINGS = 1  # the row in which the headings stand


@dataclass
class Workbook:
    """`sent`: the requests of the last write; `asked`: kinds of requests of the last refresh."""

    sheets: Sheets = field(default_factory=Sheets)
    previous: Previous | None = None
    sent: list[Json] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    remembers: bool = True
    outcome: Any = None
    record: Record | None = None
    seen: Book | None = None  # as last read: nobody edits between a refresh's read and its write

    @classmethod
    def filled(cls, tables: dict[str, list[dict[str, Any]]] | None = None) -> Workbook:
        made = cls()
        rows = SMALL if tables is None else tables
        laid = [sheet for sheet in template(rows) if sheet.name in rows]
        made.sheets.batch(*batch_requests(laid), {"deleteSheet": {"sheetId": 0}})
        return made

    # as the refresh sees it

    def read(self) -> Book:
        self.asked.append("read")
        self.seen = book_of(msgspec.convert(self.sheets.get(fields=FIELDS), Spreadsheet))
        return self.seen

    def write(self, plan: WritePlan) -> None:
        self.asked.append("write")
        assert self.seen is not None
        self.record = record_of(self.seen, plan, charts=self.record.charts if self.record else {})
        self.sent = msgspec.to_builtins(requests_of(plan))
        self.sheets.batch(*self.sent)

    def refresh(self) -> Outcome:
        self.asked.clear()
        outcome = refresh(self, run_id="r" * 32, now=NOW, by="ana@northlight.example", previous=self.previous)
        assert self.asked == ["read", "write"]
        self.outcome = outcome
        self.previous = outcome.memory if self.remembers else None
        return outcome

    def undo(self) -> list[str]:
        """Takes the last refresh back; why not, where that can't be."""
        assert self.record is not None
        book = book_of(msgspec.convert(self.sheets.get(fields=FIELDS), Spreadsheet))
        record = unpacked(packed(self.record))
        why = refusals(record, book)
        if not why:
            self.sheets.batch(*msgspec.to_builtins(undo_requests(record, book)))
            self.record = left_known(record)
        return why

    def whole(self) -> Any:
        """Everything Sheets tells of the workbook, cell by cell, but whose turn it is."""
        found = self.sheets.get(includeGridData="true")
        found["developerMetadata"] = [
            mark for mark in found.get("developerMetadata", []) if mark["metadataKey"] != "plumbline.turn"
        ]
        return found

    @property
    def kinds(self) -> set[str]:
        """The kinds of request in the last write."""
        return {next(iter(request)) for request in self.sent}

    @property
    def changed(self) -> bool:
        """Whether the last refresh wrote anything but its marks."""
        return not self.kinds <= {"updateDeveloperMetadata", "createDeveloperMetadata"}

    # as a person sees it

    def sheet_id(self, title: str) -> int:
        shown = self.sheets.get(fields="sheets.properties(sheetId,title)")["sheets"]
        return next(int(s["properties"]["sheetId"]) for s in shown if s["properties"]["title"] == title)

    def rows(self, title: str = "Flags", render: str = "UNFORMATTED_VALUE") -> list[list[Any]]:
        return self.sheets.values(f"'{title}'", render)

    def put(self, where: str, value: Any) -> None:
        self.sheets.put(where, [[value]])

    def set(self, setting: str, value: Any) -> None:
        """What a person types beside a setting."""
        row = next(at for at, cells in enumerate(self.rows("Settings")) if cells and cells[0] == setting)
        self.type(row, 1, value, "Settings")

    def type(self, row: int, column: int, value: Any, title: str = "Flags") -> None:
        self.put(f"'{title}'!{letters(column)}{row + 1}", value)

    def columns(self) -> dict[str, int]:
        """Heading -> column of the Flags tab, wherever the headings stand."""
        row = next(row for row in self.rows() if "Severity" in row and "Check" in row)
        return {str(cell): at for at, cell in enumerate(row) if cell != ""}

    def flags(self) -> dict[str, int]:
        """Flag id -> row, for every row that names one."""
        at = self.columns()["Flag"]
        return {
            str(row[at]): place
            for place, row in enumerate(self.rows())
            if len(row) > at and IDS.match(str(row[at]))
        }

    def note(self, flag: str, heading: str, value: Any) -> None:
        self.type(self.flags()[flag], self.columns()[heading], value)

    def noted(self, flag: str, heading: str, render: str = "UNFORMATTED_VALUE") -> Any:
        row, column = self.flags()[flag], self.columns()[heading]
        cells = self.rows(render=render)[row]
        return cells[column] if column < len(cells) else ""


def letters(column: int) -> str:
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
