"""What NetSuite has of a project becomes the same bookings as a file's: whole, to the cent, each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.errors import (
    MissingColumn,
    NetSuiteError,
    NetSuiteNotSetUp,
    NetSuiteNotWhole,
    NetSuiteProjectUnclear,
    NetSuiteQueryRefused,
)
from app.google.deadline import Deadline
from app.intake.bookings.plan import ImportPlan, plan_import
from app.intake.netsuite.bookings import Delivery
from app.intake.netsuite.set_up import netsuite_bookings
from app.project.model import Project
from app.project.month import label
from app.settings import Settings
from app.workbook.excel import ExcelWorkbook
from app.workbook.read import Reading, read
from sheets_schema.template import template
from sheets_schema.template_xlsx import write_xlsx
from tests.intake.netsuite.contract import Fault, NetSuite
from tests.intake.netsuite.ledger import HARBOUR, LABOUR, OTHER, PAYABLE, TRAVEL, books, clock_in, post
from tests.workbook.books import SMALL

INCOME = (41, "4100 - Fees")
Made = Callable[..., Settings]


def harbour(folder: Path, **tables: Any) -> Path:
    path, rows = folder / "Harbour.xlsx", SMALL | tables
    write_xlsx([sheet for sheet in template(rows) if sheet.name in rows], path)
    return path


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read(ExcelWorkbook(harbour(tmp_path_factory.mktemp("harbour"))).read(), today=date(2026, 4, 3))


def project(reading: Reading, **settings: Any) -> Project:
    from dataclasses import replace

    return replace(reading.project, settings=replace(reading.project.settings, **settings))


def delivered(settings: Settings, project: Project, since: datetime | None = None) -> Delivery:
    return netsuite_bookings(settings).of(project, since=since, deadline=Deadline.after(30))


def planned(settings: Settings, reading: Reading) -> ImportPlan:
    file = delivered(settings, reading.project).file
    return plan_import(file, reading.project, reading.located["actuals"])


def some_costs(netsuite: NetSuite) -> None:
    post(netsuite.books, 101, [(LABOUR, 7000.0), (TRAVEL, 120.4)])
    post(netsuite.books, 102, [(TRAVEL, -34.56)], task="2.1 Lamps", who="Ana", period=2, day="2026-03-02")
    post(netsuite.books, 103, [(LABOUR, 999.0)], project=OTHER)
    post(netsuite.books, 104, [(LABOUR, 1.0)], posting="F")
    post(netsuite.books, 105, [(INCOME, -5000.0)])


def test_posted_costs_by_document_line_and_period(
    netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    some_costs(netsuite)
    found = delivered(settings(), reading.project)
    assert found.project == HARBOUR[1]
    assert [(one.key, one.amount, one.account) for one in found.file.bookings] == [
        ("NS-101", Decimal(7000), "5100 - Labour"),
        ("NS-101/2", Decimal("120.4"), "5200 - Travel"),
        ("NS-102", Decimal("-34.56"), "5200 - Travel"),
    ]
    last = found.file.bookings[-1]
    assert (last.day, label(last.period or 0), last.currency) == (date(2026, 3, 2), "2026-02", "EUR")
    assert (last.person, last.approved) == ("Ana", True)
    control = found.file.controls[0]
    assert control.stated == control.counted == found.file.total == Decimal("7085.84")
    assert found.remarks == ("2 bookings are in periods that are still open",)


def test_they_are_matched_and_imported_once_as_a_files_are(
    netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    some_costs(netsuite)
    clock_in(netsuite.books, 991, 7.5)
    clock_in(netsuite.books, 992, 3, timetype="P")
    clock_in(netsuite.books, 993, 2, approvalstatus=4)
    clock_in(netsuite.books, 994, 1.25, approvalstatus=2)
    fields = "project=line.entity, task=line.class, person=transaction.entity, account=posting.account"
    plan = planned(settings(netsuite_read="ledger,time", netsuite_ledger_fields=fields), reading)
    assert [(row["document"], row["line"], row["hours"], row["approved"]) for row in plan.rows] == [
        ("NS-101", "1.2", None, True),
        ("NS-101/2", "1.2", None, True),
        ("NS-102", "2.1", None, True),
        ("NS-T991", "1.2", 7.5, True),
        ("NS-T994", "1.2", 1.25, False),
    ]
    assert (plan.unmatched, plan.elsewhere, plan.known) == ((), (), 0)
    assert plan.matched_total == Decimal("7085.84")


def test_a_later_reading_sees_late_edits_and_not_everything(
    netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    post(netsuite.books, 1, [(LABOUR, 10.0)], modified="2026-03-01 08:00:00")
    post(netsuite.books, 2, [(LABOUR, 20.0)], modified="2026-03-18 08:00:00")
    post(netsuite.books, 3, [(LABOUR, 30.0)], modified="2026-03-21 08:00:00")
    since = datetime(2026, 3, 20, 2, tzinfo=UTC)  # 72 hours before it is 17 March
    assert [one.key for one in delivered(settings(), reading.project, since).file.bookings] == [
        "NS-2",
        "NS-3",
    ]
    netsuite.books.execute("UPDATE \"transaction\" SET lastmodifieddate = '2026-03-20' WHERE id = 1")
    found = delivered(settings(), reading.project, since)
    assert [one.key for one in found.file.bookings] == ["NS-1", "NS-2", "NS-3"]
    assert found.read_at > since


def test_a_custom_segment_may_hold_the_project(netsuite: NetSuite, settings: Made, reading: Reading) -> None:
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    netsuite.books.execute("UPDATE transactionline SET entity = 99, entity__df = 'A supplier'")
    with pytest.raises(NetSuiteProjectUnclear, match="None of the 1 projects"):
        delivered(settings(), reading.project)
    found = delivered(settings(netsuite_ledger_fields="project=line.cseg_project"), reading.project)
    assert [(one.key, one.project, one.person) for one in found.file.bookings] == [("NS-1", HARBOUR[1], "")]


def test_a_field_that_is_not_there_is_named(netsuite: NetSuite, settings: Made, reading: Reading) -> None:
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    wrong = settings(netsuite_ledger_fields="project=line.entity, task=line.custcol_task")
    with pytest.raises(NetSuiteQueryRefused, match="columns custcol_task of transactionline"):
        delivered(wrong, reading.project)


def test_an_account_without_subsidiaries_needs_its_currency_set(
    netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    netsuite.books = books(without=["transactionline.subsidiary", "subsidiary", "currency"])
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    with pytest.raises(NetSuiteNotSetUp, match="currency") as refused:
        delivered(settings(), reading.project)
    assert "PLUMBLINE_NETSUITE_CURRENCY" in refused.value.mend
    found = delivered(settings(netsuite_currency="eur"), reading.project)
    assert [one.currency for one in found.file.bookings] == ["EUR"]
    assert any("no subsidiaries" in remark for remark in found.remarks)


def test_what_the_role_does_not_see_is_said(netsuite: NetSuite, settings: Made, reading: Reading) -> None:
    netsuite.books = books(without=["transaction.approvalstatus", "transactionaccountingline.accountingbook"])
    post(netsuite.books, 1, [(LABOUR, 10.0)], period=1)
    found = delivered(settings(), reading.project)
    assert [one.approved for one in found.file.bookings] == [None]
    assert found.remarks == ("the role does not see whether documents are approved: posted ones are taken",)
    netsuite.books = books(without=["accountingperiod"])
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    with pytest.raises(NetSuiteQueryRefused, match="nothing of the table accountingperiod"):
        delivered(settings(), reading.project)


def test_each_table_is_looked_at_once(netsuite: NetSuite, settings: Made, reading: Reading) -> None:
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    live = netsuite_bookings(settings())
    for _ in range(3):
        live.of(reading.project, since=None, deadline=Deadline.after(30))
    looks = [query for query in netsuite.asked if " x ORDER BY" in query]
    assert len(looks) == len(set(looks)) == 8


def test_of_several_accounting_books_the_primary_counts(
    netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    netsuite.books.execute(
        'INSERT INTO transactionaccountingline SELECT "transaction", transactionline, account, account__df, '
        "2, amount * 1.1, debit * 1.1, credit * 1.1 FROM transactionaccountingline"
    )
    assert delivered(settings(), reading.project).file.total == Decimal(10)
    netsuite.books.execute("UPDATE accountingbook SET isprimary = 'T'")
    with pytest.raises(NetSuiteNotWhole, match="primary"):
        delivered(settings(), reading.project)


def test_debits_that_are_not_credits_are_refused(
    netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    netsuite.books.execute(f"DELETE FROM transactionaccountingline WHERE account = {PAYABLE[0]}")
    with pytest.raises(NetSuiteNotWhole, match=r"Debits \(10\) and credits \(0\)"):
        delivered(settings(), reading.project)


def test_a_line_posted_to_two_cost_accounts_is_two_bookings(
    netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    netsuite.books.execute(
        "INSERT INTO transactionaccountingline VALUES (1, 1, 52, '5200 - Travel', 1, 4, 4, 0), "
        "(1, 1, 20, '2000 - Payables', 1, -4, 0, 4)"
    )
    assert [one.key for one in delivered(settings(), reading.project).file.bookings] == ["NS-1", "NS-1.52"]


@pytest.mark.parametrize(
    ("named", "names", "fits"),
    [
        ({}, ["Acme : Harbour lights", "Acme : Other"], "Acme : Harbour lights"),
        ({"code": "P-7"}, ["P-7", "Harbour lights"], "P-7"),
        ({}, ["Harbour lights", "Acme : Harbour lights"], "Harbour lights"),
        ({"project": "A : Phase 1"}, ["A : Phase 1", "B : Phase 1"], "A : Phase 1"),
        ({"code": "P-9"}, ["Acme : harbour  LIGHTS", "Acme"], "Acme : harbour  LIGHTS"),
    ],
)
def test_the_project_is_found_by_code_then_name(
    named: dict[str, str], names: list[str], fits: str, reading: Reading
) -> None:
    from app.intake.netsuite.which_project import which_project

    ids = {str(at): name for at, name in enumerate(names)}
    assert ids[which_project(project(reading, **named), ids)] == fits


def test_two_projects_that_fit_are_refused(reading: Reading) -> None:
    from app.intake.netsuite.which_project import which_project

    ids = {"1": "Acme : Harbour lights", "2": "Bolt : Harbour lights"}
    with pytest.raises(NetSuiteProjectUnclear, match=r"2 projects .* Acme : Harbour lights, Bolt"):
        which_project(reading.project, ids)
    with pytest.raises(NetSuiteProjectUnclear, match="names neither"):
        which_project(project(reading, project="", code="", client=""), ids)
    assert which_project(reading.project, {"3": "Elsewhere"}) == ""


def test_a_link_names_the_one_project_whatever_the_workbook_says(
    netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    some_costs(netsuite)
    live = netsuite_bookings(settings())

    def linked(name: str) -> Delivery:
        return live.of(reading.project, since=None, deadline=Deadline.after(30), linked=name)

    assert linked(HARBOUR[1]).file.total == Decimal("7085.84")
    other = linked(OTHER[1])
    assert other.file.total == Decimal(999)  # and matching leaves it out: it is not the workbook's
    assert len(plan_import(other.file, reading.project, reading.located["actuals"]).elsewhere) == 1
    with pytest.raises(NetSuiteProjectUnclear):
        linked("Harbour lights")


def test_names_with_apostrophes_stay_text(netsuite: NetSuite, settings: Made, reading: Reading) -> None:
    """A free-text field as the project: its values go into the next query."""
    post(netsuite.books, 1, [(LABOUR, 10.0)])
    evil = "x' OR '1'='1"
    netsuite.books.execute("UPDATE transactionline SET cseg_project = ?, cseg_project__df = ?", (evil, evil))
    post(netsuite.books, 2, [(LABOUR, 99.0)], project=OTHER)
    named = project(reading, project=evil)
    found = delivered(settings(netsuite_ledger_fields="project=line.cseg_project"), named)
    assert [one.key for one in found.file.bookings] == ["NS-1"]


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE transactionaccountingline SET amount = 'much' WHERE account = 51",
        "UPDATE transactionaccountingline SET amount = NULL WHERE account = 51",
        "UPDATE accountingperiod SET startdate = NULL",
        "UPDATE \"transaction\" SET trandate = 'soon'",
    ],
)
def test_a_row_that_cant_be_read_refuses_all(
    spoil: str, netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    some_costs(netsuite)
    netsuite.books.execute(spoil)
    with pytest.raises(NetSuiteError):
        delivered(settings(), reading.project)


@pytest.mark.parametrize("step", [0, 4, 9, 13])
def test_wherever_it_stops_nothing_comes(
    step: int, netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    """The first of its requests, ones between, and the last are refused for good."""
    some_costs(netsuite)
    netsuite.faults.append(Fault("403", skip=step, times=99))
    with pytest.raises(NetSuiteError):
        delivered(settings(), reading.project)


def test_so_many_requests_a_reading_takes(netsuite: NetSuite, settings: Made, reading: Reading) -> None:
    some_costs(netsuite)
    live = netsuite_bookings(settings())
    live.of(reading.project, since=None, deadline=Deadline.after(30))
    first = len(netsuite.statuses)
    live.of(reading.project, since=None, deadline=Deadline.after(30))
    assert (first, len(netsuite.statuses) - first) == (14, 4)
    assert len(netsuite.used) == 1  # one token
    page = " ".join((Path(__file__).parents[3] / "docs" / "netsuite.md").read_text("utf-8").split())
    assert "takes 4 requests" in page
    assert "takes 10 more" in page


def test_a_posting_period_that_is_not_the_dates_month_is_not_lost(
    netsuite: NetSuite, settings: Made, reading: Reading, tmp_path: Path
) -> None:
    path = harbour(tmp_path)
    book = load_workbook(path)
    heads = [cell.value for cell in book["Actuals"][1]]
    book["Actuals"].cell(1, heads.index("Period") + 1).value = "Something else"
    book.save(path)
    without = read(ExcelWorkbook(path).read(), today=date(2026, 4, 3)).located["actuals"]
    post(netsuite.books, 1, [(LABOUR, 10.0)], day="2026-03-31", period=3)
    file = delivered(settings(), reading.project).file
    assert len(plan_import(file, reading.project, without).rows) == 1
    post(netsuite.books, 2, [(LABOUR, 10.0)], day="2026-04-02", period=3)
    file = delivered(settings(), reading.project).file
    with pytest.raises(MissingColumn, match="no column Period"):
        plan_import(file, reading.project, without)
    rows = plan_import(file, reading.project, reading.located["actuals"]).rows
    assert [row["period"] for row in rows] == ["2026-03", "2026-03"]


def test_a_project_that_is_new_there_is_found_at_once(
    netsuite: NetSuite, settings: Made, reading: Reading
) -> None:
    post(netsuite.books, 1, [(LABOUR, 10.0)], project=OTHER)
    live = netsuite_bookings(settings())
    with pytest.raises(NetSuiteProjectUnclear):
        live.of(reading.project, since=None, deadline=Deadline.after(30))
    post(netsuite.books, 2, [(LABOUR, 10.0)])
    found = live.of(reading.project, since=None, deadline=Deadline.after(30))
    assert [one.key for one in found.file.bookings] == ["NS-2"]
