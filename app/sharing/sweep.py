"""Puts away what a publication left that died on its way: files that nobody but their owner could ever open.

Runs before each publication of a workbook, which holds its shares for itself: what is found half done then
belongs to no living process.
"""

from __future__ import annotations

from app.errors import GoogleError
from app.sharing.access import take_away
from app.sharing.files import Files
from app.sharing.work import Work, log
from app.store import shares
from app.store.audit import Act
from app.store.shares import ShareRow


def sweep(work: Work, files: Files, workbook_id: str) -> int:
    """How many files were put away: of this account's shares of the workbook."""
    with work.engine.connect() as db:
        rows = [row for row in shares.of_workbook(db, workbook_id) if row.owner_sub == work.sub]
    return sum(_swept(work, files, row) for row in rows if _may_have_left(row))


def _may_have_left(row: ShareRow) -> bool:
    """Never finished, or with a staging file that is not kept for the nights."""
    unfinished = row.state == shares.BUILDING or (row.state == shares.FAILED and row.file_id)
    return bool(unfinished) or bool(row.staging_id and not row.service_account)


def _swept(work: Work, files: Files, row: ShareRow) -> int:
    """By our mark, since a process may have died between making a file and writing its id down."""
    keep = {row.file_id} if row.open else set()
    count = 0
    try:
        for file_id in files.marked(row.id):
            if file_id in keep:
                continue
            take_away(files.drive, file_id, keep=())
            count += work.put_away(file_id)
    except GoogleError as error:
        log.warning("share.not_swept", share=row.id, error=error.slug)
        return count
    if row.open:
        work.change(row.id, staging_id="")
    else:
        reason = row.reason or "Sharing was interrupted; nobody had been let in, or they were let out again."
        work.change(row.id, state=shares.FAILED, file_id="", reason=reason)
    if count:
        work.tell(Act.SHARE_SWEPT, row, files=count)
    return count
