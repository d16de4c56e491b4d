"""Projects at the edges through the whole product: what cannot be told says why, and no text is nonsense."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sheets_schema.template import Row
from tests.support.product import Json, Product
from tests.workbook.books import SMALL

Tables = dict[str, list[Row]]
NONSENSE = re.compile(r"\bnan\b|\binf\b|None|NaN|-0\.0+\b|\b0\.0 times|  ")


def tables(settings: dict[str, Any] | None = None, **other: list[Row]) -> Tables:
    """The small project with some settings and tabs in place of its own."""
    typed = {row["key"]: row["value"] for row in SMALL["settings"]} | (settings or {})
    plain: Tables = {name: [*rows] for name, rows in SMALL.items()}
    return plain | {"settings": [{"key": key, "value": value} for key, value in typed.items()]} | other


def lines(**changes: Any) -> list[Row]:
    return [row | changes for row in SMALL["budget"]]


FINISHED = tables(budget=lines(progress=1.0, actual_finish=date(2026, 3, 30)))
NO_DATE = tables(budget=[SMALL["budget"][0]], actuals=[SMALL["actuals"][0]], resource_plan=[])
NO_LABOUR = tables(
    budget=[{k: v for k, v in row.items() if k != "hours"} for row in SMALL["budget"]],
    actuals=[{"date": date(2026, 2, 3), "line": "1.1", "cost": 9000, "type": "invoice"}],
    resource_plan=[],
    rate_card=[],
)
NOT_BEGUN = tables({"status_date": date(2025, 12, 1)}, budget=lines(progress=None))
LONG_OVER = tables({"status_date": date(2026, 9, 30)})
NO_BUDGET = tables(budget=lines(cost=0, hours=0))
NET_CREDIT = tables(
    actuals=[*SMALL["actuals"], {"date": date(2026, 3, 1), "line": "2.1", "cost": -50_000, "type": "credit"}],
    resource_plan=[],
)
OVERSPENT = tables(
    actuals=[*SMALL["actuals"], {"date": date(2026, 3, 1), "line": "2.1", "cost": 90_000, "type": "invoice"}]
)
NEGATIVE_LINE = tables(budget=[*SMALL["budget"][:2], SMALL["budget"][2] | {"cost": -20_000}])
BARE = {
    "settings": [{"key": "currency", "value": "EUR"}, {"key": "status_date", "value": date(2026, 3, 31)}],
    "budget": [{"line": "1", "cost": 100}],
    "actuals": [],
}


def texts(found: Any) -> Iterator[str]:
    """Every text of a result."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from texts(value)
    elif isinstance(found, list):
        for value in found:
            yield from texts(value)


@pytest.mark.parametrize(
    "rows",
    [FINISHED, NO_DATE, NO_LABOUR, NOT_BEGUN, LONG_OVER, NO_BUDGET, OVERSPENT, NEGATIVE_LINE, BARE],
    ids=["finished", "finished without a date", "no labour", "not begun", "long over", "no budget",
         "overspent", "negative line", "bare"],
)  # fmt: skip
def test_an_answer_in_plain_words_twice_the_same(product: Product, rows: Tables) -> None:
    book = product.workbook(rows)
    first = product.refresh(book)
    json.dumps(first, allow_nan=False)
    assert [text for text in texts(first) if NONSENSE.search(text)] == []
    for tab in ("Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"):
        shown = [cell for row in product.values(book, tab) for cell in row if isinstance(cell, str)]
        assert [text for text in shown if NONSENSE.search(text)] == [], tab
    for flag in first["flags"]:
        assert any(char.isdigit() for char in flag["remedy"]), flag
    second = product.refresh(book)
    assert second["written"]["rows_written"] == 0
    assert second["changes"]["text"] == "Forecast unchanged."
    figures = first["figures"]["cost"]
    assert figures["eac"] == pytest.approx(figures["ac"] + figures["etc"])
    assert figures["vac"] == pytest.approx(figures["bac"] - figures["eac"])


def headline(result: Json, key: str) -> Json:
    (item,) = [item for item in result["headline"] if item["key"] == key]
    return dict(item)


def test_a_finished_project_has_nothing_to_go(product: Product) -> None:
    result = product.refresh(product.workbook(FINISHED))
    cost = result["figures"]["cost"]
    assert (cost["etc"], cost["ev"], cost["eac"]) == (0, 43_000.50, 15_974.56)
    assert headline(result, "finish")["value"] == "2026-03-30"
    assert result["rag"]["schedule"]["reason"] == "All work is done, on 2026-03-30."
    assert {flag["check"] for flag in result["flags"]} >= {"B8"}  # hours are still planned


def test_all_done_without_a_date(product: Product) -> None:
    result = product.refresh(product.workbook(NO_DATE))
    assert headline(result, "finish")["note"] == "all work is done, on no date given"
    assert result["rag"]["schedule"]["reason"] == "All work is done."


def test_an_empty_tab_from_the_template_is_no_fault(product: Product) -> None:
    result = product.refresh(product.workbook(NO_LABOUR))
    assert result["problems"] == []
    cost = result["figures"]["cost"]
    # Nothing of 1.2 and 2.1 is spent, and 1.1 is done.
    assert (cost["ac"], cost["etc"]) == (9_000.00, 35_000.50)
    assert result["figures"]["hours"]["eac"] == 0


def test_before_the_start(product: Product) -> None:
    result = product.refresh(product.workbook(NOT_BEGUN))
    cost = result["figures"]["cost"]
    assert (cost["ac"], cost["pv"], cost["ev"], cost["etc"]) == (
        0,
        0,
        0,
        25_800,
    )
    assert result["rag"]["schedule"] == {
        "colour": "grey",
        "reason": "Not judged: the project starts on 2026-01-05.",
        "check": "",
        "by_rule": None,
        "last": None,
    }
    reasons = result["figures"]["reasons"]
    assert cost["cpi"] is None
    assert reasons["cost.cpi"] == "no cost booked yet"


def test_after_the_end_with_work_open(product: Product) -> None:
    result = product.refresh(product.workbook(LONG_OVER))
    assert {flag["check"] for flag in result["flags"]} >= {"B9", "D2"}
    assert headline(result, "finish")["note"] == "nothing planned says when the rest ends"


def test_a_budget_of_nothing(product: Product) -> None:
    result = product.refresh(product.workbook(NO_BUDGET))
    assert result["rag"]["cost"]["reason"] == "Not judged: no line has a budget."
    assert result["figures"]["cost"]["percent_complete"] is None
    assert headline(result, "months_left")["text"] == "overspent"


def test_a_net_credit(product: Product) -> None:
    result = product.refresh(product.workbook(NET_CREDIT))
    cost = result["figures"]["cost"]
    assert cost["ac"] == pytest.approx(-34_025.44)
    assert cost["cpi"] is None
    assert "C1" not in {flag["check"] for flag in result["flags"]}
    (late,) = [flag for flag in result["flags"] if flag["check"] == "D2"]
    assert "-" not in late["remedy"].split("2026-06-30.")[1]  # no negative burn is multiplied out


def test_overspent(product: Product) -> None:
    book = product.workbook(OVERSPENT)
    result = product.refresh(book)
    left = headline(result, "months_left")
    assert (left["text"], left["note"]) == ("overspent", "all of it is spent, and work is left")
    assert left["value"] < 0
    shown = [cell for row in product.values(book, "Dashboard") for cell in row]
    assert "below zero: the budget is overspent" in shown


def test_two_thousand_lines(product: Product) -> None:
    count = 2_000
    budget: list[Row] = [
        {"line": f"L{n}", "title": f"Line {n}", "phase": f"Phase {n % 20}", "owner": "Ana",
         "start": date(2026, 1, 5),
         "finish": date(2026, 6, 30), "hours": 10, "cost": 1_000.01, "revenue": 1_200, "progress": 0.5}
        for n in range(count)
    ]  # fmt: skip
    actuals: list[Row] = [
        {"date": date(2026, 2, 2), "line": f"L{n}", "person": "Ana", "hours": 5, "type": "time",
         "document": f"D{n}"}
        for n in range(count)
    ]  # fmt: skip
    book = product.workbook(tables(budget=budget, actuals=actuals, resource_plan=[]))
    product.google.clear_requests()
    result = product.refresh(book)
    assert [entry["kind"] for entry in product.sheets_requests()] == ["read", "write"]
    cost = result["figures"]["cost"]
    assert cost["bac"] == pytest.approx(count * 1_000.01)
    assert cost["ac"] == pytest.approx(count * 400)
    assert cost["eac"] == pytest.approx(count * 1_000.01)
    forecast = product.values(book, "Forecast")
    heading = forecast[1]
    shown = [row for row in forecast if re.match(r"L\d", str(row[:1] and row[0]))]
    assert len(shown) == count
    (total,) = [row for row in forecast if len(row) > 1 and row[1] == "Project"]
    for title in ("Budget", "Spent", "To go", "Forecast"):
        at = heading.index(title)
        assert round(sum(row[at] for row in shown), 2) == total[at], title
    assert product.refresh(book)["written"]["rows_written"] == 0
