"""E14 and D3: what may be raised, what waits for its milestone, and since when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.checks.flag import Flag
from app.project.follow_up import Invoice
from app.project.model import Milestone
from tests.checks.checking import cells, findings
from tests.support.factory import make_project, milestones, settings


def told(milestone: Milestone, due: date | None = None, *, status: date = date(2026, 6, 30)) -> list[Flag]:
    """D3 and E14 with one milestone and, from its day on, one invoice of 50,000 for it."""
    invoice = Invoice(title="Start", milestone="M1", amount=50_000_00, due=due, owner="Ana", row=1)
    project = make_project(settings_=settings(status_date=status), milestones_=[milestone])
    found = findings(replace(project, invoices=(invoice,)) if due else project)
    return [flag for flag in found.flags if flag.check in ("D3", "E14")]


OPEN = replace(milestones()[0], actual=None)
"""Planned for 31 March, not reached."""


def test_an_overdue_milestone_is_asked_for_and_its_invoice_waits() -> None:
    assert [flag.check for flag in told(OPEN, date(2026, 3, 31))] == ["D3"]


def test_an_invoice_before_its_milestone_moves_to_the_milestone() -> None:
    """More than 10 working days late, and amber: nothing could be raised yet."""
    (flag,) = told(replace(OPEN, forecast=date(2026, 8, 14)), date(2026, 6, 1))
    assert (flag.check, flag.severity, cells(flag)) == ("E14", "amber", ["Invoices!E2"])
    assert flag.figure == (
        "Start: EUR 50,000, due 2026-06-01, 21 working days ago, and M1 Discovery accepted is not reached"
    )
    assert flag.remedy == (
        "Move its day to 2026-08-14, when M1 Discovery accepted is expected, or enter the day it was "
        "reached: EUR 50,000 waits for it."
    )


def test_an_invoice_before_a_milestone_without_a_day() -> None:
    (flag,) = told(replace(OPEN, baseline=None), date(2026, 6, 1))
    assert flag.remedy.startswith("Move its day to that of M1 Discovery accepted, or enter the day")


@pytest.mark.parametrize(
    ("due", "since"),
    [
        (date(2026, 7, 31), None),  # it can be raised on a day still to come
        (date(2026, 6, 30), None),
        (date(2026, 6, 24), "2026-06-24, 4 working days ago"),
        (date(2026, 6, 1), "2026-06-23, 5 working days ago"),  # no earlier than the milestone was reached
    ],
)
def test_a_reached_milestone_lets_its_invoice_be_raised_on_its_day(due: date, since: str | None) -> None:
    flags = told(replace(OPEN, actual=date(2026, 6, 23)), due)
    assert [flag.figure for flag in flags] == ([f"Start: EUR 50,000, due {since}"] if since else [])
    assert all(flag.remedy.startswith("Raise the invoice of EUR 50,000 now") for flag in flags)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 5, 30), "due 2026-05-30, yesterday"),
        (date(2026, 5, 29), "due 2026-05-29, 2 days ago"),  # a Friday, told on a Sunday
        (date(2026, 5, 28), "due 2026-05-28, 1 working day ago"),
    ],
)
def test_days_that_nobody_works_are_counted_by_the_calendar(due: date, words: str) -> None:
    (flag,) = told(replace(OPEN, forecast=due), status=date(2026, 5, 31))
    assert flag.figure == words


def test_a_milestone_without_a_number_is_named_once() -> None:
    (flag,) = told(replace(OPEN, id="Gate", title="Gate"))
    assert flag.remedy.startswith("Enter the date Gate was reached, or agree a new one")
