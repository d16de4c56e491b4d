"""Every state of the sidebar: fits 300 px, no serious finding of axe, no error in the console."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.addon import sample
from tests.browser.addon.panel import ok, open_panel, refused
from tests.support.browser import serious_findings

pytestmark = pytest.mark.browser

FORTY = [
    sample.flag(
        f"V{n}",
        severity=("red", "amber", "error", "note")[n % 4],
        stake=1000.0 * n,
        title=f"Line {n} is over its budget",
    )
    for n in range(40)
]
DONE = ok(sample.workbook(sample.run()))
PERMISSION = sample.trouble(
    code="missing-permission",
    title="Plumbline lacks a permission",
    detail="It has not been allowed to: see and edit your spreadsheets.",
    link="https://accounts.google.com/o/oauth2/consent",
    reference="",
)

Answers = Mapping[str, Sequence[Mapping[str, Any]]]
STATES: dict[str, tuple[Answers, bool, str]] = {
    "opening": ({"openWorkbook": [{"hang": True}]}, False, "Opening Plumbline"),
    "first time": ({"openWorkbook": [ok(sample.workbook())]}, False, "No forecast here yet"),
    "red": ({"openWorkbook": [DONE]}, False, "over by €112,400 (12.2 %)"),
    "green": (
        {"openWorkbook": [ok(sample.workbook(sample.run(result=sample.green())))]},
        False,
        "under by €28,000 (3 %)",
    ),
    "forty flags": (
        {"openWorkbook": [ok(sample.workbook(sample.run(result=sample.result(flags=FORTY))))]},
        False,
        "Line 39 is over",
    ),
    "hostile names": (
        {"openWorkbook": [ok(sample.workbook(sample.run(result=sample.hostile())))]},
        False,
        "<img src=x",
    ),
    "cannot open": ({"openWorkbook": [refused(PERMISSION)]}, False, "Plumbline lacks a permission"),
    "starting": ({"openWorkbook": [DONE], "refreshForecast": [{"hang": True}]}, True, "Reading the workbook"),
    "running": (
        {
            "openWorkbook": [DONE],
            "refreshForecast": [ok(sample.run("running"))],
            "followRun": [{"hang": True}],
        },
        True,
        "Forecasting 42 lines",
    ),
    "refused": (
        {"openWorkbook": [DONE], "refreshForecast": [refused(sample.trouble())]},
        True,
        "You may not write to this workbook",
    ),
}


def opened(browser: Browser, state: str) -> Page:
    answers, click, text = STATES[state]
    page = open_panel(browser, answers)
    if click:
        page.get_by_role("button", name="Refresh forecast").click()
    expect(page.locator("body")).to_contain_text(text)
    return page


@pytest.mark.parametrize("state", STATES)
def test_a_state_fits_and_can_be_read_by_everyone(browser: Browser, state: str) -> None:
    page = opened(browser, state)
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 300
    wide = page.evaluate(
        "() => [...document.querySelectorAll('main *, footer *')].filter((part) => !part.closest('.unseen')"
        " && part.getBoundingClientRect().right > 300.5).map((part) => part.className || part.tagName)"
    )
    assert wide == []
    assert serious_findings(page) == []
    assert page.faults == []  # type: ignore[attr-defined]
    assert page.evaluate("window.hacked") is None
    page.context.close()


def test_hostile_texts_are_shown_as_typed(browser: Browser) -> None:
    page = opened(browser, "hostile names")
    assert page.get_by_role("heading", level=1).inner_text() == sample.HOSTILE
    assert page.locator("img, main script").count() == 0
    page.context.close()


def test_flags_stand_in_order_of_money(browser: Browser) -> None:
    page = opened(browser, "red")
    assert page.locator("section[aria-labelledby=flags] .open").all_inner_texts() == [
        "Over budget at completion",
        "Cutover rehearsal is burning faster than planned",
        "Tomás has no rate from 1 July",
        "Ines is booked 212 hours in October",
    ]
    for text in ("Red", "-12.2 %", "Limit: -10 %", "€112,400", "Budget!G7"):
        expect(page.locator("#flag-V1")).to_contain_text(text)
    expect(page.locator("#flag-V1")).to_contain_text("Agree a change order of 112,400")
    expect(page.locator("#flag-C4")).to_contain_text("New")
    page.context.close()


def test_nothing_shows_through_the_action_bar(browser: Browser) -> None:
    page = opened(browser, "red")
    shown_through = page.evaluate(
        """() => {
            const bar = document.getElementById('action').getBoundingClientRect();
            const chip = document.querySelector('.cells .cell');
            window.scrollBy(0, chip.getBoundingClientRect().top - bar.top - 20);
            const {left, top} = chip.getBoundingClientRect();
            return chip.contains(document.elementFromPoint(left + 8, top + 8));
        }"""
    )
    assert not shown_through
    page.context.close()


def test_a_long_list_opens_in_two_steps_and_keeps_the_focus(browser: Browser) -> None:
    page = opened(browser, "forty flags")
    items = page.locator("section[aria-labelledby=flags] li")
    assert items.count() == 12
    page.get_by_role("button", name="Show 28 more flags").press("Enter")
    assert items.count() == 40
    expect(items.nth(12).get_by_role("button").first).to_be_focused()
    page.context.close()


def test_what_is_undefined_says_why_and_is_no_zero(browser: Browser) -> None:
    page = opened(browser, "green")
    margin = page.locator(".figures > div", has_text="Margin at completion")
    expect(margin).to_contain_text("not known")
    expect(margin).to_contain_text("no contract price in Settings")
    expect(page.locator(".light", has_text="Margin")).to_contain_text("Unknown")
    page.context.close()


def test_a_missing_permission_shows_its_link(browser: Browser) -> None:
    page = opened(browser, "cannot open")
    link = page.get_by_role("link", name="Allow it at Google")
    assert link.get_attribute("href") == PERMISSION["link"]
    assert link.get_attribute("rel") == "noopener"
    page.context.close()


def test_a_reader_hears_what_happened_what_did_not_and_what_to_do(browser: Browser) -> None:
    page = opened(browser, "refused")
    alert = page.get_by_role("alert")
    for text in (
        "not edit it",
        "Nothing in the workbook was changed.",
        "Ask the workbook's owner",
        "request 5f2c8b1e",
    ):
        expect(alert).to_contain_text(text)
    expect(page.get_by_role("status")).to_have_text("")
    page.context.close()
