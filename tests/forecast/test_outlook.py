"""The statistical range beside the headline. Money: minor units."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from app.forecast.beside import p_factor
from app.forecast.calibrated import Calibrated, calibrated, history_bin
from app.forecast.earned_schedule import plan_curve
from app.forecast.figure import Figure, Undefined
from app.forecast.forecast import forecast_project
from app.forecast.outlook import Outlook
from app.forecast.reference_class import HALF_HALF, MATCHED, PROJECTS
from app.project.calendar import WorkingCalendar
from app.project.model import CreditingRule, Line, Settings
from app.project.month import first_day
from tests.forecast.build import Entry, month, project
from tests.forecast.real_projects import load, statuses

NAMES = {name: name for name in ("point", "p10", "p50", "p80", "p90")} | {
    "chance_over_bac": "chance_over_budget"
}


def outlook(*args: Any, **more: Any) -> Outlook:
    forecast, _ = forecast_project(project(*args, **more))
    assert forecast.outlook is not None
    return forecast.outlook


def late() -> Outlook:
    """Five lines of 100.00, one a month from January; by the end of March two done, one begun, 330 spent."""
    lines = [
        Line(
            id=f"L{n}",
            cost=100_00,
            hours=10,
            months={month(f"2026-0{n}"): 100_00},
            actual_start=date(2026, n, 5) if n < 4 else None,
            actual_finish=date(2026, n, 25) if n < 3 else None,
        )
        for n in range(1, 6)
    ]
    entries = [Entry(day=f"2026-0{n}-10", line=f"L{n}", cost=110_00) for n in (1, 2, 3)]
    return outlook(lines, entries)


def test_index_forecasts_and_the_headline_among_them() -> None:
    found = late().cost
    cpi, spi, spi_t = 250 / 330, 250 / 300, (22 + 20 + 0.5 * 22) / (22 + 20 + 22)
    wanted = {
        "1": 580_00,
        "CPI": 330_00 + 250_00 / cpi,
        "SPI": 330_00 + 250_00 / spi,
        "SPI(t)": 330_00 + 250_00 / spi_t,
        "SCI": 330_00 + 250_00 / (cpi * spi),
        "SCI(t)": 330_00 + 250_00 / (cpi * spi_t),
        "0.8 CPI + 0.2 SPI": 330_00 + 250_00 / (0.8 * cpi + 0.2 * spi),
        "0.8 CPI + 0.2 SPI(t)": 330_00 + 250_00 / (0.8 * cpi + 0.2 * spi_t),
        "CPI3": 330_00 + 250_00 / cpi,
    }
    values = {name: figure.value for name, figure in found.by_factor.items() if figure.value is not None}
    assert values == pytest.approx(wanted)
    assert found.by_factor["CPI6"] == Figure(None, Undefined.NO_HISTORY)
    assert found.lowest.value == pytest.approx(580_00)
    assert found.highest.value == pytest.approx(max(wanted.values()))
    assert (found.below, found.defined) == (0, 9)  # bottom-up 530: below them all


def test_time_in_working_days_and_in_dates() -> None:
    """Months of 22, 20, 22, 22 and 21 working days; half of March is earned at its end."""
    found = late().time
    assert found is not None
    assert (found.start, found.planned.value, found.actual.value) == (date(2026, 1, 1), 107, 64)
    assert found.earned.value == pytest.approx(53)
    assert found.sv_t.value == pytest.approx(-11)
    assert found.spi_t.value == pytest.approx(53 / 64)
    assert found.durations["ES, SPI(t)"].value == pytest.approx(107 * 64 / 53)
    assert found.durations["ES, 1"].value == pytest.approx(107 + 11)
    assert found.finishes["ES, 1"] == date(2026, 6, 15)  # 31 May is a Sunday, and 11 working days more
    assert found.latest is not None
    assert found.earliest is not None
    assert found.earliest <= date(2026, 6, 15) <= found.latest


def test_holes_in_the_order_of_work_show_in_the_p_factor() -> None:
    plan = np.array([[100.0, 0], [0, 100]])
    times = np.array([1.0, 2.0])
    assert p_factor(plan, np.array([100.0, 50]), times, 1.5).value == 1
    assert p_factor(plan, np.array([50.0, 100]), times, 1.5).value == pytest.approx(100 / 150)
    assert p_factor(plan, np.zeros(2), times, 0.0) == Figure(None, Undefined.NOTHING_PLANNED_YET)


def test_blanks_have_reasons() -> None:
    nothing = outlook([Line(id="L", cost=100_00)])
    assert nothing.time is None
    assert nothing.cost.by_factor["1"].value == 100_00
    assert nothing.cost.by_factor["CPI"] == Figure(None, Undefined.NO_COST_BOOKED)
    assert nothing.cost.by_factor["SPI"] == Figure(None, Undefined.NO_PLANNED_VALUE)
    assert nothing.cost.by_factor["SPI(t)"] == Figure(None, Undefined.NO_PLANNED_VALUE)
    assert nothing.calibrated_cost.p50 == Figure(None, Undefined.TOO_EARLY)
    later = outlook([Line(id="L", cost=1, start=date(2026, 5, 4), finish=date(2026, 6, 5))])
    assert later.time is not None
    assert later.time.spi_t == Figure(None, Undefined.NOT_STARTED)
    assert later.time.durations["ED, 1"] == Figure(None, Undefined.NOT_STARTED)
    percent = outlook(
        [Line(id="L", cost=100_00, progress=0.5, rule=CreditingRule.PERCENT)],
        [Entry(day="2026-03-02", line="L", cost=10_00)],
    )
    assert percent.cost.by_factor["CPI3"] == Figure(None, Undefined.NO_HISTORY)


def test_time_starts_with_the_phased_months_when_no_date_is_set() -> None:
    forecast, _ = forecast_project(project([Line(id="L", cost=1, months={month("2026-02"): 1})]))
    assert forecast.finish_planned == date(2026, 2, 28)
    assert forecast.outlook is not None
    assert forecast.outlook.time is not None
    assert forecast.outlook.time.start == first_day(month("2026-02"))


def test_the_calibrated_range_of_real_projects() -> None:
    """A check of the formula: the class holds these projects, so it proves nothing about accuracy."""
    compared = 0
    for folder, status in statuses():
        forecast, _ = forecast_project(load(folder, status["id"], status["date"]))
        assert forecast.outlook is not None
        levels, rules = forecast.hours, forecast.by_rule
        for scale, expected in zip((1.0, 1.67), status["calibrated_hours"].values(), strict=True):
            found = calibrated(
                bac=float(levels.project.bac[0]),
                ev_finished=float(rules["0/100"].hours.ev[0]),
                ac_finished=float(levels.project.ac_finished[0]),
                ev_half=float(rules["50/50"].hours.ev[0]),
                ac=float(levels.project.ac[0]),
                scale=scale,
            )
            assert found.share_earned == expected["bin"]
            for theirs, ours in NAMES.items():
                assert getattr(found, ours).value == pytest.approx(expected[theirs], abs=1e-6), theirs
            compared += 1
        assert forecast.outlook.calibrated_hours == found
    assert compared == 2 * len(statuses())


def case(**more: Any) -> Calibrated:
    figures: dict[str, Any] = {
        "bac": 1000, "ev_finished": 500, "ac_finished": 550, "ev_half": 550, "ac": 600
    }  # fmt: skip
    return calibrated(**(figures | more))


def test_the_calibrated_range_by_hand() -> None:
    middle = 0.13175 + 0.29038 * (-np.log(500 / 550) - 0.08981)
    found = case()
    assert found.share_earned == 0.5
    assert found.point.value == pytest.approx(550 + 500 * np.exp(middle))
    assert found.p90.value == pytest.approx(550 + 500 * np.exp(middle + 1.67 * 0.29457))
    assert case(scale=1.0).p10.value == pytest.approx(550 + 500 * np.exp(middle - 0.14886))
    loose = case(matched=False)
    middle = 0.08696 + 0.2386 * (-np.log(550 / 600) - 0.13569)
    assert loose.point.value == pytest.approx(600 + 450 * np.exp(middle))
    assert loose.basis == "50/50"


def test_never_below_what_is_spent_and_in_order() -> None:
    found = case(ac=1500)
    assert found.p10.value == 1500
    assert found.chance_over_budget.value == 1
    found = case()
    values = [found.p10.value, found.p50.value, found.p80.value, found.p90.value]
    assert values == sorted(values)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"bac": 0}, Undefined.NO_BUDGET),
        ({"ev_finished": 49}, Undefined.TOO_EARLY),
        ({"ev_finished": 950}, Undefined.NEARLY_DONE),
        ({"ac_finished": 0}, Undefined.NO_COST_BOOKED),
    ],
)
def test_the_calibrated_range_knows_its_limits(more: dict[str, float], why: Undefined) -> None:
    found = case(**more)
    assert found.p50 == found.point == found.chance_over_budget == Figure(None, why)


def test_bins_are_the_nearest_tenth_half_up() -> None:
    shares = {0.05: 0.1, 0.149: 0.1, 0.15: 0.2, 0.25: 0.3, 0.849: 0.8, 0.949: 0.9}
    assert {share: history_bin(share, matched=True).share_earned for share in shares} == shares
    assert len(MATCHED) == len(HALF_HALF) == 9
    assert all(len(found.residuals) <= PROJECTS for found in (*MATCHED, *HALF_HALF))
    assert all((np.diff(found.residuals) >= 0).all() for found in (*MATCHED, *HALF_HALF))


def test_the_curve_of_the_plan_is_cut_to_its_span() -> None:
    """Mid-January to mid-March 2026: 12, 20 and 10 working days; nothing before, nothing after."""
    months = tuple(month(label) for label in ("2025-12", "2026-01", "2026-02", "2026-03", "2026-04"))
    line = Line(
        id="1", cost=150_00, months=dict(zip(months, (10_00, 20_00, 30_00, 40_00, 50_00), strict=True))
    )
    forecast, _ = forecast_project(project([line]))
    calendar = WorkingCalendar.of(Settings(status_date=date(2026, 3, 31)))
    curve = plan_curve(forecast.monthly, start=date(2026, 1, 15), finish=date(2026, 3, 13), calendar=calendar)
    assert curve.value.tolist() == [10_00, 30_00, 60_00, 100_00, 150_00]
    assert curve.time.tolist() == [0, 12, 32, 42, 42]


def test_just_the_budget_is_not_over_it() -> None:
    """All of the budget spent, half earned: only histories that end above it count."""
    assert case(ac=1000).chance_over_budget == case().chance_over_budget
    assert (case().chance_over_budget.value or 1) < 1
