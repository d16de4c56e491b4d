"""`kill -9` before each step of publishing, publishing again, taking back: safe then, and swept after."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.sharing.publish import publish
from app.sharing.republish import republish
from app.sharing.revoke import revoke
from app.store import shares
from app.store.shares import ShareRow
from app.store.tables import share_hold
from tests.sharing.desk import TO_NOOR, SharingDesk
from tests.support.sandbox import ANA, NOOR

pytestmark = pytest.mark.usefixtures("one_pdf")

PUBLISH = ("read", "folder", "create", "note", "build", "scan", "record", "share", "check", "settle")
AGAIN = ("read", "drift", "staging", "build", "scan", "record", "send", "compare", "settle", "put away")
BACK = ("look", "take away", "put away", "note")


def killed(desk: SharingDesk, folder: Path, *, act: str, step: str, workbook: str, share: str = "") -> None:
    """A process of its own that dies before this step."""
    wish = {
        "url": desk.product.url,
        "database": desk.engine.url.render_as_string(hide_password=False),
        "token": desk.product.google.token(ANA).access_token,
        "act": act, "step": step, "workbook": workbook, "share": share,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.sharing.dies", json.dumps(wish)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]
    with desk.engine.begin() as db:  # as after ten minutes
        db.execute(sa.delete(share_hold).where(share_hold.c.workbook_id == workbook))


def only(desk: SharingDesk, workbook: str) -> list[ShareRow]:
    with desk.engine.connect() as db:
        return shares.of_workbook(db, workbook)


def dies_while_publishing(desk: SharingDesk, folder: Path, step: str) -> None:
    internal = desk.workbook()
    killed(desk, folder, act="publish", step=step, workbook=internal)
    for row in only(desk, internal):
        for file in desk.files_marked(row.id):
            if desk.may_open(NOOR, file["id"]):  # then it is whole and scanned: what was to be shared
                with desk.engine.connect() as db:
                    [report] = shares.reports(db, row.id)
                assert set(report.scan["hits"].values()) == {0}
                assert step in {"check", "settle"}
    done = publish(desk.work(), internal, TO_NOOR)
    rows = only(desk, internal)
    assert [row.state for row in rows if row.id != done.id] in ([], [shares.FAILED])
    for row in rows:
        left = [file["id"] for file in desk.files_marked(row.id)]
        assert left == ([done.file_id] if row.id == done.id else [])


def dies_while_publishing_again(desk: SharingDesk, folder: Path, step: str) -> None:
    internal = desk.workbook()
    row = publish(desk.work(), internal, TO_NOOR)
    desk.type_setting(internal, "Status date", "2026-09-30")
    path = f"/v4/spreadsheets/{row.file_id}/values/Status report!A5"
    killed(desk, folder, act="republish", step=step, workbook=internal, share=row.id)
    shown = desk.product.google.json("GET", path, as_=NOOR)["values"][0][0]
    assert shown == ("30 Sept 2026" if step in {"compare", "settle", "put away"} else "31 Aug 2026")
    for file in desk.files_marked(row.id):
        assert desk.may_open(NOOR, file["id"]) is (file["id"] == row.file_id)
    after = republish(desk.work(), internal, row.id)
    assert desk.product.google.json("GET", path, as_=NOOR)["values"][0][0] == "30 Sept 2026"
    assert [file["id"] for file in desk.files_marked(row.id)] == [row.file_id]
    with desk.engine.connect() as db:
        known = {one.number: one.state for one in shares.reports(db, row.id)}
    assert set(known.values()) <= {shares.PUBLISHED, shares.WITHDRAWN}
    assert known[after.number] == shares.PUBLISHED


def dies_while_taking_back(desk: SharingDesk, folder: Path, step: str) -> None:
    internal = desk.workbook()
    row = publish(desk.work(), internal, TO_NOOR)
    killed(desk, folder, act="revoke", step=step, workbook=internal, share=row.id)
    assert desk.may_open(NOOR, row.file_id) is (step in {"look", "take away"})
    assert revoke(desk.work(), internal, row.id).state == shares.REVOKED
    assert not desk.may_open(NOOR, row.file_id)


@pytest.mark.parametrize("step", ["check"])
def test_dead_while_publishing(desk: SharingDesk, tmp_path: Path, step: str) -> None:
    dies_while_publishing(desk, tmp_path, step)


@pytest.mark.parametrize("step", ["compare"])
def test_dead_while_publishing_again(desk: SharingDesk, tmp_path: Path, step: str) -> None:
    dies_while_publishing_again(desk, tmp_path, step)


@pytest.mark.soak
@pytest.mark.parametrize("step", PUBLISH)
def test_dead_at_every_step_of_publishing(desk: SharingDesk, tmp_path: Path, step: str) -> None:
    dies_while_publishing(desk, tmp_path, step)


@pytest.mark.soak
@pytest.mark.parametrize("step", AGAIN)
def test_dead_at_every_step_of_publishing_again(desk: SharingDesk, tmp_path: Path, step: str) -> None:
    dies_while_publishing_again(desk, tmp_path, step)


@pytest.mark.soak
@pytest.mark.parametrize("step", BACK)
def test_dead_at_every_step_of_taking_back(desk: SharingDesk, tmp_path: Path, step: str) -> None:
    dies_while_taking_back(desk, tmp_path, step)


def test_the_steps_are_all_there_are(desk: SharingDesk) -> None:
    internal, told = desk.workbook(), list[str]()
    row = publish(desk.work(step=told.append), internal, TO_NOOR)
    assert tuple(told) == PUBLISH
    told.clear()
    republish(desk.work(step=told.append), internal, row.id)
    assert tuple(told) == AGAIN
    told.clear()
    revoke(desk.work(step=told.append), internal, row.id)
    assert tuple(told) == BACK
