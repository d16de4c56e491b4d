"""The real add-on beside the grid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.addon import sample
from tests.browser.desk.book import HOSTILE, MONTHS
from tests.browser.desk.conftest import Desk
from tests.browser.desk.service import Service

pytestmark = pytest.mark.browser


def flagged(tab: str = "Months", a1: str = "C3", sheet_id: int = MONTHS, **changes: object) -> sample.Json:
    flag = sample.flag(cells=[sample.cell(tab, a1, sheet_id)], title="Look here", **changes)
    return sample.run(result=sample.result(flags=[flag]))


def test_the_sidebar_opens_by_itself_at_300_pixels(desk: Desk, service: Service) -> None:
    expect(desk.panel.get_by_role("button", name="Refresh forecast")).to_be_visible()
    assert desk.page.locator("#frame").bounding_box()["width"] == 300
    method, path, headers = service.asked[0]
    assert (method, path) == ("GET", f"workbooks/{desk.book}")
    assert headers["authorization"].startswith("Bearer ey")
    assert headers["x-google-access-token"].startswith("ya29.")


def test_a_refresh_and_a_flag_that_opens_its_cell(desk: Desk, service: Service) -> None:
    service.refresh = (200, flagged())
    desk.panel.get_by_role("button", name="Refresh forecast").click()
    expect(desk.panel.get_by_role("status")).to_contain_text("Done")
    desk.panel.get_by_role("button", name="Look here").click()
    expect(desk.page.get_by_role("tab", name="Months")).to_have_attribute("aria-selected", "true")
    expect(desk.page.get_by_label("Cell or range")).to_have_value("C3")
    expect(desk.cell(2, 2)).to_be_in_viewport()


def test_a_cell_that_is_gone_is_said_so(desk: Desk, service: Service) -> None:
    service.refresh = (200, flagged(a1="C900"))
    desk.panel.get_by_role("button", name="Refresh forecast").click()
    desk.panel.get_by_role("button", name="Look here").click()
    expect(desk.panel.get_by_role("alert")).to_contain_text("C900")


def test_an_error_of_the_service_is_shown_beside_the_button(desk: Desk, service: Service) -> None:
    problem = {
        "type": "/problems/no-budget",
        "title": "No Budget tab",
        "detail": "There is no tab called Budget.",
        "status": 422,
        "unchanged": "Nothing in the workbook was changed.",
        "mend": "Add one.",
    }
    service.refresh = (422, problem)
    desk.panel.get_by_role("button", name="Refresh forecast").click()
    alert = desk.panel.get_by_role("alert")
    for words in ("No Budget tab", "There is no tab called Budget.", "Nothing in the workbook was changed."):
        expect(alert).to_contain_text(words)


def test_a_permission_that_is_not_granted_is_asked_for(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Ana Ruiz: change person").click()
    desk.page.get_by_label("Connect to its service").uncheck()
    desk.page.keyboard.press("Escape")
    desk.panel.get_by_role("button", name="Refresh forecast").click()
    expect(desk.panel.get_by_role("alert")).to_contain_text("connect to the Plumbline service")
    desk.panel.get_by_role("link", name="Allow it at Google").click()
    box = desk.page.get_by_label("Connect to its service")
    expect(box).to_be_visible()
    box.check()
    desk.panel.get_by_role("button", name="Refresh forecast").click()
    expect(desk.panel.get_by_role("status")).to_contain_text("Done")


def test_the_frame_cannot_reach_the_desk_nor_the_service(desk: Desk) -> None:
    expect(desk.panel.get_by_role("button", name="Refresh forecast")).to_be_visible()
    frame = next(frame for frame in desk.page.frames if "/desk/frame/" in frame.url)
    found = frame.evaluate(
        """() => {
            const outcome = (work) => { try { return String(work()); } catch (error) { return error.name; } };
            return {
                desk: outcome(() => window.parent.document),
                hidden: outcome(() => typeof google.script.run.call_),
                date: outcome(() => google.script.run.refreshForecast(new Date())),
            };
        }"""
    )
    assert found == {"desk": "SecurityError", "hidden": "undefined", "date": "TypeError"}


def test_another_person_sees_the_sidebar_as_themselves(desk: Desk, service: Service) -> None:
    expect(desk.panel.get_by_role("button", name="Refresh forecast")).to_be_visible()
    desk.page.get_by_role("button", name="Ana Ruiz: change person").click()
    desk.page.get_by_role("button", name="Ben Okafor").click()
    expect(desk.panel.locator("body")).to_have_attribute("data-email", "ben@northlight.example")
    expect(desk.panel.get_by_role("button", name="Refresh forecast")).to_be_visible()


def test_the_menu_opens_the_sidebar_again(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Close Plumbline").click()
    expect(desk.page.locator("#frame")).to_have_count(0)
    desk.page.get_by_role("button", name="Plumbline", exact=True).focus()
    desk.page.keyboard.press("ArrowDown")
    expect(desk.page.get_by_role("menuitem", name="Open Plumbline")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.panel.get_by_role("button", name="Refresh forecast")).to_be_visible()


def test_a_hostile_tab_name_stays_a_name(desk: Desk, service: Service) -> None:
    rename = {"properties": {"sheetId": MONTHS, "title": HOSTILE}, "fields": "title"}
    address = f"/v4/spreadsheets/{desk.book}:batchUpdate"
    desk.sandbox.json("POST", address, json={"requests": [{"updateSheetProperties": rename}]})
    service.refresh = (200, flagged(tab=HOSTILE))
    desk.panel.get_by_role("button", name="Refresh forecast").click()
    desk.panel.get_by_role("button", name="Look here").click()
    expect(desk.page.get_by_role("tab", name=HOSTILE)).to_have_attribute("aria-selected", "true")
    expect(desk.panel.get_by_role("status")).to_contain_text(HOSTILE)


def test_the_desk_leaves_no_trace_in_the_request_log(desk: Desk) -> None:
    desk.sandbox.clear_requests()
    desk.tab("Months")
    desk.cell(1, 1).click()
    desk.page.keyboard.type("11")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#saved")).to_have_text("Saved")
    assert desk.sandbox.requests("sheets") == []


def with_code(desk: Desk, source: str) -> None:
    """The desk opened anew with another Code.gs."""
    script = "**/sandbox/script/files/Code.gs"
    desk.page.route(
        script, lambda route: route.fulfill(body=source, content_type="text/javascript; charset=utf-8")
    )
    desk.open()


MENU = "function onOpen() { SpreadsheetApp.getUi().createAddonMenu().addItem('Go', 'go').addToUi(); }\n"


def choose(desk: Desk, name: str) -> None:
    desk.page.get_by_role("button", name="Plumbline", exact=True).click()
    desk.page.get_by_role("menuitem", name=name).click()


def until(desk: Desk, holds: Callable[[], bool]) -> None:
    """Waits for what the browser tells in its own time; at most five seconds."""
    for _ in range(100):
        if holds():
            return
        desk.page.wait_for_timeout(50)
    pytest.fail("it did not come true within five seconds")


def test_a_mistake_in_a_file_is_named_with_its_line(desk: Desk) -> None:
    with_code(desk, MENU + "const broken = ;")
    expect(desk.page.locator(".toast.bad")).to_contain_text("Code.gs:2")
    expect(desk.cell(1, 1)).to_have_text("Work package 1")


def test_an_execution_that_never_ends_is_ended(desk: Desk) -> None:
    desk.page.clock.install()
    with_code(desk, MENU + "function go() { for (;;); }")
    choose(desk, "Go")
    until(desk, lambda: len(desk.page.workers) == 1)
    desk.page.clock.fast_forward("06:01")
    expect(desk.page.locator(".toast.bad")).to_contain_text("Exceeded maximum execution time")
    until(desk, lambda: desk.page.workers == [])


def test_executions_forget_and_properties_remember(desk: Desk) -> None:
    with_code(
        desk,
        MENU
        + """let count = 0;
        function go() {
            count += 1;
            const kept = PropertiesService.getUserProperties();
            kept.setProperty('count', Number(kept.getProperty('count') || 0) + 1);
            SpreadsheetApp.getActive().toast(count + ' here, ' + kept.getProperty('count') + ' in all');
        }""",
    )
    choose(desk, "Go")
    expect(desk.page.get_by_text("1 here, 1 in all")).to_be_visible()
    choose(desk, "Go")
    expect(desk.page.get_by_text("1 here, 2 in all")).to_be_visible()
