"""A night with NetSuite: bookings come before the refresh, and trouble there is not in its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from app.google.retry import Patience
from app.intake.netsuite.set_up import netsuite_bookings
from app.jobs.night_bookings import NightBookings
from app.jobs.runs import now
from app.settings import Settings
from app.store import netsuite_links
from app.store.audit import Act
from app.store.netsuite_links import LinkRow
from app.worker import Drive, bookings_by_night
from tests.intake.netsuite.conftest import connection, keys, netsuite, one_server, settings
from tests.intake.netsuite.contract import Fault, NetSuite
from tests.intake.netsuite.ledger import HARBOUR, LABOUR, TRAVEL, post
from tests.night.house import House, night_house
from tests.support.sandbox import ANA, RunningSandbox

__all__ = ["connection", "keys", "netsuite", "one_server", "settings"]


@pytest.fixture
def house(
    engine: sa.Engine, sandbox: RunningSandbox, netsuite: NetSuite, settings: Callable[..., Settings]
) -> Iterator[House]:
    with night_house(engine, sandbox, NightBookings(engine, netsuite_bookings(settings()))) as made:
        yield made


def link(house: House, book: str) -> None:
    with house.engine.begin() as db:
        netsuite_links.put(db, LinkRow(workbook_id=book, project=HARBOUR[1], linked_at=now()))


def actuals(house: House, book: str) -> list[list[Any]]:
    found = house.sandbox.json(
        "GET", f"/v4/spreadsheets/{book}/values/Actuals!A2:K?valueRenderOption=UNFORMATTED_VALUE"
    )
    return list(found["values"])


def a_night(house: House, book: str) -> None:
    house.tick("start_due")
    house.wait()


def test_bookings_come_before_the_refresh_and_once(house: House, netsuite: NetSuite) -> None:
    book, other = house.workbook(), house.workbook()
    link(house, book)
    before = actuals(house, other)
    post(netsuite.books, 1, [(LABOUR, 100.25), (TRAVEL, -20.0)])
    house.start()
    a_night(house, book)
    rows = actuals(house, book)
    assert rows[: len(before)] == before
    assert [
        [cell for cell in row if cell in ("NS-1", "NS-1/2", 100.25, -20)] for row in rows[len(before) :]
    ] == [
        [100.25, "NS-1"],
        [-20, "NS-1/2"],
    ]
    assert actuals(house, other) == before
    acts = [act.act for act in house.acts(book)]
    assert acts == [Act.REFRESH_DONE, Act.NETSUITE_IMPORTED, Act.REFRESH_STARTED]
    post(netsuite.books, 2, [(LABOUR, 7.0)], modified="2099-01-01 00:00:00")
    again(house, book)
    again(house, book)
    documents = [cell for row in actuals(house, book) for cell in row if str(cell).startswith("NS-")]
    assert documents == ["NS-1", "NS-1/2", "NS-2"]


def again(house: House, book: str) -> None:
    """Another night."""
    assert house.shift._runs.queue_again(house.schedule(book))
    house.wait()


def test_trouble_with_netsuite_is_noted_and_the_refresh_goes_on(house: House, netsuite: NetSuite) -> None:
    book = house.workbook()
    link(house, book)
    post(netsuite.books, 1, [(LABOUR, 100.25)])
    netsuite.faults.append(Fault("403", times=99))
    house.start()
    a_night(house, book)
    assert house.runs(book)[0].state == "done"
    acts = [act.act for act in house.acts(book)]
    assert acts == [Act.REFRESH_DONE, Act.NETSUITE_FAILED, Act.REFRESH_STARTED]
    netsuite.faults.clear()
    again(house, book)
    assert any("NS-1" in row for row in actuals(house, book))


def test_google_failing_at_the_write_has_the_run_tried_again_whole(house: House, netsuite: NetSuite) -> None:
    book = house.workbook()
    link(house, book)
    post(netsuite.books, 1, [(LABOUR, 100.25)])
    house.shift._nightly._patience = Patience(attempts=3, first_seconds=0.01, longest_seconds=0.01)
    house.sandbox.faults({"kind": "write", "status": 503, "times": 1, "after_commit": True})
    house.start()
    a_night(house, book)
    assert house.runs(book)[0].state == "done"
    documents = [cell for row in actuals(house, book) for cell in row if str(cell).startswith("NS-")]
    assert documents == ["NS-1"]  # it had landed, and was known


def test_linked_workbooks_are_never_left_alone(house: House, engine: sa.Engine) -> None:
    book = house.workbook()
    link(house, book)
    night = house.shift._bookings
    drive = Drive(engine, house.shift._google, night)
    assert drive.unchanged([house.schedule(book)]) == ()


def test_from_the_settings(
    engine: sa.Engine, settings: Callable[..., Settings], netsuite: NetSuite, caplog: pytest.LogCaptureFixture
) -> None:
    assert bookings_by_night(Settings(), engine) is None
    made = settings()
    assert bookings_by_night(made, engine)
    assert made.netsuite_key_file
    made.netsuite_key_file.write_text("no key")
    assert bookings_by_night(made, engine) is None


def actuals_id(house: House, book: str) -> int:
    tabs = house.sandbox.json("GET", f"/v4/spreadsheets/{book}?fields=sheets(properties(sheetId,title))")
    sheets = [one["properties"] for one in tabs["sheets"]]
    return next(int(one["sheetId"]) for one in sheets if one["title"] == "Actuals")


def test_a_protected_actuals_tab_takes_no_bookings_and_the_refresh_goes_on(
    house: House, netsuite: NetSuite
) -> None:
    book = house.workbook()
    link(house, book)
    range_ = {"range": {"sheetId": actuals_id(house, book)}, "editors": {"users": [ANA]}}
    made = {"addProtectedRange": {"protectedRange": range_}}
    house.sandbox.json("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": [made]})
    post(netsuite.books, 1, [(LABOUR, 100.25)])
    before = actuals(house, book)
    house.start()
    a_night(house, book)
    assert (house.runs(book)[0].state, house.schedule(book).active) == ("done", True)
    assert actuals(house, book) == before
    failed = next(act for act in house.acts(book) if act.act is Act.NETSUITE_FAILED)
    assert failed.details == {"error": "not-allowed-to-write"}


def test_a_table_of_the_sheets_kind_grows(house: House, netsuite: NetSuite) -> None:
    book = house.workbook()
    link(house, book)
    sheet_id = actuals_id(house, book)
    before = len(actuals(house, book))
    box = {"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": before + 1, "startColumnIndex": 0}
    (heads,) = house.sandbox.json("GET", f"/v4/spreadsheets/{book}/values/Actuals!1:1")["values"]
    made = {"addTable": {"table": {"name": "Actuals", "range": box | {"endColumnIndex": len(heads)}}}}
    house.sandbox.json("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": [made]})
    post(netsuite.books, 1, [(LABOUR, 100.25), (TRAVEL, 3.5)])
    house.start()
    a_night(house, book)
    assert house.runs(book)[0].state == "done"
    rows = actuals(house, book)
    assert ["NS-1" in rows[-2], "NS-1/2" in rows[-1], len(rows)] == [True, True, before + 2]
    found = house.sandbox.json("GET", f"/v4/spreadsheets/{book}?fields=sheets(tables(range))")
    (table,) = [one for tab in found["sheets"] for one in tab.get("tables", ())]
    assert table["range"]["endRowIndex"] == before + 3
