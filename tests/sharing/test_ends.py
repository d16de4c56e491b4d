"""How shares end: each by its own account, once, whatever others do, and never while somebody looks on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.errors import PermissionsDiffer, TimedOut
from app.google.deadline import Deadline
from app.google.drive import DriveGateway
from app.google.sheets import SheetsGateway
from app.jobs.night_shares import NightShares
from app.sharing.order import Order
from app.sharing.publish import publish
from app.sharing.revoke import expire, expire_due, mark_due, revoke
from app.store import audit, shares
from app.store.audit import Act
from app.store.shares import ShareRow
from tests.sharing.desk import ROBOT, TO_NOOR, SharingDesk
from tests.sharing.test_nights import now
from tests.support.sandbox import ANA, NOOR

pytestmark = pytest.mark.usefixtures("one_pdf")
OTHER = "other@robots.example"


def ended_at(row: ShareRow) -> datetime:
    assert row.until is not None
    return row.until + timedelta(minutes=1)


@pytest.fixture
def until() -> datetime:
    return datetime.now(UTC) + timedelta(days=30)


def by_night(desk: SharingDesk, until: datetime) -> ShareRow:
    internal = desk.workbook()
    body = {"type": "user", "role": "writer", "emailAddress": ROBOT}
    desk.product.google.json("POST", f"/drive/v3/files/{internal}/permissions", json=body)
    return publish(
        desk.work(service_account=ROBOT), internal, Order(recipients=(NOOR,), nightly=True, until=until)
    )


def told(desk: SharingDesk, row: ShareRow, act: Act) -> int:
    with desk.engine.connect() as db:
        return sum(one.act is act for one in audit.of_workbook(db, row.workbook_id, most=50))


class Nobody:
    """No service account at all."""

    emails: tuple[str, ...] = ()

    def sheets(self, email: str, deadline: Deadline) -> SheetsGateway:
        raise AssertionError(email)

    def drive(self, email: str, deadline: Deadline) -> DriveGateway:
        raise AssertionError(email)


def test_an_account_ends_its_own_shares_alone(desk: SharingDesk, until: datetime) -> None:
    row = by_night(desk, until)
    other = replace(desk.work(ROBOT, now=lambda: ended_at(row)), email=OTHER)
    expire_due(other)
    mark_due(other, accounts=(OTHER, ROBOT))
    assert now(desk, row).state == shares.SHARED
    robot = desk.work(ROBOT, now=lambda: ended_at(row))
    assert expire_due(robot) == 1
    assert expire_due(robot) == 0
    assert now(desk, row).state == shares.EXPIRED
    assert told(desk, row, Act.SHARE_EXPIRED) == 1
    left = desk.product.google.json(
        "GET", f"/drive/v3/files/{row.file_id}/permissions", params={"fields": "permissions(emailAddress)"}
    )
    assert left["permissions"] == [{"emailAddress": ANA}]


def test_without_any_account_what_is_over_is_marked_once(
    desk: SharingDesk, until: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = publish(desk.work(), desk.workbook(), Order(recipients=(NOOR,), until=until))
    night = NightShares(desk.engine, Nobody())
    assert night.end_due() == 0
    monkeypatch.setattr("app.sharing.work._now", lambda: ended_at(row))
    with desk.engine.begin() as db:
        shares.change(db, row.id, at=datetime.now(UTC), until=datetime.now(UTC) - timedelta(minutes=1))
    assert night.end_due() == 1
    assert night.end_due() == 0
    assert now(desk, row).state == shares.EXPIRED
    assert told(desk, row, Act.SHARE_EXPIRED) == 1


def test_one_busy_share_stops_no_other_from_its_end(desk: SharingDesk, until: datetime) -> None:
    first, second = (by_night(desk, until + timedelta(seconds=more)) for more in (0, 1))
    robot = desk.work(ROBOT, now=lambda: ended_at(second))
    with robot.held(first.workbook_id):
        assert expire_due(robot) == 1
    assert (now(desk, first).state, now(desk, second).state) == (shares.SHARED, shares.EXPIRED)
    assert expire_due(robot) == 1
    assert now(desk, first).state == shares.EXPIRED


def test_an_end_never_overwrites_that_it_was_taken_back(desk: SharingDesk, until: datetime) -> None:
    row = by_night(desk, until)
    revoke(desk.work(), row.workbook_id, row.id)
    assert not expire(desk.work(ROBOT), row)  # as it was read before
    assert now(desk, row).state == shares.REVOKED
    assert told(desk, row, Act.SHARE_EXPIRED) == 0


def test_while_others_can_open_it_nothing_is_called_taken_back(
    desk: SharingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = publish(desk.work(), desk.workbook(), TO_NOOR)
    with monkeypatch.context() as patch:
        patch.setattr(DriveGateway, "unshare", lambda *_: None)
        with pytest.raises(PermissionsDiffer, match="1 can still open"):
            revoke(desk.work(), row.workbook_id, row.id)
    assert now(desk, row).state == shares.SHARED
    assert told(desk, row, Act.SHARE_FAILED) == 1
    assert revoke(desk.work(), row.workbook_id, row.id).state == shares.REVOKED


def test_a_staging_file_that_was_not_put_away_is_remembered(
    desk: SharingDesk, until: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = by_night(desk, until)

    def no(*_: object) -> None:
        raise TimedOut("No answer.")

    with monkeypatch.context() as patch:
        patch.setattr(DriveGateway, "trash", no)
        assert revoke(desk.work(), row.workbook_id, row.id).state == shares.REVOKED
    assert now(desk, row).staging_id == row.staging_id
