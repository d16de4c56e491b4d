"""The work of one nightly run: as the service account, on a registered workbook, whoever began it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from app.errors import GivenUp, GoogleUnavailable, TokenRejected
from app.google.deadline import Deadline
from app.google.kinds import Kind
from app.google.night_access import NightAccess
from app.google.sheets import SheetsGateway
from app.jobs.basis import basis_of
from app.jobs.interactive import Tell
from app.jobs.night_actuals import NightActuals
from app.jobs.night_bookings import NightBookings
from app.jobs.night_runs import NightRuns
from app.jobs.night_workbook import Left, NightWorkbook
from app.jobs.refreshing import refreshed
from app.jobs.runs import Done, now
from app.refresh import Workbook
from app.store.runs import RunRow
from app.store.seen import SeenRow
from app.workbook.book import Book
from app.workbook.plan import WritePlan
from app.workbook.stamp import stamped_run


class NightRefreshing:
    """Refreshes a run's workbook by night. `seconds`: how long one attempt may take.

    `bookings`: what comes into it before. `deadline` and `clock`: whose time that is, and what time it is at
    Google.
    """

    def __init__(
        self,
        engine: sa.Engine,
        google: NightAccess,
        runs: NightRuns,
        *,
        seconds: float,
        bookings: NightBookings | None = None,
        deadline: Callable[[float], Deadline] = Deadline.after,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._engine, self._google, self._runs = engine, google, runs
        self._seconds, self._deadline, self._clock = seconds, deadline, clock
        self._bookings = bookings

    def __call__(self, row: RunRow) -> Done:
        """One attempt; raises an AppError when it can't be done, GivenUp when the run is another's by now."""

        def tell(phase: str, step: int, text: str) -> None:
            if not self._runs.tell(row.id, phase=phase, step=step, text=text):
                raise _taken_over()

        def ahead(kind: Kind) -> None:
            # The last look before a write leaves: waits for the quota, or a frozen process, lie behind it.
            if kind == "write" and not self._runs.held(row.id):
                raise _taken_over()

        sheets = partial(self._google.sheets, row.by_email, ahead=ahead)
        try:
            if self._bookings is not None and self._bookings.linked([row.workbook_id]):
                tell("reading", 1, "Asking NetSuite for new bookings")
                self._bookings.bring(row, NightActuals(sheets, row.workbook_id, seconds=self._seconds))
            return self._refreshed(row, sheets, tell)
        except TokenRejected as error:  # revoked before its time: the next attempt brings a new one
            self._google.renew(row.by_email)
            raise GoogleUnavailable("Google took the service account's sign-in no longer.") from error

    def _refreshed(self, row: RunRow, sheets: Callable[[Deadline], SheetsGateway], tell: Tell) -> Done:
        workbook = NightWorkbook(
            sheets,
            row.workbook_id,
            deadline=self._deadline(self._seconds),
            clock=self._clock,
        )
        with self._engine.connect() as db:  # before it is used: in doubt it is out of date
            basis = basis_of(db, [row.workbook_id])[row.workbook_id]
        done = refreshed(self._engine, Resumed(workbook, row.id), row, tell)
        return replace(done, seen=_seen(row, done, workbook.left, basis))


class Resumed:
    """A workbook that this very run may have written already, by a process that died: not written twice."""

    def __init__(self, workbook: Workbook, run_id: str) -> None:
        self._workbook, self._run_id = workbook, run_id
        self._landed = False

    def read(self) -> Book:
        """The one read; the run's stamp tells whether its write has landed."""
        book = self._workbook.read()
        self._landed = stamped_run(book) == self._run_id
        return book

    def write(self, plan: WritePlan) -> None:
        """The one write, unless it has landed and nothing has changed since."""
        if not (self._landed and plan.only_stamps):
            self._workbook.write(plan)


def _seen(row: RunRow, done: Done, left: Left | None, basis: str) -> SeenRow | None:
    """What the next night may hold Drive's figures against; None when this process has not written."""
    if left is None:
        return None
    return SeenRow(
        workbook_id=row.workbook_id,
        run_id=row.id,
        account=row.by_email,
        written_from=left.written_from,
        written_until=left.written_until,
        whole=left.whole,
        steady=left.steady,
        basis=basis,
        status_date=done.result.status_date,
    )


def _taken_over() -> GivenUp:
    return GivenUp("Another process has taken this refresh over.")
