"""Disguised workbooks through a whole adoption: the truth's figures or a question; never others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.errors import NothingToForecast
from app.intake.adopt import understand as understood
from app.intake.proposal import propose
from app.intake.reading import understand
from app.intake.sheet import Received
from app.workbook import marks
from app.workbook.book import Book, Metadata, Tab
from app.workbook.days import serial_of
from tests.intake.disguise import Truth, disguised

SEEDS = 200
LEAST = 0.95
STATUS = date(2026, 6, 30)
MONEY = ("budget", "cost")


def book_of(received: Received) -> Book:
    """As a refresh reads it: values alone."""
    return Book(
        id="b",
        title="Made",
        tabs=tuple(
            Tab(
                sheet_id=place,
                title=sheet.name,
                index=place,
                row_count=len(sheet.values) + 50,
                column_count=40,
                rows=sheet.values,
                merges=sheet.merges,
            )
            for place, sheet in enumerate(received.sheets)
        ),
    )


def with_settings(book: Book, currency: str) -> Book:
    rows = [
        ["Setting", "Value"],
        ["Currency", currency],
        ["Status date", serial_of(STATUS)],
        ["Project", "Made"],
    ]
    settings = Tab(sheet_id=99, title="Settings", index=99, row_count=50, column_count=3, rows=rows)
    return replace(book, tabs=(*book.tabs, settings))


def adopted_budget(received: Received) -> Decimal | None:
    """The project's budget at completion in major units; None where there is no proposal for a budget."""
    proposal = propose(understood(received))
    if "budget" not in proposal.tables:
        return None
    book = book_of(received)
    mark = Metadata(1, marks.ADOPTION, proposal.adoption(book).to_json())
    book = replace(with_settings(book, proposal.currency or "EUR"), metadata=(mark,))
    try:
        project = understand(book, today=STATUS).project
    except NothingToForecast:
        return None
    minor = sum((line.cost if line.cost is not None else sum(line.months.values())) for line in project.lines)
    return Decimal(minor) / 100


def budgets_of(truth: Truth) -> set[Decimal]:
    """What the budget may be: the sum of a column of money planned, or of all the months of such columns."""
    planned = {column for column in truth.sums if set(MONEY) & truth.roles.get(column, set())}
    months = [amount for column, amount in truth.sums.items() if column in truth.axis and column in planned]
    return {*(truth.sums[column] for column in planned), sum(months, Decimal(0))} - {Decimal(0)}


def outcome(seed: int) -> str:
    received, truth = disguised(seed)
    found = adopted_budget(received)
    if found is None:
        return "asked"
    # a scale said in the heading makes whole units of thousands
    near = any(abs(found - one * scale) <= Decimal("0.2") for one in budgets_of(truth) for scale in (1, 1000))
    return "right" if near else f"wrong: {found}, not {sorted(budgets_of(truth))}"


@pytest.mark.parametrize("first", range(0, SEEDS, 50))
def test_no_figure_is_ever_silently_another(first: int) -> None:
    wrong = {
        seed: told
        for seed in range(first, first + 50)
        if disguised(seed)[1].kind in {"bill", "spend", "plan"}
        and (told := outcome(seed)).startswith("wrong")
    }
    assert wrong == {}


def test_nearly_all_plans_are_adopted() -> None:
    seeds = [seed for seed in range(SEEDS) if disguised(seed)[1].kind in {"bill", "spend", "plan"}]
    counted = Counter(outcome(seed).split(":")[0] for seed in seeds)
    assert counted["right"] >= LEAST * len(seeds), counted
