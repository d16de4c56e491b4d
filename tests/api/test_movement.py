"""Why the forecast moved from an earlier refresh to the latest, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.sandbox import BEN
from tests.support.whole import Whole


def refreshed(whole: Whole, hours: dict[int, float] | None = None) -> Any:
    """A refresh after typing hours into rows of the Actuals."""
    for row, value in (hours or {}).items():
        whole.type("Actuals", f"{column(whole, 'Actuals', 'Hours')}{row}", value)
    answer = whole.refresh()
    assert answer.status_code == 200, answer.text
    return answer.json()


def since(whole: Whole, run: str, **more: Any) -> Any:
    return whole.ask("GET", f"/v1/runs/{run}/movement", **more)


def column(whole: Whole, tab: str, heading: str) -> str:
    path = f"/v4/spreadsheets/{whole.book}/values/{tab}!A1:Z1"
    return chr(65 + whole.sandbox.json("GET", path)["values"][0].index(heading))


def setting(whole: Whole, key: str) -> str:
    """The cell of a setting's value."""
    path = f"/v4/spreadsheets/{whole.book}/values/Settings!A1:A60"
    keys = [row[0] if row else "" for row in whole.sandbox.json("GET", path)["values"]]
    return f"B{keys.index(key) + 1}"


def test_from_any_earlier_refresh_the_effects_add_up(whole: Whole) -> None:
    first = refreshed(whole)
    second = refreshed(whole, {2: 300})
    third = refreshed(whole, {400: 200})
    eac = [run["result"]["figures"]["cost"]["eac"] for run in (first, second, third)]
    assert len(set(eac)) == 3
    for run, then in ((first, eac[0]), (second, eac[1])):
        told = since(whole, run["run_id"]).json()
        assert (told["start"], told["end"]) == pytest.approx((then, eac[2]), abs=0.01)
        assert sum(told["effects"].values()) == pytest.approx(told["end"] - told["start"], abs=0.001)
        assert sum(line["total"] for line in told["lines"]) == pytest.approx(
            told["end"] - told["start"], abs=0.001
        )
        assert told["text"].startswith("The forecast moved")
        assert "since that refresh" in told["text"]
    assert {line["line"] for line in since(whole, first["run_id"]).json()["lines"]} > {
        line["line"] for line in since(whole, second["run_id"]).json()["lines"]
    }
    last = since(whole, third["run_id"]).json()
    assert (last["end"] - last["start"], set(last["effects"].values())) == (0, {0})


def test_two_currencies_are_not_compared(whole: Whole) -> None:
    first = refreshed(whole)
    whole.type("Settings", setting(whole, "Currency"), "CHF")
    assert whole.refresh().status_code == 200
    told = since(whole, first["run_id"])
    assert (told.status_code, told.json()["type"]) == (409, "/problems/nothing-to-compare")
    assert "EUR, the other in CHF" in told.json()["detail"]


def test_a_refresh_that_failed_left_nothing_to_compare(whole: Whole) -> None:
    refreshed(whole)
    cell = setting(whole, "Status date")
    whole.type("Settings", cell, "")
    failed = whole.refresh()
    assert failed.status_code == 422
    [run] = [
        one["run_id"]
        for one in whole.ask("GET", f"/v1/workbooks/{whole.book}").json()["history"]
        if one["state"] == "failed"
    ]
    told = since(whole, run)
    assert (told.status_code, told.json()["type"]) == (409, "/problems/nothing-to-compare")


def test_only_whoever_may_open_the_workbook_is_told(whole: Whole) -> None:
    run = refreshed(whole)["run_id"]
    assert since(whole, run, as_=BEN).status_code == 404
    whole.share(BEN, "reader")
    assert since(whole, run, as_=BEN).status_code == 200
    assert since(whole, "0" * 32).status_code == 404
