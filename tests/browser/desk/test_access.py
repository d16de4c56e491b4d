"""For everyone: axe-core, the keyboard alone, small windows, and pages without a workbook."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.conftest import Desk
from tests.support.browser import serious_findings

pytestmark = pytest.mark.browser


def findings(desk: Desk) -> list[str]:
    """Of the desk and of the sidebar's frame."""
    return [finding for frame in desk.page.frames for finding in serious_findings(frame)]


@pytest.mark.parametrize("width", [1440, 900])
def test_axe_finds_nothing_serious(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 800})
    expect(desk.panel.get_by_role("button", name="Refresh forecast")).to_be_visible()
    assert findings(desk) == []
    desk.tab("Months")
    expect(desk.page.locator(".chart svg")).to_be_visible()
    assert findings(desk) == []
    desk.page.get_by_role("button", name="Ana Ruiz: change person").click()
    assert findings(desk) == []
    desk.page.keyboard.press("Escape")
    desk.page.get_by_role("button", name="All sheets").click()
    assert findings(desk) == []
    desk.page.keyboard.press("Escape")
    desk.cell(1, 1).dblclick()
    assert findings(desk) == []


def test_the_page_never_scrolls_sideways(desk: Desk) -> None:
    more = [{"addSheet": {"properties": {"title": f"A tab with a long name {n}"}}} for n in range(8)]
    desk.sandbox.json("POST", f"/v4/spreadsheets/{desk.book}:batchUpdate", json={"requests": more})
    desk.page.set_viewport_size({"width": 800, "height": 600})
    desk.tab("A tab with a long name 7")
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 800
    assert desk.page.locator(".foot").bounding_box()["x"] == 0
    expect(desk.page.get_by_role("tab", name="A tab with a long name 7")).to_be_in_viewport()


def test_the_keyboard_is_enough(desk: Desk) -> None:
    page, grid = desk.page, desk.page.get_by_role("grid")
    grid.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    name = page.get_by_label("Cell or range")
    expect(name).to_have_value("D3")  # C is hidden
    expect(grid).to_have_attribute("aria-activedescendant", "c-2-3")
    expect(desk.cell(2, 3)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Control+ArrowDown")
    expect(name).to_have_value("D41")
    page.keyboard.press("Shift+ArrowUp")
    expect(name).to_have_value("D40:D41")
    page.keyboard.press("Control+Home")
    expect(name).to_have_value("A1")
    page.keyboard.press("PageDown")
    expect(name).not_to_have_value("A1")
    page.get_by_role("tab", name="Budget").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Actuals")).to_be_focused()
    expect(grid).to_have_attribute("aria-label", "Actuals")


def test_rows_and_columns_are_counted_for_readers(desk: Desk) -> None:
    grid = desk.page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", "201")
    expect(grid).to_have_attribute("aria-colcount", "12")
    expect(desk.page.get_by_role("row").filter(has=desk.cell(3, 1))).to_have_attribute("aria-rowindex", "5")
    expect(desk.cell(3, 1)).to_have_attribute("aria-colindex", "2")


def test_a_stranger_sees_why_nothing_opens(desk: Desk) -> None:
    with desk.expected_troubles():
        desk.page.evaluate("sessionStorage.setItem('desk.person', 'sam@mailbox.example')")
        desk.open()
        expect(desk.page.get_by_role("alert")).to_contain_text("permission")


def test_a_workbook_that_is_not_there(desk: Desk) -> None:
    with desk.expected_troubles():
        desk.open("nothing")
        expect(desk.page.get_by_role("alert")).to_contain_text("There is no such workbook")


def shelf(desk: Desk) -> Page:
    desk.page.get_by_role("link", name="All workbooks").click()
    expect(desk.page.get_by_role("heading", name="Workbooks")).to_be_visible()
    return desk.page


def test_all_workbooks_are_on_the_shelf(desk: Desk) -> None:
    page = shelf(desk)
    assert serious_findings(page) == []
    page.locator(f'a[href="/desk/{desk.book}"]').click()
    expect(page.get_by_role("grid")).to_have_attribute("aria-label", "Budget")
