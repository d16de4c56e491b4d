"""The History section: fetched when opened, calm, and as hostile-proof as the rest."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.addon import sample
from tests.browser.addon.panel import ok, open_panel, refused
from tests.support.browser import serious_findings

pytestmark = pytest.mark.browser

OPEN = ok(sample.workbook(sample.run()))
ACTS = sample.history(
    sample.act(),
    sample.act(text="Started a refresh", touched=[], act="workbook:refresh:started"),
    sample.act(
        text="The refresh did not succeed: there is no status date",
        by=sample.HOSTILE,
        touched=[sample.touched(sample.HOSTILE)],
    ),
)


def opened(browser: Browser, *answers: Any) -> Page:
    page = open_panel(browser, {"openWorkbook": [OPEN], "readHistory": list(answers)})
    expect(page.get_by_role("heading", name="Harbour migration")).to_be_visible()
    return page


def asked(page: Page) -> int:
    found: int = page.evaluate("window.calls.filter((call) => call.name === 'readHistory').length")
    return found


def test_it_is_fetched_when_it_is_opened_and_not_before(browser: Browser) -> None:
    page = opened(browser, ok(ACTS))
    assert asked(page) == 0
    history = page.locator(".history")
    history.get_by_text("History").click()
    expect(history.locator(".act")).to_have_count(3)
    assert asked(page) == 1
    first = history.locator(".act").first
    for text in ("Refreshed: 120 rows on 5 tabs", "2 Sept 2026", "ana@northlight.example"):
        expect(first).to_contain_text(text)
    first.get_by_text("Cells on 2 tabs").click()
    expect(first).to_contain_text("Forecast A4:R21")
    expect(first).to_contain_text("Budget, highlighted G7, G9, H2 and 4 more")
    page.context.close()


def test_it_fits_can_be_read_by_everyone_and_shows_texts_as_typed(browser: Browser) -> None:
    page = opened(browser, ok(ACTS))
    page.locator(".history").get_by_text("History").click()
    expect(page.locator(".act")).to_have_count(3)
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 300
    expect(page.locator(".act").nth(2)).to_contain_text(sample.HOSTILE)
    assert page.locator("img, main script").count() == 0
    assert serious_findings(page) == []
    assert page.faults == []  # type: ignore[attr-defined]
    assert page.evaluate("window.hacked") is None
    page.context.close()


def test_who_may_not_edit_is_told_so(browser: Browser) -> None:
    page = opened(browser, refused(sample.trouble(detail="It is shown to those who may edit the workbook.")))
    page.locator(".history").get_by_text("History").click()
    expect(page.locator(".history")).to_contain_text("shown to those who may edit")
    page.context.close()


def test_nothing_yet_is_said(browser: Browser) -> None:
    page = opened(browser, ok(sample.history()))
    page.locator(".history").get_by_text("History").click()
    expect(page.locator(".history")).to_contain_text("Nothing was done here yet.")
    page.context.close()


def test_a_refresh_leaves_no_old_history_standing(browser: Browser) -> None:
    page = open_panel(
        browser,
        {"openWorkbook": [OPEN], "readHistory": [ok(ACTS)], "refreshForecast": [ok(sample.run())]},
    )
    page.locator(".history").get_by_text("History").click()
    expect(page.locator(".act")).to_have_count(3)
    page.get_by_role("button", name="Refresh forecast").click()
    expect(page.get_by_role("status")).to_contain_text("Done")
    expect(page.locator(".act")).to_have_count(0)
    page.context.close()


def test_changed_under_us_is_told_at_once(browser: Browser) -> None:
    """A refusal with a run that is over: there is nothing to follow."""
    conflict = sample.trouble(
        code="changed-under-us",
        status=409,
        run="abc",
        title="The workbook was changed meanwhile",
        detail="While the result was written, rows were added to 'Budget'.",
        unchanged="What people typed was not touched.",
        mend="Refresh again once nobody is adding rows.",
    )
    page = open_panel(browser, {"openWorkbook": [OPEN], "refreshForecast": [refused(conflict)]})
    page.get_by_role("button", name="Refresh forecast").click()
    alert = page.get_by_role("alert")
    for text in ("rows were added to 'Budget'", "What people typed was not touched.", "Refresh again once"):
        expect(alert).to_contain_text(text)
    assert page.evaluate("window.calls.filter((call) => call.name === 'followRun').length") == 0
    page.context.close()
