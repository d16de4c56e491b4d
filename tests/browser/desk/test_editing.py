"""Typing into the workbook."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.desk.book import get
from tests.browser.desk.conftest import Desk

pytestmark = pytest.mark.browser


def wrote(desk: Desk) -> None:
    expect(desk.page.locator("#saved")).to_have_text("Saved")


def test_typing_replaces_and_enter_goes_down(desk: Desk) -> None:
    desk.cell(1, 1).click()
    desk.page.keyboard.type("Dredging")
    desk.page.keyboard.press("Enter")
    expect(desk.cell(1, 1)).to_have_text("Dredging")
    expect(desk.page.get_by_label("Cell or range")).to_have_value("B3")
    wrote(desk)
    assert get(desk.sandbox, desk.book, "Budget!B2") == "Dredging"


def test_what_is_typed_is_understood_as_in_a_sheet(desk: Desk) -> None:
    for a1, text in (("G2", "45%"), ("G3", "=D2*2"), ("G4", "'007"), ("G5", "2026-08-31")):
        desk.go(a1)
        desk.page.keyboard.type(text)
        desk.page.keyboard.press("Enter")
        wrote(desk)
    held = [get(desk.sandbox, desk.book, f"Budget!G{row}", "UNFORMATTED_VALUE") for row in (2, 3, 4)]
    assert held == [0.45, 2001, "007"]
    assert isinstance(get(desk.sandbox, desk.book, "Budget!G5", "UNFORMATTED_VALUE"), int | float)
    desk.go("G3")
    expect(desk.page.get_by_label("Content of the cell")).to_have_value("=D2*2")
    expect(desk.cell(2, 6)).to_contain_text("2")


def test_f2_edits_what_is_there_and_escape_leaves_it(desk: Desk) -> None:
    desk.cell(1, 1).click()
    desk.page.keyboard.press("F2")
    editor = desk.page.get_by_label("Edit the cell")
    expect(editor).to_have_value("Work package 1")
    desk.page.keyboard.type("!")
    expect(desk.page.get_by_label("Content of the cell")).to_have_value("Work package 1!")
    desk.page.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    expect(desk.page.get_by_role("grid")).to_be_focused()
    assert get(desk.sandbox, desk.book, "Budget!B2") == "Work package 1"


def test_double_click_and_tab(desk: Desk) -> None:
    desk.cell(1, 1).dblclick()
    desk.page.keyboard.type(" more")
    desk.page.keyboard.press("Tab")
    expect(desk.cell(1, 1)).to_have_text("Work package 1 more")
    expect(desk.page.get_by_label("Cell or range")).to_have_value("D2")  # C is hidden


def test_the_line_above_edits_too(desk: Desk) -> None:
    desk.cell(1, 1).click()
    line = desk.page.get_by_label("Content of the cell")
    line.fill("From above")
    line.press("Enter")
    expect(desk.cell(1, 1)).to_have_text("From above")


def test_delete_empties_and_control_z_brings_back(desk: Desk) -> None:
    desk.cell(1, 3).click()
    desk.cell(2, 3).click(modifiers=["Shift"])
    desk.page.keyboard.press("Delete")
    expect(desk.cell(1, 3)).to_have_text("")
    expect(desk.cell(2, 3)).to_have_text("")
    desk.page.keyboard.press("Control+z")
    expect(desk.cell(1, 3)).to_have_text("1,000.50")
    expect(desk.cell(2, 3)).to_have_text("2,001.00")
    assert get(desk.sandbox, desk.book, "Budget!D2", "UNFORMATTED_VALUE") == 1000.5


def test_copied_cells_can_be_pasted(desk: Desk) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.cell(1, 0).click()
    desk.cell(2, 1).click(modifiers=["Shift"])
    desk.page.keyboard.press("Control+c")
    desk.go("G10")
    desk.page.keyboard.press("Control+v")
    expect(desk.cell(10, 7)).to_have_text("Work package 2")
    expect(desk.page.get_by_label("Cell or range")).to_have_value("G10:H11")


def test_who_may_only_read_is_told_so(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Ana Ruiz: change person").click()
    desk.page.get_by_role("button", name="Ben Okafor").click()
    expect(desk.page.get_by_role("button", name="Ben Okafor: change person")).to_be_visible()
    desk.cell(1, 1).click()
    desk.page.keyboard.type("Mine")
    with desk.expected_troubles():
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator(".toast.bad")).to_contain_text("permission")
    expect(desk.cell(1, 1)).to_have_text("Work package 1")


def test_tabs_are_renamed_moved_and_hidden(desk: Desk) -> None:
    desk.page.get_by_role("tab", name="Months").dblclick()
    name = desk.page.get_by_label("New name of Months")
    name.fill("By month")
    name.press("Enter")
    tabs = desk.page.get_by_role("tab")
    expect(tabs).to_have_text(["Budget", "Actuals", "By month"])
    for choice, left in (("Move left", ["Budget", "By month", "Actuals"]), ("Hide", ["Budget", "Actuals"])):
        desk.page.get_by_role("tab", name="By month").click(button="right")
        desk.page.get_by_role("menuitem", name=choice).click()
        expect(tabs).to_have_text(left)
    expect(desk.page.get_by_role("grid")).to_have_attribute("aria-label", "Budget")


def test_rows_and_columns_are_put_in_and_hidden(desk: Desk) -> None:
    desk.page.get_by_role("rowheader", name="3", exact=True).click(button="right")
    desk.page.get_by_role("menuitem", name="Insert above").click()
    expect(desk.cell(3, 1)).to_have_text("Work package 2")
    expect(desk.cell(2, 1)).to_have_text("")
    desk.page.get_by_role("columnheader", name="E", exact=True).click(button="right")
    desk.page.get_by_role("menuitem", name="Hide column E").click()
    expect(desk.cell(1, 4)).to_have_count(0)
    assert get(desk.sandbox, desk.book, "Budget!B4") == "Work package 2"
