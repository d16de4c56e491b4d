"""The Actuals tab of a workbook at Google, into which bookings go by night, written as those of a file."""

from __future__ import annotations

from collections.abc import Callable

from app.google.deadline import Deadline
from app.google.sheets import SheetsGateway
from app.intake.bookings.plan import ImportPlan
from app.jobs.importing import Prepared, write
from app.workbook.book import Book
from app.workbook.from_sheets import book_of
from app.workbook.insert_actuals import landing_of
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

    def add(self, book: Book, plan: ImportPlan, actuals: Located) -> None:
        """One atomic batch, sent once; PreviewOutdated where the workbook is not `book` any more."""
        sheets = self._sheets(Deadline.after(self._seconds))
        write(sheets, Prepared(book=book, actuals=actuals, plan=plan, landing=landing_of(actuals)))
