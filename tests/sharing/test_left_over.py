"""What a publication leaves that failed or died: called so within minutes, taken back, put away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.errors import SharingRefused, TimedOut
from app.google.drive import DriveGateway
from app.jobs.night_shares import NightShares
from app.sharing import publish as publishing
from app.sharing.access import give
from app.sharing.files import Files
from app.sharing.publish import publish
from app.sharing.revoke import revoke
from app.sharing.work import CLEAN_UP
from app.store import shares
from app.store.shares import ShareRow
from app.store.tables import share_hold
from tests.sharing.desk import ROBOT, TO_NOOR, SharingDesk
from tests.sharing.test_drift import Died, stopping
from tests.sharing.test_nights import EACH_NIGHT, Robots, now
from tests.support.sandbox import NOOR

pytestmark = pytest.mark.usefixtures("one_pdf")


def of_workbook(desk: SharingDesk, workbook: str) -> list[ShareRow]:
    with desk.engine.connect() as db:
        return shares.of_workbook(db, workbook)


def test_a_hold_is_no_longer_than_an_act_and_its_putting_away(desk: SharingDesk) -> None:
    work = desk.work()
    with work.held("some-workbook"), desk.engine.connect() as db:
        until = db.scalar(sa.select(share_hold.c.until).where(share_hold.c.workbook_id == "some-workbook"))
    assert until is not None
    assert until - datetime.now(UTC) <= timedelta(seconds=work.seconds + CLEAN_UP) <= timedelta(minutes=4)


def test_what_died_open_is_called_interrupted_and_can_be_taken_back(
    desk: SharingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, night = desk.workbook(), NightShares(desk.engine, Robots(desk))
    with pytest.raises(Died):
        publish(stopping(desk, "check"), workbook, TO_NOOR)
    [row] = of_workbook(desk, workbook)
    assert desk.may_open(NOOR, row.file_id)
    with desk.work().held(workbook):
        night.each_minute()
        assert now(desk, row).state == shares.BUILDING  # somebody works on it
    night.each_minute()
    noted = now(desk, row)
    assert (noted.state, noted.file_id) == (shares.FAILED, row.file_id)
    assert "interrupted" in noted.reason
    assert revoke(desk.work(), workbook, row.id).state == shares.REVOKED
    assert not desk.may_open(NOOR, row.file_id)


def test_a_file_that_google_made_without_an_answer_is_found_the_next_time(
    desk: SharingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, create = desk.workbook(), Files.create

    def unheard(files: Files, *args: Any, **more: Any) -> str:
        create(files, *args, **more)
        raise TimedOut("No answer.")

    with monkeypatch.context() as patch:
        patch.setattr(Files, "create", unheard)
        with pytest.raises(TimedOut):
            publish(desk.work(), workbook, TO_NOOR)
    [row] = of_workbook(desk, workbook)
    assert (row.state, row.file_id, len(desk.files_marked(row.id))) == (shares.FAILED, "", 1)
    publish(desk.work(), workbook, TO_NOOR)
    assert desk.files_marked(row.id) == []
    assert now(desk, row).state == shares.FAILED


def test_a_staging_file_nobody_could_be_let_into_is_put_away(
    desk: SharingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*args: Any, **more: Any) -> None:
        if more["role"] == "writer":
            raise SharingRefused("No.")
        give(*args, **more)

    monkeypatch.setattr(publishing, "give", refuses)
    workbook = desk.workbook()
    with pytest.raises(SharingRefused):
        publish(desk.work(service_account=ROBOT), workbook, EACH_NIGHT)
    [row] = of_workbook(desk, workbook)
    assert (row.state, row.staging_id, row.file_id) == (shares.FAILED, "", "")
    assert desk.files_marked(row.id) == []


def test_a_staging_file_left_by_taking_back_is_put_away_with_the_next_publication(
    desk: SharingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = desk.workbook()
    row = publish(desk.work(service_account=ROBOT), workbook, EACH_NIGHT)

    def no(*_: object) -> None:
        raise TimedOut("No answer.")

    with monkeypatch.context() as patch:
        patch.setattr(DriveGateway, "trash", no)
        revoke(desk.work(), workbook, row.id, trash=False)
    assert now(desk, row).staging_id == row.staging_id
    publish(desk.work(), workbook, TO_NOOR)
    after = now(desk, row)
    assert (after.state, after.staging_id) == (shares.REVOKED, "")
    assert [one["id"] for one in desk.files_marked(row.id)] == [row.file_id]
