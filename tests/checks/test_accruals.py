"""M9 and M11: whose reversal, whose invoice; each accrual is told by what is left of it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.checks.checking import and_entry, checks, findings
from tests.support.factory import Entry, make_project, settings

OFF = settings(thresholds={"B7.off": 1, "A2.off": 1, "M10.off": 1})


def told(*more: Entry) -> list[tuple[str, int, str]]:
    """Check, stake and cells of what is said of accruals at 30 June 2026; the entries stand from row 9 on."""
    found = findings(make_project(settings_=OFF, entries_=and_entry(*more)))
    return [
        (flag.check, round(flag.stake or 0), " ".join(map(str, flag.places)))
        for flag in found.flags
        if flag.check in ("M9", "M11")
    ]


def entry(
    kind: str, month: int, day: int, cost: int = 3_000_00, document: str = "", line: str = "1.4"
) -> Entry:
    return Entry(
        day=date(2026, month, day), line=line, cost=cost, kind=kind, document=document, currency="EUR"
    )


def test_an_invoice_has_a_number_of_its_own() -> None:
    both = (entry("accrual", 5, 4, document="AC-1"), entry("invoice", 5, 28, document="I-9"))
    assert told(*both) == [("M11", 3_000_00, "Actuals!F9:F10")]
    assert told(*both, entry("reversal", 6, 1, -3_000_00, "JE-2")) == []


@pytest.mark.parametrize("kind", ["reversal", "credit", "accrual"])
def test_a_reversal_has_a_number_of_its_own(kind: str) -> None:
    found = findings(
        make_project(
            settings_=OFF,
            entries_=and_entry(
                entry("accrual", 3, 31, document="JE-70"), entry(kind, 4, 1, -3_000_00, "JE-77")
            ),
        )
    )
    assert not checks(found) & {"M9", "M10", "M11"}


@pytest.mark.parametrize(
    "other",
    [
        entry("reversal", 4, 1, -3_031_00, "JE-77"),  # 1.03 % more
        entry("reversal", 3, 30, -3_000_00, "JE-77"),  # before it
        entry("reversal", 4, 1, -3_000_00, "JE-77", line="1.2"),
    ],
)
def test_another_amount_day_or_line_is_another_matter(other: Entry) -> None:
    assert told(entry("accrual", 3, 31, document="JE-70"), other) == [("M9", 3_000_00, "Actuals!F9")]


def test_the_document_goes_before_what_is_nearer() -> None:
    """JE-2 takes back A by its document, though B lies nearer and is of the same amount."""
    a, b = entry("accrual", 3, 31, document="A"), entry("accrual", 4, 30, document="B")
    assert told(a, b, entry("reversal", 5, 1, -3_000_00, "A")) == [("M9", 3_000_00, "Actuals!F10")]
    assert told(a, b, entry("reversal", 5, 1, -3_000_00, "JE-2")) == [("M9", 3_000_00, "Actuals!F9")]


def test_what_is_anothers_by_document_is_not_taken_away() -> None:
    """Both reversals carry B's number: the second one is still not A's."""
    a, b = entry("accrual", 3, 31, document="A"), entry("accrual", 3, 31, document="B")
    back = entry("reversal", 4, 1, -3_000_00, "B")
    assert told(a, b, back) == [("M9", 3_000_00, "Actuals!F9")]
    assert told(a, b, back, back) == [("M9", 3_000_00, "Actuals!F9")]


def test_each_serves_once_and_the_very_amount_goes_before_a_near_one() -> None:
    first, second = entry("accrual", 3, 31, 3_000_00, "A"), entry("accrual", 3, 31, 3_010_00, "B")
    assert told(first, second, entry("reversal", 4, 1, -3_010_00, "J-1")) == [("M9", 3_000_00, "Actuals!F9")]
    assert told(first, second, entry("reversal", 4, 1, -3_000_00, "J-1")) == [("M9", 3_010_00, "Actuals!F10")]


def test_every_month_its_own_reversal() -> None:
    """The same amount each month, taken back on the first of the next, but April's."""
    months = [
        each
        for month in (2, 3, 4, 5)
        for each in (
            entry("accrual", month, 27, document=f"AC-{month}"),
            entry("reversal", month + 1, 1, -3_000_00, f"RV-{month}"),
        )
    ]
    assert told(*months) == []
    del months[5]
    assert told(*months) == [("M9", 3_000_00, "Actuals!F13")]
