"""Where each line stands at a refresh, by hand. Money: minor units."""

from __future__ import annotations

from datetime import date

from app.forecast.forecast import forecast_project
from app.forecast.standpoint import NO_LINE, LineStand, Standpoint, joined, standpoint
from app.project.model import ExchangeRate, Line, Project
from tests.forecast.build import Entry, month, project, rate

MARCH, APRIL, MAY = (month(f"2026-0{n}") for n in (3, 4, 5))


def stand(given: Project) -> Standpoint:
    return standpoint(given, forecast_project(given)[0])


def test_a_line_of_each_kind() -> None:
    """Done, by its plan with 50.00 of other cost left, and by what its budget leaves; 7.00 on no line."""
    lines = [
        Line(id="done", cost=100_00, actual_finish=date(2026, 3, 20)),
        Line(id="plan", cost=500_00, other_cost=50_00, hours=9, finish=date(2026, 4, 30)),
        Line(id="rest", cost=80_00, finish=date(2026, 4, 30)),
    ]
    entries = [
        Entry(day="2026-03-10", line="done", cost=120_00),
        Entry(day="2026-03-10", line="rest", cost=30_00),
        Entry(day="2026-03-10", line="?", cost=7_00),
    ]
    plan = [("Ana", "", "plan", {"2026-04": 4.0, "2026-05": 5.0})]
    found = stand(project(lines, entries, plan=plan, rates=[rate("Ana", 60)]))
    assert found.lines == {
        "done": LineStand(bac=100_00, done=True, booked={MARCH: 120_00}),
        "plan": LineStand(bac=500_00, left=50_00, labour={APRIL: (4, 240_00), MAY: (5, 300_00)}),
        "rest": LineStand(bac=80_00, left=50_00, by_budget=True, booked={MARCH: 30_00}),
        NO_LINE: LineStand(booked={MARCH: 7_00}),
    }
    assert (found.open, found.cut, found.status) == (APRIL, False, date(2026, 3, 31))
    assert (found.eac, found.currency, found.digits) == (797_00, "EUR", 2)
    assert Standpoint.from_plain(found.to_plain()) == found


def test_lines_that_share_a_number_are_one() -> None:
    """The first 1 leaves its budget of 100.00; the second has 16.00 of 20.00 bought, and 3 h in dollars."""
    lines = [
        Line(id="1", cost=100_00, finish=date(2026, 5, 29)),
        Line(id="1", cost=300_00, other_cost=20_00, finish=date(2026, 5, 29)),
        Line(id="2", cost=10_00, actual_finish=date(2026, 3, 2)),
        Line(id="2", cost=15_00, actual_finish=date(2026, 3, 3)),
        Line(id="3", cost=10_00, actual_finish=date(2026, 3, 2)),
        Line(id="3", cost=15_00, finish=date(2026, 5, 29)),
    ]
    entries = [Entry(day="2026-02-10", line="1", cost=11_00), Entry(day="2026-03-10", line="1", cost=5_00)]
    plan = [("Bo", "", "1", {"2026-04": 1.0, "2026-05": 2.0})]
    dollars = (ExchangeRate(currency="USD", effective_from=None, rate=0.5),)
    card = [rate("Bo", 40, currency="USD")]
    found = stand(project(lines, entries, plan=plan, rates=card, exchange_rates=dollars))
    assert found.lines["1"] == LineStand(
        bac=400_00,
        left=104_00,
        by_budget=True,
        booked={month("2026-02"): 11_00, MARCH: 5_00},
        labour={APRIL: (1, 20_00), MAY: (2, 40_00)},
        foreign={"USD": (60_00, 0.5)},
    )
    assert found.lines["1"].eac == 180_00
    assert found.lines["2"] == LineStand(bac=25_00, done=True)
    assert found.lines["3"] == LineStand(bac=25_00, left=15_00)


def test_months_and_hours_of_lines_that_share_a_number_are_added() -> None:
    """Both have hours in April, one alone in May and one alone booked in March."""
    one = LineStand(booked={APRIL: 1.0}, labour={APRIL: (2.0, 3.0)}, foreign={"USD": (1.0, 0.9)})
    other = LineStand(
        booked={MARCH: 7.0, APRIL: 10.0}, labour={APRIL: (20.0, 30.0), MAY: (4.0, 5.0)},
        foreign={"CHF": (2.0, 1.1)},
    )  # fmt: skip
    assert joined(one, other) == LineStand(
        booked={MARCH: 7.0, APRIL: 11.0},
        labour={APRIL: (22.0, 33.0), MAY: (4.0, 5.0)},
        foreign={"USD": (1.0, 0.9), "CHF": (2.0, 1.1)},
    )
