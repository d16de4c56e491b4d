"""By night nothing goes out for somebody who may not edit the workbook any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.jobs.night_shares import NightShares
from app.sharing.republish import republish
from app.sharing.standing import still_edits
from app.store import audit, shares
from app.store.audit import Act
from app.store.shares import ShareRow
from tests.sharing.desk import ROBOT, SharingDesk
from tests.sharing.test_nights import Robots, now, shared
from tests.support.sandbox import ANA, BEN, NOOR

USER = {"type": "user", "role": "writer", "emailAddress": "Ana@northlight.example"}
GROUP = {"type": "group", "role": "writer", "emailAddress": "pmo@northlight.example"}


def taken_from_ana(desk: SharingDesk, row: ShareRow) -> None:
    """The workbook is Ben's now, and Ana has nothing to do with it."""
    path, google = f"/drive/v3/files/{row.workbook_id}/permissions", desk.product.google
    owner = {"type": "user", "role": "owner", "emailAddress": BEN}
    google.json("POST", path, json=owner, params={"transferOwnership": "true"})
    known = google.json("GET", path, params={"fields": "permissions(id,emailAddress)"})["permissions"]
    [ana] = [one["id"] for one in known if one["emailAddress"] == ANA]
    assert google.call("DELETE", f"{path}/{ana}", as_=BEN).ok


@pytest.mark.usefixtures("one_pdf")
def test_who_may_not_edit_any_more_has_nothing_published(desk: SharingDesk) -> None:
    row, night = shared(desk), NightShares(desk.engine, Robots(desk))
    path = f"/v4/spreadsheets/{row.file_id}/values/Status report!A1:H6"
    before = desk.product.google.json("GET", path, as_=NOOR)
    desk.type_setting(row.workbook_id, "Status date", "2026-09-30")
    taken_from_ana(desk, row)
    assert night.publish([row.workbook_id]) == {row.id: "not-allowed-to-write"}
    paused = now(desk, row)
    assert (paused.state, paused.number) == (shares.PAUSED, 1)
    assert paused.reason.startswith(f"{ANA}, who shared this, may not edit the workbook any more.")
    assert desk.product.google.json("GET", path, as_=NOOR) == before
    with desk.engine.connect() as db:
        [told, *_] = audit.of_workbook(db, row.workbook_id, most=9)
    assert (told.act, told.actor_email) == (Act.SHARE_PAUSED, ROBOT)
    assert told.details["error"] == "not-allowed-to-write"
    assert night.publish([row.workbook_id]) == {}


@pytest.mark.usefixtures("one_pdf")
def test_where_google_does_not_tell_an_act_of_theirs_counts_for_some_time(
    desk: SharingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = shared(desk)
    monkeypatch.setattr("app.jobs.night_shares.still_edits", lambda *_: None)
    night = NightShares(desk.engine, Robots(desk), shown_within=timedelta(days=30))
    assert night.publish([row.workbook_id]) == {row.id: "published"}
    with desk.engine.connect() as db:
        assert audit.last_by(db, row.workbook_id, sub="another", acts=list(Act)) is None
    late = NightShares(desk.engine, Robots(desk), shown_within=timedelta(0))
    assert late.publish([row.workbook_id]) == {row.id: "not-allowed-to-write"}
    assert "has not shown for 0 days" in now(desk, row).reason
    assert republish(desk.work(service_account=ROBOT), row.workbook_id, row.id).state == shares.SHARED
    assert night.publish([row.workbook_id]) == {row.id: "published"}


@pytest.mark.parametrize(
    ("permissions", "edits"),
    [
        ([USER], True),
        ([USER | {"role": "owner"}], True),
        ([USER | {"role": "reader"}], False),
        ([USER | {"deleted": True}], False),
        ([USER | {"emailAddress": "sam@northlight.example"}], False),
        ([{"type": "domain", "role": "writer", "domain": "northlight.example"}], True),
        ([{"type": "domain", "role": "writer", "domain": "other.example"}], False),
        ([{"type": "domain", "role": "reader", "domain": "northlight.example"}], False),
        ([{"type": "anyone", "role": "writer"}], True),
        ([GROUP], None),
        ([GROUP, USER], True),
        ([GROUP | {"role": "reader"}], False),
        ([], False),
    ],
)
def test_what_permissions_say_of_a_person(permissions: list[dict[str, Any]], edits: bool | None) -> None:
    assert still_edits(permissions, "ana@northlight.example") is edits
