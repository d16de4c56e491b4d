"""The Portfolio in a workbook at the sandbox: what comes to stand, and nothing is written twice."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.portfolio.plan import Build, plan_portfolio
from app.portfolio.standing import Standing
from app.workbook.plan import WritePlan
from sheets_schema.portfolio import load_portfolio
from tests.portfolio.standings import AT, WORKSPACE, before, figures, standing, workspace
from tests.refresh.at_sandbox import SandboxWorkbook
from tests.support.sandbox import RunningSandbox, running_sandbox


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    data: Path = tmp_path_factory.mktemp("sandbox")
    with running_sandbox(data) as running:
        yield running


@pytest.fixture
def workbook(sandbox: RunningSandbox) -> SandboxWorkbook:
    return SandboxWorkbook(sandbox, sandbox.create("Portfolio"))


def build(workbook: SandboxWorkbook, standings: Sequence[Standing], *, nights: int = 0) -> WritePlan:
    at = AT + timedelta(days=nights)
    plan = plan_portfolio(workbook.read(), WORKSPACE, standings, build=Build(f"build-{nights}", at))
    if not plan.only_stamps:
        workbook.write(plan)
    return plan


def test_every_tab_comes_to_stand_and_texts_are_texts(workbook: SandboxWorkbook) -> None:
    plan = build(workbook, workspace())
    assert plan.written.tabs_created == ("Portfolio", "Projects", "Totals", "People", "Not refreshed")
    rows = workbook.values("Projects")
    assert [row[1] for row in rows[2:]] == [
        "Failed bridge", "Paused pier", '=IMPORTDATA("x")', "Red barn", "Risen", "Amber road", "Brand new",
        "Green fields", "Kiosk",
    ]  # fmt: skip
    worse = dict(zip(rows[1], rows[4], strict=True))
    assert worse["Forecast"] == 109_400
    assert worse["Variance"] == -9_400
    assert worse["Moved since last night"] == 8_400
    assert worse["Moved in a week"] == ""
    assert (worse["Errors"], worse["Red flags"], worse["Amber flags"], worse["Notes"]) == (1, 1, 1, 0)
    assert worse["Workbook"] == "https://docs.google.com/spreadsheets/d/worse/edit"
    sheet = workbook.sheet("Projects")
    shown = sheet["data"][0]["rowData"][4]["values"]
    assert [shown[at].get("hyperlink") for at in (1, -1)] == [worse["Workbook"]] * 2
    stuck = workbook.values("Not refreshed")
    assert [row[0] for row in stuck[2:]] == ["failed", "paused"]
    people = workbook.values("People")
    assert people[2][1:5] == ["Ana Ruiz", 210, 176, 34]
    assert [chart["spec"]["title"] for chart in workbook.sheet("Portfolio")["charts"]] == [
        "Forecast over budget",
        "Margin at completion",
    ]


def test_nothing_changed_nothing_rewritten(workbook: SandboxWorkbook) -> None:
    build(workbook, workspace())
    shuffled = workspace()
    random.Random(3).shuffle(shuffled)
    for nights in (0, 1):
        again = build(workbook, shuffled, nights=nights)
        assert again.only_stamps
        assert again.written.rows_written == 0


def test_one_project_moved_and_only_its_rows_are_written(workbook: SandboxWorkbook) -> None:
    projects = workspace()
    build(workbook, projects)
    risen = replace(projects[2], figures=replace(projects[2].figures, p90=130_000_00))  # type: ignore[type-var]
    plan = build(workbook, [*projects[:2], risen, *projects[3:]])
    written = {page.title: page.values for page in plan.pages if page.values}
    assert written == {"Projects": ((6, 7),)}
    assert not plan.charts


def test_a_smaller_workspace_leaves_nothing_behind(workbook: SandboxWorkbook) -> None:
    build(workbook, workspace())
    build(workbook, [standing("green")])
    assert len(workbook.values("Projects")) == 3
    stuck = workbook.values("Not refreshed")
    assert stuck[0] == ["", "", "Every registered project was refreshed, or had not changed."]
    assert len(stuck) == 2
    nobody = "Nobody is planned beyond their hours in the months to come."
    assert workbook.values("People")[0] == ["", "", nobody]


def test_charts_stay_where_they_are_however_many_need_somebody(workbook: SandboxWorkbook) -> None:
    reds = [
        standing(f"red-{at}", figures=figures(name=f"Red {at}", colour="red"), night=before(colour="red"))
        for at in range(11)
    ]
    rows = set()
    for projects in ([standing("green")], reds[:3], reds):
        plan = plan_portfolio(workbook.read(), WORKSPACE, projects, build=Build("x", AT))
        rows |= {chart.row for chart in plan.charts}
        workbook.write(plan)
    assert len(rows) == 1
    shown = [row[1] for row in workbook.values("Portfolio") if len(row) > 1]
    assert "and 3 more, on the tab Projects" in shown


def test_a_persons_own_tab_and_notes_beside_ours_stay(workbook: SandboxWorkbook) -> None:
    build(workbook, workspace())
    workbook.put("Projects", "AB3", "ask Ben")
    workbook.put("Sheet1", "A1", "mine")
    build(workbook, [*workspace(), standing("more", figures=figures(name="One more"))])
    assert workbook.values("Sheet1") == [["mine"]]
    assert any("ask Ben" in row for row in workbook.values("Projects"))


def test_without_a_night_before_nothing_is_called_new(workbook: SandboxWorkbook) -> None:
    build(workbook, [standing("red", figures=figures(colour="red"), night=None)])
    notes = [row for row in workbook.values("Portfolio") if "no night before to compare with" in row]
    assert len(notes) == 1


def test_a_portfolio_of_israel_is_hebrew_and_from_the_right(workbook: SandboxWorkbook) -> None:
    build(workbook, workspace())
    workbook.update({"updateSpreadsheetProperties": {"properties": {"locale": "iw_IL"}, "fields": "locale"}})
    build(workbook, workspace())
    assert build(workbook, workspace()).only_stamps
    rows = workbook.values("Projects")
    hebrew = load_portfolio("he").tabs["portfolio_projects"]
    assert rows[1] == [field.title for field in hebrew.fields]
    assert [row[1] for row in rows[2:5]] == ["Failed bridge", "Paused pier", '=IMPORTDATA("x")']
    sheets = workbook.get(fields="sheets(properties(title,rightToLeft),charts(spec(title)))")["sheets"]
    assert [one["properties"].get("rightToLeft") for one in sheets] == [None, *[True] * 5]
    assert [chart["spec"]["title"] for one in sheets for chart in one.get("charts", [])] == [
        "התחזית מעל התקציב",
        "רווח בסיום",
    ]
    shown = [cell for row in workbook.values("Portfolio") for cell in row if isinstance(cell, str)]
    assert {"תיק הפרויקטים", "מה מצריך אדם היום", "הכסף, לפי מטבע"} <= set(shown)
