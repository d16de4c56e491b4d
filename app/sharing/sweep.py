"""Puts away what a publication left that died on its way: files that nobody but their owner could ever open.

Runs before each publication of a workbook, which holds its shares for itself: what is found half done then
belongs to no living process.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.errors import GoogleError
from app.sharing.access import take_away
from app.sharing.files import Files
from app.sharing.work import Work, log
from app.store import shares
from app.store.audit import Act
from app.store.shares import ShareRow

LATELY = timedelta(days=7)
INTERRUPTED = "Sharing was interrupted; its file may be open to those it was shared with: take it back."


def note_interrupted(work: Work) -> int:
    """Shares whose publication died are called failed, so that they can be taken back; how many."""
    with work.engine.connect() as db:
        rows = shares.interrupted(db, work.now())
    return sum(_noted(work, row) for row in rows)


def _noted(work: Work, row: ShareRow) -> bool:
    noted = work.change_open(
        row.id, states=[shares.BUILDING], state=shares.FAILED, reason=INTERRUPTED if row.file_id else ""
    )
    if noted:
        work.tell(Act.SHARE_FAILED, row, error="interrupted", hits=[])
    return noted


def sweep(work: Work, files: Files, workbook_id: str) -> int:
    """How many files were put away: of this account's shares of the workbook."""
    with work.engine.connect() as db:
        rows = [row for row in shares.of_workbook(db, workbook_id) if row.owner_sub == work.sub]
    return sum(_swept(work, files, row) for row in rows if _may_have_left(row, work.now()))


def _may_have_left(row: ShareRow, at: datetime) -> bool:
    """Never finished, or with a staging file that is not kept for the nights.

    A file that Google made although no answer came has no id here: what is open, or ended lately, is looked
    for by mark.
    """
    if row.open:
        return not row.service_account
    lately = at - row.changed_at < LATELY
    unfinished = row.state == shares.BUILDING or (row.state == shares.FAILED and bool(row.file_id))
    return unfinished or lately or bool(row.staging_id)


def _swept(work: Work, files: Files, row: ShareRow) -> int:
    """By our mark, since a process may have died between making a file and writing its id down."""
    keep = {row.file_id} if row.state not in {shares.BUILDING, shares.FAILED} else set()
    count, left = 0, False
    try:
        for file_id in files.marked(row.id):
            if file_id in keep:
                continue
            take_away(files.drive, file_id, keep=(), me=work.email)
            done = work.put_away(file_id)
            count, left = count + done, left or not done
    except GoogleError as error:
        log.warning("share.not_swept", share=row.id, error=error.slug)
        return count
    if left:
        return count
    if keep:
        if row.staging_id:
            work.change(row.id, staging_id="")
    elif count or row.file_id or row.staging_id or row.state == shares.BUILDING:
        reason = row.reason or "Sharing was interrupted; nobody had been let in, or they were let out again."
        if row.reason == INTERRUPTED:
            reason = "Sharing was interrupted; its file was put away."
        work.change(row.id, state=shares.FAILED, file_id="", staging_id="", reason=reason)
    if count:
        work.tell(Act.SHARE_SWEPT, row, files=count)
    return count
