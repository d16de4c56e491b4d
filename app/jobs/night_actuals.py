"""The Actuals tab of a workbook at Google, into which new bookings go by night."""

from __future__ import annotations

from collections.abc import Callable

from app.google.deadline import Deadline
from app.google.sheets import SheetsGateway
from app.intake.bookings.plan import ImportPlan
from app.workbook.append_actuals import append_request
from app.workbook.book import Book
from app.workbook.from_sheets import book_of
from app.workbook.locate import Located
from app.workbook.sheets_types import FIELDS, Spreadsheet


class NightActuals:
    """One run's. `seconds`: how long the read, and how long the write may take; NetSuite is asked between."""

    def __init__(
        self, sheets: Callable[[Deadline], SheetsGateway], spreadsheet_id: str, *, seconds: float
    ) -> None:
        self._sheets, self._id, self._seconds = sheets, spreadsheet_id, seconds

    def read(self) -> Book:
        """The whole workbook, in one request."""
        return book_of(self._sheets(Deadline.after(self._seconds)).read(self._id, FIELDS, Spreadsheet))

    def add(self, plan: ImportPlan, actuals: Located) -> None:
        """One atomic request, sent once: where it fails the run reads anew, and sees whether it landed."""
        sheets = self._sheets(Deadline.after(self._seconds))
        sheets.batch_update(self._id, [append_request(actuals, plan.rows)])
