"""Scope and resources, lights set by hand, and what a light showed before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.checks.flag import LIGHTS, Colour
from app.checks.rag import CHECKS
from app.project.change_order import ChangeOrder, Status
from app.project.model import SetLight
from app.project.problem import ProblemKind
from tests.checks.checking import findings
from tests.flags_tab.workbook import Workbook
from tests.support.factory import Planned, make_project, settings
from tests.workbook.books import draft, of_kind

GREEN, AMBER, RED, GREY = Colour.GREEN, Colour.AMBER, Colour.RED, Colour.GREY


def test_every_light_has_its_checks() -> None:
    assert tuple(CHECKS) == LIGHTS


def test_scope_is_judged_by_the_changes() -> None:
    clean = make_project()
    assert findings(clean).rag.scope.colour is GREY
    order = ChangeOrder(id="CO-1", title="More", raised=date(2026, 3, 1), status=Status.PENDING, cost=0)
    waiting = findings(replace(clean, change_orders=(order,))).rag
    assert (waiting.scope.colour, waiting.scope.check) == (AMBER, "M14")
    assert waiting.overall.colour is AMBER
    assert waiting.overall.reason.startswith("Scope: ")


def test_resources_are_judged_by_the_plan() -> None:
    assert findings(make_project()).rag.resources.colour is GREEN
    assert findings(make_project(without=["resource_plan"])).rag.resources.colour is GREY
    busy = [Planned(person="Ana", line="1.3", hours={10: 100.0, 11: 300.0, 12: 100.0})]
    over = findings(make_project(plan_=busy)).rag
    assert (over.resources.colour, over.resources.check) == (RED, "C8")


def test_a_light_set_by_hand_says_so_and_counts_as_shown() -> None:
    hand = {"cost": SetLight("red", "the supplier is bankrupt")}
    rag = findings(make_project(settings_=settings(lights=hand))).rag
    assert (rag.cost.colour, rag.cost.by_rule) == (RED, GREEN)
    assert rag.cost.reason.startswith("Set by hand: the supplier is bankrupt. By the rule green: forecast")
    assert (rag.overall.colour, rag.overall.by_rule) == (RED, None)
    hand = {"overall": SetLight("green", "agreed with the client")}
    late = make_project(settings_=settings(lights=hand, contract_price=100_000_00))
    found = findings(late).rag
    assert (found.overall.colour, found.overall.by_rule) == (GREEN, RED)
    assert found.margin.colour is RED


def test_a_light_is_set_with_a_reason_or_not_at_all() -> None:
    book = draft()
    book.grid("Settings").append(["Cost light", "Amber: waiting for the invoice"])
    book.grid("Settings").append(["Scope light", "amber"])
    book.grid("Settings").append(["Margin light", "purple: who knows"])
    reading = book.read()
    assert reading.project.settings.lights == {"cost": SetLight("amber", "waiting for the invoice")}
    told = of_kind(reading, ProblemKind.NOT_A_CHOICE)
    assert len(told) == 2
    assert all("a colon, and the reason" in problem.message for problem in told)


def lights(book: Workbook) -> dict[str, str]:
    return {row[1]: row[3] for row in book.rows("Dashboard") if len(row) > 5 and row[1] in NAMES}


NAMES = {"Overall", "Scope", "Schedule", "Cost", "Resources", "Margin"}


def test_the_dashboard_shows_what_a_light_was_and_goes_on_showing_it() -> None:
    book = Workbook.filled()
    book.refresh()
    assert lights(book)["Overall"] == "Red"
    book.set("Overall light", "amber: agreed")
    outcome = book.refresh()
    assert lights(book)["Overall"] == "Amber, by hand, was red"
    assert "overall light from red to amber, by hand" in outcome.changes.text
    book.refresh()
    assert not book.changed
    assert lights(book)["Overall"] == "Amber, by hand, was red"


@pytest.mark.parametrize("name", ["overall", *LIGHTS])
def test_each_light_can_be_set(name: str) -> None:
    hand = {name: SetLight("amber", "for now")}
    assert findings(make_project(settings_=settings(lights=hand))).rag.named()[name].by_rule is not None
