"""Share, publish again, take back: who can open what, at every moment, over the whole wire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.errors import (
    NotAllowedToWrite,
    NothingToShare,
    NotYoursOrNotThere,
    PermissionsDiffer,
    RecipientNotAllowed,
    ShareBusy,
    ShareEnded,
    ShareNotFound,
    SharingRefused,
)
from app.sharing.allow_list import Section
from app.sharing.order import Order
from app.sharing.publish import publish
from app.sharing.republish import republish
from app.sharing.revoke import mark_due, revoke
from app.store import audit, shares
from app.store.audit import Act
from tests.sharing.desk import ROBOT, TO_NOOR, SharingDesk, setting
from tests.support.sandbox import ANA, BEN, NOOR, SAM


def acts(desk: SharingDesk, workbook: str) -> list[Any]:
    with desk.engine.connect() as db:
        return audit.of_workbook(db, workbook, most=50)


def test_the_client_opens_their_file_and_no_other_and_none_after_it_is_taken_back(desk: SharingDesk) -> None:
    internal = desk.workbook()
    row = publish(desk.work(), internal, TO_NOOR)
    assert row.state == shares.SHARED
    assert desk.may_open(NOOR, row.file_id)
    assert not desk.may_open(NOOR, internal)
    assert not desk.may_open(SAM, row.file_id)
    listed = desk.product.google.json("GET", "/drive/v3/files", as_=NOOR, params={"fields": "files(id)"})
    assert row.file_id in {one["id"] for one in listed["files"]}
    assert internal not in {one["id"] for one in listed["files"]}
    copied = desk.product.google.call("POST", f"/drive/v3/files/{row.file_id}/copy", as_=NOOR, json={})
    assert copied.status_code == 403
    again = revoke(desk.work(), internal, row.id)
    assert again.state == shares.REVOKED
    assert not desk.may_open(NOOR, row.file_id)
    assert revoke(desk.work(), internal, row.id).state == shares.REVOKED
    with pytest.raises(ShareEnded):
        republish(desk.work(), internal, row.id)


def test_every_act_is_in_the_audit_with_the_hash_and_who_could_open_it(desk: SharingDesk) -> None:
    internal = desk.workbook()
    row = publish(desk.work(), internal, TO_NOOR)
    republish(desk.work(), internal, row.id)
    revoke(desk.work(), internal, row.id)
    told = acts(desk, internal)
    assert [one.act for one in told] == [Act.SHARE_REVOKED, Act.SHARE_PUBLISHED, Act.SHARE_PUBLISHED]
    first = told[-1].details
    with desk.engine.connect() as db:
        reports = shares.reports(db, row.id)
    assert first["sha256"] == reports[-1].sha256
    assert first["permissions"]["after"] == [[ANA, "owner"], [NOOR, "reader"]]
    assert first["recipients"] == [NOOR]
    assert set(first["scan"]["hits"].values()) == {0}
    assert told[0].details["permissions"]["after"] == [[ANA, "owner"]]
    assert [one.number for one in reports] == [2, 1]


def test_publishing_again_keeps_the_link_and_leaves_no_staging_file(desk: SharingDesk) -> None:
    internal = desk.workbook()
    row = publish(desk.work(), internal, TO_NOOR)
    desk.type_setting(internal, "Status date", "2026-09-30")
    again = republish(desk.work(), internal, row.id)
    assert (again.file_id, again.number, again.staging_id) == (row.file_id, 2, "")
    assert [one["id"] for one in desk.files_marked(row.id)] == [row.file_id]
    shown = desk.product.google.json(
        "GET", f"/v4/spreadsheets/{row.file_id}/values/Status report!A1:H6", as_=NOOR
    )
    assert shown["values"][4][:2] == ["30 Sept 2026", "31 Aug 2026"]
    third = republish(desk.work(), internal, row.id)
    assert third.number == 3


def test_only_addresses_of_the_clients_domains(desk: SharingDesk) -> None:
    internal = desk.workbook()
    for wrong in (SAM, BEN, "noor@sub.brightwater.example", "noor@brightwater.example.test"):
        with pytest.raises(RecipientNotAllowed, match=wrong):
            publish(desk.work(), internal, Order(recipients=(NOOR, wrong)))
    with pytest.raises(RecipientNotAllowed, match="No recipient"):
        publish(desk.work(), internal, Order(recipients=()))
    with pytest.raises(RecipientNotAllowed, match="your organisation"):
        publish(desk.work(allowed_domains=("elsewhere.example",)), internal, TO_NOOR)


@pytest.mark.parametrize("key", ["client", "client_domains"])
def test_without_a_client_nothing_is_shared(desk: SharingDesk, key: str) -> None:
    internal = desk.workbook(lambda rows: setting(rows, key, None))
    with pytest.raises(NothingToShare):
        publish(desk.work(), internal, TO_NOOR)


def test_somebody_elses_share_can_be_neither_published_nor_taken_back(desk: SharingDesk) -> None:
    internal = desk.workbook()
    row = publish(desk.work(), internal, TO_NOOR)
    body = {"type": "user", "role": "writer", "emailAddress": BEN}
    desk.product.google.json("POST", f"/drive/v3/files/{internal}/permissions", json=body)
    with pytest.raises(NotAllowedToWrite, match=ANA):
        republish(desk.work(BEN), internal, row.id)
    with pytest.raises(NotAllowedToWrite, match=ANA):
        revoke(desk.work(BEN), internal, row.id)
    assert desk.may_open(NOOR, row.file_id)
    with pytest.raises(ShareNotFound):
        republish(desk.work(), desk.workbook(), row.id)
    with pytest.raises(NotYoursOrNotThere):
        publish(desk.work(SAM), internal, TO_NOOR)


pytestmark = pytest.mark.usefixtures("one_pdf")


def test_whoever_else_was_let_in_stops_it(desk: SharingDesk) -> None:
    internal = desk.workbook()
    row = publish(desk.work(), internal, TO_NOOR)
    drive = desk.product.google
    drive.json(
        "POST", f"/drive/v3/files/{row.file_id}/permissions", json={"type": "anyone", "role": "reader"}
    )
    with pytest.raises(PermissionsDiffer):
        republish(desk.work(), internal, row.id)
    with desk.engine.connect() as db:
        paused = shares.find(db, row.id)
    assert paused is not None
    assert paused.state == shares.PAUSED
    assert acts(desk, internal)[0].act is Act.SHARE_PAUSED
    assert revoke(desk.work(), internal, row.id).state == shares.REVOKED
    assert not desk.may_open(SAM, row.file_id)


def test_a_shared_folder_is_never_used(desk: SharingDesk) -> None:
    internal = desk.workbook()
    row = publish(desk.work(), internal, TO_NOOR)
    parents = desk.product.google.json("GET", f"/drive/v3/files/{row.file_id}", params={"fields": "parents"})
    [folder] = parents["parents"]
    given = desk.product.google.json(
        "POST",
        f"/drive/v3/files/{folder}/permissions",
        json={"type": "user", "role": "reader", "emailAddress": SAM},
    )
    with pytest.raises(PermissionsDiffer):
        publish(desk.work(), internal, TO_NOOR)
    desk.product.google.call("DELETE", f"/drive/v3/files/{folder}/permissions/{given['id']}")
    assert publish(desk.work(), internal, TO_NOOR).state == shares.SHARED


def test_google_refusing_a_recipient_leaves_nothing_shared(desk: SharingDesk) -> None:
    internal = desk.workbook()
    unknown = "nobody@brightwater.example"
    with pytest.raises(SharingRefused, match="recipient 2"):
        publish(desk.work(), internal, Order(recipients=(NOOR, unknown)))
    with desk.engine.connect() as db:
        [row] = shares.of_workbook(db, internal)
    assert row.state == shares.FAILED
    assert desk.files_marked(row.id) == []
    told = publish(desk.work(), internal, Order(recipients=(unknown,), tell=True))
    assert told.state == shares.SHARED


def test_two_at_once_are_one(desk: SharingDesk) -> None:
    internal = desk.workbook()
    with desk.work().held(internal), pytest.raises(ShareBusy):
        publish(desk.work(), internal, TO_NOOR)


def test_an_end_is_kept_by_google_and_by_us(desk: SharingDesk) -> None:
    internal = desk.workbook()
    until = datetime.now(UTC) + timedelta(days=30)
    row = publish(desk.work(), internal, Order(recipients=(NOOR,), until=until))
    held = desk.product.google.json(
        "GET",
        f"/drive/v3/files/{row.file_id}/permissions",
        params={"fields": "permissions(role,expirationTime)"},
    )
    assert [one["expirationTime"][:16] for one in held["permissions"] if one["role"] == "reader"] == [
        f"{until:%Y-%m-%dT%H:%M}"
    ]
    later = desk.work(now=lambda: until + timedelta(minutes=1))
    assert mark_due(later) >= 1
    assert mark_due(later) == 0
    with desk.engine.connect() as db:
        over = shares.find(db, row.id)
    assert over is not None
    assert over.state == shares.EXPIRED
    assert acts(desk, internal)[0].act is Act.SHARE_EXPIRED


def test_a_share_for_the_nights_lets_the_service_account_write_and_nobody_else(desk: SharingDesk) -> None:
    internal = desk.workbook()
    order = Order(recipients=(NOOR,), nightly=True, sections=frozenset({Section.MILESTONES}))
    with pytest.raises(NothingToShare):
        publish(desk.work(), internal, order)
    row = publish(desk.work(service_account=ROBOT), internal, order)
    assert (row.nightly, row.service_account, row.sections) == (True, ROBOT, ("milestones",))
    files = {file["id"]: file["permissions"] for file in desk.files_marked(row.id)}
    roles = {
        file: {one["emailAddress"]: one["role"] for one in permissions} for file, permissions in files.items()
    }
    assert roles == {
        row.file_id: {ANA: "owner", NOOR: "reader", ROBOT: "writer"},
        row.staging_id: {ANA: "owner", ROBOT: "writer"},
    }
