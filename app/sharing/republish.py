"""Publish again behind the same link: built and scanned in a staging file, then the same for the client's."""

from __future__ import annotations

from typing import Any

import orjson

from app.errors import (
    AppError,
    GoogleError,
    NotForClients,
    NothingToShare,
    NotYoursOrNotThere,
    PermissionsDiffer,
    RecipientNotAllowed,
    ShareError,
)
from app.sharing.access import check, give, put_out, take_away
from app.sharing.allow_list import Section
from app.sharing.build import requests_of, tab_ids
from app.sharing.files import Files
from app.sharing.fingerprint import fingerprint
from app.sharing.order import check_recipients
from app.sharing.publish import (
    MARK_OF_CONTENT,
    build,
    record,
    refuse_hits,
    roles_expected,
    scanned_file,
    settle,
)
from app.sharing.report import Report, before_of, report_of, scan_before_building
from app.sharing.scan.scan import Scan
from app.sharing.scan.secret import folded
from app.sharing.select import FIRST, Before
from app.sharing.source import source_of
from app.sharing.sweep import sweep
from app.sharing.work import Work, error_of, not_yours, permissions_told, scanned, terms
from app.store import shares
from app.store.audit import Act
from app.store.shares import ShareRow

PAUSES = (NotForClients, NothingToShare, PermissionsDiffer, RecipientNotAllowed)
DIFFERS = "What stands in the client's file is not what was built and scanned, so it was taken back."


def republish(work: Work, workbook_id: str, share_id: str, *, if_new: bool = False) -> ShareRow:
    """The workbook as it is now, to those who have the link; a pause ends with it.

    `if_new`: nothing goes out that says the same as the last report.
    """
    with work.held(workbook_id):
        row = work.share(workbook_id, share_id)
        files = work.files()
        if not row.service_account:  # whose staging file stays for the next night
            sweep(work, files, workbook_id)
        row = _resolved(work, files, row)
        work.step("read")
        try:
            report = next_report(work, files, row)
        except ShareError as error:
            _failed(work, row, row.number + 1, error, sent=False)
            raise
        before = drift(work, files, row)
        if if_new and _says_the_same(work, row, report):
            return row
        return _carried_out(work, files, row, report, before)


def watch(work: Work, workbook_id: str, share_id: str) -> None:
    """Whether exactly those may open the client's file who should; PermissionsDiffer otherwise."""
    with work.held(workbook_id):
        drift(work, work.files(), work.share(workbook_id, share_id))


def drift(work: Work, files: Files, row: ShareRow) -> dict[str, str]:
    """Who may open the client's file; others are put out at once, and the share is paused."""
    work.step("drift")
    expected = roles_expected(row, owner=row.owner_email)
    try:
        return check(files.drive, row.file_id, expected)
    except NotYoursOrNotThere:
        raise not_yours(row) from None
    except PermissionsDiffer as error:
        left = put_out(files.drive, row.file_id, expected)
        _failed(work, row, row.number + 1, error, sent=False, permissions={"after": permissions_told(left)})
        raise


def _resolved(work: Work, files: Files, row: ShareRow) -> ShareRow:
    """What became of a report whose publication died: it stands in the client's file, or it never went.

    What stands there is held against what was scanned: nobody compared it then.
    """
    with work.engine.connect() as db:
        pending = shares.reports(db, row.id, state=shares.SENDING)
    if not pending:
        return row
    last = pending[0]
    if tab_ids(last.number).isdisjoint(present_of(files, row)):
        settle(work, row, number=last.number, state=shares.WITHDRAWN)
        work.tell(Act.SHARE_FAILED, row, error="interrupted", number=last.number, hits=[])
        return row
    try:
        _compare(work, files, row, last.scan.get(MARK_OF_CONTENT))
    except NotForClients as error:
        _failed(work, row, last.number, error, sent=True)
        raise
    settle(work, row, number=last.number)
    work.change(row.id, number=last.number)
    work.tell(
        Act.SHARE_PUBLISHED,
        row,
        number=last.number,
        sha256=last.sha256,
        scan=last.scan,
        late=True,
        **terms(row),
    )
    return work.share(row.workbook_id, row.id)


def present_of(files: Files, row: ShareRow) -> list[int]:
    """Ids of the tabs in the client's file; NotAllowedToWrite for whoever it does not belong to."""
    try:
        return files.present(row.file_id)
    except NotYoursOrNotThere:
        raise not_yours(row) from None


def next_report(work: Work, files: Files, row: ShareRow) -> Report:
    """What would go out now, beside what went out last; refused where it would be another client's."""
    source = source_of(files.sheets, row.workbook_id, today=work.now().date())
    settings = source.project.settings
    if folded(settings.client) != folded(row.client):
        raise NotForClients(
            "Settings names another client than when this was shared.",
            mend="Take this share back and share anew, or put the client's name in Settings right.",
        )
    check_recipients(row.recipients, settings, allowed_domains=work.allowed_domains)
    with work.engine.connect() as db:
        others = shares.other_clients(db, row.workbook_id, settings.client, email=row.owner_email)
    report = report_of(
        source,
        [Section(name) for name in row.sections],
        row.language,
        schema=work.schema,
        before=last_of(work, row),
        others=others,
    )
    refuse_hits(scan_before_building(report))
    return report


def _says_the_same(work: Work, row: ShareRow, report: Report) -> bool:
    """But for its number, the day of the report before it, and what the lights were then."""
    with work.engine.connect() as db:
        known = shares.reports(db, row.id, state=shares.PUBLISHED)
    return bool(known) and _said(orjson.loads(known[0].bundle)["content"]) == _said(report.content.json())


def _said(content: dict[str, Any]) -> dict[str, Any]:
    header = {name: value for name, value in content["header"].items() if name not in {"number", "since"}}
    lights = [{name: value for name, value in row.items() if name != "before"} for row in content["lights"]]
    return content | {"header": header, "lights": lights, "months": [], "done": []}


def last_of(work: Work, row: ShareRow) -> Before:
    """The last report that went out, and how far the work was at each of them."""
    with work.engine.connect() as db:
        known = shares.reports(db, row.id, state=shares.PUBLISHED)
    return before_of(known[0].bundle, known[0].number, [one.bundle for one in known]) if known else FIRST


def _carried_out(work: Work, files: Files, row: ShareRow, report: Report, before: dict[str, str]) -> ShareRow:
    number = report.content.header.number
    sent = False
    try:
        work.step("staging")
        row = _with_staging(work, files, row, report)
        work.step("build")
        build(files, row.staging_id, report)
        work.step("scan")
        found, mark = scanned_file(files, row.staging_id, report, row, owner=row.owner_email)
        work.step("record")
        record(work, row, report, found, number=number, mark=mark)
        work.step("send")
        sent = True
        _send(files, row, report)
        work.step("compare")
        _compare(work, files, row, mark)
    except Exception as error:
        _failed(work, row, number, error, sent=sent)
        raise
    return _settled(work, row, report, found, before)


def _with_staging(work: Work, files: Files, row: ShareRow, report: Report) -> ShareRow:
    """A file in which the report is built first: a new one, or the one kept for the nights."""
    if row.staging_id:
        return row
    staging = files.create(report.title, row.id, files.folder(), writers_share=bool(row.service_account))
    work.change(row.id, staging_id=staging)
    if row.service_account:
        give(files.drive, staging, [row.service_account], role="writer", until=None)
    return work.share(row.workbook_id, row.id)


def _send(files: Files, row: ShareRow, report: Report) -> None:
    """The same batch to the client's file, whole or not at all."""
    requests = requests_of(
        report.pages,
        report.words,
        number=report.content.header.number,
        title=report.title,
        present=present_of(files, row),
    )
    files.build(row.file_id, requests)


def _compare(work: Work, files: Files, row: ShareRow, mark: object) -> None:
    """What stands in the client's file is what was scanned, or nobody opens it any more: it ends for good.

    Nothing can be sent there again with confidence, so the next report takes a new share.
    """
    if fingerprint(files.whole(row.file_id)) == mark:
        return
    left = take_away(files.drive, row.file_id, keep=[row.service_account])
    closed = all(role == "owner" or name == row.service_account for name, role in left.items())
    work.change(row.id, state=shares.REVOKED if closed else shares.PAUSED, reason=DIFFERS)
    act = Act.SHARE_REVOKED if closed else Act.SHARE_PAUSED
    work.tell(act, row, permissions={"after": permissions_told(left)}, trash=False)
    raise NotForClients(DIFFERS, mend="Share anew: the client gets a new link. Tell your administrator.")


def _failed(work: Work, row: ShareRow, number: int, error: Exception, *, sent: bool, **details: Any) -> None:
    """Paused, with the reason: the client sees the report before, unless the new one had been sent."""
    fresh = work.share(row.workbook_id, row.id, open_only=False)
    if not fresh.service_account and work.put_away(fresh.staging_id):
        work.change(row.id, staging_id="")
    if sent and not isinstance(error, GoogleError):
        settle(work, row, number=number, state=shares.WITHDRAWN)
    if isinstance(error, PAUSES):
        reason = error.detail if isinstance(error, AppError) else ""
        work.change_open(row.id, state=shares.PAUSED, reason=reason[:300])
        act = Act.SHARE_PAUSED
    else:
        act = Act.SHARE_FAILED
    work.tell(act, row, error=error_of(error), number=number, hits=_places(error), **details)


def _places(error: Exception) -> list[Any]:
    hits = error.where.get("hits") if isinstance(error, AppError) else None
    return [[hit["class"], hit["place"]] for hit in hits] if isinstance(hits, list) else []


def _settled(work: Work, row: ShareRow, report: Report, found: Scan, before: dict[str, str]) -> ShareRow:
    number = report.content.header.number
    work.step("settle")
    settle(work, row, number=number)
    work.change(row.id, state=shares.SHARED, reason="", number=number, title=report.title)
    work.step("put away")
    if not row.service_account and work.put_away(row.staging_id):
        work.change(row.id, staging_id="")
    done = work.share(row.workbook_id, row.id)
    told = permissions_told(before)
    work.tell(
        Act.SHARE_PUBLISHED,
        done,
        number=number,
        sha256=report.sha256,
        schema=work.schema.version,
        scan=scanned(found),
        permissions={"before": told, "after": told},
        **terms(done),
    )
    return done
