"""A workbook at Google, as its caller: what `refresh` reads from and writes to."""

from __future__ import annotations

import random
from collections.abc import Callable

import orjson

from app.errors import (
    WHOLE_OR_NOT,
    GoogleError,
    GoogleUnavailable,
    NotSent,
    QuotaExhausted,
    TimedOut,
)
from app.google.deadline import Deadline
from app.google.sheets import SheetsGateway
from app.workbook.batch import requests_of
from app.workbook.book import Book
from app.workbook.from_sheets import book_of
from app.workbook.marks import RUN
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import FIELDS, DeveloperMetadata, Spreadsheet

WRITES = 3
STAMP = "developerMetadata(metadataKey,metadataValue)"
STAMP_SECONDS = 20.0  # for finding out what became of a write, beyond the run's own time
FIRST_PAUSE_SECONDS = 1.0


class GoogleWorkbook:
    """One run's view of one workbook. `sheets` makes a gateway that acts as the run's caller."""

    def __init__(
        self,
        sheets: Callable[[Deadline], SheetsGateway],
        spreadsheet_id: str,
        *,
        run_id: str,
        deadline: Deadline,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._sheets, self._id, self._run_id = sheets, spreadsheet_id, run_id
        self._deadline, self._draw = deadline, draw

    def read(self) -> Book:
        """The one read."""
        return book_of(self._sheets(self._deadline).read(self._id, FIELDS, Spreadsheet))

    def write(self, plan: WritePlan) -> None:
        """The one write: all of it or nothing, and never twice.

        What Google refused to take (quota, no connection) was surely not done, and may be sent again. After
        an error of Google's servers, or silence, the run's own stamp in the workbook tells whether it landed;
        after silence it is not sent again, because Google may still be at it.
        """
        requests = requests_of(plan)
        for attempt in range(WRITES):
            try:
                self._sheets(self._deadline).batch_update(self._id, requests)
            except (QuotaExhausted, NotSent) as refused:
                trouble: GoogleError = refused
            except GoogleUnavailable as failed:
                landed = self._landed()
                if landed:
                    return
                if landed is None:
                    failed.unchanged = WHOLE_OR_NOT
                    raise
                trouble = failed
            except TimedOut as silence:
                landed = self._landed()
                if landed:
                    return
                raise _unsure() if landed is None else _not_there() from silence
            else:
                return
            if attempt == WRITES - 1 or not self._pause(attempt):
                raise trouble

    def _pause(self, attempt: int) -> bool:
        return self._deadline.nap(self._draw() * FIRST_PAUSE_SECONDS * 2**attempt)

    def _landed(self) -> bool | None:
        """Whether this run's stamp is in the workbook; None when Google doesn't say."""
        try:
            found = self._sheets(Deadline.after(STAMP_SECONDS)).read(self._id, STAMP, Spreadsheet)
        except GoogleError:
            return None
        return any(_run_of(entry) == self._run_id for entry in found.developer_metadata)


def _unsure() -> TimedOut:
    return TimedOut(
        "Google did not answer when the result was written, nor when asked whether it is there.",
        unchanged=WHOLE_OR_NOT,
    )


def _not_there() -> TimedOut:
    return TimedOut(
        "Google did not answer when the result was written, and the result is not in the workbook.",
        unchanged="When last looked at, nothing in the workbook was changed.",
    )


def _run_of(entry: DeveloperMetadata) -> object:
    if entry.metadata_key != RUN:
        return None
    try:
        stamp = orjson.loads(entry.metadata_value)
    except ValueError:
        return None
    return stamp.get("run") if isinstance(stamp, dict) else None
