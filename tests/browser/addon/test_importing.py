"""A file of bookings in the sidebar: chosen, previewed, imported; readable by everyone at 300 px."""

from __future__ import annotations

from base64 import b64encode

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.addon import sample
from tests.browser.addon.panel import ok, open_panel, refused
from tests.support.browser import serious_findings

pytestmark = pytest.mark.browser

CONTENT = b"Date,Document,Amount\n2026-03-13,JE-1,8079.60\n"
FOUND = {
    "file": "Project Cost Detail March.csv",
    "kind": "report",
    "bookings": 5,
    "total": "8079.60",
    "hours": "12.5",
    "matched_total": "7000.00",
    "unmatched_total": "-120.40",
    "other_projects_total": "1200.00",
    "new": 3,
    "known": 1,
    "changed": [{"document": "TB-1", "row": 6, "stands": "560", "says": "570"}],
    "unmatched": [
        {"document": "EX-9", "row": 12, "task": "", "account": "5200 - Travel", "amount": "-120.40"}
    ],
    "of_other_projects": 1,
    "controls": [{"label": "all", "row": 14, "stated": "8079.60", "counted": "8079.60"}],
    "unused_columns": [],
    "tab": "Actuals",
    "cells": "A12:L14",
    "preview": "a" * 64,
}
DONE = {"tab": "Actuals", "cells": "A12:L14", "written": 3, "known": 1, "changed": 1}

OUTDATED = {
    "status": 409,
    "code": "preview-outdated",
    "title": "The workbook was changed since the preview",
    "detail": "What would be imported now is not what the preview showed.",
    "unchanged": "Nothing in the workbook was changed.",
    "mend": "Look at the preview again, then import.",
}


def test_a_file_is_previewed_and_imported(browser: Browser) -> None:
    page = open_panel(
        browser,
        {
            "openWorkbook": [ok(sample.workbook(sample.run()))],
            "previewImport": [refused(OUTDATED), ok(FOUND), ok(FOUND | {"preview": "b" * 64})],
            "importActuals": [refused(OUTDATED), ok(DONE)],
        },
    )
    part = page.locator(".importing")
    part.get_by_text("Import actuals").click()
    chosen = part.get_by_label("File (CSV, .xls, .xlsx)")
    chosen.set_input_files({"name": "big.csv", "mimeType": "text/csv", "buffer": b"x" * 5_000_001})
    expect(part.get_by_role("alert")).to_contain_text("files up to 5 MB are imported")
    expect(chosen).to_have_value("")
    chosen.set_input_files({"name": "march.csv", "mimeType": "text/csv", "buffer": CONTENT})
    expect(part.get_by_role("alert")).to_contain_text("was changed since")
    expect(chosen).to_have_value("")  # the same file can be chosen again
    chosen.set_input_files({"name": "march.csv", "mimeType": "text/csv", "buffer": CONTENT})
    expect(part).to_contain_text("The file in all8,079.60")
    expect(part).to_contain_text("They go to Actuals!A12:L14.")
    go = part.get_by_role("button", name="Import 3 bookings")
    expect(go).to_be_focused()
    part.get_by_text("Changed since, left as they stand (1)").click()
    expect(part).to_contain_text("TB-1, row 6: stands at 560.00, the file says 570.00")
    assert serious_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    go.click()
    expect(part.get_by_role("alert")).to_contain_text("was changed since")
    expect(go).to_be_focused()
    go.click()
    expect(part.get_by_role("status")).to_contain_text(
        "3 bookings added at Actuals!A12:L14. Refresh the forecast"
    )
    file = {"name": "march.csv", "content": b64encode(CONTENT).decode()}
    calls = page.evaluate(
        "window.calls.filter((call) => call.name === 'importActuals').map((call) => call.args)"
    )
    assert calls == [["ana@northlight.example", file, letter * 64] for letter in "ab"]
    page.context.close()
