"""The contract: every word has a meaning, and everything made from it follows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from sheets_schema import ContractError, load, loader
from sheets_schema.doc_tables import PAGE, PORTFOLIO_PAGE, renewed
from sheets_schema.formats import number_format
from sheets_schema.portfolio import load_portfolio
from sheets_schema.template import template
from sheets_schema.template_batch import batch_requests
from sheets_schema.template_xlsx import write_xlsx

SCHEMA = load()
FILES = sorted(path for path in Path(loader.__file__).parent.glob("*.yaml") if path.stem != "contract")


def test_every_file_is_a_tab_of_the_contract() -> None:
    assert {path.stem for path in FILES} == set(SCHEMA.tabs)
    assert [tab.name for tab in SCHEMA.inputs if tab.required] == ["settings", "budget", "actuals"]
    assert [tab.name for tab in SCHEMA.outputs] == [
        "dashboard",
        "forecast",
        "months",
        "flags",
        "movement",
        "log",
    ]


@pytest.mark.parametrize("tab", SCHEMA.tabs.values(), ids=lambda tab: tab.name)
def test_no_heading_means_two_columns(tab: object) -> None:
    for fields in (tab.fields, tab.keys):  # type: ignore[attr-defined]
        counts = Counter(name for field in fields for name in {name.casefold() for name in field.names})
        assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("tab", SCHEMA.tabs.values(), ids=lambda tab: tab.name)
def test_references_point_at_fields(tab: object) -> None:
    for reference in tab.references:  # type: ignore[attr-defined]
        assert SCHEMA.tabs[reference.tab].field(reference.other_field)
        assert tab.field(reference.field)  # type: ignore[attr-defined]


def test_no_cost_rate_or_margin_may_be_shown_to_a_client() -> None:
    shown = {
        f"{tab.name}.{field.name}"
        for tab in SCHEMA.tabs.values()
        for field in (*tab.fields, *tab.keys)
        if field.audience == "client"
    }
    secret = ("cost", "rate", "margin", "hours", "owner", "person", "eac", "bac")
    assert not [name for name in shown if any(word in name.split(".")[1] for word in secret)]
    assert all(field.audience == "internal" for tab in SCHEMA.outputs for field in tab.fields)


def test_a_word_without_meaning_is_refused() -> None:
    raw = yaml.safe_load(FILES[0].read_text("utf-8"))
    raw["fields"][0]["tittle"] = "x"
    with pytest.raises(ContractError, match="tittle"):
        loader._tab(raw)
    raw = yaml.safe_load(FILES[0].read_text("utf-8"))
    raw["fields"][0]["unit"] = "dollars"
    with pytest.raises(ContractError, match="dollars"):
        loader._tab(raw)


def test_a_heading_that_yaml_reads_as_no_text_is_refused() -> None:
    raw = yaml.safe_load(FILES[0].read_text("utf-8"))
    raw["fields"][0]["headings"] = {"en": yaml.safe_load("[No]")}
    with pytest.raises(ContractError, match="quotation marks"):
        loader._tab(raw)


def test_the_page_of_the_workbook_says_what_the_contract_says() -> None:
    page = PAGE.read_text("utf-8")
    assert page == renewed(page, SCHEMA), "run: python -m sheets_schema.doc_tables"


def test_the_page_of_the_portfolio_says_what_its_contract_says() -> None:
    page = PORTFOLIO_PAGE.read_text("utf-8")
    assert page == renewed(page, load_portfolio()), "run: python -m sheets_schema.doc_tables"
    assert all(tab.written_by == "plumbline" for tab in load_portfolio().tabs.values())


def test_the_empty_template_has_every_column_with_its_meaning() -> None:
    sheets = template(months=("2026-01", "2026-02"))
    assert [sheet.name for sheet in sheets] == [tab.name for tab in SCHEMA.inputs]
    budget = next(sheet for sheet in sheets if sheet.name == "budget")
    assert [column.heading for column in budget.columns] == [
        field.title for field in SCHEMA.tabs["budget"].fields
    ]
    plan = next(sheet for sheet in sheets if sheet.name == "resource_plan")
    assert [column.heading for column in plan.columns[3:]] == [date(2026, 1, 1), date(2026, 2, 1)]
    assert all(column.note for sheet in sheets for column in sheet.columns)


def test_settings_show_every_key_and_keep_foreign_ones() -> None:
    (settings,) = (
        sheet
        for sheet in template(
            {"settings": [{"key": "currency", "value": "EUR"}, {"key": "V1.amber", "value": 0.02}]}
        )
        if sheet.name == "settings"
    )
    rows = {row[0]: row[1] for row in settings.rows}
    assert rows["Currency"] == "EUR"
    assert rows["V1.amber"] == 0.02
    assert len(settings.rows) == len(SCHEMA.tabs["settings"].keys) + 1


def test_formats_by_unit() -> None:
    assert number_format("number", "money") == ("NUMBER", "#,##0.00")
    assert number_format("number", "money", digits=0) == ("NUMBER", "#,##0")
    assert number_format("number", "percent") == ("PERCENT", "0.0%")
    assert number_format("date", "") == ("DATE", "yyyy-mm-dd")
    assert number_format("any", "") is None


def test_the_template_as_a_batch_writes_text_as_text() -> None:
    sheets = template({"budget": [{"line": "1", "title": '=IMPORTDATA("x")', "start": date(2026, 1, 5)}]})
    requests = batch_requests(sheets, first_sheet_id=7)
    added = [request["addSheet"]["properties"] for request in requests if "addSheet" in request]
    assert [sheet["sheetId"] for sheet in added] == [*range(7, 19)]
    (row,) = (
        request["updateCells"]["rows"][0]["values"]
        for request in requests
        if "updateCells" in request
        and request["updateCells"]["start"]["sheetId"] == 8
        and request["updateCells"]["start"]["rowIndex"] == 1
    )
    assert row[1] == {"userEnteredValue": {"stringValue": '=IMPORTDATA("x")'}}
    assert row[4] == {"userEnteredValue": {"numberValue": 46027}}


def test_the_template_as_an_excel_file(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_xlsx(
        template({"budget": [{"line": "1", "title": "=A1", "start": date(2026, 1, 5), "cost": 10.5}]}), path
    )
    sheet = load_workbook(path)["Budget"]
    assert sheet["A1"].comment is not None
    assert sheet.freeze_panes == "A2"
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=A1", "s")
    assert sheet["H2"].number_format == "#,##0.00"
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == [
        '"0/100,50/50,milestones,percent,effort"'
    ]
