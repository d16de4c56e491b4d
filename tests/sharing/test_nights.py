"""By night: as the service account, only what says something new, and nothing after a failed scan."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.google.deadline import Deadline
from app.google.drive import DriveGateway
from app.google.sheets import SheetsGateway
from app.jobs.night_shares import NightShares
from app.sharing.order import Order
from app.sharing.publish import publish
from app.store import audit, shares
from app.store.audit import Act
from app.store.shares import ShareRow
from tests.sharing.desk import ROBOT, AsPerson, SharingDesk
from tests.support.sandbox import NOOR

pytestmark = pytest.mark.usefixtures("one_pdf")
EACH_NIGHT = Order(recipients=(NOOR,), nightly=True)


@dataclass(frozen=True)
class Robots:
    """The service accounts of the sandbox."""

    desk: SharingDesk

    @property
    def emails(self) -> tuple[str, ...]:
        return (ROBOT,)

    def sheets(self, email: str, deadline: Deadline) -> SheetsGateway:
        return self._hands(email).sheets(deadline)

    def drive(self, email: str, deadline: Deadline) -> DriveGateway:
        return self._hands(email).drive(deadline)

    def _hands(self, email: str) -> AsPerson:
        assert email == ROBOT
        hands = self.desk.work(ROBOT).hands
        assert isinstance(hands, AsPerson)
        return hands


def shared(desk: SharingDesk) -> ShareRow:
    internal = desk.workbook()
    body = {"type": "user", "role": "writer", "emailAddress": ROBOT}
    desk.product.google.json("POST", f"/drive/v3/files/{internal}/permissions", json=body)
    return publish(desk.work(service_account=ROBOT), internal, EACH_NIGHT)


def now(desk: SharingDesk, row: ShareRow) -> ShareRow:
    with desk.engine.connect() as db:
        found = shares.find(db, row.id)
    assert found is not None
    return found


def test_what_is_new_goes_out_behind_the_same_link_and_what_is_not_does_not(desk: SharingDesk) -> None:
    row, night = shared(desk), NightShares(desk.engine, Robots(desk))
    assert night.publish([row.workbook_id]) == {row.id: "published"}
    assert now(desk, row).number == 1
    desk.type_setting(row.workbook_id, "Status date", "2026-09-30")
    assert night.publish([row.workbook_id]) == {row.id: "published"}
    after = now(desk, row)
    assert (after.number, after.file_id, after.state) == (2, row.file_id, shares.SHARED)
    assert desk.may_open(NOOR, row.file_id)
    assert not desk.may_open(NOOR, after.staging_id)
    assert night.publish([row.workbook_id]) == {row.id: "published"}
    assert now(desk, row).number == 2


def test_a_scan_that_fails_stops_the_nights_and_leaves_the_report_before(desk: SharingDesk) -> None:
    row, night = shared(desk), NightShares(desk.engine, Robots(desk))
    path = f"/v4/spreadsheets/{row.file_id}/values/Status report!A1:H6"
    before = desk.product.google.json("GET", path, as_=NOOR)
    desk.product.put(row.workbook_id, "Milestones!B4", ["Handed over by Hana Sato"])
    assert night.publish([row.workbook_id]) == {row.id: "not-for-clients"}
    paused = now(desk, row)
    assert paused.state == shares.PAUSED
    assert "people" in paused.reason
    assert "Hana" not in paused.reason
    assert desk.product.google.json("GET", path, as_=NOOR) == before
    with desk.engine.connect() as db:
        [told, *_] = audit.of_workbook(db, row.workbook_id, most=9)
    assert told.act is Act.SHARE_PAUSED
    assert night.publish([row.workbook_id]) == {}


def test_other_shares_are_never_touched_by_night(desk: SharingDesk) -> None:
    internal = desk.workbook()
    publish(desk.work(), internal, Order(recipients=(NOOR,)))
    assert NightShares(desk.engine, Robots(desk)).publish([internal]) == {}
