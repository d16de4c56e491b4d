"""What the sidebar does with time: polls, double clicks, lost answers, runs found under way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.addon import sample
from tests.browser.addon.panel import ok, open_panel, refused

pytestmark = pytest.mark.browser

OPEN = ok(sample.workbook(sample.run(run_id="0ld")))
RUNNING = ok(sample.run("running"))
LOST = refused(
    sample.trouble(code="no-answer", title="The service did not answer in time", lost=True, status=0)
)


def calls(page: Page, name: str) -> int:
    found: int = page.evaluate("(name) => window.calls.filter((call) => call.name === name).length", name)
    return found


def click(page: Page) -> None:
    page.get_by_role("button", name="Refresh forecast").click()


def wait(page: Page, seconds: float) -> None:
    page.clock.run_for(int(seconds * 1000))


def at(browser: Browser, **answers: list[dict[str, object]]) -> Page:
    page = open_panel(browser, {"openWorkbook": [OPEN], **answers}, clock=True)
    wait(page, 0.01)
    expect(page.get_by_role("heading", name="Harbour migration")).to_be_visible()
    return page


def test_an_answer_at_once_needs_no_poll(browser: Browser) -> None:
    page = at(browser, refreshForecast=[ok(sample.run())])
    click(page)
    wait(page, 0.01)
    expect(page.get_by_role("status")).to_have_text(
        "Done. Forecast up by €12,400 since 31 July; 2 new flags, 1 gone."
    )
    assert calls(page, "followRun") == 0
    expect(page.get_by_role("progressbar")).to_be_hidden()
    expect(page.get_by_role("button", name="Refresh forecast")).to_be_focused()
    page.context.close()


def test_a_run_is_followed_after_1_2_5_and_5_seconds_with_counted_progress(browser: Browser) -> None:
    page = at(browser, refreshForecast=[RUNNING], followRun=[RUNNING, RUNNING, RUNNING, ok(sample.run())])
    click(page)
    wait(page, 0.01)
    assert page.get_by_role("progressbar").evaluate("(meter) => [meter.value, meter.max]") == [3, 5]
    expect(page.get_by_role("status")).to_have_text("Forecasting 42 lines")
    for seconds, looks in ((0.9, 0), (0.2, 1), (1.8, 1), (0.3, 2), (4.6, 2), (0.5, 3), (4.4, 3), (0.8, 4)):
        wait(page, seconds)
        assert calls(page, "followRun") == looks
    expect(page.get_by_role("status")).to_contain_text("Done")
    wait(page, 60)
    assert calls(page, "followRun") == 4
    page.context.close()


def test_one_look_at_a_time(browser: Browser) -> None:
    page = at(browser, refreshForecast=[RUNNING], followRun=[{**RUNNING, "after": 30000}])
    click(page)
    wait(page, 29)
    assert calls(page, "followRun") == 1
    wait(page, 60)
    assert page.evaluate("window.mostInFlight.followRun") == 1
    page.context.close()


def test_a_double_click_starts_one_refresh_and_each_click_has_its_own_key(browser: Browser) -> None:
    page = at(browser, refreshForecast=[{**ok(sample.run()), "after": 500}])
    button = page.get_by_role("button", name="Refresh forecast")
    button.dblclick()
    busy = page.get_by_role("button", name="Refreshing…")
    expect(busy).to_have_attribute("aria-disabled", "true")
    busy.press("Enter")
    expect(busy).to_be_focused()
    wait(page, 1)
    assert calls(page, "refreshForecast") == 1
    button.press("Enter")
    wait(page, 1)
    keys = page.evaluate(
        "window.calls.filter((call) => call.name === 'refreshForecast').map((call) => call.args[1])"
    )
    assert len(set(keys)) == 2
    assert all(len(key) == 32 for key in keys)
    page.context.close()


def test_reopening_follows_the_run_under_way(browser: Browser) -> None:
    page = open_panel(
        browser,
        {
            "openWorkbook": [ok(sample.workbook(sample.run(run_id="0ld"), active_run="9f1c"))],
            "followRun": [RUNNING, ok(sample.run())],
        },
        clock=True,
    )
    wait(page, 1.1)
    expect(page.get_by_role("button", name="Refreshing…")).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("heading", name="Harbour migration")).to_be_visible()
    wait(page, 2.5)
    expect(page.get_by_role("status")).to_contain_text("Done")
    assert page.evaluate("window.calls.find((call) => call.name === 'followRun').args") == ["9f1c"]
    expect(page.get_by_role("button", name="Refresh forecast")).to_have_attribute("aria-disabled", "false")
    page.context.close()


def test_someone_elses_refresh_is_followed(browser: Browser) -> None:
    conflict = refused(sample.trouble(code="already-running", status=409, run="abc"))
    page = at(browser, refreshForecast=[conflict], followRun=[ok(sample.run())])
    click(page)
    wait(page, 1.1)
    expect(page.get_by_role("status")).to_contain_text("Done")
    assert page.evaluate("window.calls.find((call) => call.name === 'followRun').args") == ["abc"]
    page.context.close()


def test_a_lost_answer_finds_the_run_that_is_going_on(browser: Browser) -> None:
    page = open_panel(
        browser,
        {
            "openWorkbook": [OPEN, ok(sample.workbook(active_run="9f1c"))],
            "refreshForecast": [LOST],
            "followRun": [ok(sample.run())],
        },
        clock=True,
    )
    wait(page, 0.01)
    click(page)
    wait(page, 1.2)
    expect(page.get_by_role("status")).to_contain_text("Done")
    assert calls(page, "refreshForecast") == 1
    page.context.close()


def test_a_lost_answer_finds_the_run_that_has_ended(browser: Browser) -> None:
    page = open_panel(
        browser,
        {"openWorkbook": [OPEN, ok(sample.workbook(sample.run(run_id="n3w")))], "refreshForecast": [LOST]},
        clock=True,
    )
    wait(page, 0.01)
    click(page)
    wait(page, 0.05)
    expect(page.get_by_role("status")).to_contain_text("Done")
    page.context.close()


def test_a_lost_answer_without_a_run_is_told(browser: Browser) -> None:
    page = at(browser, refreshForecast=[LOST])
    click(page)
    wait(page, 0.05)
    expect(page.get_by_role("alert")).to_contain_text("did not answer in time")
    page.context.close()


def test_a_look_that_fails_in_passing_is_repeated_and_a_lasting_one_is_told(browser: Browser) -> None:
    busy = refused(sample.trouble(title="The service is not available", status=503))
    page = at(browser, refreshForecast=[RUNNING], followRun=[busy, busy, ok(sample.run())])
    click(page)
    wait(page, 8.5)
    expect(page.get_by_role("status")).to_contain_text("Done")
    page.context.close()

    page = at(browser, refreshForecast=[RUNNING], followRun=[busy])
    click(page)
    wait(page, 30)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The service is not available")
    expect(alert).to_contain_text("may still be going on")
    assert calls(page, "followRun") == 4
    alert.get_by_role("button", name="Look again").click()
    wait(page, 0.05)
    assert calls(page, "openWorkbook") == 2
    page.context.close()


def test_the_page_stops_looking_after_ten_minutes(browser: Browser) -> None:
    page = at(browser, refreshForecast=[RUNNING], followRun=[RUNNING])
    click(page)
    wait(page, 10 * 60 + 6)
    expect(page.get_by_role("alert")).to_contain_text("This takes unusually long")
    looks = calls(page, "followRun")
    wait(page, 60)
    assert calls(page, "followRun") == looks
    page.context.close()


@pytest.mark.parametrize(
    ("state", "text"),
    [("failed", "Budget has no lines"), ("interrupted", "a second click does no harm")],
    ids=["failed", "interrupted"],
)
def test_a_run_that_did_not_succeed_says_so(browser: Browser, state: str, text: str) -> None:
    error = (
        {"title": "There is nothing to forecast", "detail": "Budget has no lines.", "mend": "Type one."}
        if state == "failed"
        else None
    )
    page = at(browser, refreshForecast=[ok(sample.run(state, error=error))])
    click(page)
    wait(page, 0.05)
    expect(page.get_by_role("alert")).to_contain_text(text)
    page.context.close()


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (
            "We're sorry, a server error occurred. Error code PERMISSION_DENIED.",
            "signed in as ana@northlight.example alone",
        ),
        ("Authorization is required to perform that action.", "open Plumbline from the menu again"),
        ("NetworkError: Connection failure due to HTTP 0", "Check your connection"),
    ],
)
def test_googles_own_errors_are_put_in_plain_words(browser: Browser, message: str, text: str) -> None:
    page = at(browser, refreshForecast=[{"fail": message}])
    page.evaluate("(message) => { window.answers.openWorkbook = [{fail: message}]; }", message)
    click(page)
    wait(page, 0.05)
    expect(page.get_by_role("alert")).to_contain_text(text)
    expect(page.get_by_role("button", name="Refresh forecast")).to_have_attribute("aria-disabled", "false")
    page.context.close()


def test_after_an_error_on_opening_it_can_be_tried_again(browser: Browser) -> None:
    page = open_panel(browser, {"openWorkbook": [refused(sample.trouble()), OPEN]}, clock=True)
    wait(page, 0.01)
    page.get_by_role("button", name="Try again").press("Enter")
    wait(page, 0.05)
    expect(page.get_by_role("heading", name="Harbour migration")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_text("")
    page.context.close()


def test_flags_and_problems_go_to_their_cells_by_keyboard_and_by_mouse(browser: Browser) -> None:
    gone = refused(sample.trouble(code="tab-gone", title="That tab is no longer there"))
    page = at(browser, openCell=[ok({}), ok({}), ok({}), gone])
    page.get_by_role("button", name="Over budget at completion, go to Budget!G7").press("Enter")
    wait(page, 0.01)
    expect(page.get_by_role("status")).to_have_text("At Budget!G7.")
    page.locator("#flag-R1").click(position={"x": 200, "y": 20})
    page.get_by_role("button", name="Actuals!F210:F224").click()
    page.get_by_role("button", name="Budget!F12").click()
    wait(page, 0.05)
    assert page.evaluate(
        "window.calls.filter((call) => call.name === 'openCell').map((call) => call.args)"
    ) == [
        [11, "G7"],
        [13, "L8"],
        [12, "F210:F224"],
        [11, "F12"],
    ]
    expect(page.get_by_role("alert")).to_contain_text("That tab is no longer there")
    page.context.close()


def test_an_error_about_a_cell_leads_to_it(browser: Browser) -> None:
    page = at(
        browser,
        refreshForecast=[refused(sample.trouble(status=422, cell=sample.cell("Settings", "B6", 5)))],
        openCell=[ok({})],
    )
    click(page)
    wait(page, 0.05)
    page.get_by_role("button", name="Go to Settings!B6").click()
    wait(page, 0.05)
    assert page.evaluate("window.calls.at(-1).args") == [5, "B6"]
    page.context.close()
