"""Why the forecast differs from the budget, and the range of the finish, as the PMO reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.checks.run import run_checks
from app.forecast.forecast import forecast_project
from app.jobs.figures_json import figures_json
from app.project.model import CommercialModel
from app.workbook.output.beside_rows import blocks
from app.workbook.output.dashboard_page import dashboard_page
from app.workbook.output.effects_block import why_off_budget
from app.workbook.output.facts import Facts
from sheets_schema import load
from tests.support.factory import make_project


def facts(**settings: Any) -> Facts:
    project = make_project()
    dear = tuple(replace(each, cost_rate=(each.cost_rate or 0) * 1.1) for each in project.rates)
    project = replace(project, rates=dear, settings=replace(project.settings, **settings))
    forecast, problems = forecast_project(project)
    return Facts.of(project, forecast, run_checks(project, forecast, problems, None), "")


def test_effects_are_rows_that_add_to_the_variance() -> None:
    made = facts()
    rows = dict(blocks(made))["Why the forecast differs from the budget"]
    effects = [row["vac"] for row in rows if "bac" not in row]
    assert round(sum(effects) * 100) == made.cost["vac"].project  # type: ignore[arg-type]
    roles = [row for row in rows if "bac" in row]
    assert {row["title"] for row in roles} <= {
        "Engineer",
        "Analyst",
        "Designer",
        *(r["title"] for r in roles),
    }
    assert all(round((row["bac"] - row["eac"] - row["vac"]) * 100) == 0 for row in roles)  # type: ignore[operator]


def test_the_reason_in_one_sentence_names_the_largest_effect_first() -> None:
    told = why_off_budget(facts())
    assert told.startswith("Over by ")
    assert told.endswith(".")
    amounts = [
        abs(float(part.split()[-1].replace(",", ""))) for part in told.split(": ")[1].rstrip(".").split(", ")
    ]
    assert amounts == sorted(amounts, reverse=True)


def test_the_dashboard_shows_days_of_the_finish_and_whose_pace() -> None:
    made = facts()
    page, at = dashboard_page(load().tabs["dashboard"], made)
    rows = [row.values for row in page.rows[:at]]
    texts = [text for row in rows for text in row if isinstance(text, str)]
    assert {"Finish P10", "Finish P50", "Finish P80", "Finish P90", "Why not the budget"} <= set(texts)
    assert any(text.startswith("By the pace since") for text in texts)
    assert len(dict(blocks(made))["Finish by the pace of other projects"]) == 4


def test_a_range_too_early_says_why() -> None:
    project = make_project()
    begun = tuple(replace(line, progress=None, actual_finish=None) for line in project.lines)
    project = replace(project, lines=begun)
    forecast, problems = forecast_project(project)
    made = Facts.of(project, forecast, run_checks(project, forecast, problems, None), "")
    rows = dict(blocks(made))["Finish by the pace of other projects"]
    assert {row["words"] for row in rows} == {"too early: under 5 % earned"}
    told = figures_json(forecast, minor_digits=2)
    assert told["outlook"]["finish"]["p50"] is None
    assert told["reasons"]["outlook.finish.working_days.p50"] == "too early: under 5 % earned"


def test_a_retainer_shows_how_much_of_the_fee_is_used() -> None:
    made = facts(
        commercial_model=CommercialModel.RETAINER, contract_price=None, monthly_fee=9_000_00,
        start=date(2026, 1, 1), finish=date(2026, 12, 31),
    )  # fmt: skip
    page, _ = dashboard_page(load().tabs["dashboard"], made)
    shown = [row.values for row in page.rows]
    (used,) = (row for row in shown if "Fee used by the hours booked" in row)
    assert used[3] == made.forecast.finance.fee_used.value
