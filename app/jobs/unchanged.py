"""Which workbooks need no refresh tonight: Drive is asked in bulk, a thousand in a request.

Whenever Drive does not say, or can't be asked, the workbook is refreshed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
import structlog

from app.errors import GoogleError
from app.google.deadline import Deadline
from app.google.drive import SPREADSHEET, DriveGateway
from app.jobs.basis import basis_of
from app.jobs.what_changed import Told, Verdict, judge
from app.metrics import LEFT_ALONE
from app.store import seen

log = structlog.get_logger(__name__)

BACK = timedelta(hours=1)  # how far the second question goes back: further than Drive was ever late
FIGURES = "id,version,modifiedTime,lastModifyingUser(me)"
WORKBOOKS = f"mimeType = '{SPREADSHEET}' and trashed = false"


class Drives(Protocol):
    """Drive as each service account sees it."""

    def drive(self, email: str, deadline: Deadline) -> DriveGateway:
        """One account's."""


def unchanged(
    engine: sa.Engine, drives: Drives, workbooks: Mapping[str, str], *, deadline: Deadline
) -> frozenset[str]:
    """Those of these workbooks (id: account that opens it) which need no refresh.

    One request a thousand files of an account, and none for accounts all of whose workbooks are new.
    """
    found = _judged(engine, drives, workbooks, deadline=deadline, since=None)
    for verdict in found.values():
        LEFT_ALONE.labels(verdict.value).inc()
    return frozenset(one for one, verdict in found.items() if verdict is Verdict.UNCHANGED)


def edited_after_all(
    engine: sa.Engine,
    drives: Drives,
    left_alone: Mapping[str, str],
    *,
    asked_at: datetime,
    deadline: Deadline,
) -> frozenset[str]:
    """Those of the workbooks left alone at `asked_at` which had been edited all the same.

    Asked once Drive has had time to tell of an edit (see `night.SETTLED`): one request, of what was changed
    lately. What it doesn't list has not been.
    """
    found = _judged(engine, drives, left_alone, deadline=deadline, since=asked_at.astimezone(UTC) - BACK)
    doubtful = {Verdict.UNCHANGED, Verdict.NOT_TOLD}
    return frozenset(one for one, verdict in found.items() if verdict not in doubtful)


def _judged(
    engine: sa.Engine,
    drives: Drives,
    workbooks: Mapping[str, str],
    *,
    deadline: Deadline,
    since: datetime | None,
) -> dict[str, Verdict]:
    with engine.connect() as db:
        known = seen.of(db, workbooks)
        now = basis_of(db, known)
    by_account = defaultdict[str, list[str]](list)
    for workbook_id, account in workbooks.items():
        by_account[account].append(workbook_id)
    verdicts = dict[str, Verdict]()
    for account, ids in by_account.items():
        worth_asking = any(one in known for one in ids)
        told = _told(drives, account, deadline=deadline, since=since) if worth_asking else {}
        for one in ids:
            verdicts[one] = judge(known.get(one), told.get(one), account=account, basis=now.get(one, ""))
        _settle(engine, (known[one] for one in ids if verdicts[one] is Verdict.UNCHANGED), told)
    return verdicts


def _told(drives: Drives, account: str, *, deadline: Deadline, since: datetime | None) -> dict[str, Told]:
    """What Drive tells of every workbook that the account can see, or of those changed since."""
    q = WORKBOOKS if since is None else f"{WORKBOOKS} and modifiedTime > '{since:%Y-%m-%dT%H:%M:%S}'"
    try:
        files = drives.drive(account, deadline).files(q, fields=FIGURES)
        return {str(file["id"]): told for file in files if (told := _figures(file))}
    except GoogleError as error:
        log.warning("unchanged.not_told", account=account, error=error.slug)
        return {}


def _figures(file: Mapping[str, Any]) -> Told | None:
    """None when something is missing: then Drive doesn't say."""
    try:
        return Told(
            version=int(file["version"]),
            modified_at=datetime.fromisoformat(file["modifiedTime"]),
            by_us=file.get("lastModifyingUser", {}).get("me") is True,
        )
    except (KeyError, ValueError, TypeError):
        return None


def _settle(engine: sa.Engine, rows: Iterable[seen.SeenRow], told: Mapping[str, Told]) -> None:
    fresh = [row for row in rows if row.version is None]
    if not fresh:
        return
    with engine.begin() as db:
        for row in fresh:
            figures = told[row.workbook_id]
            seen.settle(db, row, version=figures.version, modified_at=figures.modified_at)
