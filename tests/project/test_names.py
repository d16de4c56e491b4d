from __future__ import annotations

import pytest

from app.project.currency import minor_digits, money_text
from app.project.nearest import NearestName

LINES = NearestName(["L-01", "L-02", "L-10", "Design review", "Übergabe"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("L01", "L-01"),
        ("l 02", "L-02"),
        ("design  REVIEW", "Design review"),
        ("Desing reveiw", "Design review"),
        ("übergab", "Übergabe"),
        ("Catering", ""),
        ("", ""),
        ("---", ""),
    ],
)
def test_the_name_probably_meant(typed: str, meant: str) -> None:
    assert LINES.to(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("00-01-02", "102"), ("000102", "102"), ("01-01-02", "10102"), ("7", "0007"), ("00-63-01", "6301")],
)
def test_a_code_that_lost_its_noughts_is_found_by_its_number(typed: str, meant: str) -> None:
    assert NearestName(["10102", "102", "0007", "6301"]).to(typed) == meant


def test_of_two_codes_that_noughts_tell_apart_neither_is_taken_for_the_number() -> None:
    assert NearestName(["0102", "00102", "1022"]).to("000102") in ("0102", "00102")
    assert NearestName(["0102", "00102"]).to("0102") == "0102"


def test_no_names_no_guess() -> None:
    assert NearestName([]).to("L-01") == ""


def test_money_in_words_keeps_every_minor_unit() -> None:
    assert money_text(1_234_567_89, "EUR") == "EUR 1,234,567.89"
    assert money_text(-5, "EUR") == "EUR -0.05"
    assert money_text(1_500, "JPY") == "JPY 1,500"
    assert money_text(9_007_199_254_740_993, "KWD") == "KWD 9,007,199,254,740.993"
    assert (minor_digits("usd"), minor_digits("CLF")) == (2, 4)
