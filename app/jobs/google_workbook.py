"""A workbook at Google, as its caller: what `refresh` reads from and writes to."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from app.errors import (
    WHOLE_OR_NOT,
    ChangedUnderUs,
    GoogleError,
    GoogleUnavailable,
    NotSent,
    QuotaExhausted,
    RefusedByGoogle,
    TimedOut,
    TookTooLong,
)
from app.google.deadline import Deadline
from app.google.retry import STAMP_SECONDS, WRITES, Draw, read_again
from app.google.sheets import SheetsGateway
from app.metrics import CHANGED
from app.workbook.batch import Request, requests_of
from app.workbook.book import Book
from app.workbook.from_sheets import book_of
from app.workbook.marks import RUN
from app.workbook.plan import WritePlan
from app.workbook.rules import foreign_rules, put_back
from app.workbook.sheets_types import FIELDS, BatchAnswer, Reply, Spreadsheet
from app.workbook.watch import SHOWN, SIZES, build_of, differences

ANSWER = f"replies(deleteConditionalFormatRule(rule)),updatedSpreadsheet({SHOWN})"
STAMP = f"developerMetadata(metadataKey,metadataValue),{SIZES}"


class GoogleWorkbook:
    """One run's view of one workbook. `sheets` makes a gateway that acts as the run's caller; `opened` is
    told when the caller has proved, by reading it, that they may open the workbook."""

    def __init__(
        self,
        sheets: Callable[[Deadline], SheetsGateway],
        spreadsheet_id: str,
        *,
        deadline: Deadline,
        opened: Callable[[], None] = lambda: None,
        draw: Draw = random.random,
    ) -> None:
        self._sheets, self._id, self._opened = sheets, spreadsheet_id, opened
        self._deadline, self._draw = deadline, draw
        self._build: object = None
        self._refusal: RefusedByGoogle | None = None

    def read(self) -> Book:
        """The one read."""
        answer = self._ask()
        if self._build is None:
            self._opened()
        book = book_of(answer)
        build = build_of(book)
        if self._refusal and build == self._build:
            raise self._refusal  # the workbook was not rebuilt: what was refused is refused again
        self._build = build
        return book

    def _ask(self) -> Spreadsheet:
        """Google's answer to the one read."""
        return self._sheets(self._deadline).read(self._id, FIELDS, Spreadsheet)

    def _looked_at(self, plan: WritePlan) -> tuple[str, list[str]]:
        """What Google is asked to answer to the write: fields, and the ranges whose cells are shown."""
        return ANSWER, [range_ for tab in plan.watched for range_ in tab.ranges]

    def write(self, plan: WritePlan) -> None:
        """The one write: all of it or nothing, and never twice.

        Raises ChangedUnderUs when Google's answer shows that the workbook was rebuilt since it was read, or
        when Google can't make sense of what was planned for how it was read.
        """
        try:
            answer = self._land(plan)
        except RefusedByGoogle as refusal:
            CHANGED.inc()
            self._refusal = refusal
            raise ChangedUnderUs from refusal
        found = differences(plan.watched, answer.updated_spreadsheet)
        if lost := foreign_rules(answer.replies):
            self._put_back(plan, answer.replies)
            found = (*found, f"{len(lost)} conditional format rule(s) were added or moved")
        if found:
            CHANGED.inc()
            raise ChangedUnderUs(found, landed=True)

    def _land(self, plan: WritePlan) -> BatchAnswer:
        """Google's answer to the write, once it has landed; see `app.google.retry` for what is asked again.

        Where the answer was lost and the stamp tells that the write landed, there are sizes and titles alone.
        """
        if not self._deadline.left:
            raise TookTooLong("The time for one refresh was over before the result could be written.")
        requests = requests_of(plan)
        fields, ranges = self._looked_at(plan)
        for attempt in range(WRITES.attempts):
            try:
                return self._send(requests, fields, ranges)
            except (QuotaExhausted, NotSent) as refused:
                trouble: GoogleError = refused
            except (GoogleUnavailable, TimedOut, RefusedByGoogle) as error:
                if landed := self._landed(plan, error, again=attempt > 0):
                    return landed
                trouble = error
            if not WRITES.pause(attempt, deadline=self._deadline, draw=self._draw):
                raise trouble
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _send(self, requests: list[Request], fields: str, ranges: list[str]) -> BatchAnswer:
        """The write itself, once."""
        return self._sheets(self._deadline).batch_update_and_look(
            self._id, requests, fields=fields, ranges=ranges, into=BatchAnswer
        )

    def _landed(self, plan: WritePlan, error: GoogleError, *, again: bool) -> BatchAnswer | None:
        """What the workbook shows if the write did land, None if it did not and may be sent once more.

        Raises the error where it may not, with what is true of the workbook.
        """
        refused = isinstance(error, RefusedByGoogle)
        if refused and not again:
            raise error
        found = self._look()
        if found and _carries(found, plan.stamp):
            return BatchAnswer(updated_spreadsheet=found)
        if refused:  # another's write has taken the turn
            raise error
        if isinstance(error, TimedOut):
            raise _unsure() if found is None else _not_there() from error
        if found is None:
            error.unchanged = WHOLE_OR_NOT
            raise error
        return None

    def _look(self) -> Spreadsheet | None:
        """The file's marks and its tabs; None when Google doesn't say."""
        try:
            return self._sheets(Deadline.after(STAMP_SECONDS)).read(self._id, STAMP, Spreadsheet)
        except GoogleError:
            return None

    def _put_back(self, plan: WritePlan, replies: Iterable[Reply]) -> None:
        """Give people back the rules that stood, unseen, where ours had stood.

        Asked until it is done: a rule of theirs twice does less harm than none.
        """
        requests, deadline = put_back(plan.rules, replies), Deadline.after(STAMP_SECONDS)
        try:
            read_again(
                lambda: self._sheets(deadline).batch_update(self._id, requests),
                deadline=deadline,
                draw=self._draw,
            )
        except GoogleError as error:
            error.unchanged = RULE_LOST
            raise


RULE_LOST = (
    "The result is in the workbook. A conditional format rule that somebody added at that very moment was "
    "lost: please add it again."
)


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


def _carries(found: Spreadsheet, stamp: str) -> bool:
    return any(mark.metadata_key == RUN and mark.metadata_value == stamp for mark in found.developer_metadata)
