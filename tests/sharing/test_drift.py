"""What is not as it should be: others let in, another content than was scanned; seen, closed, told."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import NotForClients, PermissionsDiffer, ShareEnded
from app.jobs.night_shares import NightShares
from app.sharing.publish import publish
from app.sharing.republish import republish
from app.sharing.work import Work
from app.store import audit, shares
from app.store.audit import Act
from app.store.shares import ShareRow
from tests.sharing.desk import TO_NOOR, SharingDesk
from tests.sharing.test_nights import Robots, now, shared
from tests.support.sandbox import NOOR, SAM

pytestmark = pytest.mark.usefixtures("one_pdf")
ANYBODY = {"type": "anyone", "role": "reader"}


class Died(BaseException):
    """As a process that ends: nothing of ours runs after it."""


def let_in(desk: SharingDesk, row: ShareRow, **body: str) -> None:
    desk.product.google.json("POST", f"/drive/v3/files/{row.file_id}/permissions", json=body or ANYBODY)


def last(desk: SharingDesk, row: ShareRow) -> Any:
    with desk.engine.connect() as db:
        return audit.of_workbook(db, row.workbook_id, most=1)[0]


def test_a_stranger_is_put_out_at_once_though_there_is_nothing_new_to_say(desk: SharingDesk) -> None:
    row = shared(desk)
    let_in(desk, row)
    assert desk.may_open(SAM, row.file_id)
    night = NightShares(desk.engine, Robots(desk))
    assert night.publish([row.workbook_id]) == {row.id: PermissionsDiffer.slug}
    assert not desk.may_open(SAM, row.file_id)
    assert desk.may_open(NOOR, row.file_id)
    assert now(desk, row).state == shares.PAUSED
    assert last(desk, row).act is Act.SHARE_PAUSED
    assert [NOOR, "reader"] in last(desk, row).details["permissions"]["after"]


def test_every_night_looks_at_each_open_share_also_where_nothing_was_refreshed(desk: SharingDesk) -> None:
    row, night = shared(desk), NightShares(desk.engine, Robots(desk))
    night.watch()
    assert now(desk, row).state == shares.SHARED
    let_in(desk, row)
    assert night.watch() == 1
    assert not desk.may_open(SAM, row.file_id)
    assert now(desk, row).state == shares.PAUSED
    assert night.watch() == 0
    let_in(desk, row, type="user", role="reader", emailAddress=SAM)
    assert night.watch() == 1
    assert not desk.may_open(SAM, row.file_id)


def died_before_it_was_compared(desk: SharingDesk) -> ShareRow:
    row = publish(desk.work(), desk.workbook(), TO_NOOR)
    desk.type_setting(row.workbook_id, "Status date", "2026-09-30")
    work = stopping(desk, "compare")
    with pytest.raises(Died):
        republish(work, row.workbook_id, row.id)
    return row


def stopping(desk: SharingDesk, step: str) -> Work:
    def stop(name: str) -> None:
        if name == step:
            raise Died

    return desk.work(step=stop)


def type_into(desk: SharingDesk, row: ShareRow) -> None:
    path = f"/v4/spreadsheets/{row.file_id}/values/Status report!A1"
    desk.product.google.json(
        "PUT", path, params={"valueInputOption": "RAW"}, json={"values": [["Something else"]]}
    )


def test_what_was_sent_and_never_compared_is_compared_before_it_counts(desk: SharingDesk) -> None:
    row = died_before_it_was_compared(desk)
    republish(desk.work(), row.workbook_id, row.id)
    with desk.engine.connect() as db:
        told = audit.of_workbook(db, row.workbook_id, most=9)
        assert {one.state for one in shares.reports(db, row.id)} == {shares.PUBLISHED}
    assert [one.details.get("late") for one in told if one.act is Act.SHARE_PUBLISHED] == [None, True, None]


def test_what_was_sent_and_is_not_what_was_scanned_is_taken_back_for_good(desk: SharingDesk) -> None:
    row = died_before_it_was_compared(desk)
    type_into(desk, row)
    with pytest.raises(NotForClients, match="taken back"):
        republish(desk.work(), row.workbook_id, row.id)
    assert not desk.may_open(NOOR, row.file_id)
    ended = now(desk, row)
    assert ended.state == shares.REVOKED
    assert "scanned" in ended.reason
    with desk.engine.connect() as db:
        acts = {one.act for one in audit.of_workbook(db, row.workbook_id, most=9)}
        assert [one.state for one in shares.reports(db, row.id)] == [shares.WITHDRAWN, shares.PUBLISHED]
    assert Act.SHARE_REVOKED in acts


def test_after_a_mismatch_nothing_says_shared_that_nobody_can_open(desk: SharingDesk) -> None:
    row = publish(desk.work(), desk.workbook(), TO_NOOR)

    def touch(step: str) -> None:
        if step == "compare":
            type_into(desk, row)

    with pytest.raises(NotForClients, match="taken back"):
        republish(desk.work(step=touch), row.workbook_id, row.id)
    assert not desk.may_open(NOOR, row.file_id)
    with pytest.raises(ShareEnded):
        republish(desk.work(), row.workbook_id, row.id)
    assert publish(desk.work(), row.workbook_id, TO_NOOR).state == shares.SHARED


def test_what_never_arrived_is_told_too(desk: SharingDesk) -> None:
    row = publish(desk.work(), desk.workbook(), TO_NOOR)
    with pytest.raises(Died):
        republish(stopping(desk, "send"), row.workbook_id, row.id)
    republish(desk.work(), row.workbook_id, row.id)
    with desk.engine.connect() as db:
        told = audit.of_workbook(db, row.workbook_id, most=9)
    assert [one.details["error"] for one in told if one.act is Act.SHARE_FAILED] == ["interrupted"]
