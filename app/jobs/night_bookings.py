"""Bookings from NetSuite into a linked workbook, by night and before it is refreshed.

Read since the last reading whose bookings are in the workbook; all of what came goes in with one write, or
nothing does, and the next night reads from the same moment. Where a process dies after its write, before that
is noted, the same bookings come again, and are known by their documents. What NetSuite can't give is noted
with the link and in the audit: the workbook is refreshed with what it has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Protocol

import sqlalchemy as sa
import structlog

from app.errors import (
    AppError,
    BookingsRefused,
    NetSuiteError,
    NoActualsTab,
    NotAllowedToWrite,
    NothingToForecast,
    PreviewOutdated,
    RefusedByGoogle,
    TimedOut,
    TooLarge,
)
from app.google.deadline import Deadline
from app.intake.bookings.plan import ImportPlan, plan_import
from app.intake.netsuite.bookings import Delivery, NetSuiteBookings
from app.intake.reading import understand
from app.jobs.runs import audit_of, now
from app.store import audit, bodies, netsuite_links
from app.store.audit import Act
from app.store.netsuite_links import LinkRow
from app.store.runs import RunRow
from app.workbook.book import Book
from app.workbook.locate import Located

log = structlog.get_logger(__name__)

SECONDS = 900.0  # for all requests to NetSuite: a first reading may hold years
READINGS = 3
REFUSED = (
    *(NetSuiteError, BookingsRefused, NothingToForecast, PreviewOutdated),
    *(NotAllowedToWrite, RefusedByGoogle, TooLarge),  # a protected Actuals tab, a full workbook
    TimedOut,  # Google may be at the write still: the next night tells, by the documents
)
"""What keeps bookings out and is no reason not to refresh: if it is, the refresh meets it itself."""


class Actuals(Protocol):
    """A workbook into whose Actuals tab new rows go."""

    def read(self) -> Book:
        """The whole workbook."""

    def add(self, book: Book, plan: ImportPlan, actuals: Located) -> None:
        """The plan's rows behind the last entry of `book`, in one atomic batch; raises a GoogleError, and
        PreviewOutdated where the workbook is another by now."""


class NightBookings:
    """Brings them for one run at a time, and may be used by many at once."""

    def __init__(self, engine: sa.Engine, live: NetSuiteBookings) -> None:
        self._engine, self._live = engine, live

    def linked(self, workbook_ids: Iterable[str]) -> Collection[str]:
        """Those that may have new bookings tonight, though nobody has touched them."""
        with self._engine.connect() as db:
            return netsuite_links.linked(db, list(workbook_ids))

    def bring(self, row: RunRow, workbook: Actuals) -> None:
        """For the workbook of a run, if it is linked. Raises what Google raises: the run is tried again."""
        with self._engine.connect() as db:
            link = netsuite_links.find(db, row.workbook_id)
        if link is None:
            return
        try:
            found, plan = self._bring(link, workbook)
        except REFUSED as error:
            self._failed(row, link, error)
        else:
            self._done(row, link, found, plan)

    def _bring(self, link: LinkRow, workbook: Actuals) -> tuple[Delivery, ImportPlan]:
        for _ in range(READINGS - 1):
            try:
                return self._once(link, workbook)
            except PreviewOutdated:  # somebody typed while NetSuite was asked
                continue
        return self._once(link, workbook)

    def _once(self, link: LinkRow, workbook: Actuals) -> tuple[Delivery, ImportPlan]:
        book = workbook.read()
        reading = understand(book, today=datetime.now(UTC).date())
        if "actuals" not in reading.located:
            raise NoActualsTab("The workbook has no Actuals tab for NetSuite's bookings.")
        found = self._live.of(
            reading.project, since=link.read_at, deadline=Deadline.after(SECONDS), linked=link.project
        )
        plan = plan_import(found.file, reading.project, reading.located["actuals"])
        if plan.elsewhere:
            raise BookingsRefused(
                "The workbook's Settings name another project than the one it is linked to.",
                mend="Type the linked project's name or code in Settings, or have the link changed.",
                unchanged="No booking was imported.",
            )
        if plan.rows:
            workbook.add(book, plan, reading.located["actuals"])
        return found, plan

    def _done(self, row: RunRow, link: LinkRow, found: Delivery, plan: ImportPlan) -> None:
        at = now()
        with self._engine.begin() as db:
            netsuite_links.went_well(db, link, read_at=found.read_at)
            if plan.new or plan.changed:
                audit.add(db, audit_of(row, at, Act.NETSUITE_IMPORTED, _counts(plan)))
        log.info("netsuite.imported", new=len(plan.new), known=plan.known, changed=len(plan.changed))

    def _failed(self, row: RunRow, link: LinkRow, error: AppError) -> None:
        at = now()
        with self._engine.begin() as db:
            netsuite_links.failed(db, link, error=bodies.canonical(error.document(run=row.id)).decode())
            audit.add(db, audit_of(row, at, Act.NETSUITE_FAILED, {"error": error.slug}))
        log.warning("netsuite.failed", error=error.slug)


def _counts(plan: ImportPlan) -> dict[str, object]:
    """Counts and a hash of what went in: no amount and no name."""
    keys = "\n".join(booking.key for booking in plan.new)
    return {
        "new": len(plan.new),
        "known": plan.known,
        "changed": len(plan.changed),
        "unmatched": len(plan.unmatched),
        "documents": hashlib.sha256(keys.encode()).hexdigest(),
    }
