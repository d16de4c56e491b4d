"""Published again: only for the same client, to people who are still allowed, by those who may share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import AppError, NotForClients, NothingToShare, RecipientNotAllowed
from app.jobs.night_shares import NightShares
from app.roles import Holders
from app.sharing.access import take_away
from app.sharing.publish import publish
from app.sharing.republish import republish
from app.store import audit, shares
from app.store.audit import Act
from app.store.shares import ShareRow
from tests.sharing.desk import ROBOT, TO_NOOR, SharingDesk
from tests.sharing.test_nights import Robots, now, shared
from tests.support.sandbox import ANA, BEN, NOOR, SAM

pytestmark = pytest.mark.usefixtures("one_pdf")

Change = Callable[[SharingDesk, ShareRow], None]


def setting(title: str, value: str) -> Change:
    return lambda desk, row: desk.type_setting(row.workbook_id, title, value)


def last_act(desk: SharingDesk, row: ShareRow) -> Act:
    with desk.engine.connect() as db:
        return audit.of_workbook(db, row.workbook_id, most=1)[0].act


@pytest.mark.parametrize(
    ("change", "allowed", "problem", "reason"),
    [
        (setting("Client", "Kestrel Foods (invented)"), (), NotForClients, "another client"),
        (setting("Client", ""), (), NotForClients, "another client"),
        (setting("Client domains", "kestrel.example"), (), RecipientNotAllowed, "outside the client"),
        (setting("Client domains", ""), (), NothingToShare, "names no client domains"),
        (setting("Status date", "2026-09-30"), ("else.example",), RecipientNotAllowed, "your organisation"),
    ],
)
def test_another_client_or_people_no_longer_allowed_pause_a_share(
    desk: SharingDesk, change: Change, allowed: tuple[str, ...], problem: type[AppError], reason: str
) -> None:
    row = publish(desk.work(), desk.workbook(), TO_NOOR)
    change(desk, row)
    with pytest.raises(problem, match=reason):
        republish(desk.work(allowed_domains=allowed), row.workbook_id, row.id)
    paused = now(desk, row)
    assert (paused.state, paused.number) == (shares.PAUSED, 1)
    assert reason in paused.reason
    assert last_act(desk, row) is Act.SHARE_PAUSED


def test_the_night_keeps_to_the_domains_of_the_operator(desk: SharingDesk) -> None:
    row = shared(desk)
    desk.type_setting(row.workbook_id, "Status date", "2026-09-30")
    night = NightShares(desk.engine, Robots(desk), allowed_domains=("else.example",))
    assert night.publish([row.workbook_id]) == {row.id: RecipientNotAllowed.slug}
    assert now(desk, row).state == shares.PAUSED


def test_the_night_publishes_for_nobody_who_may_not_share_any_more(desk: SharingDesk) -> None:
    row = shared(desk)
    desk.type_setting(row.workbook_id, "Status date", "2026-09-30")
    night = NightShares(desk.engine, Robots(desk), may_share=Holders(people=frozenset({BEN})))
    assert night.publish([row.workbook_id]) == {row.id: "not-your-role"}
    paused = now(desk, row)
    assert (paused.state, paused.number) == (shares.PAUSED, 1)
    assert ANA in paused.reason
    assert last_act(desk, row) is Act.SHARE_PAUSED


@pytest.mark.parametrize("keep", [("",), (ROBOT, "")])
def test_nobody_without_an_address_is_kept(desk: SharingDesk, keep: tuple[str, ...]) -> None:
    row = shared(desk)
    path = f"/drive/v3/files/{row.file_id}/permissions"
    for body in (
        {"type": "anyone", "role": "reader"},
        {"type": "domain", "role": "reader", "domain": "brightwater.example"},
    ):
        desk.product.google.json("POST", path, json=body)
    assert desk.may_open(SAM, row.file_id)
    left = take_away(desk.work().files().drive, row.file_id, keep=keep)
    assert left == {ANA: "owner"} | ({ROBOT: "writer"} if ROBOT in keep else {})
    assert not desk.may_open(SAM, row.file_id)
    assert not desk.may_open(NOOR, row.file_id)
