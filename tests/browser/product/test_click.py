"""A PMO's first minutes: click, progress, result, a flag opens its cell, an error is told and mended."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk.conftest import Desk
from tests.support.browser import serious_findings
from tests.support.product import Product

pytestmark = pytest.mark.browser

RESULT_MS = 30_000


def click_refresh(desk: Desk) -> None:
    desk.panel.get_by_role("button", name="Refresh forecast").click()


def panel_frame(desk: Desk) -> object:
    return next(frame for frame in desk.page.frames if frame != desk.page.main_frame)


def test_click_result_and_a_flag_opens_its_cell(desk: Desk, product: Product) -> None:
    product.google.faults(latency_ms=300)
    click_refresh(desk)
    expect(desk.panel.get_by_role("progressbar")).to_be_visible()
    expect(desk.panel.get_by_role("status")).to_contain_text("Done", timeout=RESULT_MS)
    product.google.faults()

    for title in ("Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"):
        expect(desk.page.get_by_role("tab", name=title, exact=True)).to_be_visible()
    expect(desk.panel.get_by_text("Claims portal renewal")).to_be_visible()
    expect(desk.panel.get_by_text(re.compile(r"over by €39,261"))).to_be_visible()
    expect(desk.panel.get_by_text("Share with client")).to_be_visible()

    desk.panel.get_by_role("button", name=re.compile("Hours without a rate")).click()
    expect(desk.page.get_by_role("tab", name="Actuals")).to_have_attribute("aria-selected", "true")
    expect(desk.page.get_by_label("Cell or range")).to_have_value(re.compile(r"^E\d+"))

    # The panel is 300 px wide and scrolls down only; nothing serious for readers, in it or around it.
    frame = panel_frame(desk)
    assert frame.evaluate("document.documentElement.scrollWidth") <= 300  # type: ignore[attr-defined]
    assert serious_findings(frame) == []  # type: ignore[arg-type]
    assert serious_findings(desk.page) == []


def test_charts_and_highlights_are_drawn(desk: Desk) -> None:
    click_refresh(desk)
    expect(desk.panel.get_by_role("status")).to_contain_text("Done", timeout=RESULT_MS)
    desk.tab("Dashboard")
    expect(desk.page.get_by_text("Budget, actual and forecast so far")).to_be_visible()
    expect(desk.page.get_by_text("Month by month", exact=True)).to_be_visible()
    desk.tab("Budget")
    overrun = desk.cell(14, 7)  # the cost budget of line 3.30
    expect(overrun).to_have_text("26,340.00")
    colour = overrun.evaluate("cell => getComputedStyle(cell).backgroundColor")
    assert colour == "rgb(251, 227, 224)"


def test_an_error_is_told_and_mended(desk: Desk) -> None:
    """The status date goes missing: nothing is changed, the cell is named; typed again, it works."""
    desk.go("B7")
    desk.page.keyboard.press("Delete")
    expect(desk.cell(6, 1)).to_have_text("")
    with desk.expected_troubles():
        click_refresh(desk)
        alert = desk.panel.get_by_role("alert")
        expect(alert).to_contain_text("status date", timeout=RESULT_MS, ignore_case=True)
        expect(alert).to_contain_text("Nothing in the workbook was changed")
    expect(desk.page.get_by_role("tab", name="Dashboard")).to_have_count(0)

    desk.go("B7")
    desk.page.keyboard.type("2026-08-31")
    desk.page.keyboard.press("Enter")
    click_refresh(desk)
    expect(desk.panel.get_by_role("status")).to_contain_text("Done", timeout=RESULT_MS)


def test_the_second_click_says_that_nothing_changed(desk: Desk) -> None:
    click_refresh(desk)
    expect(desk.panel.get_by_role("status")).to_contain_text("Done", timeout=RESULT_MS)
    click_refresh(desk)
    expect(desk.panel.get_by_text("Forecast unchanged.", exact=True)).to_be_visible(timeout=RESULT_MS)
