"""What stands beside the headline on the Dashboard and under the lines of the Forecast tab."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.checks.run import run_checks
from app.forecast.calibrated import Calibrated, calibrated
from app.forecast.forecast import forecast_project
from app.jobs.figures_json import figures_json
from app.project.change_order import ChangeOrder, Status
from app.project.purchase_order import PurchaseOrder
from app.workbook.output.beside_rows import blocks
from app.workbook.output.dashboard_page import dashboard_page
from app.workbook.output.facts import Facts
from app.workbook.output.range_block import BAR, bar
from sheets_schema import load
from tests.support.factory import make_project

FOUND = calibrated(bac=100.0, ev_finished=40.0, ac_finished=42.0, ev_half=45.0, ac=50.0)


def facts(**more: Any) -> Facts:
    project = replace(make_project(), **more)
    forecast, problems = forecast_project(project)
    return Facts.of(project, forecast, run_checks(project, forecast, problems, None), "")


def ends(found: Calibrated) -> tuple[float, float]:
    assert found.p10.value is not None
    assert found.p90.value is not None
    return found.p10.value, found.p90.value


def test_the_bar_has_the_headline_in_its_place() -> None:
    low, high = ends(FOUND)
    for part in (0.0, 0.25, 1.0):
        drawn = bar(FOUND, low + (high - low) * part)
        assert drawn.index("●") == round(BAR * part)
        assert len(drawn) == BAR + 1
    assert bar(FOUND, low - 1).startswith("● ‹ |")
    assert bar(FOUND, high + 1).endswith("| › ●")


def test_no_bar_where_there_is_no_range() -> None:
    early = calibrated(bac=100.0, ev_finished=1.0, ac_finished=1.0, ev_half=2.0, ac=2.0)
    assert bar(early, 100.0) == ""


def test_the_dashboard_tells_range_method_reason_and_finish() -> None:
    page, charts_at = dashboard_page(load().tabs["dashboard"], facts())
    shown = [value for row in page.rows[:charts_at] for value in row.values if value is not None]
    texts = [text for text in shown if isinstance(text, str)]
    assert {"P10", "P50", "P80", "P90"} <= set(texts)
    assert any("reference class, not your history" in text for text in texts)
    assert any("spent and" in text and "by the Resource plan" in text for text in texts)
    assert any("by 9 forecasts in time" in text for text in texts)


def test_the_forecast_tab_tells_indices_changes_and_orders() -> None:
    told = dict(
        blocks(
            facts(
                purchase_orders=(PurchaseOrder(id="PO-1", value=10_000, invoiced=4_000, currency="EUR"),),
                change_orders=(
                    ChangeOrder(id="1", cost=5_000, price=9_000, line=1, status=Status.APPROVED),
                    ChangeOrder(id="2", cost=7_000, raised=date(2026, 6, 1)),
                ),
            )
        )
    )
    index = {row["title"]: row for row in told["The whole project by index"]}
    assert {"Rest at CPI", "Rest at SCI(t)", "P10", "P90"} <= index.keys()
    assert len(told["Finish by earned schedule"]) == 15
    assert [row["bac"] for row in told["Budget and changes"]] == [120_000, 50, 120_050, 70]
    assert told["Budget and changes"][1]["words"] == "price 90.00"
    (order,) = told["Open purchase orders"]
    assert (order["bac"], order["ac"], order["etc"]) == (100, 40, 60)


def test_the_json_carries_the_same_range() -> None:
    made = facts()
    told = figures_json(made.forecast, minor_digits=2)
    outlook = made.forecast.outlook
    assert outlook
    for name in ("p10", "p50", "p80", "p90"):
        assert told["outlook"][name] * 100 == getattr(outlook.calibrated_cost, name).value
    assert told["outlook"]["by_index"]["cost"].keys() == outlook.cost.by_factor.keys()
    assert (told["changes"], told["commitments"]) == (None, None)
