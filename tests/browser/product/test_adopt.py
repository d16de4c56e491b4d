"""A workbook of a PMO's own on the desk: its tables proposed, one column put right, and refreshed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.desk.conftest import Desk
from tests.support.browser import serious_findings

pytestmark = pytest.mark.browser

RESULT_MS = 30_000
PLAN: list[list[Any]] = [
    ["Task", "Budgeted", "Reserve", "Spent"],
    ["Diving", 8000, 800, 7500],
    ["Report", 2000, 200, 2400],
    ["Masonry", 30000, 3000, 12000],
    ["Total", 38000, 4000, 21900],  # 2,000 short
]
HEBREW: list[list[Any]] = [
    ["קוד", "תיאור", "תקציב", "ביצוע"],
    [1, "צלילה", 8000, 7500],
    [2, "דוח", 2000, 2400],
    [3, "בנייה", 30000, 12000],
    ['סה"כ', None, 40000, 21900],
]


def own_workbook(folder: Path, rows: list[list[Any]], *, rtl: bool = False) -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Plan"
    sheet.sheet_view.rightToLeft = rtl
    for row in rows:
        sheet.append(row)
    path = folder / "Lighthouse.xlsx"
    book.save(path)
    return path


def imported(desk: Desk, path: Path) -> None:
    """Import Excel on the desk, with the panel beside it."""
    with desk.page.expect_file_chooser() as chooser:
        desk.page.get_by_text("Import Excel").click()
    chooser.value.set_files(path)
    expect(desk.page.get_by_text("Lighthouse").first).to_be_visible()
    expect(desk.page.get_by_role("tab", name="Plan")).to_be_visible()


def adopted(desk: Desk) -> None:
    desk.panel.get_by_label("Currency, such as EUR").fill("eur")
    desk.panel.get_by_label(re.compile("^Status date")).fill("2026-06-30")
    desk.panel.get_by_role("button", name="Read these tables").click()
    expect(desk.panel.get_by_role("status")).to_contain_text("Done", timeout=RESULT_MS)


def test_a_workbook_of_ones_own_is_read_as_it_is(desk: Desk, tmp_path: Path) -> None:
    imported(desk, own_workbook(tmp_path, PLAN))
    desk.panel.get_by_role("button", name="Use my own tables").click()
    expect(desk.panel.get_by_role("heading", name="Your own tables")).to_be_visible()
    expect(desk.panel.get_by_text("1 doubt")).to_be_visible()
    desk.panel.get_by_label("Column C holds").select_option("working")
    desk.panel.get_by_role("button", name="Reserve").click()
    expect(desk.page.get_by_label("Cell or range")).to_have_value("C1")
    desk.panel.get_by_text("Noticed on the way").click()
    expect(desk.panel.get_by_text("38,000, should be 40,000")).to_be_visible()
    frame = next(frame for frame in desk.page.frames if frame != desk.page.main_frame)
    assert frame.evaluate("document.documentElement.scrollWidth") <= 300
    assert serious_findings(frame) == []
    adopted(desk)
    expect(desk.panel.get_by_text("€40,000").first).to_be_visible()
    expect(desk.cell(1, 1)).to_have_text("8000")
    expect(desk.page.get_by_role("tab", name="Dashboard")).to_be_visible()


def test_a_hebrew_workbook_from_right_to_left(desk: Desk, tmp_path: Path) -> None:
    imported(desk, own_workbook(tmp_path, HEBREW, rtl=True))
    desk.panel.get_by_role("button", name="Use my own tables").click()
    expect(desk.panel.get_by_label("Read from").first).to_have_value("Plan!A1")
    adopted(desk)
    expect(desk.panel.get_by_text("€40,000").first).to_be_visible()


def test_a_wrong_role_is_told_and_nothing_is_lost(desk: Desk, tmp_path: Path) -> None:
    """Without a budget there is nothing to forecast; the panel says so and offers the tables again."""
    imported(desk, own_workbook(tmp_path, PLAN))
    desk.panel.get_by_role("button", name="Use my own tables").click()
    desk.panel.get_by_label("Read from").first.select_option("")
    with desk.expected_troubles():
        desk.panel.get_by_label("Currency, such as EUR").fill("EUR")
        desk.panel.get_by_label(re.compile("^Status date")).fill("2026-06-30")
        desk.panel.get_by_role("button", name="Read these tables").click()
        expect(desk.panel.get_by_role("alert")).to_contain_text("Budget", timeout=RESULT_MS)
    expect(desk.panel.get_by_role("button", name="Use my own tables").last).to_be_visible()
