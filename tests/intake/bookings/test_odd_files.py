"""Odd files of bookings: read as they are meant, or refused whole."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import FileNotRead
from app.intake.bookings.booking import BookingFile
from app.intake.bookings.read import read_bookings
from app.intake.bookings.write import import_into_excel
from app.intake.uploaded import receive_upload
from app.workbook.excel import ExcelWorkbook
from app.workbook.read import read
from tests.intake.bookings.test_bookings import TODAY, plan, workbook

HEADS = "Date,Document,Amount\n"
TABLE = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>{}</Table>'
    "</Worksheet></Workbook>"
)


def taken(content: str, name: str = "export.csv") -> BookingFile:
    return read_bookings(receive_upload(name, content.encode()))


@pytest.mark.parametrize("line", ["²", "9" * 5000])
def test_a_line_that_is_no_number_counts_as_none_given(line: str) -> None:
    assert taken(f"Date,Document,Line,Amount\n2026-03-13,JE-1,{line},5\n").bookings[0].key == "JE-1"


def test_a_long_name_of_wide_letters_is_borne() -> None:
    assert taken(HEADS + "2026-03-13,JE-1,5\n", "\U00020000" * 100 + ".csv").bookings


@pytest.mark.parametrize(
    ("content", "amounts"),
    [
        ("Datum;Text;Betrag\n13.03.2026;Version 2.05;1.234\n14.03.2026;3.15;2.345\n", ["1234", "2345"]),
        ('Date,Memo,Amount\n2026-03-13,"of 1,5 and 2,5","1,234"\n2026-03-13,,0.50\n', ["1234", "0.5"]),
        ("Date;Hours;Amount\n2026-03-13;1,250;2.400\n", ["2400"]),
        ('Date,Hours,Amount\n2026-03-13,1.250,"2,400"\n', ["2400"]),
    ],
)
def test_numbers_tell_their_decimals_and_no_memo_does(content: str, amounts: list[str]) -> None:
    found = taken(content)
    assert [one.amount for one in found.bookings] == [Decimal(amount) for amount in amounts]
    assert found.hours in {Decimal(0), Decimal("1.25")}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('2026-03-13,A1,"1,234"\n', "nothing tells thousands from decimals, as in 1,234"),
        ('2026-03-13,A1,"1,234"\n2026-03-13,A2,2.5\n2026-03-13,A3,"2,5"\n', "thousands from decimals"),
        ("2026-03-13,A1,50%\n", "row 2: '50%' is not a number"),
        (f"2026-03-13,A1,{'9' * 400}\n", "row 2: a number too large"),
    ],
)
def test_amounts_that_may_be_others_are_refused(content: str, why: str) -> None:
    with pytest.raises(FileNotRead, match=why):
        taken(HEADS + content)


def test_a_month_that_can_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(FileNotRead, match="row 2: 'Adj 2025' is not a month"):
        taken("Date,Posting period,Document,Amount\n2026-01-31,Adj 2025,A1,50\n")


def test_a_currency_beside_the_amount_is_kept() -> None:
    found = taken("Date,Document,Amount\n2026-03-13,A1,USD 50\n2026-03-13,A2,$ 50\n")
    assert [one.currency for one in found.bookings] == ["USD", ""]
    with pytest.raises(FileNotRead, match="row 2: its amount is in several currencies, EUR and USD"):
        taken("Date,Document,Amount,Currency\n2026-03-13,A1,USD 50,EUR\n")


@pytest.mark.parametrize(
    "part",
    [
        f'<Row ss:Index="{"9" * 5000}"/>',
        '<Row ss:Index="-5"/>',
        '<Row><Cell ss:Index="0"><Data ss:Type="String">x</Data></Cell></Row>',
        '<Cell><Data ss:Type="String">x</Data></Cell>',
        '<Row ss:Index="7"/><Row ss:Index="3"/>',
        '<Column ss:Span="999999999" ss:Hidden="1"/>',
    ],
)
def test_places_that_no_table_has_are_refused(part: str) -> None:
    with pytest.raises(FileNotRead, match=r"damaged|columns"):
        taken(TABLE.format(part), "export.xls")


def test_a_line_that_the_file_repeats_is_lost_by_no_later_import() -> None:
    rows = ["2026-03-13,A1,1,10", "2026-03-13,A1,1,20", "2026-03-13,A1/2,,5", "2026-03-13,A1,2,7"]
    first = taken("\n".join(["Date,Document,Line,Amount", *rows]))
    later = taken("\n".join(["Date,Document,Line,Amount", *rows, "2026-03-14,A1,1,30"]))
    keys = [one.key for one in later.bookings]
    assert keys[:4] == [one.key for one in first.bookings] == ["A1", "A1.2", "A1/2", "A1.2/2"]
    assert keys[4] == "A1.3"


def test_a_text_that_no_cell_holds_is_refused_by_its_row() -> None:
    with pytest.raises(FileNotRead, match="row 2: a text of more than 10,000 characters"):
        taken(HEADS + f"2026-03-13,{'x' * 60_000},5\n")


def test_half_a_cent_is_no_change(tmp_path: Path) -> None:
    content, path = HEADS + "2026-03-13,A1,10.005\n2026-03-13,A2,10.00\n", workbook(tmp_path)
    done = plan(tmp_path, content, path=path)
    reading = read(ExcelWorkbook(path).read(), today=TODAY)
    import_into_excel(done, reading.located["actuals"], path, path)
    assert plan(tmp_path, content, path=path).changed == ()
    (other,) = plan(tmp_path, content.replace("10.00\n", "10.01\n"), path=path).changed
    assert (other.booking.key, other.says) == ("A2", Decimal("10.01"))
