"""The clean project raises nothing, and says so."""

from __future__ import annotations

import pytest

from app.checks.flag import Colour
from app.forecast.forecast import forecast_project
from tests.checks.checking import findings, unpriced
from tests.support.factory import make_project


def test_no_flag() -> None:
    found = findings(make_project())
    assert [(flag.id, flag.figure) for flag in found.flags] == []
    assert {missing.check for missing in found.not_checked} == {
        "B18", "B19", "B20", "C4", "C5", "C6", "C7", "C12", "D4", "D5", "E6", "E9", "E13", "E14", "M2", "M5",
        "M7", "M9", "M10", "M11", "M12", "M13", "M14", "M15", "M16", "M17", "P4", "P6", "R1", "R5", "R7",
        "V4",
    }  # fmt: skip
    assert {light.colour for light in (found.rag.overall, found.rag.cost, found.rag.schedule)} == {
        Colour.GREEN
    }
    assert found.rag.margin.colour is Colour.GREEN


def test_its_figures_are_what_the_tests_rest_on() -> None:
    forecast, problems = forecast_project(make_project())
    cost = forecast.cost.project
    assert problems == ()
    assert [cost.bac[0], cost.pv.values[0], cost.ev[0], cost.ac[0], cost.eac[0]] == pytest.approx(
        [120_000_00, 66_000_00, 66_000_00, 66_000_00, 120_000_00]
    )


@pytest.mark.parametrize("tab", ["resource_plan", "milestones"])
def test_a_missing_tab_is_not_checked_rather_than_passed(tab: str) -> None:
    wants = {m.check: m.wants for m in findings(make_project(without=[tab])).not_checked}
    expected = {"resource_plan": {"C8", "C9", "P1"}, "milestones": {"D3"}}[tab]
    assert expected <= set(wants)
    assert all(wants.values())


def test_without_a_price_no_money_check_runs() -> None:
    found = findings(unpriced())
    assert found.flags == ()
    assert {"E1", "E2", "E3", "E4", "E12", "V7"} <= {missing.check for missing in found.not_checked}
    assert found.rag.margin.colour is Colour.GREY
    assert "No contract price".casefold() in found.rag.margin.reason.casefold()
    assert found.rag.overall.colour is Colour.GREEN
    assert found.rag.overall.reason.endswith("Scope and margin not judged.")
