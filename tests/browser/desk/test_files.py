"""Excel files in and out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.desk.conftest import Desk

pytestmark = pytest.mark.browser


def test_a_workbook_goes_out_as_excel(desk: Desk, tmp_path: Path) -> None:
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("button", name="Download").click()
    assert waiting.value.suggested_filename == "Harbour migration.xlsx"
    waiting.value.save_as(tmp_path / "out.xlsx")
    held = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert held.sheetnames == ["Budget", "Actuals", "Months", "Secret"]
    assert held["Budget"]["B2"].value == "Work package 1"


def test_an_excel_file_comes_in(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Plan"
    book.active.append(["Line", "Cost"])
    book.active.append(["1.1", 1234.5])
    book.save(tmp_path / "Coastal survey.xlsx")
    with desk.page.expect_file_chooser() as waiting:
        desk.page.get_by_role("button", name="Import Excel").click()
    waiting.value.set_files(tmp_path / "Coastal survey.xlsx")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Coastal survey")
    expect(desk.cell(1, 1)).to_have_text("1234.5")


def test_a_file_that_is_no_workbook_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_bytes(b"PK\x03\x04 nothing of the kind")
    with desk.page.expect_file_chooser() as waiting:
        desk.page.get_by_role("button", name="Import Excel").click()
    with desk.expected_troubles():
        waiting.value.set_files(tmp_path / "notes.xlsx")
        expect(desk.page.locator(".toast.bad")).to_be_visible()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Harbour migration")
