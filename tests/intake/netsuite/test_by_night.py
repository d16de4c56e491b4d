"""Bookings of linked workbooks by night: from where the last reading was, all or none, never in the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.errors import GoogleUnavailable, PreviewOutdated, TimedOut
from app.intake.bookings.plan import ImportPlan
from app.intake.bookings.write import import_into_excel
from app.intake.netsuite.set_up import netsuite_bookings
from app.jobs.acts import said
from app.jobs.night_bookings import NightBookings
from app.settings import Settings
from app.store import audit, netsuite_links
from app.store.audit import Act
from app.store.netsuite_links import LinkRow
from app.store.runs import RunRow
from app.workbook.book import Book
from app.workbook.excel import ExcelWorkbook
from app.workbook.locate import Located
from tests.intake.netsuite.contract import Fault, NetSuite
from tests.intake.netsuite.ledger import HARBOUR, LABOUR, OTHER, post
from tests.intake.netsuite.test_bookings import harbour

AT = datetime(2026, 4, 3, 2, tzinfo=UTC)
RUN = RunRow(
    id="run-1", workbook_id="w", mode="nightly", state="running", owner="o", by_sub="nightly", by_email="n@x",
    idempotency_key=None, phase="reading", step=1, text="", error=None, created_at=AT, ended_at=None,
)  # fmt: skip


@dataclass
class Actuals:
    """A workbook in a file; `trouble` is raised before or after its write lands."""

    path: Path
    added: list[list[str]] = field(default_factory=list)
    before: Exception | None = None
    after: Exception | None = None
    typed: int = 0

    def read(self) -> Book:
        return ExcelWorkbook(self.path).read()

    def add(self, book: Book, plan: ImportPlan, actuals: Located) -> None:
        if self.before:
            raise self.before
        if self.typed:
            self.typed -= 1
            raise PreviewOutdated("Somebody changed the workbook at this very moment.")
        import_into_excel(plan, actuals, self.path, self.path)
        self.added.append([str(row["document"]) for row in plan.rows])
        if self.after:
            raise self.after


@pytest.fixture
def actuals(tmp_path: Path) -> Actuals:
    return Actuals(harbour(tmp_path))


@pytest.fixture
def night(engine: sa.Engine, settings: Callable[..., Settings], netsuite: NetSuite) -> NightBookings:
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    post(netsuite.books, 2, [(LABOUR, 5.0)], project=OTHER)
    link(engine)
    return NightBookings(engine, netsuite_bookings(settings()))


def link(engine: sa.Engine, project: str = HARBOUR[1]) -> None:
    with engine.begin() as db:
        netsuite_links.put(db, LinkRow(workbook_id="w", project=project, linked_at=datetime.now(UTC)))


def linked(engine: sa.Engine) -> LinkRow:
    with engine.connect() as db:
        found = netsuite_links.find(db, "w")
    assert found
    return found


def acts(engine: sa.Engine) -> list[tuple[Act, dict[str, Any]]]:
    """The latest first."""
    with engine.connect() as db:
        return [(row.act, dict(row.details)) for row in audit.latest(db, workbook_id="w", most=9)]


def test_night_after_night(
    night: NightBookings, engine: sa.Engine, actuals: Actuals, netsuite: NetSuite
) -> None:
    night.bring(RUN, actuals)
    first = linked(engine).read_at
    assert first
    post(netsuite.books, 3, [(LABOUR, 7.0)], modified="2099-01-01 00:00:00")
    night.bring(RUN, actuals)
    night.bring(RUN, actuals)
    assert actuals.added == [["NS-1"], ["NS-3"]]
    assert (linked(engine).read_at or first) > first
    told = [(act, details["new"], details["known"]) for act, details in acts(engine)]
    assert told == [(Act.NETSUITE_IMPORTED, 1, 0), (Act.NETSUITE_IMPORTED, 1, 0)]
    netsuite.books.execute("UPDATE transactionaccountingline SET debit = 8, amount = 8 WHERE debit = 7")
    netsuite.books.execute("UPDATE transactionaccountingline SET credit = 8 WHERE credit = 7")
    night.bring(RUN, actuals)
    with engine.connect() as db:
        last = audit.latest(db, workbook_id="w", most=1)[0]
    assert said(last) == "Brought 0 bookings from NetSuite; 1 changed there since, left as they stand"


def test_what_is_not_linked_is_not_read(
    night: NightBookings, engine: sa.Engine, actuals: Actuals, netsuite: NetSuite
) -> None:
    assert night.linked(["v", "w"]) == {"w"}
    with engine.begin() as db:
        netsuite_links.remove(db, "w")
    night.bring(RUN, actuals)
    assert (netsuite.asked, actuals.added, acts(engine)) == ([], [], [])


@pytest.mark.parametrize("skip", [6, 13])
def test_a_reading_that_stops_brings_nothing_and_begins_there_again(
    skip: int, night: NightBookings, engine: sa.Engine, actuals: Actuals, netsuite: NetSuite
) -> None:
    netsuite.faults.append(Fault("403", times=1, skip=skip))
    night.bring(RUN, actuals)
    found = linked(engine)
    assert (actuals.added, found.read_at) == ([], None)
    assert json.loads(found.error)["type"] == "/problems/netsuite-sign-in-refused"
    assert acts(engine) == [(Act.NETSUITE_FAILED, {"error": "netsuite-sign-in-refused"})]
    night.bring(RUN, actuals)
    assert (actuals.added, linked(engine).error) == ([["NS-1"]], "")


def test_a_write_that_fails_moves_no_watermark(
    night: NightBookings, engine: sa.Engine, actuals: Actuals
) -> None:
    actuals.before = GoogleUnavailable("Google is down.")
    with pytest.raises(GoogleUnavailable):  # the run is tried again
        night.bring(RUN, actuals)
    assert linked(engine).read_at is None
    actuals.before, actuals.after = None, TimedOut("The answer was lost.")
    night.bring(RUN, actuals)
    assert (linked(engine).read_at, acts(engine)[0][1]) == (None, {"error": "timed-out"})
    actuals.after = None
    night.bring(RUN, actuals)
    assert actuals.added == [["NS-1"]]  # it had landed: known by its document
    assert linked(engine).read_at


def test_another_project_than_the_workbooks_brings_nothing(
    night: NightBookings, engine: sa.Engine, actuals: Actuals
) -> None:
    link(engine, OTHER[1])
    night.bring(RUN, actuals)
    assert (actuals.added, linked(engine).read_at) == ([], None)
    assert "another project than the one it is linked to" in json.loads(linked(engine).error)["detail"]


def test_a_workbook_without_actuals_is_refreshed_all_the_same(
    night: NightBookings, engine: sa.Engine, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    path = harbour(tmp_path)
    book = load_workbook(path)
    actuals = book["Actuals"]
    actuals.cell(1, 9).value = "Something else"
    book.save(path)
    night.bring(RUN, Actuals(path))
    assert json.loads(linked(engine).error)["type"] == "/problems/missing-column"


def test_a_link_changed_while_it_was_read_keeps_its_own_beginning(
    night: NightBookings, engine: sa.Engine, actuals: Actuals, netsuite: NetSuite
) -> None:
    netsuite.before = lambda query: link(engine, OTHER[1])
    night.bring(RUN, actuals)
    assert (linked(engine).project, linked(engine).read_at) == (OTHER[1], None)


def test_what_was_typed_meanwhile_is_read_first(
    night: NightBookings, engine: sa.Engine, actuals: Actuals
) -> None:
    actuals.typed = 3
    night.bring(RUN, actuals)
    assert (actuals.added, acts(engine)[0][1]) == ([], {"error": "preview-outdated"})
    actuals.typed = 2
    night.bring(RUN, actuals)
    assert (actuals.added, linked(engine).error) == ([["NS-1"]], "")
