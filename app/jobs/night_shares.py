"""What is shared with clients, after a night: published anew where asked for, ended where it is over.

As the service account that stands among a share's permissions, and within the night's share of the quota. A
report that the scan refuses goes to nobody: its share is paused, and the report before stays where it is. The
same happens when whoever shared it may not any more: the night asks before each publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import sqlalchemy as sa
import structlog

from app.errors import (
    AppError,
    NotAllowedToWrite,
    NotYourRole,
    NotYoursOrNotThere,
    PermissionsDiffer,
)
from app.google.deadline import Deadline
from app.google.drive import DriveGateway
from app.google.sheets import SheetsGateway
from app.roles import Holders
from app.sharing.republish import republish, watch
from app.sharing.revoke import expire_due, mark_due
from app.sharing.standing import still_edits
from app.sharing.sweep import note_interrupted
from app.sharing.work import Work
from app.store import audit, runs, shares
from app.store.audit import Act
from app.store.nights import Night
from app.store.shares import ShareRow
from sheets_schema import load

log = structlog.get_logger(__name__)

EVERYBODY = Holders(editors=True)
NOBODY = "system"  # who is named where there is no service account at all
SECONDS = 300.0  # for one share: nobody is waiting
WHO_EDITS = "type,role,emailAddress,domain,deleted"
# Each takes Google's word, at that moment, that whoever did it may edit the workbook.
SHOWN_BY = (
    Act.SHARE_PREVIEWED,
    Act.SHARE_PUBLISHED,
    Act.SCHEDULE_SET,
    Act.SCHEDULE_CONFIRMED,
    Act.REFRESH_DONE,
    Act.REFRESH_UNDONE,
    Act.ADOPTED,
)


class Accounts(Protocol):
    """Google by night, as `app.google.night_access.NightAccess`."""

    @property
    def emails(self) -> tuple[str, ...]:
        """The service accounts whose keys are here."""

    def sheets(self, email: str, deadline: Deadline) -> SheetsGateway:
        """Sheets as one of them."""

    def drive(self, email: str, deadline: Deadline) -> DriveGateway:
        """Drive as one of them."""


@dataclass(frozen=True, slots=True)
class _Hands:
    accounts: Accounts
    email: str

    def sheets(self, deadline: Deadline) -> SheetsGateway:
        return self.accounts.sheets(self.email, deadline)

    def drive(self, deadline: Deadline) -> DriveGateway:
        return self.accounts.drive(self.email, deadline)


class NightShares:
    """Follows a night; may be called twice for one: what says the same as before is not sent again."""

    def __init__(
        self,
        engine: sa.Engine,
        accounts: Accounts,
        *,
        allowed_domains: Iterable[str] = (),
        may_share: Holders = EVERYBODY,
        shown_within: timedelta = timedelta(days=90),
        deadline: Callable[[float], Deadline] = Deadline.after,
    ) -> None:
        self._engine, self._accounts, self._deadline = engine, accounts, deadline
        self._allowed_domains, self._may_share = tuple(allowed_domains), may_share
        self._shown_within = shown_within

    def follow(self, night: Night) -> None:
        """After the last run of a night."""
        with self._engine.connect() as db:
            refreshed = runs.workbooks_done(db, night.id)
        self.publish(refreshed)
        self.watch()
        self.end_due()

    def publish(self, workbooks: Iterable[str]) -> dict[str, str]:
        """Anew what is shared of these workbooks; by share, `published` or the name of the problem."""
        with self._engine.connect() as db:
            rows = [row for workbook in workbooks for row in shares.by_night(db, workbook)]
        return {row.id: self._one(row) for row in rows}

    def watch(self) -> int:
        """Whether only those open a client's file who should, paused shares too; how many were not so."""
        with self._engine.connect() as db:
            rows = [row for email in self._accounts.emails for row in shares.open_for(db, email)]
        return sum(self._differs(row) for row in rows)

    def _differs(self, row: ShareRow) -> bool:
        try:
            watch(self._work(row.service_account), row.workbook_id, row.id)
        except AppError as error:
            log.warning("share.not_as_expected", share=row.id, error=error.slug)
            return isinstance(error, PermissionsDiffer)
        return False

    def each_minute(self) -> None:
        """What can't wait for a night: ends, and publications that died."""
        self.end_due()
        note_interrupted(self._work(next(iter(self._accounts.emails), NOBODY)))

    def end_due(self) -> int:
        """Shares whose time has come; how many."""
        emails = self._accounts.emails
        ended = sum(expire_due(self._work(email)) for email in emails)
        return ended + mark_due(self._work(emails[0] if emails else NOBODY), accounts=emails)

    def _one(self, row: ShareRow) -> str:
        try:
            self._still_theirs(row)
            republish(self._work(row.service_account), row.workbook_id, row.id, if_new=True)
        except AppError as error:
            log.warning("share.not_published", share=row.id, error=error.slug)
            return error.slug
        return "published"

    def _still_theirs(self, row: ShareRow) -> None:
        """NotYourRole or NotAllowedToWrite, and the share paused, when whoever shared it may not any more."""
        work = self._work(row.service_account)
        error = self._why_not(work, row)
        if error is None:
            return
        if work.change_open(row.id, state=shares.PAUSED, reason=error.detail[:300]):
            work.tell(Act.SHARE_PAUSED, row, error=error.slug)
        raise error

    def _why_not(self, work: Work, row: ShareRow) -> NotYourRole | NotAllowedToWrite | None:
        if not self._may_share.include(row.owner_email):
            return NotYourRole(f"{row.owner_email} may not share with a client any more.")
        edits = self._still_edits(work, row)
        if edits is None:
            with self._engine.connect() as db:
                shown = audit.last_by(db, row.workbook_id, sub=row.owner_sub, acts=SHOWN_BY)
            if shown is not None and work.now() - shown <= self._shown_within:
                return None
            return NotAllowedToWrite(
                f"{row.owner_email} has not shown for {self._shown_within.days} days that they may edit the "
                "workbook. Publishing again shows it, and ends this pause."
            )
        if edits:
            return None
        return NotAllowedToWrite(
            f"{row.owner_email}, who shared this, may not edit the workbook any more. The client keeps the "
            "report before. Whoever may edit the workbook can share anew."
        )

    def _still_edits(self, work: Work, row: ShareRow) -> bool | None:
        """As Google says now; None where it does not tell the service account, or not of this person."""
        try:
            return still_edits(
                work.files().drive.permissions(row.workbook_id, fields=WHO_EDITS), row.owner_email
            )
        except NotYoursOrNotThere:
            return None

    def _work(self, email: str) -> Work:
        return Work(
            engine=self._engine,
            hands=_Hands(self._accounts, email),
            sub=email,
            email=email,
            schema=load(),
            seconds=SECONDS,
            allowed_domains=self._allowed_domains,
            deadline=self._deadline,
        )
