"""Texts that people type where numbers and days belong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workbook.cells import (
    currency_of,
    decimal_of_texts,
    folded_heading,
    number_of,
    plain,
    text_of,
    yes_or_no,
)
from app.workbook.days import day_first_by_evidence, day_of_text, month_of_cell
from app.workbook.notation import notation_of

US, DE = notation_of("en_US"), notation_of("de_DE")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1 234,56", 1234.56),
        ("1\u00a0234,56", 1234.56),
        ("1\u202f234,5", 1234.5),
        ("12'345.60", 12345.6),
        ("1,23,456.00", 123456.0),
        ("$1,234.56", 1234.56),
        ("$ 12.50 ", 12.5),
        ("70 EUR", 70.0),
        ("(1,234.56)", -1234.56),
        ("-€1,234.50", -1234.5),
        ("1,234.56-", -1234.56),
        ("1,234.56 CR", -1234.56),
        ("0,75", 0.75),
        ("15 %", 0.15),
        ("45%", 0.45),
        ("\u200e-5", -5.0),
        ("+7", 7.0),
    ],
)
def test_numbers_with_one_reading(text: str, value: float) -> None:
    for decimal in (".", ","):
        reading = number_of(text, decimal)  # type: ignore[arg-type]
        assert reading.value == pytest.approx(value)
        assert reading.other is None


@pytest.mark.parametrize(
    "text", ["TBD", "?", "abc 12", "12-34", "40 schools", "tens of thousands", "", "60d"]
)
def test_no_numbers(text: str) -> None:
    assert number_of(text, ".").value is None


@pytest.mark.parametrize(
    ("text", "decimal", "value", "other"), [("1.234", ".", 1.234, 1234.0), ("1,234", ".", 1234.0, 1.234)]
)
def test_one_separator_before_three_digits_has_two_readings(
    text: str, decimal: str, value: float, other: float
) -> None:
    reading = number_of(text, decimal)  # type: ignore[arg-type]
    assert (reading.value, reading.other) == (value, other)


def test_a_column_proves_its_own_decimal_sign() -> None:
    assert decimal_of_texts(["1.234", "1.234,56"]) == ","
    assert decimal_of_texts(["1.234", "2.345"]) is None
    assert decimal_of_texts(["0,5", "0.5"]) is None


def test_a_currency_beside_the_number_is_kept() -> None:
    assert number_of("12 usd", ".").currency == "USD"
    assert number_of("€5", ".").currency == "EUR"
    assert number_of("$5", ".").currency == ""
    assert [currency_of(text) for text in ("eur ", "£", "Euros", "")] == ["EUR", "GBP", None, ""]


def test_codes_typed_as_numbers_match_their_text() -> None:
    assert [text_of(value) for value in (12.0, 1.1, " a\u00a0b ", True, None)] == [
        "12",
        "1.1",
        "a b",
        "TRUE",
        "",
    ]


def test_yes_and_no() -> None:
    assert [yes_or_no(value) for value in (True, "Yes", "x", 1.0, "no", 0, "pending", "maybe")] == [
        True, True, True, True, False, False, False, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026-03-05T10:00:00Z", date(2026, 3, 5)),
        ("31.12.2026", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("12 Jan 2026", date(2026, 1, 12)),
        ("12-Jan-26", date(2026, 1, 12)),
        ("Jan 12, 2026", date(2026, 1, 12)),
        ("January 1st, 2026", date(2026, 1, 1)),
        ("5. März 2026", date(2026, 3, 5)),
    ],
)
def test_days_with_one_reading(text: str, day: date) -> None:
    reading = day_of_text(text, DE, day_first=True)
    assert (reading.day, reading.other) == (day, None)


def test_a_day_with_two_readings_follows_the_order_asked_for_and_says_so() -> None:
    assert day_of_text("05/06/2026", US, day_first=False).day == date(2026, 5, 6)
    reading = day_of_text("05/06/2026", DE, day_first=True)
    assert (reading.day, reading.other) == (date(2026, 6, 5), date(2026, 5, 6))


def test_no_days() -> None:
    assert day_of_text("13/13/2026", US, day_first=False).day is None
    assert day_of_text("soon", US, day_first=False).day is None


def test_a_part_above_twelve_tells_the_order() -> None:
    assert day_first_by_evidence(["05/06/2026", "31/01/2026"]) is True
    assert day_first_by_evidence(["05/06/2026", "01/31/2026"]) is False
    assert day_first_by_evidence(["05/06/2026"]) is None
    assert day_first_by_evidence(["31/01/2026", "01/31/2026"]) is None


@pytest.mark.parametrize(
    "value",
    ["2026-03", "2026/03", "Mar 2026", "March 2026", "Mar-26", "03/2026", "3/2026", "2026-03-01", "März 2026",
              46082, 46082.0, 202603]
)  # fmt: skip
def test_month_headings(value: object) -> None:
    assert month_of_cell(value, DE) == 2026 * 12 + 2


@pytest.mark.parametrize("value", ["Mar", "Total", 2026, 45.0, True, None, "Q1 2026", "13/2026"])
def test_no_month_headings(value: object) -> None:
    assert month_of_cell(value, DE) is None


def test_locales() -> None:
    assert (US.day_first, DE.day_first, notation_of("en_GB").day_first) == (False, True, True)
    assert (US.decimal, DE.decimal) == (".", ",")
    assert notation_of("xx_XX").locale == "en_US"


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_tidied_as_any_other(text: str) -> None:
    """A mark that nobody sees sends the same text the long way round."""
    assert plain(text) == plain(text + "\u200b")
    assert folded_heading(text) == folded_heading(text + "\u200b")
