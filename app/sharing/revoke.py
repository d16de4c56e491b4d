"""Take a report back from its client: idempotent, whoever was first."""

from __future__ import annotations

from app.errors import GoogleError, NotYoursOrNotThere
from app.google.drive_whole import permissions_of
from app.sharing.access import roles_of, take_away
from app.sharing.files import Files
from app.sharing.work import Work, log, not_yours, permissions_told
from app.store import shares
from app.store.audit import Act
from app.store.shares import ShareRow


def revoke(work: Work, workbook_id: str, share_id: str, *, trash: bool = True) -> ShareRow:
    """Nobody but its owner can open the client's file any more; what was downloaded can't be called back.

    Revoking twice is the same as once. `trash`: the file goes into its owner's trash as well.
    """
    with work.held(workbook_id):
        row = work.share(workbook_id, share_id, open_only=False)
        if row.state in {shares.REVOKED, shares.FAILED}:
            return row
        return _ended(work, work.files(), row, trash=trash, state=shares.REVOKED, act=Act.SHARE_REVOKED)


def expire(work: Work, row: ShareRow) -> ShareRow:
    """The time of a share is over: Google ends the permissions by itself, this makes sure of it."""
    with work.held(row.workbook_id):
        return _ended(work, work.files(), row, trash=False, state=shares.EXPIRED, act=Act.SHARE_EXPIRED)


def expire_due(work: Work) -> int:
    """Every share whose time has come and that this account may end; how many were ended.

    The others were ended by Google at that moment; they are marked so.
    """
    with work.engine.connect() as db:
        due = shares.over(db, work.now())
    ended = 0
    for row in due:
        try:
            if row.service_account == work.email:
                expire(work, row)
            else:
                work.change(row.id, state=shares.EXPIRED)
                work.tell(Act.SHARE_EXPIRED, row, by="google")
        except GoogleError as error:
            log.warning("share.not_expired", share=row.id, error=error.slug)
        else:
            ended += 1
    return ended


def _ended(work: Work, files: Files, row: ShareRow, *, trash: bool, state: str, act: Act) -> ShareRow:
    work.step("look")
    before: dict[str, str] = {}
    try:
        before = roles_of(permissions_of(files.drive, row.file_id)) if row.file_id else {}
    except NotYoursOrNotThere:
        if work.sub != row.owner_sub and work.email != row.service_account:
            raise not_yours(row) from None  # only its owner can tell whether it is gone
    work.step("take away")
    after = take_away(files.drive, row.file_id, keep=()) if before else {}
    work.step("put away")
    if trash:
        work.put_away(row.file_id)
    work.put_away(row.staging_id)
    work.step("note")
    work.change(row.id, state=state, staging_id="")
    work.tell(
        act,
        row,
        permissions={"before": permissions_told(before), "after": permissions_told(after)},
        trash=trash,
    )
    return work.share(row.workbook_id, row.id, open_only=False)
