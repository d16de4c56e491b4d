"""Mistakes that people made in workbooks of their own, found once the tables are laid out by the contract.

The workbooks and their faults: `../shared/workbooks` and its `truth.json`. Of those faults, these cannot
stand in a workbook laid out by the contract, or nothing in its cells tells them:

- 03: the share of profit on the Overview is a figure whose base a person must know, and the budget in euro
  beside it is the same money again: Settings hold one price, in one currency.
- 04: the hidden test tabs are no part of a project and are not laid out.
- 08: live formulas from the client's tab into the internal one: a client's workbook is a copy of values,
  which has none. A hidden column: rows alone are read as hidden. The summary block above (F4, F6) repeats
  the totals that are told below: Plumbline writes its own.
- 18 and 28: codes whose leading zeros are in the number format: values are read, formats are not. What is
  told is a booking that names the code as it is shown, with the line it means. 18: thousands are known from
  the publisher alone; that one column repeats another with the sign turned is no fault in columns of people's
  own, which nothing adds up.
- 27: two headings Predecessor(s), requirement numbers, hidden columns: people's own columns, read by nobody.
  That on-call weeks are no tasks is for a person to know.
- 28: texts glued together beside the table and once more beneath it belong to no column of the contract.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.errors import NoBudgetLines
from app.workbook.book import CellValue
from tests.checks.laying_out import cells_of, checked, flagged
from tests.checks.real_books import LAYOUTS, book_of, findings_of, path_of
from tests.workbook.books import serial

FOUND: list[tuple[str, str, str, str, str]] = [
    # workbook, cells of its own, the check that tells them, the same cells as laid out, the true figure
    ("03", "Cost!H6", "A13", "Budget!H4", "14,400.00, kept as text"),
    ("03", "Cost!H9", "A13", "Budget!H7", "723.00, kept as text"),
    ("03", "Cost!J4:N5", "A12", "Budget!T2:X3", "more like it in the month columns"),
    ("03", "Cost!J6:N13", "A12", "Budget!T4:X6 Budget!T7:U7 Budget!X7:X8 Budget!U8 Budget!T9:T11", "#REF!"),
    ("03", "Cost!I4 I7:I14 G7:G13", "A12", "Budget!S2 Budget!S5:S12 Budget!R5:R6 Budget!R8:R11", "#REF!"),
    ("03", "Revenue!E3:E8", "A12", "Milestones!J2:J7", "#REF!"),
    ("03", "Cost!I15:I25 G15", "T2", "Budget!S13:S23 Budget!R13", "gone"),
    ("03", "Cost!K10", "T5", "Budget!U8", "adds a typed 100"),
    ("04", "Projects!B4", "A12", "Budget!B2", "#REF!"),
    ("04", "CashflowData1!A4", "A12", "Milestones!B2", "#VALUE!"),
    ("04", "CashflowData2!D6:D11", "A12", "Invoices!D3:D8", "#REF!"),
    ("04", "CashflowData2!C6:C11", "A12", "Invoices!J3:J8", "New balance"),
    ("04", "CashflowData2!B7:B11 E7:M11", "A12", "Invoices!I4:I8 Invoices!K4:S8", "more columns"),
    ("04", "CashflowData2!A5", "T7", "Invoices!E2", "TODAY()"),
    ("08", "Presupuesto Interno!H11", "R6", "Budget!H2", "come to 6,820"),
    ("08", "Presupuesto Interno!H23", "R6", "Budget!H14", "5,500 instead of 6,996"),
    ("08", "Presupuesto Cliente!H13", "T5", "Budget!J3", "which gives 1,540"),
    ("08", "Presupuesto Cliente!H17", "T5", "Budget!J7", "which gives 990"),
    ("08 services", "Servicio!C2:C10", "T5", "Budget!P1", "Coste año is 8 times"),
    ("18", "E3:E2193", "A2", "Budget!A180:A187 Budget!A2041", "245 more"),
    ("18", "G3:G82", "T8", "Budget!H3:H4 Budget!H81", "39 lines"),
    ("21", "B15", "R6", "Budget!H15", "come to 445,000"),
    ("21", "C15", "R6", "Budget!O15", "come to 188,725"),
    ("21", "D15", "R6", "Budget!P15", "shows 112,807"),
    ("21", "D14", "T1", "Budget!P14", "which gives 0"),
    ("21", "B16 C16 D16", "R6", "Budget!H16 Budget!O16 Budget!P16", "takes it over"),
    ("21", "B17", "R6", "Budget!H17", "379,500 instead of 489,500"),
    ("21", "C17 D17", "R6", "Budget!O17 Budget!P17", "takes it over"),
    ("27", "E2", "R6", "Budget!G2", "come to 19.00"),
    ("27", "E17", "R6", "Budget!G17", "come to 21.00"),
    ("27", "J4", "T1", "Budget!F4", "2023-03-28 is typed over a formula, which gives 2023-03-21"),
    ("27", "J14", "T1", "Budget!F14", "2023-02-21 is typed over a formula, which gives 2023-02-14"),
    ("27", "A39:J40", "T3", "Budget!A39:A40", "2 hidden rows"),
    ("28", "F37", "R6", "Budget!H37", "come to 13,883.36"),
    ("28", "B4 B5 B26 B27", "A1", "Budget!B4:B5 Budget!B26:B27", "'?'"),
    ("28", "D2:D5 D18 D22:D27", "A1", "Budget!P2:P5 Budget!P18 Budget!P22:P27", "unknown, not free"),
    ("28", "A18", "A1", "Budget!A18", "no line number"),
]
BESIDE: list[tuple[str, str, str, str]] = [
    # workbook, check, cells ("": any), why a PMO would say so too
    ("03", "A12", "Budget!S4 Budget!T7 Budget!V10:V11 Budget!X9:X11", "more cells of the same dead function"),
    ("03", "A13", "Budget!A2 Milestones!A2", "totals above their rows"),
    ("03", "B4", "Budget!H12", "the margin has a budget, and 0 in each month"),
    ("03", "B14", "Budget!E12", "the margin is in no month and has no dates"),
    ("03", "P7", "", "no line has a date"),
    ("03", "P3", "Milestones!I3:I7 Budget!D11:D12", "nobody is named"),
    ("04", "A1", "Milestones!A2", "the name of the row is the error"),
    ("04", "A12", "Invoices!E3", "the date that the list of dates begins with"),
    ("08", "B14", "", "no sprint has a date"),
    ("08", "P3", "", "no sprint has an owner"),
    ("08 services", "A13", "Budget!A11", "the total of the services"),
    ("08 services", "B14", "", "no dates"),
    ("08 services", "P3", "", "no owners"),
    ("18", "A2", "", "246 lines repeat a code"),
    ("18", "T8", "", "state income of 395,032,950, and one line more that is called income, of 320,750"),
    ("18", "B10", "Budget!H81", "a transfer, negative among the costs"),
    ("18", "B14", "", "no dates"),
    ("18", "P3", "", "no owners"),
    ("21", "A1", "Budget!A16", "10 % of indirect cost without a line"),
    ("21", "A13", "Budget!A7 Budget!A13", "subtotals among the lines, sound ones"),
    ("21", "B14", "", "no dates"),
    ("21", "P3", "", "no owners"),
    ("27", "A9", "", "hours, and nobody's rate is known"),
    ("27", "A13", "Budget!G6:G7 Budget!G12 Budget!G22 Budget!G26 Budget!G30 Budget!G32", "sound parents"),
    ("27", "T1", "Budget!F35:F40", "on-call weeks end on typed days, too"),
    ("28", "B14", "", "no dates"),
    ("28", "P3", "", "no owners"),
]


@pytest.mark.parametrize(
    ("workbook", "source", "check", "cells", "says"), [case for case in FOUND if path_of(case[0])]
)
def test_a_mistake_is_told_at_its_cell(workbook: str, source: str, check: str, cells: str, says: str) -> None:
    findings, wanted = findings_of(workbook), cells_of(cells.split())
    flags = [flag for flag in findings.flags if flag.check == check]
    at_it = [flag for flag in flags if wanted & cells_of([str(place) for place in flag.places])]
    assert wanted <= cells_of([str(place) for flag in at_it for place in flag.places]), (source, at_it)
    assert any(says in flag.figure for flag in at_it), (source, [flag.figure for flag in at_it])


@pytest.mark.parametrize("workbook", [name for name in LAYOUTS if path_of(name) and name != "03 in euro"])
def test_nothing_else_is_told(workbook: str) -> None:
    known: dict[str, set[str]] = {}
    for name, _, check, cells, _ in FOUND:
        if name == workbook:
            known.setdefault(check, set()).update(cells_of(cells.split()))
    anywhere = set()
    for name, check, cells, _ in BESIDE:
        if name == workbook:
            known.setdefault(check, set()).update(cells_of(cells.split()))
            anywhere |= {check} if not cells else set()
    told = {check: cells_of(places) for check, places in flagged(findings_of(workbook)).items()}
    assert told.keys() == known.keys()
    more = {check: sorted(cells - known[check]) for check, cells in told.items() if check not in anywhere}
    assert not any(more.values()), more


@pytest.mark.parametrize("path", path_of("18"))
def test_a_booking_by_the_code_as_the_sheet_shows_it_finds_the_line_whose_noughts_are_in_the_format(
    path: object,
) -> None:
    """E4 holds 102 and shows 00-01-02; 01-01-02 is another line."""
    book = book_of("18")
    heads = next(tab.rows[0] for tab in book.tabs if tab.title == "Actuals")
    entry: dict[str, CellValue] = {"Date": serial(date(2012, 12, 14)), "Line": "00-01-02", "Cost": 5_000.0}
    booked = (heads, tuple(entry.get(str(head)) for head in heads))
    tabs = tuple(replace(tab, rows=booked) if tab.title == "Actuals" else tab for tab in book.tabs)
    (flag,) = (flag for flag in checked(replace(book, tabs=tabs)).flags if flag.check == "A8")
    assert [str(place) for place in flag.places] == ["Actuals!C2"]
    assert "Write '102' if that is the line meant" in flag.remedy


@pytest.mark.parametrize("path", path_of("03 in euro"))
def test_a_budget_whose_every_amount_is_an_error_is_refused(path: object) -> None:
    """In euro the workbook holds nothing to forecast: 72 cells wait for a currency function that died."""
    with pytest.raises(NoBudgetLines):
        findings_of("03 in euro")
