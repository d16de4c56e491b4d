"""The demo's figures worked out again from what is typed in it, without the product's own arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from app.sandbox.demo.tables import story, tables
from tests.support.product import Json, Product, demo, running_product

STATUS = date(2026, 8, 31)
TYPED = tables(story())


def factor(currency: str, day: date) -> float | None:
    """Euros for one unit on that day, by the latest rate not after it."""
    if currency == "EUR":
        return 1.0
    rates = [row for row in TYPED["exchange_rates"] if row["currency"] == currency]
    known = [row["rate"] for row in rates if row["effective_from"] <= day]
    return known[-1] if known else None


def hour(person: str, day: date) -> float | None:
    """What an hour of this person costs on that day, in euros."""
    mine = [row for row in TYPED["rate_card"] if row["person"] == person and row["effective_from"] <= day]
    if not mine:
        return None
    newest = max(mine, key=lambda row: row["effective_from"])
    rate = factor(newest["currency"], day)
    return None if rate is None else newest["cost_rate"] * rate


def cost_of(entry: dict[str, Any]) -> float:
    """An entry in euros; 0 for what cannot be priced."""
    if "cost" in entry:
        rate = factor(entry.get("currency", "EUR"), entry["date"])
        return float(entry["cost"]) * rate if rate and not isinstance(entry["cost"], str) else 0.0
    return float(entry["hours"]) * (hour(entry["person"], entry["date"]) or 0.0)


def entries(line: str) -> list[dict[str, Any]]:
    return [row for row in TYPED["actuals"] if row["line"] == line and row["date"] <= STATUS]


def by_hand(line: str) -> dict[str, float]:
    """Budget, spent, earned, to go and forecast of one line."""
    (budget,) = [row for row in TYPED["budget"] if row["line"] == line]
    spent = sum(cost_of(entry) for entry in entries(line))
    to_go = 0.0
    if budget.get("progress") != 1:
        planned = [row for row in TYPED["resource_plan"] if row["line"] == line]
        for row in planned:
            for month, hours in row.items():
                if month[:2] == "20" and month > "2026-08":
                    to_go += hours * (hour(row["person"], date.fromisoformat(f"{month}-01")) or 0.0)
        invoiced = sum(cost_of(entry) for entry in entries(line) if "hours" not in entry)
        to_go += max(0.0, (budget.get("other_cost") or 0.0 if planned else budget["cost"]) - invoiced)
    return {
        "Budget": budget["cost"],
        "Spent": spent,
        "Earned value": budget["cost"] * budget.get("progress", 0),
        "To go": to_go,
        "Forecast": spent + to_go,
    }


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Product, str, Json]]:
    with running_product(tmp_path_factory.mktemp("demo")) as product:
        book = demo(product)
        yield product, book, product.refresh(book)


Refreshed = tuple[Product, str, Json]


def forecast(refreshed: Refreshed) -> tuple[list[Any], list[list[Any]]]:
    rows = refreshed[0].values(refreshed[1], "Forecast")
    width = len(rows[1])
    return rows[1], [[*row, *[""] * (width - len(row))] for row in rows[2:]]


# 3.40: two people, one with a higher rate; 4.20: dollars at three rates; 3.50: an invoice too.
@pytest.mark.parametrize("line", ["3.40", "4.20", "3.50"])
def test_three_lines(refreshed: Refreshed, line: str) -> None:
    heading, rows = forecast(refreshed)
    (row,) = [row for row in rows if row[0] == line]
    for title, value in by_hand(line).items():
        assert row[heading.index(title)] == pytest.approx(value, abs=0.0101), title
    assert row[heading.index("Variance")] == pytest.approx(
        row[heading.index("Budget")] - row[heading.index("Forecast")], abs=1e-6
    )


def test_the_project_everywhere_the_same(refreshed: Refreshed) -> None:
    product, book, result = refreshed
    lines = [by_hand(row["line"]) for row in TYPED["budget"]]
    loose = sum(cost_of(row) for row in TYPED["actuals"] if row["line"] == "3.15")
    budget, spent, to_go = (sum(line[name] for line in lines) for name in ("Budget", "Spent", "To go"))
    spent += loose
    assert (budget, loose) == (946_510, 2_926)

    cost = result["figures"]["cost"]
    assert cost["bac"] == budget
    assert cost["ac"] == pytest.approx(spent)
    assert cost["etc"] == pytest.approx(to_go)
    assert cost["eac"] == pytest.approx(spent + to_go)
    margin = 1_190_000 + 42_000 - cost["eac"]
    assert result["figures"]["finance"]["margin_at_completion"] == pytest.approx(margin)

    printed = round(spent + to_go + 1e-9, 2)
    assert printed == 985_770.81
    texts = {item["key"]: item["text"] for item in result["headline"]}
    assert texts["eac"] == f"EUR {printed:,.2f}"
    assert texts["ac"] == f"EUR {spent:,.2f}"
    assert texts["margin_at_completion"] == f"EUR {margin:,.2f}"
    assert f"earned EUR {round(cost['ev']):,} for {round(spent):,}" in result["rag"]["cost"]["reason"]

    dashboard = [cell for row in product.values(book, "Dashboard") for cell in row]
    for shown in (printed, 946_510, round(spent, 2), "over by 39,260.81", f"EUR {margin:,.2f}"):
        assert shown in dashboard
    heading, rows = forecast(refreshed)
    (total,) = [row for row in rows if row[1] == "Project"]
    assert total[heading.index("Forecast")] == printed
    months = product.values(book, "Months")
    assert months[-1][0] == "Project"
    assert months[-1][months[1].index("Actual")] == round(spent, 2)
    assert months[-2][months[1].index("Forecast so far")] == printed
    log = product.values(book, "Log")
    assert log[-1][log[0].index("Forecast")] == printed


def test_printed_cells_add_up_to_the_cent(refreshed: Refreshed) -> None:
    """Lines to phases, phases to the project, months to lines and to the project."""
    heading, rows = forecast(refreshed)
    end = next(at for at, row in enumerate(rows) if row[1] == "Project")
    project, body = rows[end], rows[:end]
    months = [at for at, title in enumerate(heading) if isinstance(title, (int, float))]
    money = [heading.index(title) for title in ("Budget", "Spent", "To go", "Forecast", "Planned value")]
    money += [heading.index("Earned value"), heading.index("Budget hours"), heading.index("Hours spent")]

    sums = dict.fromkeys([*money, *months], 0.0)
    for row in body:
        if row[0]:
            for at in sums:
                sums[at] += row[at] or 0
        elif row[1] != "On no line of the Budget":
            for at, value in sums.items():
                assert round(value, 2) == pytest.approx(row[at] or 0, abs=1e-6), (row[1], heading[at])
            sums = dict.fromkeys(sums, 0.0)
    parts = [row for row in body if not row[0]]
    for at in [*money, *months]:
        assert round(sum(row[at] or 0 for row in parts), 2) == pytest.approx(project[at] or 0, abs=1e-6)
    for row in rows[: end + 1]:
        whole = row[heading.index("Forecast")]
        assert round(sum(row[at] or 0 for at in months), 2) == pytest.approx(whole, abs=1e-6), row[:2]


def test_months_add_up_and_meet_the_forecast_tab(refreshed: Refreshed) -> None:
    product, book, _ = refreshed
    rows = product.values(book, "Months")
    heading, body, total = rows[1], rows[2:-1], rows[-1]
    for title in (
        "Budget",
        "Actual",
        "Forecast",
        "Revenue",
        "Budget hours",
        "Actual hours",
        "Forecast hours",
    ):
        at = heading.index(title)
        assert round(sum(row[at] or 0 for row in body if len(row) > at), 2) == pytest.approx(
            total[at], abs=1e-6
        )
    titles, forecast_rows = forecast(refreshed)
    (project,) = [row for row in forecast_rows if row[1] == "Project"]
    for row in body:
        at = titles.index(row[0])
        shown = sum(row[heading.index(title)] or 0 for title in ("Actual", "Forecast") if len(row) > 4)
        assert round(shown, 2) == pytest.approx(project[at] or 0, abs=1e-6)
