"""From standings to rows: the order, movement, totals, people over capacity."""

from __future__ import annotations

import random

import pytest

from app.portfolio.overbooked import overbooked
from app.portfolio.standing import Kind
from app.portfolio.totals import by_client, by_currency, by_manager
from app.portfolio.urgency import in_order, urgency
from tests.portfolio.standings import before, figures, flag, standing, trouble, workspace


def test_what_needs_a_person_comes_first() -> None:
    ordered = in_order(workspace())
    assert [(one.workbook_id, urgent.step) for one, urgent in ordered] == [
        ("failed", 0),
        ("paused", 0),
        ("worse", 1),
        ("red", 2),
        ("risen", 3),
        ("amber", 4),
        ("never", 5),
        ("green", 6),
        ("yen", 6),
    ]
    shuffled = workspace()
    random.Random(5).shuffle(shuffled)
    assert in_order(shuffled) == ordered


def test_within_a_step_the_further_over_budget_comes_first_whatever_the_currency() -> None:
    red = {"colour": "red"}
    projects = [
        standing("a", figures=figures(eac=110_000_00, **red), night=None),
        standing("b", figures=figures(bac=1_000, eac=1_500, currency="JPY", **red), night=None),
        standing("c", figures=figures(bac=0, eac=900_000_00, **red), night=None),
    ]
    assert [one.workbook_id for one, _ in in_order(projects)] == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("changes", "step", "reason"),
    [
        ({"trouble": trouble(Kind.PAUSED)}, 0, "Refresh paused: The Settings tab has no status date."),
        ({"figures": figures(colour="red")}, 1, "Turned red since the last night. Within limits."),
        ({"figures": figures(flags=(flag("V1"), flag("V2")))}, 1, "2 new red flags. Within limits."),
        ({"figures": figures(colour="red"), "night": None}, 2, "Within limits."),
        ({"figures": figures(colour="grey")}, 5, "Within limits."),
        ({"figures": None}, 5, "Not refreshed yet."),
    ],
)
def test_each_step_says_why(changes: dict, step: int, reason: str) -> None:
    found = urgency(standing(**changes))
    assert (found.step, found.reason) == (step, reason)


def test_movement_is_blank_where_it_cannot_be_told() -> None:
    one = standing(figures=figures(eac=101_000_00))
    assert one.moved(before()) == 1_000_00
    assert one.moved(None) is None
    assert one.moved(before(currency="USD")) is None
    assert standing(figures=None).moved(before()) is None


def test_totals_add_exactly_and_never_two_currencies() -> None:
    projects = workspace()
    whole = {total.currency: total for total in by_currency(projects)}
    assert set(whole) == {"EUR", "USD", "JPY"}
    assert (whole["EUR"].projects, whole["EUR"].eac, whole["EUR"].vac) == (5, 530_000_00, -30_000_00)
    assert whole["EUR"].over_share == pytest.approx(0.06)
    assert (whole["JPY"].margin, whole["JPY"].margin_percent, whole["JPY"].priced) == (None, None, 0)
    for totals in (by_client(projects), by_manager(projects)):
        for currency, total in whole.items():
            mine = [one for one in totals if one.currency == currency]
            assert sum(one.eac for one in mine) == total.eac
            assert sum(one.projects for one in mine) == total.projects
    # Ben Okafor in two spellings is one; without a client comes last.
    managers = {(one.group, one.currency) for one in by_manager(projects)}
    assert ("Ben Okafor", "JPY") in managers
    assert by_client(projects)[-1].group == ""


def test_margin_of_a_total_is_of_the_projects_that_have_a_price() -> None:
    projects = [standing("a"), standing("b", figures=figures(price=None, margin=None, margin_percent=None))]
    (total,) = by_currency(projects)
    assert (total.margin, total.margin_percent, total.priced, total.projects) == (25_000_00, 0.2, 1, 2)


def test_people_over_capacity_across_projects() -> None:
    (one,) = overbooked(workspace(), since="2026-09")
    assert (one.person, one.month, one.planned, one.capacity) == ("Ana Ruiz", "2026-09", 210.0, 176.0)
    assert one.parts == (("Amber road", 120.0), ('=IMPORTDATA("x")', 90.0))
    assert overbooked(workspace(), since="2026-10") == []


def test_nobody_is_over_capacity_by_less_than_is_shown_or_without_a_calendar() -> None:
    whole = {"planned": {"Ana": {"2026-09": 176.004}}, "capacity": {"2026-09": 176.0}}
    none = {"planned": {"Ana": {"2026-09": 1.0}}, "capacity": {"2026-09": 0.0}}
    for told in (whole, none):
        assert overbooked([standing(figures=figures(**told))], since="2026-09") == []
