"""Shares in the sidebar: what can be done with each, by its state."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.addon import sample
from tests.browser.addon.panel import ok, open_panel
from tests.support.browser import serious_findings

pytestmark = pytest.mark.browser
LINK = "https://docs.google.com/spreadsheets/d/1aBc"


def share(number: int, state: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{number}" * 32,
        "state": state,
        "reason": "",
        "title": "Claims portal renewal",
        "client": "Brightwater Mutual (invented)",
        "recipients": [f"client{number}@brightwater.example"],
        "role": "reader",
        "sections": ["milestones"],
        "language": "en",
        "until": "2026-12-31",
        "nightly": False,
        "link": LINK,
        "pdf": f"{LINK}/export?format=pdf",
        "number": 1,
        "by": "ana@northlight.example",
        "made_at": "2026-09-03T08:15:30Z",
        "reports": [],
    } | more


def test_what_was_interrupted_can_be_taken_back_and_what_is_over_needs_nothing(browser: Browser) -> None:
    gone = {"link": None, "pdf": None}
    known = [share(1, "failed", reason="Sharing was interrupted."), share(2, "expired", **gone)]
    listed = ok({"workbook_id": "w", "client": "Brightwater Mutual (invented)", "shares": known})
    answers = {
        "openWorkbook": [ok(sample.workbook(sample.run()))],
        "readShares": [listed],
        "takeShareBack": [ok(share(1, "revoked", **gone))],
    }
    page = open_panel(browser, answers, height=900)
    page.get_by_text("Share with client").click()
    [half_made, over] = [page.locator(".share").filter(has_text=f"client{number}@") for number in (1, 2)]
    expect(half_made).to_contain_text("interrupted")
    expect(half_made.get_by_role("button")).to_have_count(1)
    expect(half_made.get_by_role("link")).to_have_count(0)  # not a report to be passed on
    page.get_by_text("Earlier: 1").click()
    expect(over).to_contain_text("over")
    expect(over.get_by_role("button")).to_have_count(0)
    assert not serious_findings(page)
    half_made.get_by_role("button", name="Take back").click()
    half_made.get_by_role("button", name="Take back: sure?").click()
    expect(page.locator(".sharing").get_by_text("Taken back.")).to_be_visible()
    called = page.evaluate(
        "window.calls.filter((call) => call.name === 'takeShareBack').map((call) => call.args)"
    )
    assert called == [["ana@northlight.example", "1" * 32]]
    page.context.close()
