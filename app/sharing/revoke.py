"""Take a report back from its client: idempotent, whoever was first."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.errors import AppError, NotYoursOrNotThere, PermissionsDiffer
from app.google.drive_whole import permissions_of
from app.sharing.access import roles_of, take_away
from app.sharing.files import Files
from app.sharing.work import Work, error_of, log, not_yours, permissions_told
from app.store import shares
from app.store.audit import Act
from app.store.shares import ShareRow


def revoke(work: Work, workbook_id: str, share_id: str, *, trash: bool = True) -> ShareRow:
    """Nobody but its owner can open the client's file any more; what was downloaded can't be called back.

    Revoking twice is the same as once. `trash`: the file goes into its owner's trash as well.
    """
    with work.held(workbook_id):
        row = work.share(workbook_id, share_id, open_only=False)
        nothing_left = row.state == shares.FAILED and not row.file_id and not row.staging_id
        if row.state == shares.REVOKED or nothing_left:
            return row
        _ended(work, work.files(), row, trash=trash, state=shares.REVOKED, act=Act.SHARE_REVOKED)
        return work.share(workbook_id, share_id, open_only=False)


def expire(work: Work, row: ShareRow) -> bool:
    """The time of a share is over: Google ends the permissions by itself, this makes sure of it.

    Whether it was this call that ended it: somebody may have taken it back meanwhile.
    """
    with work.held(row.workbook_id):
        fresh = work.share(row.workbook_id, row.id, open_only=False)
        if not fresh.open:
            return False
        return _ended(work, work.files(), fresh, trash=False, state=shares.EXPIRED, act=Act.SHARE_EXPIRED)


def expire_due(work: Work) -> int:
    """Every share of this service account whose time has come; how many were ended."""
    return _each_due(work, lambda row: row.service_account == work.email, lambda row: expire(work, row))


def mark_due(work: Work, *, accounts: Collection[str] = (), workbook_id: str = "") -> int:
    """Shares whose time has come and that none of these accounts can end: Google did, at that moment.

    `workbook_id`: of this workbook alone.
    """

    def ours(row: ShareRow) -> bool:
        return row.service_account not in accounts and workbook_id in {"", row.workbook_id}

    return _each_due(work, ours, lambda row: _marked(work, row))


def _each_due(work: Work, ours: Callable[[ShareRow], bool], end: Callable[[ShareRow], bool]) -> int:
    """One that can't be ended now, for whatever reason, keeps no other from its end."""
    with work.engine.connect() as db:
        due = [row for row in shares.over(db, work.now()) if ours(row)]
    ended = 0
    for row in due:
        try:
            ended += end(row)
        except AppError as error:
            log.warning("share.not_expired", share=row.id, error=error.slug)
    return ended


def _marked(work: Work, row: ShareRow) -> bool:
    with work.held(row.workbook_id):
        marked = work.change_open(row.id, state=shares.EXPIRED)
    if marked:
        work.tell(Act.SHARE_EXPIRED, row, by="google")
    return marked


def _ended(work: Work, files: Files, row: ShareRow, *, trash: bool, state: str, act: Act) -> bool:
    """Whether the share had not ended meanwhile; PermissionsDiffer while others can still open the file."""
    work.step("look")
    before: dict[str, str] = {}
    try:
        before = roles_of(permissions_of(files.drive, row.file_id)) if row.file_id else {}
    except NotYoursOrNotThere:
        if work.sub != row.owner_sub and work.email != row.service_account:
            raise not_yours(row) from None  # only its owner can tell whether it is gone
    work.step("take away")
    after = take_away(files.drive, row.file_id, keep=(), me=work.email) if before else {}
    told = {"before": permissions_told(before), "after": permissions_told(after)}
    if others := [name for name, role in after.items() if role != "owner"]:
        error = PermissionsDiffer(
            f"{len(others)} can still open the client's file: Google did not take their access away.",
            mend="Take the others out of the file's sharing, or of its folder's, at Google, then try again.",
            unchanged="The share counts as open still.",
        )
        work.tell(Act.SHARE_FAILED, row, error=error_of(error), permissions=told)
        raise error
    work.step("put away")
    if trash:
        work.put_away(row.file_id)
    staging = "" if work.put_away(row.staging_id) else row.staging_id
    work.step("note")
    if state == shares.REVOKED:
        work.change(row.id, state=state, staging_id=staging)
    elif not work.change_open(row.id, state=state, staging_id=staging):
        return False
    work.tell(act, row, permissions=told, trash=trash)
    return True
