"""Bookings of a file into the Actuals tab of a workbook at Google: previewed, then all written, or none.

What was imported stands in the Document column, so that the same file again brings nothing. The workbook is
read once more right before the write: what somebody changed since is noticed, and nothing is written. The
write takes a turn (see `workbook.turns`), so that of two at the same moment only one lands.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.errors import (
    AppError,
    GoogleUnavailable,
    NoActualsTab,
    PreviewOutdated,
    RefusedByGoogle,
    TimedOut,
)
from app.google.access import GoogleAccess
from app.google.caller import Caller
from app.google.deadline import Deadline
from app.google.retry import STAMP_SECONDS
from app.google.sheets import SheetsGateway
from app.intake.bookings.booking import BookingFile
from app.intake.bookings.plan import ImportPlan, plan_import
from app.intake.bookings.read import read_bookings
from app.intake.reading import understand
from app.intake.uploaded import receive_upload
from app.jobs.import_json import plan_json
from app.jobs.runs import now
from app.project.place import Place
from app.store import audit
from app.store.audit import Act, AuditRow
from app.workbook.book import Book, Tab
from app.workbook.from_sheets import book_of
from app.workbook.insert_actuals import Landing, insert_requests, landing_of
from app.workbook.locate import Located
from app.workbook.sheets_types import FIELDS, Spreadsheet
from app.workbook.turns import requests_of as turn_requests
from app.workbook.turns import turn_of

MEANWHILE = "Somebody changed the workbook at this very moment."
UNSURE = (
    "The bookings are in the workbook whole or not at all. Importing the same file again adds nothing twice."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What importing a file into a workbook would do, and what it was worked out from."""

    book: Book
    actuals: Located
    plan: ImportPlan
    landing: Landing

    @property
    def stamp(self) -> str:
        """Equal for equal work: the rows, where they go, and what is told of the others."""
        said = (
            self.book.id, self.actuals.tab.sheet_id, sorted(self.actuals.columns.items()), self.landing.row,
            sorted(self.landing.totals.items()), [sorted(row.items()) for row in self.plan.rows],
            self.plan.known, self.plan.changed, self.plan.unmatched, self.plan.elsewhere,
            self.plan.file.bookings,
        )  # fmt: skip
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @property
    def cells(self) -> str:
        """Where the rows go, as `A12:J40`; empty for none."""
        columns, tab, row = self.actuals.columns.values(), self.actuals.tab, self.landing.row
        if not self.plan.rows:
            return ""
        end = row + len(self.plan.rows)
        return Place(tab.sheet_id, tab.title, row, min(columns), end, max(columns) + 1).a1


def prepare(sheets: SheetsGateway, workbook_id: str, file: BookingFile) -> Prepared:
    """Reads the workbook once, and writes nothing.

    Raises BookingsRefused, MissingColumn, and what a refresh raises of a workbook.
    """
    return _prepared(_read(sheets, workbook_id), file)


def _prepared(book: Book, file: BookingFile) -> Prepared:
    reading = understand(book, today=now().date())
    if "actuals" not in reading.located:
        raise NoActualsTab("The workbook has no Actuals tab to import into.")
    actuals = reading.located["actuals"]
    plan = plan_import(file, reading.project, actuals)
    return Prepared(book=book, actuals=actuals, plan=plan, landing=landing_of(actuals))


def write(sheets: SheetsGateway, prepared: Prepared) -> None:
    """The new rows, in one atomic batch. Raises PreviewOutdated when the workbook is another by now."""
    if not prepared.plan.rows:
        return
    workbook_id = prepared.book.id
    latest = _still(sheets, prepared)
    requests = [
        *turn_requests(turn_of(latest.book)),
        *insert_requests(latest.actuals, latest.landing, latest.plan.rows),
    ]
    try:
        sheets.batch_update(workbook_id, requests)
    except RefusedByGoogle as refused:
        try:
            seen = _still(sheets, latest)
        except AppError as changed:
            raise changed from refused
        if turn_of(seen.book) != turn_of(latest.book):
            raise PreviewOutdated(MEANWHILE) from refused
        raise
    except (GoogleUnavailable, TimedOut) as lost:
        lost.unchanged = UNSURE
        raise


def _still(sheets: SheetsGateway, prepared: Prepared) -> Prepared:
    """The workbook as it is now; raises PreviewOutdated where the same file would do something else in it.

    Cells that compute are not compared: one of `=NOW()` is another at each look.
    """
    latest = _prepared(_read(sheets, prepared.book.id), prepared.plan.file)
    if latest.stamp != prepared.stamp or _typed(latest) != _typed(prepared):
        raise PreviewOutdated(MEANWHILE)
    return latest


def _typed(prepared: Prepared) -> Tab:
    """The Actuals tab, without the results of its formulas."""
    tab = prepared.actuals.tab
    rows = tuple(
        tuple(None if (row, column) in tab.formulas else cell for column, cell in enumerate(cells))
        for row, cells in enumerate(tab.rows)
    )
    return replace(tab, rows=rows)


def _read(sheets: SheetsGateway, workbook_id: str) -> Book:
    return book_of(sheets.read(workbook_id, FIELDS, Spreadsheet))


class Importing:
    """Imports in one database; `seconds`: how long one may take."""

    def __init__(self, engine: sa.Engine, google: GoogleAccess, *, seconds: float) -> None:
        self._engine, self._google, self._seconds = engine, google, seconds

    def preview(self, workbook_id: str, caller: Caller, name: str, content: bytes) -> dict[str, Any]:
        """What would come of it, as `api.import_schemas.ImportPreview`; nothing is written."""
        file = read_bookings(receive_upload(name, content))
        prepared = prepare(self._sheets(caller), workbook_id, file)
        where = {"tab": prepared.actuals.tab.title, "cells": prepared.cells}
        return plan_json(prepared.plan) | where | {"preview": prepared.stamp}

    def commit(
        self, workbook_id: str, caller: Caller, name: str, content: bytes, *, preview: str
    ) -> dict[str, Any]:
        """What came of it, as `api.import_schemas.ImportDone`. What is all there already is told as such."""
        file = read_bookings(receive_upload(name, content))
        prepared = prepare(self._sheets(caller), workbook_id, file)
        plan = prepared.plan
        if plan.rows:
            if prepared.stamp != preview:
                raise PreviewOutdated("What would be imported now is not what the preview showed.")
            try:
                write(self._sheets(caller), prepared)
            except (GoogleUnavailable, TimedOut):
                if not self._landed(caller, prepared):
                    raise
            self._note(prepared, caller, content)
        return {
            "tab": prepared.actuals.tab.title,
            "cells": prepared.cells,
            "written": len(plan.rows),
            "known": plan.known,
            "changed": len(plan.changed),
        }

    def _landed(self, caller: Caller, prepared: Prepared) -> bool:
        """Whether a write whose answer was lost is in the workbook; False where that can't be told."""
        try:
            again = prepare(self._sheets(caller), prepared.book.id, prepared.plan.file)
        except AppError:
            return False
        return not again.plan.rows

    def _sheets(self, caller: Caller) -> SheetsGateway:
        return self._google.sheets(caller, Deadline.after(max(self._seconds, STAMP_SECONDS)))

    def _note(self, prepared: Prepared, caller: Caller, content: bytes) -> None:
        plan = prepared.plan
        details = {
            "file": hashlib.sha256(content).hexdigest(),
            "new": len(plan.new),
            "known": plan.known,
            "changed": len(plan.changed),
            "unmatched": len(plan.unmatched),
            "touched": [
                {
                    "tab": prepared.actuals.tab.title,
                    "what": "values",
                    "cells": [prepared.cells],
                    "more": 0,
                    "before": hashlib.sha256(b"").hexdigest(),  # rows that were not there
                    "after": hashlib.sha256(repr(plan.rows).encode()).hexdigest(),
                }
            ],
        }
        row = AuditRow(
            at=now(),
            actor_sub=caller.sub,
            actor_email=caller.email,
            act=Act.ACTUALS_IMPORTED,
            workbook_id=prepared.book.id,
            run_id=None,
            details=details,
        )
        with self._engine.begin() as db:
            audit.add(db, row)
