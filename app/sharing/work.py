"""What every act of sharing works with: who acts, on what, at which moment, and the words of its audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
import structlog

from app.errors import AppError, NotAllowedToWrite, ShareBusy, ShareEnded, ShareNotFound
from app.google.deadline import Deadline
from app.sharing.files import Files, Hands, put_away
from app.sharing.scan.scan import VERSION, Scan
from app.store import audit, shares
from app.store.audit import Act, AuditRow
from app.store.shares import ShareRow
from sheets_schema.model import Schema

log = structlog.get_logger(__name__)

CLEAN_UP = 90.0  # beyond an act's own time, for what a failure leaves to put away; later its process is dead


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One account's work on shares. `seconds`: how long one act may take; `step` is told before each step."""

    engine: sa.Engine
    hands: Hands
    sub: str
    email: str
    schema: Schema
    seconds: float
    allowed_domains: tuple[str, ...] = ()
    service_account: str = ""  # who publishes anew by night; empty: nobody can
    now: Callable[[], datetime] = _now
    deadline: Callable[[float], Deadline] = Deadline.after  # so many seconds from now
    step: Callable[[str], None] = field(default=lambda _step: None)

    def files(self) -> Files:
        """Google for one act."""
        return Files(self.hands, self.deadline(self.seconds))

    @contextmanager
    def held(self, workbook_id: str) -> Iterator[None]:
        """The shares of this workbook for us alone; ShareBusy when somebody else has them."""
        with self.engine.begin() as db:
            owner = shares.hold(db, workbook_id, at=self.now(), seconds=self.seconds + CLEAN_UP)
        if owner is None:
            raise ShareBusy
        try:
            yield
        finally:
            with self.engine.begin() as db:
                shares.let_go(db, owner)

    def share(self, workbook_id: str, share_id: str, *, open_only: bool = True) -> ShareRow:
        """The share, of this workbook; ShareNotFound, ShareEnded."""
        with self.engine.connect() as db:
            row = shares.find(db, share_id)
        if row is None or row.workbook_id != workbook_id:
            raise ShareNotFound
        if open_only and (not row.open or row.over(self.now())):
            raise ShareEnded(f"This share is {row.state if not row.open else shares.EXPIRED}.")
        return row

    def change(self, share_id: str, **values: Any) -> None:
        """Set columns of a share."""
        with self.engine.begin() as db:
            shares.change(db, share_id, at=self.now(), **values)

    def change_open(self, share_id: str, **values: Any) -> bool:
        """Set columns of a share unless it has ended; whether it had not."""
        with self.engine.begin() as db:
            return shares.change_open(db, share_id, at=self.now(), **values)

    def tell(self, act: Act, row: ShareRow, **details: Any) -> None:
        """An audit row."""
        with self.engine.begin() as db:
            audit.add(
                db,
                AuditRow(
                    at=self.now(),
                    actor_sub=self.sub,
                    actor_email=self.email,
                    act=act,
                    workbook_id=row.workbook_id,
                    run_id=None,
                    details={"share": row.id, "file": row.file_id, **details},
                ),
            )

    def put_away(self, file_id: str) -> bool:
        """Into the trash; what Google won't do now is done by the next sweep."""
        return put_away(
            self.hands, file_id, tell=lambda error: log.warning("share.not_put_away", error=error.slug)
        )


def not_yours(row: ShareRow) -> NotAllowedToWrite:
    """Somebody else's file: the caller's own permissions at Google don't reach it."""
    return NotAllowedToWrite(
        f"The client's file was made by {row.owner_email}, and is out of your account's reach or gone.",
        mend=f"Ask {row.owner_email} to do it, or share anew.",
        unchanged="The client's file is as it was.",
    )


def terms(row: ShareRow) -> dict[str, Any]:
    """What was agreed, for the audit."""
    return {
        "recipients": list(row.recipients),
        "role": row.role,
        "until": row.until.isoformat() if row.until else None,
        "sections": list(row.sections),
        "language": row.language,
        "nightly": row.nightly,
    }


def scanned(found: Scan) -> dict[str, Any]:
    """A scan for the audit and the record: classes and places, never a value."""
    return {
        "hits": found.by_class,
        "places": [[hit.leak_class, hit.rule, hit.place] for hit in found.hits],
        "not_covered": list(found.not_covered),
        "rules": VERSION,
    }


def error_of(error: BaseException) -> str:
    """A stable name for the audit."""
    return error.slug if isinstance(error, AppError) else "internal"


def permissions_told(roles: Mapping[str, str]) -> list[list[str]]:
    """Who could open it, for the audit."""
    return [[name, role] for name, role in sorted(roles.items())]
