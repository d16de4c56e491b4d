"""A clean workbook of 300 lines, made cell by cell: an invented project of 2026, on plan at any month end.

264 lines of one month each, 30 that run all year, 6 that are bought. A test plants a fault by changing one
thing; nothing else in it is off plumb.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from app.checks.flag import Findings
from app.checks.run import run_checks
from app.forecast.forecast import forecast_project
from app.forecast.standpoint import standpoint
from app.intake.reading import understand
from app.memory import Previous, remembered
from app.project.model import Project
from app.project.place import column_letters
from app.workbook.book import Book, CellValue, Tab
from app.workbook.read import Reading
from sheets_schema import load
from sheets_schema.template import template

MONTHLY, YEARLY = tuple(range(1, 23)), tuple(range(23, 33))  # people by number
HOURS, YEAR_HOURS, BOUGHT = 100.0, 40.0, 2000.0  # a month
PRICE_OF_CHANGE = 10_000.0
Row = dict[str, Any]


def last(month: int) -> date:
    """The last day of a month of 2026."""
    return date(2026, month, calendar.monthrange(2026, month)[1])


def key(month: int) -> str:
    """The heading of a month column."""
    return f"2026-{month:02d}"


def person(number: int) -> str:
    """An invented name."""
    return f"Person {number:02d}"


def rate(number: int) -> float:
    """What an hour of a person costs."""
    return 80.0 + 2 * (number % 10)


@dataclass
class Reference:
    """Rows by tab that a test may change; `typed` sets single cells (counted from 0) to anything."""

    rows: dict[str, list[Row]]
    typed: dict[tuple[str, int, int], Any] = field(default_factory=dict)
    formulas: dict[tuple[str, int, int], str] = field(default_factory=dict)
    hidden: dict[str, set[int]] = field(default_factory=dict)
    more_headings: dict[str, list[str]] = field(default_factory=dict)

    def find(self, tab: str, **wanted: Any) -> int:
        """Index of the first row that holds these values."""
        return next(
            at for at, row in enumerate(self.rows[tab]) if all(row.get(k) == v for k, v in wanted.items())
        )

    def row(self, tab: str, **wanted: Any) -> Row:
        """The first row that holds these values, to be changed."""
        return self.rows[tab][self.find(tab, **wanted)]

    def setting(self, name: str, value: Any) -> None:
        """Sets one setting; a threshold too."""
        for row in self.rows["settings"]:
            if row["key"] == name:
                row["value"] = value
                return
        self.rows["settings"].append({"key": name, "value": value})

    def grids(self) -> dict[str, tuple[str, list[str], list[list[Any]]]]:
        """By tab: its title, its headings, its rows beneath."""
        return {
            sheet.name: (
                sheet.title,
                [column.heading for column in sheet.columns],
                [list(row) for row in sheet.rows],
            )
            for sheet in template(self.rows)
            if sheet.name in self.rows
        }

    def cell(self, tab: str, field_: str, index: int | None = None, **wanted: Any) -> str:
        """`Budget!H7`: the cell of a field (a month as 2026-07) in the row `index`, or that holds these."""
        at = self.find(tab, **wanted) if index is None else index
        title, _, rows = self.grids()[tab]
        if tab == "settings":
            names = [row[0] for row in rows]
            known = {each.name: each.title for each in load().tabs["settings"].keys}
            return f"{title}!B{names.index(known.get(field_, field_)) + 2}"
        return f"{title}!{column_letters(self.column(tab, field_))}{at + 2}"

    def column(self, tab: str, field_: str) -> int:
        """The place of a field, or of a person's own heading."""
        _, headings, _ = self.grids()[tab]
        own = [_text(head) for head in (*headings, *self.more_headings.get(tab, []))]
        titles = {each.name: each.title for each in load().tabs[tab].fields}
        return own.index(titles.get(field_, field_))

    def heading(self, tab: str, field_: str) -> str:
        """The heading's cell."""
        return f"{self.grids()[tab][0]}!{column_letters(self.column(tab, field_))}1"

    def book(self) -> Book:
        """As one read returns it."""
        tabs = []
        for place, (name, (title, headings, rows)) in enumerate(self.grids().items()):
            grid = [[*headings, *self.more_headings.get(name, [])], *rows]
            for (tab, row, column), value in self.typed.items():
                if tab == name:
                    while len(grid) <= row:
                        grid.append([])
                    grid[row] += [None] * (column + 1 - len(grid[row]))
                    grid[row][column] = value
            tabs.append(
                Tab(
                    sheet_id=100 + place,
                    title=title,
                    index=place,
                    row_count=len(grid) + 50,
                    column_count=40,
                    rows=[[_cell(value) for value in row] for row in grid],
                    formulas={(r, c): text for (tab, r, c), text in self.formulas.items() if tab == name},
                    hidden_rows=frozenset(self.hidden.get(name, ())),
                )
            )
        return Book(id="reference", title="Reference", tabs=tuple(tabs))


@dataclass(frozen=True)
class Run:
    """What one refresh found, without writing."""

    reading: Reading
    findings: Findings
    memory: Previous

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each flag's check and first cell."""
        return [(flag.check, str(flag.places[0]) if flag.places else "") for flag in self.findings.flags]


def run(
    reference: Reference,
    previous: Previous | None = None,
    *,
    spoil: Callable[[Project], Project] = lambda project: project,
) -> Run:
    """Read, forecast, check and remember, as a refresh does. `spoil` changes the project between."""
    reading = understand(reference.book(), today=date(2026, 12, 31))
    project = spoil(reading.project)
    forecast, gaps = forecast_project(project)
    before = previous.to_compare(project, forecast) if previous else None
    findings = run_checks(project, forecast, (*reading.problems, *gaps), before)
    at = datetime(2026, 12, 31, tzinfo=UTC)
    memory = remembered(
        project,
        forecast,
        findings,
        at=at,
        compared_with=before,
        lives={},
        stand=standpoint(project, forecast),
        points=(),
    )
    return Run(reading, findings, memory)


def reference(month: int = 6) -> Reference:
    """The clean workbook at the end of a month."""
    return Reference({tab: [dict(row) for row in rows] for tab, rows in _rows(month).items()})


def _text(heading: Any) -> str:
    return f"{heading:%Y-%m}" if isinstance(heading, date) else str(heading)


def _cell(value: Any) -> CellValue:
    return float((value - date(1899, 12, 30)).days) if isinstance(value, date) else value


@cache
def _rows(month: int) -> dict[str, list[Row]]:
    lines, entries, plan = [*_short(month), *_long(month), *_bought(month)], [], []
    for line in lines:
        entries += line.pop("entries")
        plan += line.pop("plan")
    total = sum(line["cost"] for line in lines)
    price = round(total / 0.8, 2)
    return {
        "settings": [
            {"key": name, "value": value}
            for name, value in {
                "project": "Reference",
                "client": "Invented client",
                "manager": person(1),
                "currency": "EUR",
                "status_date": last(month),
                "start": date(2026, 1, 1),
                "finish": last(12),
                "commercial_model": "fixed price",
                "contract_price": price - PRICE_OF_CHANGE,
                "billed_to_date": round(price * month / 12, 2),
                "baseline_margin": 0.2,
                "margin_floor": 0.15,
                "crediting_rule": "percent",
            }.items()
        ],
        "budget": lines,
        "actuals": entries,
        "resource_plan": plan,
        "rate_card": [
            {"person": person(n), "cost_rate": rate(n), "bill_rate": 1.25 * rate(n), "unit": "hour",
             "effective_from": date(2026, 1, 1)}
            for n in (*MONTHLY, *YEARLY)
        ],
        "milestones": [
            {"milestone": "M1", "title": "Design accepted", "baseline": last(3),
             "actual": last(3) if month >= 3 else None, "amount": 200_000, "owner": person(1)},
            {"milestone": "M2", "title": "Live", "baseline": last(12), "forecast": last(12),
             "amount": 500_000, "owner": person(1)},
        ],
        "exchange_rates": [
            {"currency": "USD", "effective_from": date(2026, m, 1), "rate": 0.9, "kind": "closing"}
            for m in range(1, month + 1)
        ],
        "purchase_orders": [
            {"order": "PO-1", "vendor": "Invented Hosting", "line": "B.1", "value": 12 * BOUGHT,
             "invoiced": month * BOUGHT, "valid_until": last(12), "owner": person(1)}
        ],
        "change_orders": [
            {"order": "CO-1", "title": "Second language", "raised": date(2026, 1, 15), "status": "approved",
             "price": PRICE_OF_CHANGE, "approved_on": date(2026, 2, 2), "approver": "Client board"}
        ],
        "invoices": [
            {"invoice": "R-1", "title": "Design", "milestone": "M1", "amount": 200_000, "due": last(3),
             "raised": last(3) if month >= 3 else None, "owner": person(1)},
            {"title": "Live", "milestone": "M2", "amount": 500_000, "due": last(12), "owner": person(1)},
        ],
        "risks_and_actions": [
            {"item": "A-1", "kind": "action", "title": "Agree the training dates", "owner": person(2),
             "raised": date(2026, 1, 20), "due": last(9),
             "done": last(9) if month >= 9 else None, "amount": 4000},
            {"item": "R-1", "kind": "risk", "title": "Data comes late", "owner": person(3),
             "raised": date(2026, 1, 20), "due": last(11),
             "done": last(11) if month >= 11 else None, "amount": 30_000},
        ],
        "stakeholders": [
            {"area": area, "person": person(n), "part": part}
            for area, pairs in {"Design": ((1, "accountable"), (2, "responsible")),
                                "Build": ((3, "accountable"), (4, "R/C"))}.items()
            for n, part in pairs
        ],
    }  # fmt: skip


def _short(month: int) -> list[Row]:
    return [
        {
            "line": f"{m}.{n:02d}", "title": f"Work {n} of month {m}", "phase": f"Quarter {(m + 2) // 3}",
            "owner": person(n), "start": date(2026, m, 1), "finish": last(m), "hours": HOURS,
            "cost": HOURS * rate(n), "progress": 1.0 if m <= month else 0.0,
            "actual_start": date(2026, m, 1) if m <= month else None,
            "actual_finish": last(m) if m <= month else None,
            "entries": [_time(m, f"{m}.{n:02d}", n, HOURS)] if m <= month else [],
            "plan": [{"person": person(n), "line": f"{m}.{n:02d}", key(m): HOURS}],
        }
        for m in range(1, 13)
        for n in MONTHLY
    ]  # fmt: skip


def _long(month: int) -> list[Row]:
    return [
        {
            "line": f"Y.{n}.{part}", "title": f"Care {n} {part}", "phase": "All year", "owner": person(n),
            "start": date(2026, 1, 1), "finish": last(12), "hours": 12 * YEAR_HOURS,
            "cost": 12 * YEAR_HOURS * rate(n), "progress": month / 12, "actual_start": date(2026, 1, 1),
            **{key(m): YEAR_HOURS * rate(n) for m in range(1, 13)},
            "entries": [_time(m, f"Y.{n}.{part}", n, YEAR_HOURS) for m in range(1, month + 1)],
            "plan": [
                {"person": person(n), "line": f"Y.{n}.{part}", **{key(m): YEAR_HOURS for m in range(1, 13)}}
            ],
        }
        for n in YEARLY
        for part in (1, 2, 3)
    ]  # fmt: skip


def _bought(month: int) -> list[Row]:
    return [
        {
            "line": f"B.{n}", "title": f"Hosting {n}", "phase": "All year", "owner": person(1),
            "start": date(2026, 1, 1), "finish": last(12), "cost": 12 * BOUGHT, "other_cost": 12 * BOUGHT,
            "progress": month / 12, "actual_start": date(2026, 1, 1),
            **{key(m): BOUGHT for m in range(1, 13)},
            "entries": [
                {"date": date(2026, m, 20), "line": f"B.{n}", "cost": BOUGHT, "type": "invoice",
                 "document": f"INV-{n}-{m:02d}"}
                for m in range(1, month + 1)
            ],
            "plan": [],
        }
        for n in range(1, 7)
    ]  # fmt: skip


def _time(month: int, line: str, number: int, hours: float) -> Row:
    return {
        "date": date(2026, month, 26), "line": line, "person": person(number), "hours": hours, "type": "time",
        "document": f"TS-{month:02d}-{number:02d}", "approved": True,
    }  # fmt: skip
