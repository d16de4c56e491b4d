"""Why it moved since an earlier refresh: chosen, told in a sentence and its parts, refused in plain words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.addon import sample
from tests.browser.addon.panel import ok, open_panel, refused
from tests.support.browser import serious_findings

pytestmark = pytest.mark.browser

RUN = sample.run(run_id="1a7e")
MOVED = {
    "since": "2026-06-30",
    "text": "The forecast moved up by EUR 14,400.00 since 30 June 2026: hours +12,400.00, rates +2,000.00.",
    "start": 1300000.0,
    "end": 1314400.0,
    "effects": {"scope": 0.0, "rates": 2000.0, "hours": 12400.0},
    "lines": [{"line": sample.HOSTILE, "total": 14400.0, "effects": {"hours": 12400.0, "rates": 2000.0}}],
}
GONE = {
    "code": "nothing-to-compare",
    "title": "These two refreshes can't be compared",
    "detail": "One is in CHF.",
}


def past(run_id: str, status_date: str, state: str = "done") -> sample.Json:
    return {
        "run_id": run_id, "at": "2026-08-31T16:20:00Z", "by": "ana@northlight.example", "state": state,
        "status_date": status_date, "eac": 1300000.0, "bac": 1200000.0, "colour": "red",
    }  # fmt: skip


def test_an_earlier_refresh_is_chosen_and_compared_with(browser: Browser) -> None:
    book = sample.workbook(RUN) | {
        "history": [past("1a7e", "2026-08-31"), past("b", "2026-07-31", "failed"), past("c", "2026-06-30"),
                    past("d", "2026-05-31")]
    }  # fmt: skip
    page = open_panel(browser, {"openWorkbook": [ok(book)], "readMovement": [ok(MOVED), refused(GONE)]})
    page.get_by_text("Why it moved since an earlier refresh").click()
    choice = page.get_by_label("Compared with")
    expect(choice.locator("option")).to_have_count(3)  # neither the one shown nor one that failed
    choice.select_option("c")
    part = page.locator(".earlier")
    expect(part).to_contain_text("moved up by EUR 14,400.00 since 30 June 2026")
    expect(part.locator("dt").first).to_have_text("Hours")
    part.get_by_text("By line").click()
    expect(part).to_contain_text(sample.HOSTILE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 300
    assert serious_findings(page) == []
    assert page.evaluate("window.calls.at(-1)") == {"name": "readMovement", "args": ["c"]}
    choice.select_option("d")
    expect(part).to_contain_text("These two refreshes can't be compared")
    expect(part).not_to_contain_text("moved up")
    page.context.close()


def test_without_an_earlier_refresh_there_is_nothing_to_choose(browser: Browser) -> None:
    book = sample.workbook(RUN) | {"history": [past("1a7e", "2026-08-31")]}
    page = open_panel(browser, {"openWorkbook": [ok(book)]})
    expect(page.get_by_role("heading", name="Harbour migration")).to_be_visible()
    expect(page.locator(".earlier")).to_have_count(0)
    page.context.close()
