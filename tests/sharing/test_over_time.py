"""A share whose time is over is told as over, with and without a night to end it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.api.share_acts import LINK_STAYS, PUT_AWAY, STILL_OPEN
from app.errors import ShareEnded, TimedOut
from app.sharing.files import Files
from app.sharing.publish import publish
from app.sharing.republish import republish
from app.store import shares
from app.store.engine import make_engine
from tests.sharing.desk import TO_NOOR, SharingDesk
from tests.sharing.test_over_http import ask
from tests.support.product import Product, demo, running_product
from tests.support.sandbox import NOOR

pytestmark = pytest.mark.usefixtures("one_pdf")
A_MINUTE = timedelta(minutes=1)


def test_a_visit_tells_that_its_time_is_over(tmp_path: Path) -> None:
    with running_product(tmp_path) as product:
        workbook = demo(product)
        made = ask(product, "POST", f"{workbook}/shares", json={"recipients": [NOOR]}).json()
        assert (made["state"], bool(made["link"])) == ("shared", True)
        [database] = [one for one in Path(product.google.data_dir).rglob("*.db") if "plumbline" in one.name]
        engine = make_engine(f"sqlite:///{database}")
        try:
            with engine.begin() as db:
                at = datetime.now(UTC)
                shares.change(db, made["id"], at=at, until=at - A_MINUTE)
            [listed] = ask(product, "GET", f"{workbook}/shares").json()["shares"]
            assert (listed["state"], listed["link"], listed["pdf"]) == ("expired", None, None)
            assert ask(product, "GET", f"{workbook}/shares/{made['id']}").json()["state"] == "expired"
            with engine.connect() as db:
                row = shares.find(db, made["id"])
            assert row is not None
            assert row.state == shares.EXPIRED
        finally:
            engine.dispose()
        again = ask(product, "POST", f"{workbook}/shares/{made['id']}", json={}).json()
        assert again["type"] == "/problems/share-ended"
        acts = [one["act"] for one in ask(product, "GET", f"{workbook}/audit").json()["acts"]]
        assert acts.count("workbook:share:expired") == 1


def test_nothing_is_sent_to_a_share_whose_end_nobody_has_noted_yet(desk: SharingDesk) -> None:
    row = publish(desk.work(), desk.workbook(), TO_NOOR)
    desk.work().change(row.id, until=datetime.now(UTC) - A_MINUTE)
    with pytest.raises(ShareEnded, match="expired"):
        republish(desk.work(), row.workbook_id, row.id)


def test_a_staging_file_that_google_made_without_an_answer_is_found_the_next_time(
    desk: SharingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, create = publish(desk.work(), desk.workbook(), TO_NOOR), Files.create

    def unheard(files: Files, title: str, share_id: str, folder: str, *, writers_share: bool) -> str:
        create(files, title, share_id, folder, writers_share=writers_share)
        raise TimedOut("No answer.")

    with monkeypatch.context() as patch:
        patch.setattr(Files, "create", unheard)
        with pytest.raises(TimedOut):
            republish(desk.work(), row.workbook_id, row.id)
    assert len(desk.files_marked(row.id)) == 2
    assert republish(desk.work(), row.workbook_id, row.id).number == 2
    assert [one["id"] for one in desk.files_marked(row.id)] == [row.file_id]
    assert desk.may_open(NOOR, row.file_id)


@pytest.mark.parametrize("act", ["publish", "republish", "revoke"])
def test_what_google_did_not_answer_is_told_as_what_became_of_the_share(
    product: Product, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    workbook, share = demo(product), "5b1e" + "0" * 28

    def no(*_: object, **__: object) -> None:
        raise TimedOut("Google Sheets did not answer.")

    monkeypatch.setattr(f"app.api.share_acts.{act}", no)
    asked: dict[str, tuple[str, str, dict[str, Any]]] = {
        "publish": ("POST", "shares", {"json": {"recipients": [NOOR]}}),
        "republish": ("POST", f"shares/{share}", {"json": {}}),
        "revoke": ("DELETE", f"shares/{share}", {}),
    }
    method, path, more = asked[act]
    told = ask(product, method, f"{workbook}/{path}", **more)
    assert told.status_code == 504
    assert (
        told.json()["unchanged"] == {"publish": PUT_AWAY, "republish": LINK_STAYS, "revoke": STILL_OPEN}[act]
    )
    assert "refresh" not in told.text.casefold()
