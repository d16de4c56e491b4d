"""Published projects through the whole product: every figure in the result, and in the tabs to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.real.layout import expected, projects, tables
from tests.support.product import Product

Json = dict[str, Any]

CASES = [(folder, status) for folder in projects() for status in expected(folder)["status"]]
CENT, HUNDREDTH = 0.01, 0.01


@pytest.mark.parametrize(("folder", "status"), CASES, ids=[f"{f.name}-{s['id']}" for f, s in CASES])
def test_every_figure_at_every_status_date(product: Product, folder: Path, status: Json) -> None:
    book = product.workbook(tables(folder, status, rule="50/50"), name=f"{folder.name} {status['id']}")
    product.google.clear_requests()
    result = product.refresh(book)

    assert [entry["kind"] for entry in product.sheets_requests()] == ["read", "write"]
    found, wanted = dict(result_figures(result["figures"])), dict(wanted_figures(status, expected(folder)))
    assert len(wanted) > 60
    wrong = {name: (found.get(name), value) for name, value in wanted.items() if differs(found, name, value)}
    assert wrong == {}
    assert tab_differences(product, book, status, expected(folder)) == []


def differs(found: dict[str, float | None], name: str, value: float | None) -> bool:
    if name not in found:
        return value != 0  # a phase or person without bookings is not listed
    mine = found[name]
    if mine is None or value is None:
        return mine is not value
    return abs(mine - value) > 1e-6


def wanted_figures(status: Json, whole: Json) -> Iterator[tuple[str, float | None]]:
    """expected.json by names of our own, one spelling for both sides."""
    for basis in ("hours", "cost"):
        yield f"{basis}.bac", whole["bac"][basis]
        yield f"{basis}.ac", status["ac"][basis]
        yield f"{basis}.ac_finished", status["ac_on_finished_lines"][basis]
        yield f"{basis}.eac_floor", status["bottom_up_floor_eac"][basis]
        for rule, figures in status["rules"].items():
            for name, value in figures[basis].items():
                yield f"{rule}.{basis}.{name}", value
        for phase, value in whole["bac_by_phase"].items():
            yield f"phase.{phase}.{basis}.bac", value[basis]
        for group, mine in (("ac_by_phase", "phase"), ("ac_by_month", "month"), ("ac_by_person", "person")):
            for key, value in status[group].items():
                yield f"{mine}.{key}.{basis}.ac", value[basis]
    yield "bill_value", status["bill_value"]
    for name, value in (status["checks"] | status["lines"]).items():
        yield f"count.{name}", value


def result_figures(figures: Json) -> Iterator[tuple[str, float | None]]:
    for basis in ("hours", "cost"):
        for name in ("bac", "ac", "ac_finished", "eac_floor"):
            yield f"{basis}.{name}", figures[basis][name]
        for rule, both in figures["by_rule"].items():
            measures = both[basis]
            for name in ("ev", "cv", "cpi", "eac_pf1", "eac_cpi", "tcpi_bac"):
                yield f"{rule}.{basis}.{name}", measures[name]
            for way in ("pf1", "cpi"):
                eac = measures[f"eac_{way}"]
                yield f"{rule}.{basis}.etc_{way}", None if eac is None else eac - measures["ac"]
                yield f"{rule}.{basis}.vac_{way}", None if eac is None else measures["bac"] - eac
        for phase, both in figures["by_phase"].items():
            yield f"phase.{phase}.{basis}.bac", both[basis]["bac"]
        for phase, spent in figures["ac_by_phase"].items():
            yield f"phase.{phase}.{basis}.ac", spent[basis]
        for month, amounts in figures["by_month"].items():
            yield f"month.{month}.{basis}.ac", amounts[f"actual_{basis}"]
        for person, spent in figures["by_person"].items():
            yield f"person.{person}.{basis}.ac", spent[basis]
    yield "bill_value", figures["finance"]["bill_value"]
    for name, count in figures["counts"].items():
        yield f"count.{name}", count


def tab_differences(product: Product, book: str, status: Json, whole: Json) -> list[str]:
    """What the Forecast and Months tabs print beside what they should, to the cent and the hundredth."""
    wrong: list[str] = []

    def compare(where: str, row: Json, column: str, value: float | None) -> None:
        shown = row.get(column, "")
        if value is None or shown == "":
            same = (value is None and shown == "") or (value == 0 and shown == "")
        else:
            same = abs(float(shown) - value) <= CENT + 1e-9
        if not same:
            wrong.append(f"{where} {column}: {shown} instead of {value}")

    lines = table(product.values(book, "Forecast"), key="Title")
    project = lines["Project"]
    for ours, basis in (("Budget", "cost"), ("Budget hours", "hours")):
        compare("Project", project, ours, whole["bac"][basis])
    for ours, basis in (("Spent", "cost"), ("Hours spent", "hours")):
        compare("Project", project, ours, status["ac"][basis])
        for phase, value in whole["bac_by_phase"].items():
            spent = status["ac_by_phase"].get(phase, {"hours": 0, "cost": 0})
            compare(phase, lines[phase], ours, spent[basis])
            compare(phase, lines[phase], "Budget" if basis == "cost" else "Budget hours", value[basis])
        for person, value in status["ac_by_person"].items():
            compare(person, lines[person], ours, value[basis])
    compare("Project", project, "Floor", status["bottom_up_floor_eac"]["cost"])
    compare("Project", project, "Floor in hours", status["bottom_up_floor_eac"]["hours"])
    compare("Project", project, "Forecast", status["bottom_up_floor_eac"]["cost"])
    compare("Project", project, "Spent on finished lines", status["ac_on_finished_lines"]["cost"])
    compare("Project", project, "Hours on finished lines", status["ac_on_finished_lines"]["hours"])
    for rule, figures in status["rules"].items():
        for way, title in (("pf1", "to go at plan rate"), ("cpi", "to go at CPI")):
            row = lines[f"All lines {rule}, {title}"]
            for column, name in (
                ("Forecast", f"eac_{way}"),
                ("To go", f"etc_{way}"),
                ("Variance", f"vac_{way}"),
                ("Earned value", "ev"),
                ("Cost variance", "cv"),
            ):
                compare(f"{rule} {title}", row, column, figures["cost"][name])
            for column, name in (
                ("Forecast hours", f"eac_{way}"),
                ("Hours to go", f"etc_{way}"),
                ("Hours variance", f"vac_{way}"),
                ("Earned hours", "ev"),
            ):
                compare(f"{rule} {title}", row, column, figures["hours"][name])
    months = table(product.values(book, "Months"), key="Month")
    for month, value in status["ac_by_month"].items():
        serial = (date.fromisoformat(f"{month}-01") - date(1899, 12, 30)) // timedelta(days=1)
        compare(month, months[serial], "Actual", value["cost"])
        compare(month, months[serial], "Actual hours", value["hours"])
    return wrong


def table(rows: list[list[Any]], *, key: str) -> dict[Any, Json]:
    """Rows under the heading row that holds `key`, by that column; a later row of a name wins."""
    top = next(at for at, row in enumerate(rows) if key in row)
    heading = rows[top]
    found = (dict(zip(heading, row, strict=False)) for row in rows[top + 1 :])
    return {row[key]: row for row in found if row.get(key) not in {None, ""}}


def test_the_layout_hides_what_was_not_known_yet() -> None:
    for folder, status in CASES:
        day = date.fromisoformat(status["date"])
        laid = tables(folder, status, rule="50/50")
        assert all(row["date"] <= day for row in laid["actuals"])
        assert all(row.get("actual_finish", day) <= day for row in laid["budget"])


def test_a_difference_is_seen() -> None:
    """The comparison itself can fail: a figure that is off, one that is missing, one that is undefined."""
    assert differs({"a": 1.0}, "a", 1.00001)
    assert not differs({"a": 1.0}, "a", 1.0000001)
    assert differs({}, "a", 1.0)
    assert differs({"a": None}, "a", 1.0)
