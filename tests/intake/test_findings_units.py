"""Units, signs, periods, pivots and number formats: each mistake is found where it is, and nowhere else."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.intake.adopt import adopt
from tests.intake.reading import issues_of

HEAD = ["Line", "Task", "Budget (EUR)", "Spent (EUR)"]
BODY = [[f"1.{n}", f"Task {n}", 1000 + 37 * n, 400 + 11 * n] for n in range(1, 9)]
KINDS = {
    "unit_undeclared",
    "unit_mixed",
    "tax_included",
    "number_format_hides",
    "sign_convention",
    "period_mixed",
    "stale_pivot",
}


def found(rows: list[list[Any]], **how: Any) -> set[tuple[str, str]]:
    return {issue for issue in issues_of(rows, **how) if issue[0] in KINDS}


def with_column(heading: str, cells: list[Any]) -> list[list[Any]]:
    return [[*HEAD, heading], *[[*row, cell] for row, cell in zip(BODY, cells, strict=True)]]


def test_a_clean_table_gives_none() -> None:
    assert found([HEAD, *BODY]) == set()


def test_money_without_a_currency() -> None:
    assert found([["Line", "Task", "Budget", "Spent"], *BODY]) == {
        ("unit_undeclared", "C2:C9"),
        ("unit_undeclared", "D2:D9"),
    }


def test_a_sign_in_the_number_format_declares_it() -> None:
    assert found([["Line", "Task", "Budget", "Spent"], *BODY], formats={"C": "#,##0 [$€-407]"}) == set()


def test_quantities_of_several_units_added_up() -> None:
    rows = [["Item", "Quantity", "Unit", "Cost (EUR)"]]
    rows += [[f"Item {n}", n, unit, 100 * n] for n, unit in enumerate(["pcs", "m", "pcs", "kg"], 1)]
    assert found([*rows, ["Total", 10, "", 1000]]) == {("unit_mixed", "B2:B6")}
    assert found([*rows, ["Total", "", "", 1000]]) == set()


def test_shares_of_one_and_of_a_hundred() -> None:
    assert found(with_column("% complete", [0.1, 0.2, 0.35, 40, 0.5, 0.6, 0.75, 0.8])) == {
        ("unit_mixed", "E5")
    }
    assert found(with_column("% complete", [10, 20, 35, 40, 50, 60, 75, 1])) == set()


@pytest.mark.parametrize(
    "heading",
    ["Cost incl. VAT (EUR)", "Coste con IVA (EUR)", "Coût TTC (EUR)", "Kosten brutto inkl. MwSt (EUR)"],
)
def test_a_heading_that_says_it_holds_tax(heading: str) -> None:
    assert ("tax_included", "E2:E9") in found(with_column(heading, [500 + 3 * n for n in range(8)]))


def test_a_column_that_is_another_and_a_tax_rate_more() -> None:
    gross = [round(row[2] * 1.19, 2) for row in BODY]
    assert found(with_column("Invoice amount (EUR)", gross)) == {("tax_included", "E2:E9")}
    gross[3] += 1
    assert found(with_column("Invoice amount (EUR)", gross)) == set()


@pytest.mark.parametrize(("code", "held"), [("#,##0,", 1250.0), (";;;", 1250.0), ("0", 0.3)])
def test_a_number_format_that_hides(code: str, held: float) -> None:
    rows = with_column("Overhead (EUR)", [held] * 8)
    assert found(rows, formats={"E": code}) == {("number_format_hides", "E2:E9")}
    assert found(rows, formats={"E": "#,##0.00"}) == set()


def test_a_column_that_mirrors_another() -> None:
    assert found(with_column("Earmarked (EUR)", [-row[2] for row in BODY])) == {("sign_convention", "E2:E9")}


def test_income_among_costs() -> None:
    rows = [["Category", "Item", "Budget (EUR)"]]
    rows += [["Income", f"Grant {n}", 900 + n] for n in range(3)]
    rows += [["Travel", f"Trip {n}", 100 + n] for n in range(7)]
    assert found(rows) == {("sign_convention", "C2:C4")}
    turned = [[a, b, -c if a == "Income" else c] for a, b, c in rows[1:]]
    assert found([rows[0], *turned]) == set()


def test_a_quarter_among_months() -> None:
    head = ["Line", "Task", "Jan 2026", "Feb 2026", "Q2 2026", "Mar 2026", "Apr 2026"]
    body = [[f"1.{n}", f"Task {n}", 10 + n, 20 + 3 * n, 55 + n * n, 30 + n, 40 + n] for n in range(1, 8)]
    assert ("period_mixed", "E1:E8") in found([head, *body])
    assert not {
        kind for kind, _ in found([[*head[:4], *head[5:]], *[[*row[:4], *row[5:]] for row in body]])
    } & {"period_mixed"}


def test_a_month_in_two_columns() -> None:
    head = ["Line", "Task", "Jan 2026", "Feb 2026", "Feb 2026", "Mar 2026"]
    body = [[f"1.{n}", f"Task {n}", 10 + n, 20 + 3 * n, 55 + n * n, 30 + n] for n in range(1, 8)]
    assert {("period_mixed", "D1:D8"), ("period_mixed", "E1:E8")} <= found([head, *body])


def test_a_pivot_that_was_not_refreshed(tmp_path: Path) -> None:
    shown = {path.name: stale_in(path) for path in (pivoted(tmp_path, 60), pivoted(tmp_path, 70))}
    assert shown == {"60.xlsx": set(), "70.xlsx": {("Pivot", "B5", "70", "60")}}


def stale_in(path: Path) -> set[tuple[str, str, str, str]]:
    return {
        (issue.sheet, issue.places[0].a1, issue.shown, issue.recomputed)
        for issue in adopt(path).findings
        if issue.kind == "stale_pivot"
    }


def pivoted(folder: Path, total: float) -> Path:
    """A workbook whose pivot of three costs, 60 in all, shows `total`."""
    book, path = Workbook(), folder / f"{total}.xlsx"
    data, pivot = book.active, book.create_sheet("Pivot")
    data.title = "Data"
    for row in (["Task", "Cost (EUR)"], ["A", 10], ["B", 20], ["C", 30]):
        data.append(row)
    for row in (["Row Labels", "Sum of Cost"], ["A", 10], ["B", 20], ["C", 30], ["Grand Total", total]):
        pivot.append(row)
    book.save(path)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels",
            f'{one}<Relationship Id="rId1" Type="{kinds}/pivotTable" '
            'Target="../pivotTables/pivotTable1.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/pivotTables/pivotTable1.xml",
            f'<pivotTableDefinition xmlns="{main}" name="P" cacheId="1"><location ref="A1:B5"/>'
            '<dataFields count="1"><dataField name="Sum of Cost" fld="1"/></dataFields>'
            "</pivotTableDefinition>",
        )
        archive.writestr(
            "xl/pivotTables/_rels/pivotTable1.xml.rels",
            f'{one}<Relationship Id="rId1" Type="{kinds}/pivotCacheDefinition" '
            'Target="../pivotCache/pivotCacheDefinition1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/pivotCache/pivotCacheDefinition1.xml",
            f'<pivotCacheDefinition xmlns="{main}"><cacheSource type="worksheet">'
            '<worksheetSource ref="A1:B4" sheet="Data"/></cacheSource></pivotCacheDefinition>',
        )
    return path
