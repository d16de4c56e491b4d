"""What typing makes of a text, and how cells show what they hold, by locale."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.sandbox.grid.cell_format import intern
from app.sandbox.grid.entered import UNSURE, entered, plain_reader
from app.sandbox.grid.locale import conventions
from app.sandbox.grid.number_format import general
from app.sandbox.grid.show import shown
from app.sandbox.grid.value import CellError, Formula
from tests.sandbox.sheets.in_process import Sheets

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "value", "pattern"),
    [
        ("$100.15", 100.15, '"$"#,##0.00'),
        ("$1,000", 1000, '"$"#,##0'),
        ("-$5", -5, '"$"#,##0'),
        ("€5", 5, '"€"#,##0'),
        ("(5)", -5, None),
        ("007", 7, None),
        ("+5", 5, None),
        (".5", 0.5, None),
        ("1,234", 1234, "#,##0"),
        ("1,234.5", 1234.5, "#,##0.00"),
        ("1,23", "1,23", None),
        ("45%", 0.45, "0%"),
        ("45.5%", 0.455, "0.00%"),
        ("1e5", 100000, "0.00E+00"),
        ("1-2", 46024, "m-d"),
        ("1/2/2020", 43832, "m/d/yyyy"),
        ("2020-01-02", 43832, "yyyy-mm-dd"),
        ("Jan 5, 2020", 43835, "mmm d, yyyy"),
        ("5-Jan-20", 43835, "d-mmm-yy"),
        ("1/2/2020 18:00", 43832.75, "m/d/yyyy h:mm"),
        ("10:30", 0.4375, "h:mm"),
        ("10:30 PM", 0.9375, "h:mm am/pm"),
        ("36:00:00", 1.5, "[h]:mm:ss"),
        ("13/13/2020", "13/13/2020", None),
        ("2020-02-30", "2020-02-30", None),
        ("'0123", "0123", None),
        ("true", True, None),
        ("#N/A", CellError("N_A"), None),
        ("=A1", Formula("=A1"), None),
        ("=", "=", None),
        ("5 apples", "5 apples", None),
        ("May", "May", None),
        ("", None, None),
    ],
)
def test_typed_in_the_united_states(text: str, value: Any, pattern: str | None) -> None:
    made, brought = entered(text, conventions("en_US"), TODAY)
    assert (made, type(made)) == (value, type(value))
    assert (brought or {}).get("pattern") == pattern


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("de_DE", "1.234,56", 1234.56),
        ("de_DE", "1,5", 1.5),
        ("de_DE", "1.5", 46143),
        ("de_DE", "15. März 2020", 43905),
        ("de_CH", "1'234.50", 1234.5),
        ("de_CH", "1.5", 1.5),
        ("en_IN", "12,34,567.5", 1234567.5),
        ("en_US", "1,00,000", "1,00,000"),
        ("ja_JP", "2020年3月15日", 43905),
        ("ja_JP", "5月1日", 46143),
        ("en_US", "5月1日", "5月1日"),
        ("de_DE", "31.12.2020", 44196),
        ("de_DE", "5 €", 5),
        ("de_DE", "45,5%", 0.455),
        ("en_GB", "31/12/2020", 44196),
        ("fr_FR", "1 234,5", 1234.5),
        ("iw_IL", "31/12/2020", 44196),
        ("iw_IL", "₪5", 5),
        ("ja_JP", "2020/12/31", 44196),
        ("sv_SE", "2020-12-31", 44196),
    ],
)
def test_typed_elsewhere(locale: str, text: str, value: Any) -> None:
    assert entered(text, conventions(locale), TODAY)[0] == value


@pytest.mark.parametrize(
    ("pattern", "value", "text"),
    [
        ("#,##0.00", 1234567.891, "1,234,567.89"),
        ("#,##0.00", 2.675, "2.68"),
        ("0.0", 0.25, "0.3"),
        ("0%", 0.455, "46%"),
        ("0.00%", 0.4567, "45.67%"),
        ('"$"#,##0.00', -100.15, "-$100.15"),
        ("#,##0.00;(#,##0.00)", -5, "(5.00)"),
        ('0;-0;"-"', 0, "-"),
        ('[>100]"big";"small"', 500, "big"),
        ("[Red]0.0;[Blue]-0.0", -1, "-1.0"),
        ("0.00E+00", 12345, "1.23E+04"),
        ("# ?/?", 1.25, "1 1/4"),
        ("000-00-0000", 123456789, "123-45-6789"),
        ("#,##0,", 1234567, "1,235"),
        ("0.###", 1.5, "1.5"),
        ("#", 0, ""),
        ("yyyy-mm-dd", 43831, "2020-01-01"),
        ("m/d/yyyy h:mm:ss", 43831.75, "1/1/2020 18:00:00"),
        ("h:mm am/pm", 0.75, "6:00 PM"),
        ("[h]:mm:ss", 1.5, "36:00:00"),
        ("mm:ss.000", 0.5001, "00:08.640"),
        ("dddd d mmmm yyyy", 43831, "Wednesday 1 January 2020"),
        ("yyyy-mm", 43831, "2020-01"),
        ('#,##0.00" h"', 3.5, "3.50 h"),
        ('"week "0', 7, "week 7"),
        ("@", 5, "5"),
    ],
)
def test_shown_by_a_pattern(pattern: str, value: float, text: str) -> None:
    held = intern({"numberFormat": {"type": "NUMBER", "pattern": pattern}})
    assert shown(value, held, conventions("en_US")) == text


def test_separators_and_names_are_the_locale_s() -> None:
    money = intern({"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}})
    month = intern({"numberFormat": {"type": "DATE", "pattern": "d mmmm yyyy"}})
    assert shown(1234.5, money, conventions("de_DE")) == "1.234,50"
    assert shown(1234.5, money, conventions("fr_FR")) == "1\u00a0234,50"
    assert shown(43831, month, conventions("de_DE")) == "1 Januar 2020"
    assert shown(0.5, None, conventions("de_DE")) == "0,5"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 1024, "0.0009765625"),
        (1 / 3, "0.3333333333"),
        (100 / 3, "33.33333333"),
        (1e15, "1E+15"),
        (123456789012, "123456789012"),
        (1 / 3e6, "3.33333E-07"),
        (0.00001, "0.00001"),
        (-0.5, "-0.5"),
        (0, "0"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_the_automatic_format(value: float, text: str) -> None:
    assert general(value) == text


def test_types_without_a_pattern_take_the_locale_s(sheets: Sheets) -> None:
    sheets.put("A1", [[43831.5]], "RAW")
    expected = {
        "NUMBER": "43,831.50",
        "PERCENT": "4383150.00%",
        "CURRENCY": "$43,831.50",
        "DATE": "1/1/2020",
        "TIME": "12:00:00 PM",
        "DATE_TIME": "1/1/2020 12:00:00",
        "SCIENTIFIC": "4.38E+04",
        "TEXT": "43831.5",
    }
    for kind, text in expected.items():
        cell = {"userEnteredFormat": {"numberFormat": {"type": kind}}}
        place = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}
        sheets.batch(
            {"repeatCell": {"range": place, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}
        )
        assert sheets.values("A1") == [[text]]


def test_plain_text_cells_parse_nothing(sheets: Sheets) -> None:
    cell = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    place = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 2}
    sheets.batch({"repeatCell": {"range": place, "cell": cell, "fields": "userEnteredFormat.numberFormat"}})
    sheets.put("A1", [["007", "=1+1"]])
    assert sheets.values("A1:B1", "UNFORMATTED_VALUE") == [["007", "=1+1"]]


def test_typing_keeps_a_number_format_that_is_there(sheets: Sheets) -> None:
    sheets.put("A1", [["$5.00"]])
    sheets.put("A1", [["2020-01-01"]])
    assert sheets.values("A1") == [["$43,831.00"]]


def test_changing_the_locale_changes_what_is_shown_not_what_is_held(sheets: Sheets) -> None:
    sheets.put("A1", [["1,234.5"]])
    sheets.batch({"updateSpreadsheetProperties": {"properties": {"locale": "de_DE"}, "fields": "locale"}})
    assert sheets.values("A1") == [["1.234,50"]]
    assert sheets.values("A1", "UNFORMATTED_VALUE") == [[1234.5]]
    message = sheets.no_batch(
        {"updateSpreadsheetProperties": {"properties": {"locale": "xx_YY"}, "fields": "locale"}}
    )
    assert "locale" in message


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "iw_IL", "ja_JP", "de_CH", "en_IN"])
def test_the_quick_way_answers_as_the_long_way_does(locale: str) -> None:
    held = conventions(locale)
    texts = [
        "7",
        "007",
        "-5",
        "1.5",
        "-0",
        "1.",
        "12:30",
        "t12",
        "True story",
        "true",
        "May 5",
        "maybe",
        "x y",
    ]
    texts += [
        "",
        " 7",
        "=1",
        "'1",
        "#N/A",
        "1e5",
        "5%",
        "€5",
        "kr 5",
        "ja",
        "1234567890123456",
        "٣",
        "1-2",
        "é",
    ]
    for text in texts:
        quick = plain_reader(held)(text)
        if quick is not UNSURE:
            assert (quick, None) == entered(text, held, TODAY), text
            assert type(quick) is type(entered(text, held, TODAY)[0]), text
