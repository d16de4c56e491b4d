"""Invoices, risks and actions, stakeholders: read as typed, faults told with their cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.project.follow_up import Invoice, Item, Kind, Part, Stakeholder
from app.project.problem import ProblemKind
from app.workbook.read import Reading
from tests.workbook.books import SMALL, draft, of_kind


def reading(tab: str, *rows: dict[str, Any]) -> Reading:
    return draft({**SMALL, tab: list(rows)}).read()


def test_invoices_as_typed() -> None:
    told = reading(
        "invoices",
        {"invoice": "R-1", "title": "Design", "milestone": "M1", "amount": 1200.5, "due": date(2026, 2, 27),
         "raised": date(2026, 3, 2), "paid": date(2026, 3, 30), "owner": "Ana"},
        {"title": "Build", "amount": 300, "due": date(2026, 6, 30)},
    )  # fmt: skip
    assert told.project.invoices == (
        Invoice(id="R-1", title="Design", milestone="M1", amount=1200_50, due=date(2026, 2, 27),
                raised=date(2026, 3, 2), paid=date(2026, 3, 30), owner="Ana", row=1),
        Invoice(title="Build", amount=300_00, due=date(2026, 6, 30), row=2),
    )  # fmt: skip
    assert [invoice.name for invoice in told.project.invoices] == ["R-1 Design", "Build"]
    assert told.problems == ()


def test_an_invoice_without_a_readable_amount_is_left_out() -> None:
    told = reading(
        "invoices",
        {"invoice": "R-1", "title": "Design", "due": date(2026, 2, 27)},
        {"invoice": "R-2", "amount": "TBD"},
        {"invoice": "Total", "amount": 900},
        {"invoice": "R-3", "amount": 900, "due": "soon"},
    )
    assert [invoice.id for invoice in told.project.invoices] == ["R-3"]
    assert told.project.invoices[0].due is None
    assert [(problem.kind, str(problem.places[0]), problem.left_out) for problem in told.problems] == [
        (ProblemKind.WRONG_TOTAL, "Invoices!D4", True),
        (ProblemKind.NOT_A_NUMBER, "Invoices!D3", True),
        (ProblemKind.MISSING_FIELD, "Invoices!D2", True),
        (ProblemKind.NOT_A_DATE, "Invoices!E5", False),
    ]


def test_risks_and_actions_as_typed() -> None:
    told = reading(
        "risks_and_actions",
        {"item": "A-1", "kind": "Risk", "title": "Late lamps", "line": "2.1", "owner": "Ana",
         "raised": date(2026, 1, 7), "due": date(2026, 3, 1), "status": "In progress", "amount": 2000},
        {"item": "A-2", "status": "Closed"},
        {"title": "Call the port", "done": date(2026, 4, 1)},
    )  # fmt: skip
    first, second, third = told.project.items
    assert first == Item(
        id="A-1", kind=Kind.RISK, title="Late lamps", line="2.1", owner="Ana", raised=date(2026, 1, 7),
        due=date(2026, 3, 1), amount=2000_00, row=1,
    )  # fmt: skip
    assert (second.closed, second.kind, third.name) == (True, Kind.ACTION, "Call the port")
    assert [item.waits(date(2026, 3, 31)) for item in told.project.items] == [True, False, True]
    assert not third.waits(date(2026, 4, 1))
    assert told.problems == ()


def test_words_that_are_not_on_the_list_are_told() -> None:
    told = reading(
        "risks_and_actions", {"item": "A-1", "kind": "wish", "status": "perhaps"}, {"owner": "Ben"}
    )
    assert [(item.kind, item.closed) for item in told.project.items] == [(Kind.ACTION, False)]
    choices = of_kind(told, ProblemKind.NOT_A_CHOICE)
    assert [str(problem.places[0]) for problem in choices] == [
        "Risks and actions!B2",
        "Risks and actions!H2",
    ]
    (nameless,) = of_kind(told, ProblemKind.MISSING_FIELD)
    assert str(nameless.places[0]) == "Risks and actions!A3"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Accountable", {Part.ACCOUNTABLE}),
        ("a/R", {Part.ACCOUNTABLE, Part.RESPONSIBLE}),
        ("consulted and informed", {Part.CONSULTED, Part.INFORMED}),
        (None, set()),
    ],
)
def test_parts_of_stakeholders(typed: str | None, parts: set[Part]) -> None:
    told = reading("stakeholders", {"area": "Design", "person": "Ana", "part": typed, "organisation": "Port"})
    assert told.project.stakeholders == (
        Stakeholder(area="Design", person="Ana", parts=frozenset(parts), organisation="Port", row=1),
    )
    assert told.problems == ()


def test_stakeholders_without_an_area_or_a_known_part_are_told() -> None:
    told = reading("stakeholders", {"person": "Ana", "part": "A"}, {"area": "Build", "part": "boss"})
    assert [person.area for person in told.project.stakeholders] == ["Build"]
    assert {(problem.kind, str(problem.places[0])) for problem in told.problems} == {
        (ProblemKind.MISSING_FIELD, "Stakeholders!A2"),
        (ProblemKind.NOT_A_CHOICE, "Stakeholders!C3"),
    }


@pytest.mark.parametrize(
    ("tab", "heading"),
    [("invoices", "Invoice amount"), ("stakeholders", "Part"), ("risks_and_actions", "Item")],
)
def test_a_tab_without_its_main_column_is_told(tab: str, heading: str) -> None:
    made = draft({**SMALL, tab: [{"owner": "Ana", "area": "x", "organisation": "Port"}]})
    title = {"invoices": "Invoices", "stakeholders": "Stakeholders"}.get(tab, "Risks and actions")
    for name in {heading, "Title"} & set(made.grid(title)[0]):
        made.grid(title)[0][made.at(title, name)] = f"My {name}"
    (told,) = of_kind(made.read(), ProblemKind.MISSING_COLUMN)
    assert heading in told.message


def test_debit_less_credit_is_the_cost_where_none_is_typed() -> None:
    told = reading(
        "actuals",
        {"date": date(2026, 1, 30), "line": "1.1", "debit": 900, "document": "J-1"},
        {"date": date(2026, 1, 30), "line": "1.1", "credit": 200.5, "document": "J-1"},
        {"date": date(2026, 1, 30), "line": "1.1", "cost": 10, "debit": 999},
        {"date": date(2026, 1, 30), "line": "1.1", "debit": "lots"},
    )
    ledger = told.project.ledger
    assert ledger.cost.tolist() == [900_00, -200_50, 10_00]
    assert (ledger.debit is not None and ledger.debit.tolist()) == [900_00, 0, 999_00]
    assert (ledger.credit is not None and ledger.credit.tolist()) == [0, 200_50, 0]
    assert [problem.kind for problem in told.problems] == [ProblemKind.NOT_A_NUMBER]


@pytest.mark.parametrize("heading", ["Debit", "My debit"])
def test_without_both_sides_neither_is_read(heading: str) -> None:
    made = draft({**SMALL, "actuals": [*SMALL["actuals"], {"date": date(2026, 1, 30), "cost": 1}]})
    made.grid("Actuals")[0][made.at("Actuals", "Debit")] = heading
    ledger = made.read().project.ledger
    assert (ledger.debit, ledger.credit) == (None, None)
