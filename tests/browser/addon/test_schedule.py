"""The nightly refresh in the sidebar: on, off, paused; readable by everyone at 300 px."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.addon import sample
from tests.browser.addon.panel import ok, open_panel, refused
from tests.support.browser import serious_findings

pytestmark = pytest.mark.browser


def opened(browser: Browser, schedule: Any = None, **answers: Any) -> tuple[Page, Locator]:
    book = sample.workbook(sample.run()) | {"schedule": schedule}
    page = open_panel(browser, {"openWorkbook": [ok(book)], **answers})
    nightly = page.locator(".nightly")
    expect(nightly).to_be_visible()
    if nightly.get_attribute("open") is None:
        nightly.get_by_text("Nightly refresh").click()
    return page, nightly


def sent(page: Page, name: str) -> list[Any]:
    found: list[Any] = page.evaluate(
        "name => window.calls.filter((call) => call.name === name).map((call) => call.args)", name
    )
    return found


def test_it_is_switched_on_with_the_workbooks_own_zone(browser: Browser) -> None:
    page, nightly = opened(browser, saveSchedule=[ok(sample.schedule())])
    expect(nightly.locator("summary")).to_contain_text("Off")
    expect(nightly.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
    expect(nightly).to_contain_text(sample.NIGHT_ACCOUNT)
    nightly.get_by_label("At", exact=True).select_option("3")
    nightly.get_by_label("Time zone").fill("Europe/Berlin")
    nightly.get_by_label("Friday").uncheck()
    nightly.get_by_label("Sunday").check()
    nightly.get_by_role("button", name="Switch on").click()
    expect(nightly.get_by_role("status")).to_have_text(
        "Switched on. Next: Thursday 3 September, 03:00 (Europe/Berlin)."
    )
    days = ["mon", "tue", "wed", "thu", "sun"]
    wish = {"hour": 3, "zone": "Europe/Berlin", "days": days}
    assert sent(page, "saveSchedule") == [["ana@northlight.example", wish]]
    expect(nightly.locator("summary")).to_contain_text("On, 03:00")
    expect(nightly).to_contain_text("Until 1 Dec 2026 somebody who may edit")
    expect(nightly.get_by_role("button", name="Save")).to_be_focused()
    page.context.close()


def test_it_is_switched_off(browser: Browser) -> None:
    page, nightly = opened(browser, sample.schedule(), removeSchedule=[ok({"removed": True})])
    nightly.get_by_role("button", name="Switch off").click()
    expect(nightly.get_by_role("status")).to_have_text("Switched off.")
    expect(nightly.locator("summary")).to_contain_text("Off")
    expect(nightly.get_by_role("button", name="Switch off")).to_have_count(0)
    page.context.close()


def test_a_paused_one_stands_open_and_says_what_mends_it(browser: Browser) -> None:
    why = {"reason": "not-shared", "title": "The night can't open this workbook.", "mend": "Share it."}
    paused = sample.schedule(state="paused", next_at=None, text="Paused", paused=why)
    page, nightly = opened(browser, paused, saveSchedule=[ok(sample.schedule())])
    expect(nightly.locator("summary")).to_contain_text("Paused")
    for text in ("The night can't open this workbook.", "Share it."):
        expect(nightly.locator(".why")).to_contain_text(text)
    nightly.get_by_role("button", name="Switch on").click()
    expect(nightly.locator(".why")).to_have_count(0)
    page.context.close()


def test_a_refusal_stands_beside_the_button_and_changes_nothing(browser: Browser) -> None:
    trouble = sample.trouble(title="Your role", detail="Only some people may set the schedule here.")
    page, nightly = opened(browser, sample.schedule(), saveSchedule=[refused(trouble)])
    nightly.get_by_role("button", name="Save").click()
    expect(nightly.get_by_role("alert")).to_contain_text("Only some people may")
    expect(nightly.locator("summary")).to_contain_text("On, 03:00")
    page.context.close()


def test_no_day_at_all_is_asked_back_without_a_call(browser: Browser) -> None:
    page, nightly = opened(browser, sample.schedule(days=["mon"]), saveSchedule=[ok(sample.schedule())])
    nightly.get_by_label("Monday").uncheck()
    nightly.get_by_role("button", name="Save").click()
    expect(nightly.get_by_role("alert")).to_have_text("Tick at least one day.")
    assert sent(page, "saveSchedule") == []
    page.context.close()


def test_two_clicks_are_one_call(browser: Browser) -> None:
    page, nightly = opened(browser, saveSchedule=[ok(sample.schedule(), after=300)])
    nightly.get_by_role("button", name="Switch on").dblclick()
    expect(nightly.get_by_role("status")).to_contain_text("Switched on.")
    assert len(sent(page, "saveSchedule")) == 1
    page.context.close()


def test_it_fits_and_can_be_read_by_everyone(browser: Browser) -> None:
    why = {"reason": "unconfirmed", "title": sample.HOSTILE, "mend": sample.HOSTILE}
    last = {"at": "2026-09-02T01:00:12.000Z", "outcome": "unchanged"}
    paused = sample.schedule(state="paused", paused=why, last=last, confirmed_by=sample.HOSTILE)
    page, nightly = opened(browser, paused)
    expect(nightly.locator(".why")).to_contain_text(sample.HOSTILE)
    expect(nightly).to_contain_text("left as it was: nothing had changed")
    assert page.evaluate("document.documentElement.scrollWidth") <= 300
    assert nightly.locator("img, script").count() == 0
    assert serious_findings(page) == []
    assert page.faults == []  # type: ignore[attr-defined]
    page.context.close()


def test_where_there_is_no_night_nothing_is_shown(browser: Browser) -> None:
    book = sample.workbook(sample.run()) | {"nightly": {"account": None, "time_zone": "Europe/Lisbon"}}
    page = open_panel(browser, {"openWorkbook": [ok(book)]})
    expect(page.locator(".history")).to_be_visible()
    assert page.locator(".nightly").count() == 0
    page.context.close()
