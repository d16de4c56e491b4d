"""Small workbooks built from the template, to be spoilt by a test before they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.project.problem import Problem, ProblemKind
from app.workbook.book import Book, Box, CellValue, Metadata, Tab
from app.workbook.read import Reading, read
from sheets_schema.template import template

TODAY = date(2026, 9, 15)

SMALL: dict[str, list[dict[str, Any]]] = {
    "settings": [
        {"key": "project", "value": "Harbour lights"},
        {"key": "currency", "value": "EUR"},
        {"key": "status_date", "value": date(2026, 3, 31)},
        {"key": "start", "value": date(2026, 1, 5)},
        {"key": "finish", "value": date(2026, 6, 30)},
        {"key": "contract_price", "value": 60000},
        {"key": "crediting_rule", "value": "percent"},
    ],
    "budget": [
        {"line": "1.1", "title": "Survey", "phase": "Design", "owner": "Ana", "start": date(2026, 1, 5),
         "finish": date(2026, 2, 27), "hours": 100, "cost": 8000, "revenue": 10000, "progress": 1.0},
        {"line": "1.2", "title": "Drawings", "phase": "Design", "owner": "Ben", "start": date(2026, 2, 2),
         "finish": date(2026, 4, 30), "hours": 200, "cost": 15000, "revenue": 19000, "progress": 0.5},
        {"line": "2.1", "title": "Lamps", "phase": "Build", "owner": "Ana", "start": date(2026, 3, 2),
         "finish": date(2026, 6, 30), "hours": 150, "cost": 20000.5, "revenue": 25000, "progress": 0.1},
    ],
    "actuals": [
        {"date": date(2026, 1, 30), "line": "1.1", "person": "Ana", "hours": 60, "type": "time"},
        {"date": date(2026, 2, 27), "line": "1.1", "person": "Ana", "hours": 45.5, "type": "time"},
        {"date": date(2026, 3, 13), "line": "1.2", "person": "Ben", "hours": 90, "type": "time"},
        {"date": date(2026, 3, 20), "line": "2.1", "cost": 1234.56, "type": "invoice", "document": "INV-1"},
    ],
    "resource_plan": [
        {"person": "Ben", "line": "1.2", "2026-04": 100},
        {"person": "Ana", "line": "2.1", "2026-04": 40, "2026-05": 50, "2026-06": 45},
    ],
    "rate_card": [
        {"person": "Ana", "cost_rate": 80, "bill_rate": 120, "unit": "hour"},
        {"person": "Ben", "cost_rate": 70, "bill_rate": 110, "unit": "hour"},
    ],
}  # fmt: skip


def serial(day: date) -> float:
    return float((day - date(1899, 12, 30)).days)


def cell(value: Any) -> CellValue:
    return serial(value) if isinstance(value, date) else value


@dataclass
class Draft:
    """Grids by title that a test may change; `book()` freezes them."""

    grids: dict[str, list[list[Any]]]
    locale: str = "en_US"
    merges: dict[str, tuple[Box, ...]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    metadata: dict[str, tuple[Metadata, ...]] = field(default_factory=dict)

    def grid(self, title: str) -> list[list[Any]]:
        return self.grids[title]

    def at(self, title: str, heading: str) -> int:
        """The column under a heading of the tab's first row."""
        return self.grids[title][0].index(heading)

    def put(self, title: str, row: int, heading: str, value: Any) -> str:
        """Sets one cell (row 1 is the first beneath the header); its address."""
        column = self.at(title, heading)
        self.grids[title][row][column] = value
        return f"{title}!{chr(65 + column)}{row + 1}"

    def book(self) -> Book:
        return Book(
            id="b1",
            title="Workbook",
            locale=self.locale,
            tabs=tuple(
                Tab(
                    sheet_id=100 + place,
                    title=title,
                    index=place,
                    hidden=title in self.hidden,
                    row_count=len(rows) + 50,
                    column_count=max((len(row) for row in rows), default=0) + 5,
                    rows=[[cell(value) for value in row] for row in rows],
                    merges=self.merges.get(title, ()),
                    metadata=self.metadata.get(title, ()),
                )
                for place, (title, rows) in enumerate(self.grids.items())
            ),
        )

    def read(self) -> Reading:
        return read(self.book(), today=TODAY)


def draft(tables: dict[str, list[dict[str, Any]]] | None = None) -> Draft:
    """The small project, or the rows given, laid out as the template lays them out."""
    rows = SMALL if tables is None else tables
    return Draft(
        {
            sheet.title: [[column.heading for column in sheet.columns], *[list(row) for row in sheet.rows]]
            for sheet in template(rows)
            if sheet.name in rows
        }
    )


def of_kind(reading: Reading, kind: ProblemKind) -> list[Problem]:
    return [problem for problem in reading.problems if problem.kind is kind]


def addresses(problem: Problem) -> list[str]:
    return [str(place) for place in problem.places]
