"""Bookings from elsewhere: read whole or refused whole, each once, matched to lines, to the cent."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.command.bookings import import_file
from app.errors import BookingsRefused, MissingColumn
from app.intake.bookings.booking import BookingFile
from app.intake.bookings.plan import ImportPlan, plan_import
from app.intake.bookings.read import read_bookings
from app.intake.sniff import receive
from app.workbook.excel import ExcelWorkbook
from app.workbook.read import read
from sheets_schema.template import template
from sheets_schema.template_xlsx import write_xlsx
from tests.intake.bookings.exports import PLAIN, REPORT, SEARCH, SPREADSHEETML
from tests.workbook.books import SMALL

TODAY = date(2026, 4, 3)


def file(folder: Path, content: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(content, "utf-8", newline="")
    return path


def bookings(folder: Path, content: str, name: str = "export.csv") -> BookingFile:
    return read_bookings(receive(file(folder, content, name)))


def workbook(folder: Path, **tables: Any) -> Path:
    path = folder / "Harbour.xlsx"
    rows = SMALL | tables
    write_xlsx([sheet for sheet in template(rows) if sheet.name in rows], path)
    return path


def plan(folder: Path, content: str, name: str = "export.csv", path: Path | None = None) -> ImportPlan:
    reading = read(ExcelWorkbook(path or workbook(folder)).read(), today=TODAY)
    return plan_import(bookings(folder, content, name), reading.project, reading.located["actuals"])


def test_a_grouped_report_is_its_transactions_and_never_its_totals(tmp_path: Path) -> None:
    found = bookings(tmp_path, REPORT)
    assert (found.kind, found.total, len(found.bookings)) == ("report", Decimal("8079.60"), 4)
    assert [(one.key, one.amount, one.account) for one in found.bookings] == [
        ("TB-1", Decimal("7000.00"), "5100 - Labour"),
        ("TB-2", Decimal("1234.56"), "5100 - Labour"),
        ("TB-2/2", Decimal("-34.56"), "5100 - Labour"),
        ("EX-9", Decimal("-120.40"), "5200 - Travel"),
    ]
    assert [(one.label, one.stated, one.holds) for one in found.controls] == [
        ("5100 - Labour", Decimal("8200.00"), True),
        ("5200 - Travel", Decimal("-120.40"), True),
        ("all", Decimal("8079.60"), True),
    ]


def test_a_saved_search_is_bound_by_order_and_role(tmp_path: Path) -> None:
    found = bookings(tmp_path, SEARCH, "results.xls")
    assert [(one.key, one.hours, one.amount, one.approved) for one in found.bookings] == [
        ("TB-1", Decimal("8.0"), Decimal("560.00"), True),  # no tax: the net-of-tax column is blank
        ("TB-3", Decimal("4.5"), Decimal("360.00"), False),
        ("TB-4", Decimal("2.0"), Decimal("160.00"), True),
    ]


def test_spreadsheetml_named_xls_with_gaps(tmp_path: Path) -> None:
    found = bookings(tmp_path, SPREADSHEETML, "results.xls")
    assert [(one.key, one.amount, one.period) for one in found.bookings] == [
        ("JE-1", Decimal("500.25"), 24314),
        ("JE-1/2", Decimal("-20.25"), 24314),
    ]


def test_any_list_in_another_language_and_notation(tmp_path: Path) -> None:
    found = bookings(tmp_path, PLAIN)
    assert [(one.day, one.hours, one.amount) for one in found.bookings] == [
        (date(2026, 3, 13), Decimal("8.50"), Decimal("1234.50")),
        (date(2026, 3, 31), None, Decimal("-34.50")),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"$8,200.00"', '"$8,201.00"'), "row 10: the total of 5100 - Labour is 8,201.00"),
        (
            ('Total - 5200 - Travel,,,,,,-120.40\nTotal,,,,,,"8,079.60"\n', ""),
            "before the total of 5200 - Travel",
        ),
        (("1234.56", "12x4"), "row 8: '12x4' is not a number"),
        (("03/31/2026", "tomorrow"), "row 12: 'tomorrow' is not a date"),
        ((",120.40 CR", ","), "row 12: no amount and no hours"),
        (("Account,Date", "Account,Whenever"), "no row of headings"),
    ],
)
def test_what_can_not_be_taken_whole_is_refused_with_its_row(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    assert change[0] in REPORT
    with pytest.raises(BookingsRefused, match=said.replace("(", "\\(")):
        bookings(tmp_path, REPORT.replace(*change))


def test_days_that_can_be_read_in_two_ways_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BookingsRefused, match="nothing tells the day from the month"):
        bookings(tmp_path, "Date,Amount\n03/04/2026,1\n05/06/2026,2\n")


def test_lines_are_found_by_what_is_said_the_weakest_dropped(tmp_path: Path) -> None:
    found = plan(tmp_path, SEARCH, "results.xls")
    assert [row["line"] for row in found.rows] == ["1.2", "2.1"]
    assert [one.key for one in found.elsewhere] == ["TB-4"]
    assert found.unmatched == ()
    report = plan(tmp_path, REPORT)
    assert [row["line"] for row in report.rows] == ["1.2", "5100 - Labour", "5100 - Labour", "5200 - Travel"]
    assert [one.key for one in report.unmatched] == ["TB-2", "TB-2/2", "EX-9"]  # Ana has two lines
    left_out = sum((one.amount or Decimal(0) for one in report.unmatched), Decimal(0))
    assert report.matched_total + left_out == report.file.total


def imported(folder: Path, content: str, name: str = "export.csv") -> tuple[Path, Path]:
    source, book = file(folder, content, name), workbook(folder)
    assert import_file(str(source), str(book), dry_run=False, as_json=False) == 0
    return source, folder / "Harbour.plumbline.xlsx"


def test_the_same_file_twice_is_imported_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = imported(tmp_path, SEARCH, "results.xls")
    rows = [[cell.value for cell in row] for row in load_workbook(target)["Actuals"].iter_rows(min_row=6)]
    assert [row[8] for row in rows] == ["TB-1", "TB-3"]
    before = target.read_bytes()
    capsys.readouterr()
    assert import_file(str(source), str(target), dry_run=False, as_json=True) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["new"], again["known"], again["changed"], again["written"]) == (0, 2, [], "")
    assert target.read_bytes() == before


def test_what_changed_since_is_shown_and_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, target = imported(tmp_path, SEARCH, "results.xls")
    source = file(tmp_path, SEARCH.replace("560.00", "570.00"), "results.xls")
    capsys.readouterr()
    assert import_file(str(source), str(target), dry_run=False, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["changed"] == [
        {"document": "TB-1", "row": 2, "stands": "560", "says": "570"}
    ]


def test_the_project_counts_what_was_imported(tmp_path: Path) -> None:
    _, target = imported(tmp_path, SEARCH, "results.xls")
    ledger = read(ExcelWorkbook(target).read(), today=TODAY).project.ledger
    assert ledger.documents[-2:] == ("TB-1", "TB-3")
    assert ledger.cost[-2:].tolist() == [56_000, 36_000]
    assert ledger.hours[-2:].tolist() == [8.0, 4.5]
    assert ledger.approved[-2:].tolist() == [True, False]


def test_a_dry_run_and_a_refusal_write_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = workbook(tmp_path)
    assert import_file(str(file(tmp_path, SEARCH)), str(book), dry_run=True, as_json=False) == 0
    assert import_file(str(file(tmp_path, "no,thing\n1,2\n")), str(book), dry_run=False, as_json=False) == 1
    assert import_file("gone.csv", str(book), dry_run=False, as_json=False) == 2
    assert "There is no file gone.csv" in capsys.readouterr().err
    assert not (tmp_path / "Harbour.plumbline.xlsx").exists()


def test_a_tab_that_can_not_tell_bookings_apart_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    book = load_workbook(path)
    book["Actuals"].cell(1, 9).value = "Something else"
    book.save(path)
    with pytest.raises(MissingColumn, match="no column Document"):
        plan(tmp_path, SEARCH, "results.xls", shutil.copy(path, tmp_path / "other.xlsx"))


def test_texts_stay_texts(tmp_path: Path) -> None:
    _, target = imported(tmp_path, PLAIN.replace("Lamps", "=IMPORTDATA(1)"))
    cells = [cell for row in load_workbook(target)["Actuals"].iter_rows(min_row=6) for cell in row]
    assert "=IMPORTDATA(1)" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_hours_are_held_and_kept_as_they_are(tmp_path: Path) -> None:
    rows = ("Employee,Date,Duration", "Ana,,", ",2026-03-13,0.125", ",2026-03-16,8", "Total - Ana,,8.125")
    report = "\n".join((*rows, "Total,,8.125", ""))
    found = bookings(tmp_path, report)
    assert [one.hours for one in found.bookings] == [Decimal("0.125"), Decimal(8)]
    held = [(one.label, one.holds) for one in found.controls]
    assert held == [("Ana in hours", True), ("all in hours", True)]
    with pytest.raises(BookingsRefused, match=r"the total of Ana in hours is 9\.125"):
        bookings(tmp_path, report.replace("Total - Ana,,8.125", "Total - Ana,,9.125"))


def test_what_is_called_total_may_be_a_booking(tmp_path: Path) -> None:
    listed = "Task,Date,Hours\nTotal cost review,2026-03-15,6\nReport,2026-03-16,2\nTotal,,8\n"
    assert [one.task for one in bookings(tmp_path, listed).bookings] == ["Total cost review", "Report"]


def test_bookings_are_known_by_their_own_numbers(tmp_path: Path) -> None:
    head = "Date,Document Number,Line ID,Employee,Amount\n"
    first = bookings(tmp_path, head + "2026-03-13,JE-1,1,,100\n")
    second = bookings(tmp_path, head + "2026-03-13,JE-1,2,,100\n")
    assert [first.bookings[0].key, second.bookings[0].key] == ["JE-1", "JE-1/2"]
    vendors = "Date,Number,Vendor,Amount\n2026-03-13,1001,Beta,70\n2026-03-14,1001,Ceta,70\n"
    assert [one.key for one in bookings(tmp_path, vendors).bookings] == ["1001 Beta", "1001 Ceta"]
    texts = bookings(tmp_path, "Date,Task,Amount\n2026-03-13,Build,100.00\n")
    numbers = bookings(tmp_path, "Date,Task,Amount\n2026-03-13,Build,100\n")
    assert texts.bookings[0].key == numbers.bookings[0].key


def test_nothing_a_booking_says_is_lost(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    book = load_workbook(path)
    book["Actuals"].cell(1, 7).value = "Something else"  # Currency
    book.save(path)
    foreign = SEARCH.replace("EUR", "USD")
    with pytest.raises(MissingColumn, match="no column Currency"):
        plan(tmp_path, foreign, "results.xls", shutil.copy(path, tmp_path / "other.xlsx"))


def test_an_earlier_copy_and_results_of_formulas_are_not_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = imported(tmp_path, SEARCH, "results.xls")
    before = target.read_bytes()
    other = file(tmp_path, PLAIN, "other.csv")
    assert import_file(str(other), str(tmp_path / "Harbour.xlsx"), dry_run=False, as_json=False) == 1
    assert "is there already" in capsys.readouterr().err.replace("\n", " ")
    assert target.read_bytes() == before
    target.unlink()
    book = load_workbook(tmp_path / "Harbour.xlsx")
    book["Settings"].cell(40, 5).value = "=1+1"
    book.save(tmp_path / "Harbour.xlsx")
    assert import_file(str(source), str(tmp_path / "Harbour.xlsx"), dry_run=False, as_json=False) == 1
    assert not target.exists()
