"""Output tabs in the workbook's language: Hebrew, from the right; switched later without a second tab."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from app.workbook import marks
from app.workbook.adoption import Adoption
from app.workbook.book import Metadata
from app.workbook.language import language_of
from app.workbook.locate import is_output
from app.workbook.targets import targets_of
from app.workbook.undo.put_back import requests_of
from app.workbook.undo.record import record_of
from app.workbook.undo.refusals import refusals
from sheets_schema import load
from sheets_schema.language import LANGUAGES
from tests.refresh.at_sandbox import SandboxWorkbook
from tests.support.sandbox import RunningSandbox
from tests.workbook.books import SMALL, draft

OUTPUT_TITLES = {tab.title for tab in load().outputs}


def titles(workbook: SandboxWorkbook) -> dict[str, bool]:
    """Title of each tab, and whether it runs from the right."""
    sheets = workbook.get(fields="sheets(properties(title,rightToLeft))")["sheets"]
    return {one["properties"]["title"]: one["properties"].get("rightToLeft", False) for one in sheets}


def in_hebrew(workbook: SandboxWorkbook) -> None:
    properties = {"locale": "iw_IL"}
    workbook.update({"updateSpreadsheetProperties": {"properties": properties, "fields": "locale"}})


def with_language(language: str) -> dict[str, list[dict[str, Any]]]:
    tables = deepcopy(SMALL)
    tables["settings"].append({"key": "language", "value": language})
    return tables


def texts(workbook: SandboxWorkbook, title: str) -> list[str]:
    return [cell for row in workbook.values(title) for cell in row if isinstance(cell, str)]


@pytest.fixture
def hebrew(sandbox: RunningSandbox) -> SandboxWorkbook:
    workbook = SandboxWorkbook.filled(sandbox)
    in_hebrew(workbook)
    return workbook


def test_a_workbook_of_israel_gets_hebrew_tabs_from_the_right(hebrew: SandboxWorkbook) -> None:
    hebrew.refresh()
    ours = {tab.title for tab in load("he").outputs}
    shown = titles(hebrew)
    assert ours <= shown.keys()
    assert {title for title, from_right in shown.items() if from_right} == ours


def test_every_heading_and_caption_is_hebrew(hebrew: SandboxWorkbook) -> None:
    hebrew.refresh()
    for tab in load("he").outputs:
        shown = texts(hebrew, tab.title)
        if tab.name != "dashboard":
            assert [field.title for field in tab.fields] == [
                cell for cell in shown if cell in {field.title for field in tab.fields}
            ][: len(tab.fields)]
    english = {field.title for tab in load().outputs for field in tab.fields} - {"P10", "P50", "P80", "P90"}
    for name in ("dashboard", "forecast", "months", "movement"):
        assert english.isdisjoint(texts(hebrew, load("he").tabs[name].title))
    dashboard = texts(hebrew, "לוח מחוונים")
    assert {"תחזית בסיום", "שיעור הרווח בסיום", "כללי", "תכולה", "לוח זמנים"} <= set(dashboard)
    assert any("נכון ליום 31.3.2026" in text for text in dashboard)
    charts = hebrew.sheet("לוח מחוונים")["charts"]
    assert {chart["spec"]["title"] for chart in charts} == {"תקציב, ביצוע ותחזית במצטבר", "חודש אחר חודש"}
    first_month = hebrew.sheet("חודשים")["data"][0]["rowData"][2]["values"][0]
    assert first_month["userEnteredFormat"]["numberFormat"]["pattern"] == "mm/yyyy"
    heading = hebrew.sheet("חודשים")["data"][0]["rowData"][1]["values"][2]
    assert heading["userEnteredFormat"]["horizontalAlignment"] == "RIGHT"


def test_a_second_refresh_rewrites_nothing(hebrew: SandboxWorkbook) -> None:
    hebrew.refresh()
    hebrew.refresh()
    again = hebrew.refresh()
    assert again.written.rows_written == 0
    assert set(hebrew.kinds) <= {"createDeveloperMetadata", "updateDeveloperMetadata"}


def test_the_setting_wins_over_the_locale(sandbox: RunningSandbox) -> None:
    workbook = SandboxWorkbook.filled(sandbox, with_language("English"))
    in_hebrew(workbook)
    workbook.refresh()
    shown = titles(workbook)
    assert {"Dashboard", "Forecast", "Flags"} <= shown.keys()
    assert not any(shown.values())


def test_a_language_set_later_takes_the_tabs_that_stand(sandbox: RunningSandbox) -> None:
    workbook = SandboxWorkbook.filled(sandbox, with_language("English"))
    workbook.refresh()
    workbook.refresh()
    before = {title: workbook.values(title) for title in ("Forecast", "Months", "Flags", "Movement")}
    tabs = titles(workbook)
    rows = workbook.values("Flags")
    noted = next(at for at, row in enumerate(rows) if at > 1 and ":" in str(row[-1]))
    workbook.put("Flags", f"K{noted + 1}", "2026-05-01")
    workbook.put("Flags", f"L{noted + 1}", "Somebody was ill")
    language = next(at for at, row in enumerate(workbook.values("Settings")) if row[0] == "Language")

    workbook.put("Settings", f"B{language + 1}", "Hebrew")
    workbook.refresh()

    assert titles(workbook) == {title: title in OUTPUT_TITLES for title in tabs}
    he = load("he")
    assert workbook.values("Forecast")[1][:3] == [field.title for field in he.tabs["forecast"].fields[:3]]
    assert workbook.values("Movement")[1] == [field.title for field in he.tabs["movement"].fields]
    flags = workbook.values("Flags")
    assert flags[1] == [field.title for field in he.tabs["flags"].fields]
    (kept,) = [row for row in flags if "Somebody was ill" in row]
    assert kept[-1] == rows[noted][-1]
    workbook.refresh()
    assert set(workbook.kinds) <= {"createDeveloperMetadata", "updateDeveloperMetadata"}

    workbook.put("Flags", f"L{flags.index(kept) + 1}", "")
    workbook.put("Flags", f"K{flags.index(kept) + 1}", "")
    workbook.put("Settings", f"B{language + 1}", "English")
    workbook.refresh()
    assert {title: workbook.values(title) for title in before} == before
    assert titles(workbook) == tabs


def test_a_column_that_a_person_put_between_ours_survives_the_change(sandbox: RunningSandbox) -> None:
    workbook = SandboxWorkbook.filled(sandbox, with_language("English"))
    workbook.refresh()
    where = {"sheetId": workbook.sheet_id("Forecast"), "dimension": "COLUMNS", "startIndex": 3, "endIndex": 4}
    workbook.update({"insertDimension": {"range": where}})
    workbook.put("Forecast", "D2", "Mine")
    workbook.put("Forecast", "D3", "a note")
    language = next(at for at, row in enumerate(workbook.values("Settings")) if row[0] == "Language")
    workbook.put("Settings", f"B{language + 1}", "Hebrew")
    workbook.refresh()
    assert "Mine" in workbook.values("Forecast")[1]
    assert "a note" in workbook.values("Forecast")[2]


def test_taking_it_back_turns_the_tabs_again(sandbox: RunningSandbox) -> None:
    workbook = SandboxWorkbook.filled(sandbox, with_language("English"))
    workbook.refresh()
    workbook.refresh()
    before = {title: workbook.values(title) for title in OUTPUT_TITLES}
    language = next(at for at, row in enumerate(workbook.values("Settings")) if row[0] == "Language")
    workbook.put("Settings", f"B{language + 1}", "Hebrew")
    outcome = workbook.refresh()
    assert outcome.replaced is not None
    record = record_of(*outcome.replaced, charts={})
    book = workbook.read()
    assert not refusals(record, book)
    workbook.update(*msgspec.to_builtins(requests_of(record, book)))
    assert not any(titles(workbook).values())
    assert {title: workbook.values(title) for title in OUTPUT_TITLES} == before


def test_a_mapping_in_hebrew_makes_the_tabs_hebrew() -> None:
    mark = Adoption(tables=(), language="he").to_json()
    book = replace(draft().book(), metadata=(Metadata(1, marks.ADOPTION, mark),))
    settings = draft().read().project.settings
    assert language_of(book, settings) == "he"
    assert language_of(draft().book(), settings) == "en"
    assert language_of(book, replace(settings, language="English")) == "en"


def test_tabs_that_lost_their_marks_are_found_in_either_language(hebrew: SandboxWorkbook) -> None:
    hebrew.refresh()
    read = hebrew.read()
    book = replace(read, tabs=tuple(replace(tab, metadata=()) for tab in read.tabs))
    for code in LANGUAGES:
        targets = targets_of(book, load(code))
        assert [tab.title for tab, _, _ in targets.values() if tab] == [
            tab.title for tab in load("he").outputs
        ]
    ours = {tab.title for tab in book.tabs if is_output(tab, load())}
    assert ours == {tab.title for tab in load("he").outputs}
