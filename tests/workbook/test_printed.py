"""Printed figures add up: lines to phases, phases to the project, months to lines and to the Months tab."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.checks.run import run_checks
from app.forecast.balanced import balanced_grid
from app.forecast.forecast import forecast_project
from app.forecast.rounding import parts, rounded
from app.workbook.output.facts import Facts
from app.workbook.output.forecast_page import forecast_page
from app.workbook.output.months_page import months_page
from app.workbook.output.page import Page
from sheets_schema import load
from tests.workbook.books import SMALL, Draft, draft

SCHEMA = load()


def facts_of(made: Draft) -> Facts:
    reading = made.read()
    forecast, gaps = forecast_project(reading.project)
    findings = run_checks(reading.project, forecast, reading.problems + gaps)
    return Facts.of(reading.project, forecast, findings, "")


def awkward() -> Draft:
    """Rates that leave fractions of cents everywhere."""
    tables: dict[str, list[dict[str, Any]]] = {
        name: [dict(row) for row in rows] for name, rows in SMALL.items()
    }
    for row in tables["budget"]:
        row["cost"] = None
        row["hours"] = row["hours"] / 3
    for row in tables["rate_card"]:
        row["cost_rate"] = row["cost_rate"] * 1.00337
    for row in tables["actuals"]:
        if "hours" in row:
            row["hours"] = row["hours"] / 7
    return draft(tables)


def column(page: Page, name: str) -> int:
    return [found.name for found in page.columns].index(name)


@pytest.mark.parametrize("made", [draft(), awkward()], ids=["plain", "awkward"])
def test_forecast_tab_adds_up_to_the_cent(made: Draft) -> None:
    facts = facts_of(made)
    page = forecast_page(SCHEMA.tabs["forecast"], facts)
    money = [at for at, found in enumerate(page.columns) if found.shown[1] == "money"]
    hours = [at for at, found in enumerate(page.columns) if found.shown[1] == "hours"]
    end = next(at for at, row in enumerate(page.rows) if row.look == "total")
    rows = page.rows[2:end]
    total = page.rows[end]
    apart = {"eac_cpi", "hours_eac_cpi"}  # does not add by its nature
    for at in [*money, *hours]:
        if page.columns[at].name in apart:
            continue
        lines = [row.values[at] or 0 for row in rows if row.look == "line"]
        subtotals = [row.values[at] or 0 for row in rows if row.look == "subtotal"]
        loose = [row.values[at] or 0 for row in rows if row.look == "quiet"]
        assert cents(sum(lines) + sum(loose)) == cents(total.values[at] or 0), page.columns[at].name  # type: ignore[arg-type]
        assert cents(sum(subtotals) + sum(loose)) == cents(total.values[at] or 0)  # type: ignore[arg-type]
    for row in (*rows, total):
        value = {found.name: row.values[at] for at, found in enumerate(page.columns)}
        assert cents(value["ac"] + value["etc"]) == cents(value["eac"])  # type: ignore[operator]
        assert cents(value["bac"] - value["eac"]) == cents(value["vac"])  # type: ignore[operator]
        assert cents(value["ev"] - value["ac"]) == cents(value["cv"])  # type: ignore[operator]
        months = [row.values[at] or 0 for at in range(len(SCHEMA.tabs["forecast"].fields), len(page.columns))]
        assert cents(sum(months)) == cents(value["eac"])  # type: ignore[arg-type]


@pytest.mark.parametrize("made", [draft(), awkward()], ids=["plain", "awkward"])
def test_project_row_is_the_exact_figure_rounded(made: Draft) -> None:
    facts = facts_of(made)
    page = forecast_page(SCHEMA.tabs["forecast"], facts)
    total = next(row for row in page.rows if row.look == "total")
    project = facts.forecast.cost.project
    for name in ("bac", "ac", "eac", "ev"):
        assert total.values[column(page, name)] == rounded(float(getattr(project, name)[0])) / 100


@pytest.mark.parametrize("made", [draft(), awkward()], ids=["plain", "awkward"])
def test_months_tab_agrees_with_the_forecast_tab(made: Draft) -> None:
    facts = facts_of(made)
    forecast, months = (
        forecast_page(SCHEMA.tabs["forecast"], facts),
        months_page(SCHEMA.tabs["months"], facts),
    )
    total = next(row for row in forecast.rows if row.look == "total")
    first = len(SCHEMA.tabs["forecast"].fields)
    actual, to_come = column(months, "actual_cost"), column(months, "forecast_cost")
    for at, row in enumerate(row for row in months.rows if row.look == "line"):
        here = (row.values[actual] or 0) + (row.values[to_come] or 0)  # type: ignore[operator]
        assert cents(here) == cents(total.values[first + at] or 0)  # type: ignore[arg-type]
    last = next(row for row in months.rows if row.look == "total")
    assert last.values[actual] == total.values[column(forecast, "ac")]
    assert cents(last.values[to_come]) == cents(total.values[column(forecast, "etc")])  # type: ignore[arg-type]


def test_the_forecast_line_begins_where_the_actual_line_ends_and_blanks_are_blank() -> None:
    page = months_page(SCHEMA.tabs["months"], facts_of(draft()))
    at = {name: column(page, name) for name in ("month", "state", "actual_sum", "forecast_sum", "budget_sum")}
    rows = [row.values for row in page.rows if row.look == "line"]
    states = [row[at["state"]] for row in rows]
    last = states.index("to come") - 1
    assert states[: last + 1] == ["closed"] * (last + 1)
    assert rows[last][at["actual_sum"]] == rows[last][at["forecast_sum"]]
    assert all(row[at["forecast_sum"]] is None for row in rows[:last])
    assert all(row[at["actual_sum"]] is None for row in rows[last + 1 :])
    assert all(row[at["forecast_sum"]] is not None for row in rows[last:])


@settings(max_examples=60, deadline=None)
@given(arrays(np.float64, st.tuples(st.integers(1, 12), st.integers(1, 8)), elements=st.floats(1, 5000)))
def test_a_grid_keeps_both_margins(cells: Any) -> None:
    total = rounded(float(cells.sum()))
    rows, columns = parts(cells.sum(axis=1), total), parts(cells.sum(axis=0), total)
    grid = balanced_grid(cells, rows, columns)
    assert (grid.sum(axis=1) == rows).all()
    assert (grid.sum(axis=0) == columns).all()
    assert np.abs(grid - cells).max() < 3


def test_a_grid_like_a_project_keeps_both_margins_exactly() -> None:
    chance = np.random.default_rng(3)
    cells = chance.gamma(0.5, 40_000, (400, 18)) * (chance.random((400, 18)) < 0.3)
    total = rounded(float(cells.sum()))
    rows, columns = parts(cells.sum(axis=1), total), parts(cells.sum(axis=0), total)
    grid = balanced_grid(cells, rows, columns)
    assert (grid.sum(axis=1) == rows).all()
    assert (grid.sum(axis=0) == columns).all()
    assert (grid[cells == 0] == 0).all()
    assert np.abs(grid - cells).max() < 2


def cents(value: float) -> int:
    return round(value * 100)
