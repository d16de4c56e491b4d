"""Share with a client, top to bottom: read, select, build unshared, read back, scan, and only then share."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from app.errors import AppError, NotForClients, NothingToShare
from app.sharing.access import check, give
from app.sharing.build import CLEARED_TAB, cleared, requests_of, tab_ids
from app.sharing.files import Files
from app.sharing.fingerprint import fingerprint
from app.sharing.order import Order, check_recipients
from app.sharing.report import Report, report_of, scan_before_building
from app.sharing.scan.case import place_said
from app.sharing.scan.scan import VERSION, Scan, scan
from app.sharing.scan.value_rules import internal_numbers
from app.sharing.source import Source, source_of
from app.sharing.sweep import sweep
from app.sharing.work import Work, error_of, permissions_told, scanned, terms
from app.store import shares
from app.store.audit import Act
from app.store.bodies import canonical
from app.store.shares import ReportRow, ShareRow

MARK_OF_CONTENT = "content"
NAMED_HITS = 5
NUMBERS = internal_numbers.__name__
BY_CHANCE = (
    "A title or number that somebody typed may hold an internal figure by chance, such as a paper no. 4500 "
    "beside a cost of 4,500. Where that is so, write it otherwise in the workbook, then share again. "
    "Otherwise tell whoever keeps Plumbline which place was named."
)


def publish(work: Work, workbook_id: str, order: Order) -> ShareRow:
    """A new share; nobody gets to see anything of it unless the scan of the finished file found nothing."""
    with work.held(workbook_id):
        files = work.files()
        sweep(work, files, workbook_id)
        work.step("read")
        source = source_of(files.sheets, workbook_id, today=work.now().date())
        settings = source.project.settings
        check_recipients(order.recipients, settings, allowed_domains=work.allowed_domains)
        if order.nightly and not work.service_account:
            raise NothingToShare("No service account is set up, so nothing can be published anew by night.")
        report = prepared(work, source, order)
        row = ShareRow(
            id=uuid.uuid4().hex,
            workbook_id=workbook_id,
            client=settings.client,
            title=report.title,
            language=report.words.code,
            role=order.role,
            recipients=order.recipients,
            sections=tuple(report.content.sections),
            until=order.until,
            nightly=order.nightly,
            service_account=work.service_account if order.nightly else "",
            owner_sub=work.sub,
            owner_email=work.email,
            made_at=work.now(),
            changed_at=work.now(),
        )
        with work.engine.begin() as db:
            shares.add(db, row)
        return _carried_out(work, files, row, report, order)


def prepared(work: Work, source: Source, order: Order) -> Report:
    """The first report of a share; NotForClients where no file is needed to see that it can't go out."""
    with work.engine.connect() as db:
        others = shares.other_clients(
            db, source.workbook_id, source.project.settings.client, email=work.email
        )
    report = report_of(
        source,
        order.sections,
        order.in_language(source.project.settings),
        schema=work.schema,
        others=others,
    )
    refuse_hits(scan_before_building(report))
    return report


def refuse_hits(found: Scan) -> None:
    """NotForClients that names class and place of what was found, never its value."""
    if found.clean:
        return
    every = dict.fromkeys(f"{hit.leak_class} ({hit.why or place_said(hit.place)})" for hit in found.hits)
    told = list(every)[:NAMED_HITS]
    more = len(every) - len(told)
    raise NotForClients(
        f"The report was not shared: {'; '.join(told)}{f'; and {more} more' if more else ''}.",
        mend=BY_CHANCE if all(hit.rule == NUMBERS for hit in found.hits) else "",
        hits=[{"class": hit.leak_class, "place": hit.place, "why": hit.why} for hit in found.hits],
    )


def _carried_out(work: Work, files: Files, row: ShareRow, report: Report, order: Order) -> ShareRow:
    """From here on a file exists: whatever goes wrong, it is put away and the row says so."""
    file_id = ""
    try:
        work.step("folder")
        folder = files.folder()
        work.step("create")
        file_id = files.create(report.title, row.id, folder, writers_share=order.nightly)
        work.step("note")
        work.change(row.id, file_id=file_id)
        work.step("build")
        build(files, file_id, report)
        work.step("scan")
        found, mark = scanned_file(files, file_id, report, row, owner=work.hands.email)
        work.step("record")
        record(work, row, report, found, number=1, mark=mark)
        if row.service_account:
            row = _for_the_nights(work, files, row, report, folder)
            give(files.drive, file_id, [row.service_account], role="writer", until=None)
        work.step("share")
        message = _message(report) if order.tell else None
        give(files.drive, file_id, row.recipients, role=row.role, until=row.until, message=message)
        work.step("check")
        seen = check(files.drive, file_id, roles_expected(row, owner=work.hands.email))
    except Exception as error:
        staging = work.share(workbook_id=row.workbook_id, share_id=row.id, open_only=False).staging_id
        left = [one if not work.put_away(one) else "" for one in (file_id, staging)]
        work.change(row.id, state=shares.FAILED, reason=_told(error), file_id=left[0], staging_id=left[1])
        act = Act.SHARE_REFUSED if isinstance(error, NotForClients) else Act.SHARE_FAILED
        work.tell(act, row, error=error_of(error), hits=_hits(error), **terms(row))
        raise
    work.step("settle")
    work.change(row.id, state=shares.SHARED, number=1)
    settle(work, row, number=1)
    done = work.share(row.workbook_id, row.id)
    work.tell(
        Act.SHARE_PUBLISHED,
        done,
        number=1,
        sha256=report.sha256,
        schema=work.schema.version,
        scan=scanned(found),
        permissions={"before": [[work.hands.email, "owner"]], "after": permissions_told(seen)},
        **terms(done),
    )
    return done


def _for_the_nights(work: Work, files: Files, row: ShareRow, report: Report, folder: str) -> ShareRow:
    """A staging file that stays: by night the service account can write one, but own none."""
    staging = files.create(report.title, row.id, folder, writers_share=True)
    work.change(row.id, staging_id=staging)
    give(files.drive, staging, [row.service_account], role="writer", until=None)
    return replace(row, staging_id=staging)


def build(files: Files, file_id: str, report: Report) -> None:
    """The pages into a file, in place of whatever tabs it has."""
    number = report.content.header.number
    present = files.present(file_id)
    if tab_ids(number) & set(present):  # an attempt at this very report, which failed
        files.build(file_id, cleared(present))
        present = [CLEARED_TAB]
    files.build(
        file_id, requests_of(report.pages, report.words, number=number, title=report.title, present=present)
    )


def scanned_file(
    files: Files, file_id: str, report: Report, row: ShareRow, *, owner: str
) -> tuple[Scan, str]:
    """Everything read back of a file that nobody else may open yet, and scanned; NotForClients on a hit.

    With the fingerprint of what was scanned.
    """
    roles = {owner: "owner"}
    if file_id == row.staging_id and row.service_account:
        roles = {row.owner_email: "owner", row.service_account: "writer"}
    seen = files.evidence(file_id, messages=[_message(report)])
    found = scan(report.case(seen, roles=roles, mark=row.id))
    refuse_hits(found)
    return found, fingerprint(seen.spreadsheet)


def roles_expected(row: ShareRow, *, owner: str) -> dict[str, str]:
    """Who may open the client's file."""
    people = dict.fromkeys(row.recipients, row.role)
    return people | ({row.service_account: "writer"} if row.service_account else {}) | {owner: "owner"}


def record(work: Work, row: ShareRow, report: Report, found: Scan, *, number: int, mark: str) -> None:
    """The bundle, before anybody can see it: what a client may have seen is always known.

    `mark`: the fingerprint of the file that was scanned, against which what was sent is held.
    """
    with work.engine.begin() as db:
        shares.put_report(
            db,
            ReportRow(
                share_id=row.id,
                number=number,
                sha256=report.sha256,
                bundle=canonical(report.bundle),
                status_date=report.content.header.as_at,
                schema_version=str(work.schema.version),
                rules_version=str(VERSION),
                scan=scanned(found) | {MARK_OF_CONTENT: mark},
                by_email=work.email,
                at=work.now(),
            ),
        )


def settle(work: Work, row: ShareRow, *, number: int, state: str = shares.PUBLISHED) -> None:
    """What became of a report."""
    with work.engine.begin() as db:
        shares.settle_report(db, row.id, number, state=state)


def _message(report: Report) -> str:
    return f"{report.title} · {report.words.day(report.content.header.as_at)}"


def _told(error: BaseException) -> str:
    return (error.detail if isinstance(error, AppError) else "Plumbline failed while it was sharing.")[:300]


def _hits(error: BaseException) -> object:
    hits = error.where.get("hits", []) if isinstance(error, AppError) else []
    return [_class_and_place(hit) for hit in hits] if isinstance(hits, list) else []


def _class_and_place(hit: Mapping[str, object]) -> list[object]:
    return [hit.get("class"), hit.get("place")]
