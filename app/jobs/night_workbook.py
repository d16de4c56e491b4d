"""A workbook at Google by night: read and written as by day, and what the write left is looked at.

It is the same two requests. The write's answer also shows people's cells, by which the next night knows
whether the workbook can be left alone (see `what_changed`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from app.errors import GoogleUnavailable
from app.google.deadline import Deadline
from app.google.sheets import SheetsGateway
from app.jobs.google_workbook import GoogleWorkbook
from app.typed_json import decode, readable
from app.workbook.batch import Request
from app.workbook.book import Book
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import FIELDS, BatchAnswer, Spreadsheet
from app.workbook.steady import are_steady
from app.workbook.undisturbed import (
    MOST_CELLS,
    NIGHT_SHOWN,
    RawAnswer,
    RawWorkbook,
    answer_of,
    ranges_shown,
    undisturbed,
)
from app.workbook.watch import SHOWN

T = TypeVar("T")
_AS_SENT = readable(msgspec.Raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What the write left: around it the moments by our clock; `whole` and `steady` as in `store.seen`."""

    written_from: datetime
    written_until: datetime
    whole: bool
    steady: bool


class NightWorkbook(GoogleWorkbook):
    """One nightly run's view of one workbook. `left` is there once it has been written."""

    def __init__(
        self,
        sheets: Callable[[Deadline], SheetsGateway],
        spreadsheet_id: str,
        *,
        deadline: Deadline,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(sheets, spreadsheet_id, deadline=deadline)
        self._clock = clock
        self._as_read = RawWorkbook()
        self._steady = self._too_large = False
        self._shown: RawWorkbook | None = None
        self.left: Left | None = None

    def read(self) -> Book:
        """The one read; formulas are looked through for those that move by themselves."""
        book = super().read()
        self._too_large = book.cells > MOST_CELLS
        self._steady = are_steady(formula for tab in book.tabs for formula in tab.formulas.values())
        return book

    def _ask(self) -> Spreadsheet:
        content = bytes(self._sheets(self._deadline).read(self._id, FIELDS, _AS_SENT))
        self._as_read = _made(content, RawWorkbook)
        return _made(content, Spreadsheet)

    def _looked_at(self, plan: WritePlan) -> tuple[str, list[str]]:
        fields, watched = super()._looked_at(plan)
        if self._too_large:
            return fields, watched
        whole = ranges_shown(self._as_read, plan)
        tabs = {range_.rpartition("!")[0] for range_ in whole}
        others = [range_ for range_ in watched if range_.rpartition("!")[0] not in tabs]
        return fields.replace(SHOWN, NIGHT_SHOWN), [*whole, *others]

    def _send(self, requests: list[Request], fields: str, ranges: list[str]) -> BatchAnswer:
        if self._too_large:
            return super()._send(requests, fields, ranges)
        answer = self._sheets(self._deadline).batch_update_and_look(
            self._id, requests, fields=fields, ranges=ranges, into=RawAnswer
        )
        self._shown = answer.updated_spreadsheet
        return answer_of(answer, self._as_read)

    def _land(self, plan: WritePlan) -> BatchAnswer:
        self.left, self._shown, since = None, None, self._clock()
        answer = super()._land(plan)
        self.left = Left(
            written_from=since,
            written_until=self._clock(),
            whole=undisturbed(self._as_read, plan, self._shown),
            steady=self._steady,
        )
        return answer


def _made(content: bytes, into: type[T]) -> T:
    try:
        return decode(content, into)
    except msgspec.MsgspecError as error:
        raise GoogleUnavailable("Google Sheets gave an answer that can't be read.") from error
