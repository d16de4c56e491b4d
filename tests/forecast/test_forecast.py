"""Whole projects small enough to work out by hand. Money in the tests' expectations: minor units."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from app.forecast.figure import Figure, Undefined
from app.forecast.forecast import forecast_project
from app.project.model import CommercialModel, CreditingRule, ExchangeRate, Line, Milestone
from app.project.month import label
from app.project.problem import ProblemKind
from tests.forecast.build import Entry, month, project, rate


def by_month(forecast: Any, grid: np.ndarray) -> dict[str, float]:
    return {label(m): v for m, v in zip(forecast.monthly.months, grid.tolist(), strict=True) if v}


@pytest.mark.parametrize(
    ("booked_in_march", "ac", "etc", "eac"),
    [
        (45, 245, {"2026-03": 55, "2026-04": 100, "2026-05": 80}, 480),
        (130, 330, {"2026-04": 100, "2026-05": 80}, 510),  # March is over its plan: nothing left in it
    ],
)
def test_the_month_of_a_mid_month_status_date(
    booked_in_march: float, ac: float, etc: dict[str, float], eac: float
) -> None:
    line = Line(id="L1", hours=480, owner="Ana")
    plan = {"2026-01": 100.0, "2026-02": 100.0, "2026-03": 100.0, "2026-04": 100.0, "2026-05": 80.0}
    entries = [
        Entry(day="2026-01-20", line="L1", person="Ana", hours=90),
        Entry(day="2026-02-20", line="L1", person="Ana", hours=110),
        Entry(day="2026-03-10", line="L1", person="Ana", hours=booked_in_march),
    ]
    forecast, problems = forecast_project(
        project(
            [line], entries, status="2026-03-15", plan=[("Ana", "", "L1", plan)], rates=[rate("Ana", 2.5)]
        )
    )
    assert not problems
    assert forecast.hours.project.ac[0] == ac
    assert forecast.hours.project.eac[0] == eac
    assert by_month(forecast, forecast.monthly.forecast_hours) == etc
    assert forecast.cost.project.eac[0] == pytest.approx(eac * 250)
    in_cost = by_month(forecast, forecast.monthly.forecast_cost)
    assert in_cost == pytest.approx({name: 250 * hours for name, hours in etc.items()})
    assert forecast.states.method == ("plan",)


def test_a_closed_status_month_holds_no_forecast() -> None:
    plan = {"2026-03": 100.0, "2026-04": 10.0}
    forecast, _ = forecast_project(
        project([Line(id="L1", hours=110)], plan=[("Ana", "", "L1", plan)], rates=[rate("Ana", 1)])
    )
    assert by_month(forecast, forecast.monthly.forecast_hours) == {"2026-04": 10}
    assert forecast.monthly.closed_before == month("2026-04")
    assert forecast.monthly.status_month == month("2026-03")
    assert forecast.finish_forecast == date(2026, 4, 30)


def test_without_a_plan_what_is_left_of_the_budget_is_to_come() -> None:
    lines = [
        Line(id="A", hours=100, cost=500_00, finish=date(2026, 5, 29)),
        Line(id="B", hours=10, cost=100_00),  # overspent, open
        Line(id="C", hours=10, cost=100_00, actual_finish=date(2026, 3, 2)),
    ]
    entries = [
        Entry(day="2026-03-02", line="A", hours=30, cost=200_00),
        Entry(day="2026-03-02", line="B", hours=15, cost=120_00),
        Entry(day="2026-03-02", line="C", hours=4, cost=30_00),
    ]
    forecast, _ = forecast_project(project(lines, entries))
    assert forecast.states.method == ("budget left", "budget left", "done")
    assert forecast.cost.lines.etc.tolist() == [300_00, 0, 0]
    assert forecast.hours.lines.etc.tolist() == [70, 0, 0]
    assert forecast.cost.lines.eac_floor.tolist() == [500_00, 120_00, 30_00]
    # April has 22 working days, May up to the 29th has 21
    assert by_month(forecast, forecast.monthly.forecast_cost) == pytest.approx(
        {"2026-04": 300_00 * 22 / 43, "2026-05": 300_00 * 21 / 43}
    )
    assert forecast.finish_forecast == date(2026, 5, 29)


def test_the_remainder_keeps_the_shape_of_the_phased_budget() -> None:
    """EAC 1,000, AC 400, open months planned at 100, 100 and 50: 240, 240 and 120."""
    months = {month("2026-03"): 750_00, month("2026-04"): 100_00, month("2026-05"): 100_00}
    line = Line(id="L", cost=1000_00, months=months | {month("2026-06"): 50_00})
    forecast, _ = forecast_project(project([line], [Entry(day="2026-03-02", line="L", cost=400_00)]))
    assert by_month(forecast, forecast.monthly.forecast_cost) == pytest.approx(
        {"2026-04": 240_00, "2026-05": 240_00, "2026-06": 120_00}
    )


def test_the_remainder_without_a_shape_goes_by_working_days() -> None:
    """630.00 over three months of 22, 21 and 22 working days."""
    line = Line(id="L", cost=750_00, start=date(2026, 1, 5), finish=date(2026, 6, 30))
    forecast, _ = forecast_project(project([line], [Entry(day="2026-03-02", line="L", cost=100_00)]))
    assert by_month(forecast, forecast.monthly.forecast_cost) == pytest.approx(
        {"2026-04": 220_00, "2026-05": 210_00, "2026-06": 220_00}
    )


def test_an_overdue_line_is_due_at_once_and_one_without_finish_has_no_month() -> None:
    lines = [Line(id="A", cost=100_00, finish=date(2026, 2, 27)), Line(id="B", cost=50_00)]
    forecast, _ = forecast_project(project(lines))
    assert by_month(forecast, forecast.monthly.forecast_cost) == {"2026-04": 100_00}
    assert forecast.monthly.unphased_cost == 50_00
    assert forecast.cost.project.etc[0] == 150_00
    assert forecast.finish_forecast is None
    with_finish, _ = forecast_project(project(lines, settings={"finish": date(2026, 4, 10)}))
    assert with_finish.monthly.unphased_cost == 0
    assert with_finish.finish_forecast == date(2026, 4, 30)


def test_planned_hours_take_the_rate_in_force_and_the_exchange_rate_of_their_month() -> None:
    rates = [
        rate("Ana", 100, since="2025-01-01", currency="USD"),
        rate("Ana", 110, since="2026-05-01", currency="USD"),
        rate("", 40, role="Tester"),
        rate("Ben", 999, since="2026-04-15", role="Tester"),
    ]
    exchange = (
        ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=0.9),
        ExchangeRate(currency="USD", effective_from=date(2026, 5, 1), rate=0.8),
    )
    plan = [
        ("ana ", "", "L", {"2026-04": 10.0, "2026-05": 10.0}),
        ("", "tester", "L", {"2026-04": 10.0}),
        ("Ben", "", "L", {"2026-04": 10.0}),  # the role's rate, until his own begins
    ]
    forecast, problems = forecast_project(
        project([Line(id="L", cost=1)], plan=plan, rates=rates, exchange_rates=exchange)
    )
    assert not problems
    assert by_month(forecast, forecast.monthly.forecast_cost) == pytest.approx(
        {"2026-04": (10 * 100 * 0.9 + 400 + 400) * 100, "2026-05": 10 * 110 * 0.8 * 100}
    )


def test_non_labour_that_is_not_spent_is_still_to_come() -> None:
    line = Line(id="L", hours=20, cost=3000_00, other_cost=1000_00, finish=date(2026, 4, 30))
    entries = [
        Entry(day="2026-03-02", line="L", person="Ana", hours=5, cost=500_00),
        Entry(day="2026-03-02", line="L", kind="expense", cost=400_00),
    ]
    forecast, _ = forecast_project(
        project([line], entries, plan=[("Ana", "", "L", {"2026-04": 15.0})], rates=[rate("Ana", 100)])
    )
    assert forecast.cost.lines.etc[0] == 1500_00 + 600_00
    assert forecast.hours.lines.etc[0] == 15


def test_crediting_rules() -> None:
    """Five lines of 100.00 and 10 h, half through their dates."""
    dates: dict[str, Any] = {"start": date(2026, 3, 2), "finish": date(2026, 4, 28)}  # 42 working days
    lines = [
        Line(id=rule.value, cost=100_00, hours=10, rule=rule, progress=0.3, **dates) for rule in CreditingRule
    ]
    milestones = (
        Milestone(id="M1", line="milestones", weight=0.25, actual=date(2026, 3, 10)),
        Milestone(id="M2", line="Milestones", weight=0.35, actual=date(2026, 4, 2)),  # later: not known yet
        Milestone(id="M3", line="milestones", weight=None, actual=date(2026, 3, 31)),  # the rest: 0.4
    )
    forecast, _ = forecast_project(project(lines, milestones=milestones))
    earned = dict(zip((line.id for line in lines), forecast.cost.lines.ev.tolist(), strict=True))
    assert forecast.states.rule == tuple(CreditingRule)
    share = 22 / 42
    assert earned == pytest.approx(
        {"0/100": 0, "50/50": 50_00, "milestones": 65_00, "percent": 30_00, "effort": 100_00 * share}
    )
    assert forecast.cost.lines.pv.values == pytest.approx([100_00 * share] * 5)
    assert forecast.hours.lines.ev == pytest.approx(forecast.cost.lines.ev / 1000)
    assert forecast.by_rule["0/100"].cost.ev[0] == 0
    assert forecast.by_rule["50/50"].cost.ev[0] == pytest.approx(250_00)


def test_done_and_begun_are_as_at_the_status_date() -> None:
    lines = [
        Line(id="later", cost=1, actual_start=date(2026, 4, 1), actual_finish=date(2026, 4, 9)),
        Line(id="today", cost=1, actual_start=date(2026, 3, 31)),
        Line(id="all", cost=1, progress=1.0),
        Line(id="some", cost=1, progress=0.01),
        Line(id="finished", cost=1, actual_finish=date(2026, 3, 31)),
        Line(id="booked", cost=1),  # bookings alone do not begin a line
    ]
    forecast, _ = forecast_project(project(lines, [Entry(day="2026-03-01", line="booked", hours=9, cost=5)]))
    assert forecast.states.done.tolist() == [False, False, True, False, True, False]
    assert forecast.states.begun.tolist() == [False, True, True, True, True, False]
    assert (forecast.counts["not_started"], forecast.counts["in_progress"], forecast.counts["done"]) == (
        2,
        2,
        2,
    )


def test_planned_value_by_months_by_dates_and_by_neither() -> None:
    lines = [
        Line(id="months", cost=90_00, hours=9, months={month("2026-02"): 30_00, month("2026-03"): 60_00}),
        Line(id="dates", cost=100_00, hours=10, start=date(2026, 3, 2), finish=date(2026, 3, 27)),
        Line(id="weekend", cost=10_00, start=date(2026, 3, 7), finish=date(2026, 3, 8)),
        Line(id="empty"),
    ]
    forecast, _ = forecast_project(project(lines, status="2026-03-13"))
    # March has 22 working days, 10 of them gone; the dated line has 20, of which 10 are gone
    assert forecast.cost.lines.pv.values == pytest.approx([30_00 + 60_00 * 10 / 22, 50_00, 10_00, 0])
    assert forecast.hours.lines.pv.values == pytest.approx([3 + 6 * 10 / 22, 5, 0, 0])
    assert by_month(forecast, forecast.monthly.budget_cost) == pytest.approx(
        {"2026-02": 30_00, "2026-03": 170_00}
    )
    undated = [*lines, Line(id="undated", cost=5_00)]
    forecast, _ = forecast_project(project(undated, status="2026-03-13"))
    assert forecast.cost.lines.pv.at(4) == Figure(None, Undefined.NO_PLANNED_VALUE)
    assert forecast.cost.project.sv.at(0) == Figure(None, Undefined.NO_PLANNED_VALUE)
    assert forecast.hours.project.pv.at(0).value == pytest.approx(8 + 6 * 10 / 22)


def test_what_names_no_line_is_counted_and_listed() -> None:
    lines = [Line(id="L-07", title="Design", cost=100_00), Line(id="L-11", title="Build", cost=100_00)]
    entries = [
        Entry(day="2026-03-02", line="L-07", cost=10_00),
        Entry(day="2026-03-02", line="L07", hours=2, cost=20_00),
        Entry(day="2026-03-03", line="l07 ", hours=1, cost=5_00),
        Entry(day="2026-03-03", line="Design", cost=1_00),
        Entry(day="2026-03-03", line="Buidl", cost=2_00),
        Entry(day="2026-03-03", line="", cost=3_00),
        Entry(day="2026-03-03", line="zzz", cost=4_00),
    ]
    forecast, problems = forecast_project(project(lines, entries))
    assert forecast.cost.project.ac[0] == 45_00
    assert forecast.cost.unmatched.ac[0] == 35_00
    assert forecast.cost.lines.ac.tolist() == [10_00, 0]
    assert forecast.monthly.line_actual_cost[-1].sum() == 35_00
    assert forecast.counts["entries_without_line"] == 6
    assert [(p.subject, p.amount, p.count) for p in problems] == [
        ("L07", 25_00, 2),
        ("zzz", 4_00, 1),
        ("", 3_00, 1),
        ("Buidl", 2_00, 1),
        ("Design", 1_00, 1),
    ]
    assert all(p.kind is ProblemKind.UNKNOWN_LINE and not p.left_out for p in problems)
    mends = {p.subject: p.mend for p in problems}
    assert "'L-07'" in mends["L07"]
    assert "'L-07'" in mends["Design"]
    assert "'L-11'" in mends["Buidl"]
    assert mends["zzz"] == "Write the line it belongs to, or add 'zzz' to the Budget"
    assert [str(place) for place in problems[0].places] == ["Actuals!C3:C4"]


def test_later_entries_are_left_out_and_said_so() -> None:
    entries = [
        Entry(day="2026-03-31", line="L", hours=1, cost=10_00),
        Entry(day="2026-04-01", line="L", hours=2, cost=20_00),
        Entry(day="2026-03-30", line="L", hours=4, cost=40_00, period="2026-04"),  # posted later
    ]
    forecast, problems = forecast_project(project([Line(id="L", cost=100_00)], entries))
    assert forecast.cost.project.ac[0] == 10_00
    (problem,) = problems
    assert problem.kind is ProblemKind.AFTER_STATUS_DATE
    assert (problem.left_out, problem.count, problem.amount, problem.hours) == (True, 2, 60_00, 6)
    assert [str(place) for place in problem.places] == ["Actuals!A3:A4"]


def test_actuals_follow_the_posting_period() -> None:
    entry = Entry(day="2026-01-30", line="L", hours=1, cost=10_00, period="2026-02")
    forecast, _ = forecast_project(project([Line(id="L", cost=100_00)], [entry]))
    assert by_month(forecast, forecast.monthly.actual_cost) == {"2026-02": 10_00}


def test_hours_without_a_rate_are_withheld_from_cost_and_named_once_a_person() -> None:
    entries = [
        Entry(day="2026-02-02", line="L", person="Ana", hours=3),
        Entry(day="2026-02-03", line="L", person="Ana", hours=4),
        Entry(day="2026-03-03", line="L", person="Ana", hours=5),
        Entry(day="2026-03-03", line="L", person="Ben", hours=7, cost=70_00),
        Entry(day="2026-03-03", line="L", hours=1),
    ]
    plan = [("Cleo", "", "L", {"2026-04": 8.0}), ("Ben", "", "L", {"2026-04": 2.0, "2026-05": 3.0})]
    entries.append(Entry(day="2026-03-04", line="L", person="ben", hours=6))
    forecast, problems = forecast_project(
        project([Line(id="L", cost=1)], entries, rates=[rate("Ana", 10, since="2026-03-01")], plan=plan)
    )
    assert forecast.cost.project.ac[0] == 50_00 + 70_00
    assert forecast.hours.project.ac[0] == 26
    assert [(p.kind, p.subject, p.hours, p.count, p.left_out) for p in problems] == [
        (ProblemKind.MISSING_RATE, "Ana", 7, 2, True),
        (ProblemKind.MISSING_RATE, "", 1, 1, True),
        (ProblemKind.MISSING_RATE, "ben", 11, 2, True),  # booked and planned hours in one problem
        (ProblemKind.MISSING_RATE, "Cleo", 8, 1, True),
    ]
    assert [str(place) for place in problems[0].places] == ["Actuals!E2:E3"]
    assert "Ana has no cost rate on 2026-02-02" in problems[0].message


def test_a_missing_exchange_rate_is_never_one() -> None:
    lines = [Line(id="L", cost=100_00)]
    entries = [
        Entry(day="2026-03-02", line="L", cost=100_00, currency="USD"),
        Entry(day="2026-03-03", line="L", cost=5_000, currency="JPY"),  # yen have no minor unit
        Entry(day="2026-03-03", line="L", cost=7_00),
    ]
    yen = (ExchangeRate(currency="jpy", effective_from=date(2026, 1, 1), rate=0.006),)
    forecast, problems = forecast_project(project(lines, entries, exchange_rates=yen))
    assert forecast.cost.project.ac[0] == pytest.approx(30_00 + 7_00)
    (problem,) = problems
    assert problem.kind is ProblemKind.MISSING_EXCHANGE_RATE
    assert (problem.subject, problem.left_out, problem.amount) == ("USD", True, None)
    assert "USD 100.00" in problem.message


def test_budgets_typed_phased_and_by_the_owners_rate() -> None:
    rates = [rate("Ana", 50, since="2026-01-01"), rate("Ana", 80, since="2026-06-01")]
    lines = [
        Line(id="typed", hours=10, cost=1_00, owner="Ana"),
        Line(id="months", hours=10, months={month("2026-04"): 7_00}, owner="Ana"),
        Line(id="early", hours=10, owner="Ana", start=date(2025, 1, 1)),  # before the first rate: that one
        Line(id="late", hours=10, owner="Ana", start=date(2026, 7, 1), other_cost=5_00),
        Line(id="nobody", hours=10, owner="Zoe"),
        Line(id="blank"),
    ]
    forecast, problems = forecast_project(project(lines, rates=rates))
    assert forecast.cost.lines.bac.tolist() == [1_00, 7_00, 500_00, 805_00, 0, 0]
    (problem,) = problems
    assert (problem.kind, problem.subject, problem.hours) == (ProblemKind.MISSING_RATE, "Zoe", 10)
    assert [str(place) for place in problem.places] == ["Budget!G1"]


def test_fixed_price_finance() -> None:
    """Price 11,000: spent 2,000 of 8,000, billed 3,000; two closed months and a half."""
    line = Line(id="L", cost=7000_00, start=date(2026, 2, 2), finish=date(2026, 6, 30))
    entries = [
        Entry(day="2026-02-10", line="L", cost=500_00),
        Entry(day="2026-03-10", line="L", cost=1500_00),
    ]
    plan = [("Ana", "", "L", {"2026-04": 20.0, "2026-05": 20.0, "2026-06": 20.0})]
    forecast, _ = forecast_project(
        project(
            [line], entries, plan=plan, rates=[rate("Ana", 100, 150)],
            settings={"contract_price": 10_000_00, "approved_changes": 1_000_00, "billed_to_date": 3_000_00},
        )
    )  # fmt: skip
    found = forecast.finance
    values = {
        "price": 11_000_00, "percent_complete": 0.25, "revenue_to_date": 2_750_00,
        "margin_to_date": 750_00, "margin_percent_to_date": 750 / 2750, "margin_at_completion": 3_000_00,
        "margin_percent_at_completion": 3 / 11, "budget_margin_percent": 4 / 11, "margin_fade_points": 1 / 11,
        "expected_loss": 0, "loss_provision": 0, "over_billed": 250_00, "under_billed": 0,
        "backlog": 8_250_00, "burn": 1_000_00, "months_left": 5.0, "months_to_finish": 3.0,
        "run_rate_eac": 5_000_00,
    }  # fmt: skip
    assert {name: getattr(found, name).value for name in values} == pytest.approx(values)
    assert found.burn_months == 2
    assert forecast.monthly.revenue.values.sum() == pytest.approx(11_000_00)
    assert by_month(forecast, forecast.monthly.revenue.values) == pytest.approx(
        {"2026-02": 687_50, "2026-03": 2062_50, "2026-04": 2750_00, "2026-05": 2750_00, "2026-06": 2750_00}
    )


def test_an_expected_loss_stands_at_once_in_the_margin_to_date() -> None:
    forecast, _ = forecast_project(
        project(
            [Line(id="L", cost=4_000_00, finish=date(2026, 4, 30))],
            [Entry(day="2026-03-02", line="L", cost=2_400_00)],
            settings={"contract_price": 3_900_00},
        )
    )
    found = forecast.finance
    assert found.revenue_to_date.value == pytest.approx(2_340_00)
    assert found.expected_loss.value == pytest.approx(100_00)
    assert found.loss_provision.value == pytest.approx(40_00)
    assert found.margin_to_date.value == pytest.approx(-100_00)


def test_billing_gap_of_a_published_example() -> None:
    """covinly.com, over and under billing: 425,000 of 850,000 spent at a price of 1,000,000."""
    for billed, over, under in ((550_000, 50_000, 0), (450_000, 0, 50_000)):
        forecast, _ = forecast_project(
            project(
                [Line(id="L", cost=850_000_00, finish=date(2026, 4, 30))],
                [Entry(day="2026-03-02", line="L", cost=425_000_00)],
                settings={"contract_price": 1_000_000_00, "billed_to_date": billed * 100},
            )
        )
        assert forecast.finance.revenue_to_date.value == pytest.approx(500_000_00)
        assert forecast.finance.over_billed.value == pytest.approx(over * 100)
        assert forecast.finance.under_billed.value == pytest.approx(under * 100)


@pytest.mark.parametrize(("cap", "price", "months"), [(None, 600, [300, 300]), (450, 450, [300, 150])])
def test_time_and_materials_bills_hours_up_to_the_cap(
    cap: int | None, price: float, months: list[float]
) -> None:
    settings = {
        "commercial_model": CommercialModel.TIME_AND_MATERIALS,
        "contract_price": None if cap is None else cap * 100,
    }
    forecast, problems = forecast_project(
        project(
            [Line(id="L", hours=6, owner="Ana", finish=date(2026, 4, 30))],
            [Entry(day="2026-03-02", line="L", person="Ana", hours=3)],
            rates=[rate("Ana", 80, 100)], settings=settings,
        )
    )  # fmt: skip
    assert not problems
    assert forecast.finance.price.value == price * 100
    assert forecast.finance.revenue_to_date.value == 300_00
    assert forecast.finance.bill_value == 300_00
    assert list(by_month(forecast, forecast.monthly.revenue.values).values()) == [m * 100 for m in months]


def test_hours_that_cannot_be_billed_are_named_when_time_is_what_is_sold() -> None:
    entries = [Entry(day="2026-03-02", line="L", person="Ana", hours=3)]
    settings = {"commercial_model": CommercialModel.TIME_AND_MATERIALS}
    forecast, problems = forecast_project(
        project([Line(id="L", cost=1)], entries, rates=[rate("Ana", 80)], settings=settings)
    )
    assert forecast.finance.price == Figure(None, Undefined.NO_REVENUE)
    (problem,) = problems
    assert "bill rate" in problem.message
    assert problem.subject == "Ana"


def test_money_without_a_price_is_blank_with_a_reason() -> None:
    forecast, _ = forecast_project(project([Line(id="L", cost=100)]))
    for name in (
        "price",
        "revenue_to_date",
        "margin_to_date",
        "margin_at_completion",
        "over_billed",
        "backlog",
    ):
        assert getattr(forecast.finance, name) == Figure(None, Undefined.NO_REVENUE), name
    assert forecast.finance.months_left == Figure(None, Undefined.NO_BURN)
    assert forecast.monthly.revenue.at(0).why is Undefined.NO_REVENUE


def test_a_project_with_nothing_in_it() -> None:
    forecast, problems = forecast_project(project())
    assert not problems
    assert forecast.cost.project.eac.tolist() == [0]
    assert len(forecast.cost.lines) == 0
    assert forecast.finish_forecast is None


def test_a_slip_in_a_year_makes_no_long_axis() -> None:
    lines = [Line(id="L", cost=100, start=date(2026, 1, 1), finish=date(2206, 3, 1))]
    entries = [Entry(day="1926-03-01", line="L", cost=5), Entry(day="2026-03-01", line="L", cost=7)]
    forecast, _ = forecast_project(project(lines, entries))
    assert forecast.cost.project.ac[0] == 12
    assert len(forecast.monthly.months) < 10
    assert by_month(forecast, forecast.monthly.actual_cost) == {"1926-03": 5, "2026-03": 7}


def test_an_expense_in_the_month_a_status_date_cuts_takes_nothing_off_planned_hours() -> None:
    """March: 10 h planned at 100.00 and 4 h worked, 300.00 of 500.00 bought: 600.00 and 200.00 to come."""
    line = Line(id="L", hours=10, cost=1500_00, other_cost=500_00, finish=date(2026, 3, 31))
    entries = [
        Entry(day="2026-03-04", line="L", person="Ana", hours=4),
        Entry(day="2026-03-05", line="L", cost=300_00, kind="expense"),
    ]
    plan = [("Ana", "", "L", {"2026-03": 10.0})]
    forecast, _ = forecast_project(
        project([line], entries, status="2026-03-16", plan=plan, rates=[rate("Ana", 100)])
    )
    assert forecast.cost.project.etc[0] == pytest.approx(600_00 + 200_00)


def test_a_weekend_across_two_months_is_spread_by_its_days() -> None:
    """Saturday 31 January and Sunday 1 February 2026 hold no working day: half and half."""
    weekend = Line(id="L", cost=100_00, start=date(2026, 1, 31), finish=date(2026, 2, 1))
    forecast, _ = forecast_project(project([weekend]))
    assert by_month(forecast, forecast.monthly.budget_cost) == {"2026-01": 50_00, "2026-02": 50_00}


def test_a_blank_month_of_the_plan_makes_the_axis_no_longer() -> None:
    plan = [("Ana", "", "L", {"2026-01": float("nan"), "2026-05": 8.0})]
    forecast, _ = forecast_project(project([Line(id="L", cost=1)], plan=plan, rates=[rate("Ana", 1)]))
    assert [label(each) for each in forecast.monthly.months] == ["2026-03", "2026-04", "2026-05"]


def test_a_single_hour_without_a_price_has_its_month() -> None:
    forecast, _ = forecast_project(project([Line(id="L", hours=1, finish=date(2026, 4, 30))]))
    assert by_month(forecast, forecast.monthly.forecast_hours) == {"2026-04": 1}


def test_only_a_fee_makes_the_axis_begin_with_the_project() -> None:
    line = Line(id="L", cost=1, finish=date(2026, 4, 30))
    for fee, first in ((None, "2026-03"), (1_00, "2025-11")):
        settings = {"start": date(2025, 11, 3), "finish": date(2026, 4, 30), "monthly_fee": fee}
        forecast, _ = forecast_project(project([line], settings=settings))
        assert label(forecast.monthly.months[0]) == first


def test_shares_of_no_revenue_say_why() -> None:
    """Nothing spent: no revenue to date to hold a margin against. A price of nothing: none at all."""
    line = Line(id="L", cost=100_00, finish=date(2026, 4, 30))
    blank = Figure(None, Undefined.NO_REVENUE)
    found = forecast_project(project([line], settings={"contract_price": 200_00}))[0].finance
    assert (found.revenue_to_date, found.margin_percent_to_date) == (Figure(0.0), blank)
    assert found.margin_percent_at_completion == Figure(0.5)
    free = forecast_project(project([line], settings={"contract_price": 0}))[0].finance
    assert free.margin_percent_at_completion == free.budget_margin_percent == blank
    assert free.expected_loss == Figure(100_00.0)


def test_what_was_priced_for_the_forecast_goes_with_it() -> None:
    lines = [Line(id="L", cost=1)]
    forecast, _ = forecast_project(project(lines, [Entry(day="2026-03-02", line="L", hours=1, cost=1)]))
    assert forecast.booked is not None
    assert forecast.booked.hours.tolist() == [1]
    assert forecast.line_table is not None
    assert forecast.line_table.cost.tolist() == [1]
    assert forecast.planned is not None
    assert forecast.pricing is not None


def test_a_milestone_names_its_line_to_the_letter_first() -> None:
    lines = [Line(id=name, cost=100_00, rule=CreditingRule.MILESTONES) for name in ("1a", "1A")]
    reached = Milestone(id="M", line="1a", weight=1.0, actual=date(2026, 3, 2))
    forecast, _ = forecast_project(project(lines, milestones=(reached,)))
    assert forecast.cost.lines.ev.tolist() == [100_00, 0]
