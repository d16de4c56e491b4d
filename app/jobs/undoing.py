"""The last refresh of a workbook taken back, as its caller: one read, one write, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from msgspec.structs import replace

from app.errors import CannotUndo, NothingToUndo, RefreshUnderWay, RefusedByGoogle
from app.google.access import GoogleAccess
from app.google.caller import Caller
from app.google.deadline import Deadline
from app.store import audit, runs, undos
from app.store.audit import Act, AuditRow
from app.workbook.book import Book
from app.workbook.from_sheets import book_of
from app.workbook.marks import RUN
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import FIELDS, Spreadsheet
from app.workbook.undo.put_back import lost_looks, requests_of
from app.workbook.undo.record import Record, left_known, packed, record_of, unpacked
from app.workbook.undo.refusals import refusals

CHANGED = "the workbook was written to at that very moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back. `formats_later`: tabs whose row formats follow at the next refresh."""

    run_id: str
    tabs: tuple[str, ...]
    tabs_deleted: tuple[str, ...]
    formats_later: tuple[str, ...]


class Undoing:
    """Takes refreshes back. `seconds`: how long that may take."""

    def __init__(
        self, engine: sa.Engine, google: GoogleAccess, *, seconds: float, clock: Callable[[], datetime]
    ) -> None:
        self._engine, self._google, self._seconds, self._clock = engine, google, seconds, clock

    def __call__(self, workbook_id: str, caller: Caller) -> Undone:
        """Raises NothingToUndo, CannotUndo with the reasons, and what Google says to those who may not edit.

        The workbook is read first: who can't open it learns nothing.
        """
        gateway = self._google.sheets(caller, Deadline.after(self._seconds))
        book = book_of(gateway.read(workbook_id, FIELDS, Spreadsheet))
        with self._engine.connect() as db:
            if runs.active(db, workbook_id):
                raise RefreshUnderWay("A refresh of this workbook is under way.")
            row = undos.find(db, workbook_id)
        if row is None or not row.run_ids:
            raise NothingToUndo("No refresh of this workbook can be taken back.")
        record = unpacked(row.body)
        if why := refusals(record, book):
            raise CannotUndo(why)
        try:
            gateway.batch_update(workbook_id, requests_of(record, book))
        except RefusedByGoogle as refused:
            raise CannotUndo([CHANGED]) from refused
        done = Undone(
            run_id=row.run_ids[0],
            tabs=tuple(page.tab for page in record.pages),
            tabs_deleted=tuple(page.tab for page in record.pages if page.is_new),
            formats_later=tuple(lost_looks(record)),
        )
        with self._engine.begin() as db:
            undos.undone(db, row, left=packed(left_known(record)))
            audit.add(db, _audit(done, workbook_id, caller, self._clock()))
        return done


def kept_with(before: bytes | None, book: Book, plan: WritePlan) -> tuple[bytes, bool]:
    """The record of a refresh, and whether it carries on the one `before`: a refresh that changed nothing
    leaves the last change to be taken back."""
    known = unpacked(before) if before else None
    if known and known.stamp and plan.only_stamps:
        return packed(_restamped(known, plan)), True
    return packed(record_of(book, plan, charts=known.charts if known else {})), False


def _restamped(known: Record, plan: WritePlan) -> Record:
    now = plan.stamp
    marks = tuple(replace(mark, now=now) if mark.key == RUN else mark for mark in known.marks)
    return replace(known, stamp=now, marks=marks)


def _audit(done: Undone, workbook_id: str, caller: Caller, at: datetime) -> AuditRow:
    return AuditRow(
        at=at,
        actor_sub=caller.sub,
        actor_email=caller.email,
        act=Act.REFRESH_UNDONE,
        workbook_id=workbook_id,
        run_id=done.run_id,
        details={"tabs": list(done.tabs), "tabs_deleted": list(done.tabs_deleted)},
    )
