"""A workbook at the sandbox, as the refresh sees it and as a person sees it; everything goes over HTTP."""

from __future__ import annotations

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
from sheets_schema.template import template
from sheets_schema.template_batch import batch_requests
from tests.support.sandbox import RunningSandbox
from tests.workbook.books import SMALL

NOW = datetime(2026, 4, 3, 9, 30, tzinfo=UTC)


@dataclass
class SandboxWorkbook:
    """`sent` holds the requests of the last write."""

    sandbox: RunningSandbox
    id: str
    previous: Previous | None = None
    runs: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def filled(
        cls, sandbox: RunningSandbox, tables: dict[str, list[dict[str, Any]]] | None = None
    ) -> SandboxWorkbook:
        made = cls(sandbox, sandbox.create("Workbook"))
        rows = SMALL if tables is None else tables
        sheets = [sheet for sheet in template(rows) if sheet.name in rows]
        made.update(*batch_requests(sheets), {"deleteSheet": {"sheetId": 0}})
        return made

    # as the refresh sees it

    def read(self) -> Book:
        return book_of(msgspec.convert(self.get(fields=FIELDS), Spreadsheet))

    def write(self, plan: WritePlan) -> None:
        self.sent = msgspec.to_builtins(requests_of(plan))
        self.update(*self.sent)

    def refresh(self) -> Outcome:
        self.runs += 1
        outcome = refresh(
            self, run_id=f"run-{self.runs}", now=NOW, by="ana@northlight.example", previous=self.previous
        )
        self.previous = outcome.memory
        return outcome

    @property
    def kinds(self) -> list[str]:
        """The kinds of request in the last write."""
        return [next(iter(request)) for request in self.sent]

    # as a person sees it

    def get(self, **params: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.sandbox.json("GET", f"/v4/spreadsheets/{self.id}", params=params)
        return found

    def update(self, *requests: dict[str, Any]) -> None:
        self.sandbox.json(
            "POST", f"/v4/spreadsheets/{self.id}:batchUpdate", json={"requests": list(requests)}
        )

    def sheet(self, title: str) -> dict[str, Any]:
        """Everything about one tab, each cell included."""
        sheets = self.get(includeGridData="true")["sheets"]
        return next(sheet for sheet in sheets if sheet["properties"]["title"] == title)

    def sheet_id(self, title: str) -> int:
        sheets = self.get(fields="sheets.properties(sheetId,title)")["sheets"]
        return next(s["properties"]["sheetId"] for s in sheets if s["properties"]["title"] == title)

    def titles(self) -> list[str]:
        return [
            sheet["properties"]["title"] for sheet in self.get(fields="sheets.properties.title")["sheets"]
        ]

    def values(self, title: str) -> list[list[Any]]:
        answer = self.sandbox.json(
            "GET",
            f"/v4/spreadsheets/{self.id}/values/'{title}'",
            params={"valueRenderOption": "UNFORMATTED_VALUE"},
        )
        found: list[list[Any]] = answer.get("values", [])
        return found

    def put(self, title: str, a1: str, value: Any) -> None:
        """What a person types into a cell."""
        self.sandbox.json(
            "PUT",
            f"/v4/spreadsheets/{self.id}/values/'{title}'!{a1}",
            params={"valueInputOption": "USER_ENTERED"},
            json={"values": [[value]]},
        )
