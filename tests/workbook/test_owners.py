"""Who answers for what: words that name nobody are no owner, in every tab, and are told once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.checks.flag import Flag
from app.checks.run import run_checks
from app.forecast.forecast import forecast_project
from app.intake.reading import understand
from app.project.names import names_nobody
from tests.workbook.books import SMALL, TODAY, draft

LATER = date(2026, 5, 4)


def owned(owner: str, **tabs: list[dict[str, Any]]) -> list[Flag]:
    """What is said of owners and placeholders where a line, a milestone, an action and an area are one's."""
    budget = [*SMALL["budget"][:2], {**SMALL["budget"][2], "owner": owner}]
    book = draft(
        {
            **SMALL,
            "budget": budget,
            "milestones": [{"milestone": "M1", "title": "Lit", "forecast": LATER, "owner": owner}],
            "risks_and_actions": [{"item": "A-1", "title": "Order", "due": LATER, "owner": owner}],
            "stakeholders": [
                {"area": "Scope", "person": owner, "part": "accountable"},
                {"area": "Scope", "person": "Ana", "part": "responsible"},
                {"area": "Scope", "person": "Ben", "part": "consulted"},
            ],
            **tabs,
        }
    ).book()
    reading = understand(book, today=TODAY)
    forecast, problems = forecast_project(reading.project)
    flags = run_checks(reading.project, forecast, (*reading.problems, *problems)).flags
    return [flag for flag in flags if flag.check in ("A1", "P3", "P6")]


@pytest.mark.parametrize("owner", ["", "-", "—", "n/a", "N/A", " none ", "Nobody", "unassigned", "N.N."])
def test_nobody_is_no_owner(owner: str) -> None:
    told = {flag.id: " ".join(map(str, flag.places)) for flag in owned(owner)}
    assert told == {
        "P3:lines": "Budget!D4",
        "P3:milestones": "Milestones!I2",
        "P3:risks and actions": "Risks and actions!E2",
        "P6:Scope": "Stakeholders!B2",
    }


def test_nobody_accountable_names_who_might_be() -> None:
    flag = next(flag for flag in owned("-") if flag.check == "P6")
    assert (flag.title, flag.figure) == ("Nobody is accountable", "Scope: 0 accountable")
    assert flag.remedy == "Make one person accountable for Scope, such as Ana or Ben."


def test_a_part_of_nobody() -> None:
    """Who is only informed may be an organisation as a whole."""
    rows = [
        {"area": "Scope", "person": "Ana", "part": "accountable"},
        {"area": "Scope", "person": "-", "part": "responsible"},
        {"area": "Costs", "person": "Ben", "part": "A"},
        {"area": "Costs", "person": "n/a", "part": "R/C"},
        {"area": "Costs", "person": "-", "part": "informed", "organisation": "Invented Harbour Board"},
    ]
    (flag,) = owned("Ana", stakeholders=rows)
    assert (flag.id, [str(place) for place in flag.places]) == (
        "P3:stakeholders",
        ["Stakeholders!B3", "Stakeholders!B5"],
    )
    assert flag.figure == "2 parts of nobody in the stakeholder matrix"
    assert flag.remedy == (
        "Name who is responsible for Scope and consulted/responsible for Costs, or delete 2 rows."
    )


def test_an_area_of_nobody_at_all() -> None:
    rows = [{"area": "Scope", "person": "-", "part": "accountable"}]
    flag = next(flag for flag in owned("Ana", stakeholders=rows) if flag.check == "P6")
    assert flag.remedy == "Make one person accountable for Scope."


@pytest.mark.parametrize("owner", ["TBD", "?"])
def test_what_only_keeps_a_place_is_told_as_that_and_no_second_time(owner: str) -> None:
    assert {flag.check for flag in owned(owner)} == {"A1"}


@pytest.mark.parametrize("name", ["Nan", "Noone, Peter", "NA", "None Smith", "Open"])
def test_names_that_look_like_nobody(name: str) -> None:
    assert not names_nobody(name)
