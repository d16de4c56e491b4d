"""Undo in the sidebar: asked in its own words, done once, or refused with the reasons."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.addon import sample
from tests.browser.addon.panel import ok, open_panel, refused

pytestmark = pytest.mark.browser

OPEN = ok(sample.workbook(sample.run()))
DONE = {"text": "Undone: 4 tabs put back as before.", "run_id": "r", "tabs": [], "tabs_deleted": []}
REFUSAL = {
    "code": "cannot-undo",
    "title": "The last refresh can't be undone any more",
    "detail": "Since the refresh, Log!H3 was changed. Undoing it would lose that.",
}


def asked(page: Page) -> int:
    found: int = page.evaluate("window.calls.filter((call) => call.name === 'undoRefresh').length")
    return found


def opened(browser: Browser, answer: Any) -> Page:
    page = open_panel(browser, {"openWorkbook": [OPEN, OPEN], "undoRefresh": [answer]})
    page.get_by_role("button", name="Undo this refresh…").click()
    return page


def test_it_asks_first_and_can_be_left_alone(browser: Browser) -> None:
    page = opened(browser, ok(DONE))
    expect(page.get_by_text("Undo this refresh?")).to_be_visible()
    expect(page.get_by_text("What you typed is not touched.")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Undo this refresh…")).to_be_focused()
    assert asked(page) == 0


def test_it_is_done_once_and_the_workbook_looked_at_again(browser: Browser) -> None:
    page = opened(browser, ok(DONE))
    page.get_by_role("button", name="Undo it").click()
    expect(page.locator("#status")).to_have_text("Undone: 4 tabs put back as before.")
    expect(page.get_by_text("Undo this refresh?")).to_have_count(0)
    assert asked(page) == 1
    assert page.evaluate("window.calls.filter((call) => call.name === 'openWorkbook').length") == 2


def test_a_refusal_gives_its_reasons(browser: Browser) -> None:
    page = opened(browser, refused(REFUSAL))
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Log!H3 was changed")).to_be_visible()
