"""The nightly refresh on the desk: switched on in the sidebar, paused by the night, mended, and done."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.sandbox.identity.people import known_people
from tests.browser.desk.conftest import Desk
from tests.support.browser import serious_findings

pytestmark = pytest.mark.browser


def test_it_is_switched_on_found_again_and_switched_off(desk: Desk) -> None:
    nightly = desk.panel.locator(".nightly")
    nightly.locator("summary").click()
    expect(nightly).to_contain_text(known_people().service_account.email)
    nightly.get_by_label("Time zone").fill("Europe/Berlin")
    nightly.get_by_label("At", exact=True).select_option("3")
    nightly.get_by_role("button", name="Switch on").click()
    expect(nightly.get_by_role("status")).to_contain_text("Switched on. Next: ")
    expect(nightly.get_by_role("status")).to_contain_text("03:00 (Europe/Berlin)")
    frame = next(frame for frame in desk.page.frames if frame != desk.page.main_frame)
    assert frame.evaluate("document.documentElement.scrollWidth") <= 300
    assert serious_findings(frame) == []  # type: ignore[arg-type]

    desk.open()
    again = desk.panel.locator(".nightly")
    expect(again.locator("summary")).to_contain_text("On, 03:00")
    again.locator("summary").click()
    expect(again.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    again.get_by_role("button", name="Switch off").click()
    expect(again.get_by_role("status")).to_have_text("Switched off.")


def test_a_zone_that_is_none_is_told_beside_the_button(desk: Desk) -> None:
    nightly = desk.panel.locator(".nightly")
    nightly.locator("summary").click()
    nightly.get_by_label("Time zone").fill("Mars/Olympus")
    with desk.expected_troubles():
        nightly.get_by_role("button", name="Switch on").click()
        expect(nightly.get_by_role("alert")).to_contain_text("does not fit")
    expect(nightly.locator("summary")).to_contain_text("Off")
