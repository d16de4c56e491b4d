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


def test_no_names_no_guess() -> None:
    assert NearestName([]).to("L-01") == ""


def test_money_in_words_keeps_every_minor_unit() -> None:
    assert money_text(1_234_567_89, "EUR") == "EUR 1,234,567.89"
    assert money_text(-5, "EUR") == "EUR -0.05"
    assert money_text(1_500, "JPY") == "JPY 1,500"
    assert money_text(9_007_199_254_740_993, "KWD") == "KWD 9,007,199,254,740.993"
    assert (minor_digits("usd"), minor_digits("CLF")) == (2, 4)
