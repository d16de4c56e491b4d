"""What the grid shows of a workbook."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk.book import BUDGET, MONTHS, put
from tests.browser.desk.conftest import Desk

pytestmark = pytest.mark.browser


def test_cells_are_shown_as_the_workbook_formats_them(desk: Desk) -> None:
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Harbour migration")
    expect(desk.cell(0, 1)).to_have_text("Title")
    expect(desk.cell(1, 3)).to_have_text("1,000.50")
    expect(desk.cell(20, 4)).to_have_text("50%")
    expect(desk.cell(0, 0)).to_have_css("font-weight", "650")
    expect(desk.cell(0, 0)).to_have_css("background-color", "rgb(204, 230, 255)")
    expect(desk.cell(2, 3)).to_have_css("background-color", "rgb(255, 0, 0)")
    assert desk.box(1, 1)["width"] == 260


def test_hidden_rows_and_columns_are_left_out(desk: Desk) -> None:
    expect(desk.cell(3, 1)).to_be_visible()
    expect(desk.cell(4, 1)).to_have_count(0)
    expect(desk.cell(1, 2)).to_have_count(0)


def test_merged_cells_are_one(desk: Desk) -> None:
    desk.go("D46")
    expect(desk.page.get_by_label("Cell or range")).to_have_value("B45:D46")
    expect(desk.cell(44, 1)).to_have_text("Merged")
    box = desk.box(44, 1)
    assert (box["width"], box["height"]) == (360, 50)


def test_frozen_rows_and_columns_stay(desk: Desk) -> None:
    desk.go("L150")
    expect(desk.cell(149, 11)).to_be_in_viewport()
    expect(desk.cell(0, 11)).to_be_in_viewport()
    expect(desk.cell(149, 0)).to_be_in_viewport()
    expect(desk.cell(0, 0)).to_have_text("Line")


def test_twenty_thousand_rows_scroll_with_few_of_them_drawn(desk: Desk) -> None:
    desk.tab("Actuals")
    desk.page.locator(".grid").evaluate("grid => grid.scrollTo(0, grid.scrollHeight)")
    expect(desk.cell(20_000, 3)).to_have_text("20000")
    assert desk.page.get_by_role("row").count() < 120
    desk.go("A10001")
    expect(desk.cell(10_000, 3)).to_have_text("10000")


def test_scrolling_keeps_up(desk: Desk) -> None:
    """Frames of a long scroll through 20,000 rows: drawn within a few hundredths of a second."""
    desk.tab("Actuals")
    expect(desk.cell(1, 3)).to_have_text("1")
    frames = desk.page.evaluate(
        """async () => {
            const grid = document.querySelector('.grid');
            const times = [];
            let last = performance.now();
            for (let at = 0; at < 60; at += 1) {
                grid.scrollBy(0, 700);
                await new Promise(requestAnimationFrame);
                times.push(performance.now() - last);
                last = performance.now();
            }
            return times.sort((one, other) => one - other);
        }"""
    )
    assert frames[len(frames) // 2] < 60


def test_a_note_shows_by_hovering_and_by_going_there(desk: Desk) -> None:
    desk.cell(2, 3).hover()
    expect(desk.page.get_by_role("note")).to_have_text("Agreed on 12 June.")
    desk.page.get_by_label("Cell or range").hover()
    expect(desk.page.get_by_role("note")).to_be_hidden()
    desk.go("D3")
    expect(desk.page.get_by_role("note")).to_have_text("Agreed on 12 June.")
    expect(desk.page.get_by_role("grid")).to_have_attribute("aria-describedby", "note")


def test_what_others_write_appears_within_a_second(desk: Desk) -> None:
    put(desk.sandbox, desk.book, "Budget!B2", [["Written elsewhere"]])
    expect(desk.cell(1, 1)).to_have_text("Written elsewhere", timeout=1500)


def test_hidden_tabs_wait_in_the_menu_of_all_tabs(desk: Desk) -> None:
    titles = desk.page.get_by_role("tab").all_inner_texts()
    assert titles == ["Budget", "Actuals", "Months"]
    desk.page.get_by_role("button", name="All sheets").click()
    desk.page.get_by_role("menuitemradio", name="Secret").click()
    expect(desk.page.get_by_role("tab", name="Secret")).to_have_attribute("aria-selected", "true")


def test_a_tab_remembers_where_it_was(desk: Desk) -> None:
    desk.go("D100")
    desk.tab("Months")
    desk.tab("Budget")
    expect(desk.page.get_by_label("Cell or range")).to_have_value("D100")
    expect(desk.cell(99, 3)).to_be_in_viewport()


def test_text_from_a_workbook_is_never_markup(desk: Desk) -> None:
    desk.tab("Months")
    expect(desk.cell(6, 0)).to_have_text("<img src=x onerror=alert(1)>")


def test_sums_of_what_is_selected(desk: Desk) -> None:
    desk.cell(1, 3).click()
    desk.cell(2, 3).click(modifiers=["Shift"])
    expect(desk.page.get_by_label("Selected figures")).to_contain_text("Sum 3,001.5")


def test_the_s_curve_has_its_gaps_and_dashes(desk: Desk) -> None:
    desk.tab("Months")
    chart = desk.page.get_by_role("img", name="Cost to completion: Budget, Actual, Forecast")
    expect(chart).to_be_visible()
    lines = chart.locator("path")
    expect(lines).to_have_count(3)
    commands = [line.get_attribute("d").count("L") for line in lines.all()]
    assert commands == [2, 1, 1], "the actual ends at the status date, where the forecast begins"
    assert [line.get_attribute("stroke-dasharray") for line in lines.all()] == [None, None, "7 5"]
    put(desk.sandbox, desk.book, "Months!C4", [["33"]])
    expect(chart.locator("path").nth(1)).to_have_attribute(
        "d", re.compile(r"^M[^L]+L[^L]+L[^L]+$"), timeout=2000
    )


def test_a_sheet_from_right_to_left_begins_at_the_right(desk: Desk) -> None:
    turn = {"properties": {"sheetId": MONTHS, "rightToLeft": True}, "fields": "rightToLeft"}
    address = f"/v4/spreadsheets/{desk.book}:batchUpdate"
    desk.sandbox.json("POST", address, json={"requests": [{"updateSheetProperties": turn}]})
    desk.tab("Months")
    expect(desk.page.locator(".grid")).to_have_attribute("dir", "rtl")
    assert desk.box(0, 0)["x"] > desk.box(0, 1)["x"]
    desk.cell(0, 0).click()
    desk.page.keyboard.press("ArrowLeft")
    expect(desk.page.get_by_label("Cell or range")).to_have_value("B1")
    desk.go("P30")
    expect(desk.cell(29, 15)).to_be_in_viewport()


def test_half_a_number_is_never_shown(desk: Desk) -> None:
    desk.go("H2")
    desk.page.keyboard.type("123456789012345")
    desk.page.keyboard.press("Enter")
    expect(desk.cell(1, 7)).to_have_text(re.compile("^(###|[0-9.E+,]+)$"))
    narrow = {
        "range": {"sheetId": BUDGET, "dimension": "COLUMNS", "startIndex": 7, "endIndex": 8},
        "properties": {"pixelSize": 40},
        "fields": "pixelSize",
    }
    address = f"/v4/spreadsheets/{desk.book}:batchUpdate"
    desk.sandbox.json("POST", address, json={"requests": [{"updateDimensionProperties": narrow}]})
    expect(desk.cell(1, 7)).to_have_text("###")
    expect(desk.cell(1, 7)).to_have_attribute("title", re.compile("1"))
