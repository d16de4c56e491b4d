"""A workbook at Google by night: read and written as by day, and what the write left is looked at.

It is the same two requests. The write's answer also shows people's cells, by which the next night knows
whether the workbook can be left alone (see `what_changed`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.google.deadline import Deadline
from app.google.sheets import SheetsGateway
from app.jobs.google_workbook import GoogleWorkbook
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import FIELDS, BatchAnswer, Spreadsheet
from app.workbook.undisturbed import NIGHT_SHOWN, is_steady, ranges_shown, undisturbed
from app.workbook.watch import SHOWN


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
        self._as_read = Spreadsheet()
        self.left: Left | None = None

    def _ask(self) -> Spreadsheet:
        self._as_read = self._sheets(self._deadline).read(self._id, FIELDS, Spreadsheet)
        return self._as_read

    def _looked_at(self, plan: WritePlan) -> tuple[str, list[str]]:
        fields, watched = super()._looked_at(plan)
        whole = ranges_shown(self._as_read, plan)
        if not whole:
            return fields, watched
        tabs = {range_.rpartition("!")[0] for range_ in whole}
        others = [range_ for range_ in watched if range_.rpartition("!")[0] not in tabs]
        return fields.replace(SHOWN, NIGHT_SHOWN), [*whole, *others]

    def _land(self, plan: WritePlan) -> BatchAnswer:
        self.left, since = None, self._clock()
        answer = super()._land(plan)
        self.left = Left(
            written_from=since,
            written_until=self._clock(),
            whole=undisturbed(self._as_read, plan, answer.updated_spreadsheet),
            steady=is_steady(self._as_read),
        )
        return answer
