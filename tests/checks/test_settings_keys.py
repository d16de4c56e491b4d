"""S1: thresholds that cannot be meant or contradict each other; lights whose checks are switched off."""

from __future__ import annotations

from typing import Any

import pytest

from app.checks.flag import Colour, Flag, Severity
from tests.checks.checking import cells, checks, findings, replanned, the_flag, unpriced
from tests.checks.test_variance import costlier
from tests.support.factory import make_project, settings


def told(**typed: Any) -> Flag:
    return the_flag(findings(make_project(settings_=settings(**typed))))


@pytest.mark.parametrize(
    ("key", "value", "how"),
    [
        ("D1.amber", 95.0, "The default of 0.95 is used. Type an index such as 0.95, from 0 to 3."),
        ("D3.red", 0.05, "Type a number of working days such as 10: 0, or from half a day on."),
        ("M14.age", 0.3, "Type a number of days such as 30: 0, or from half a day on."),
        ("V2.off", 7.0, "The default, no, is used. Type 1, TRUE or yes to switch it on"),
        ("C8.red", 3.5, "The default of 120.0 % is used. Type a share as 110 % or 1.1, from 0 to 300 %."),
    ],
)
def test_what_cannot_be_meant_is_told_in_its_own_unit(key: str, value: float, how: str) -> None:
    flag = told(thresholds={key: value})
    assert (flag.check, flag.severity, flag.subject) == ("S1", Severity.NOTE, key)
    assert how in flag.remedy


@pytest.mark.parametrize(
    ("key", "value"), [("D3.red", 0.0), ("D3.red", 0.5), ("C8.red", 1.5), ("V1.amber", 0.1)]
)
def test_what_can_be_meant_is_not_told(key: str, value: float) -> None:
    assert findings(make_project(settings_=settings(thresholds={key: value}))).flags == ()


@pytest.mark.parametrize(
    ("key", "value", "figure"),
    [
        ("V1.amber", 0.2, "V1.amber is 20.0 %, V1.red 10.0 %"),
        ("D1.red", 0.99, "D1.amber is 0.95, D1.red 0.99"),
    ],
)
def test_red_before_amber(key: str, value: float, figure: str) -> None:
    flag = told(thresholds={key: value})
    assert (flag.check, flag.figure) == ("S1", figure)
    assert flag.remedy.startswith(f"Nothing of {key[:2]} is amber")


def test_a_key_in_two_rows() -> None:
    flag = told(thresholds={"D3.red": 5.0}, double_thresholds={"D3.red": (21, "'30'")}, rows={"D3.red": 20})
    assert (flag.check, flag.title, cells(flag)) == (
        "S1",
        "A threshold stands twice",
        ["Settings!B21", "Settings!B22"],
    )
    assert "delete one of the two: '30'" in flag.remedy


def test_a_word_where_a_switch_belongs_leaves_the_check_on_and_the_lights_alone() -> None:
    project = unpriced(plan_=costlier(56, 28), settings={"unread_thresholds": {"V1.off": "'soon'"}})
    found = findings(project)
    assert checks(found) == {"V1", "S1"}
    calm = findings(make_project(settings_=settings(unread_thresholds={"V1.off": "'soon'"})))
    assert calm.rag.overall.colour is Colour.GREEN


@pytest.mark.parametrize("value", [-1.0, 2.0])
def test_only_a_yes_switches_a_check_off(value: float) -> None:
    project = unpriced(plan_=costlier(56, 28), settings={"thresholds": {"V1.off": value}})
    assert checks(findings(project)) == {"V1", "S1"}


def test_a_light_says_which_of_its_checks_is_off() -> None:
    """7,280 over a budget of 120,000, and the check that would say so is off."""
    light = findings(unpriced(plan_=costlier(56, 28), settings={"thresholds": {"V1.off": 1.0}})).rag.cost
    assert (light.colour, light.check) == (Colour.GREEN, "V2")
    assert light.reason.startswith("Forecast EUR 127,280 against a budget of 120,000, CPI ")
    assert light.reason.endswith(": nothing found by V2, V3 and B21; V1 switched off in Settings.")


def test_a_light_without_figures_says_so_too() -> None:
    over = replanned("1.3", {7: 400.0})
    light = findings(unpriced(plan_=over, settings={"thresholds": {"C8.off": 1.0}})).rag.resources
    assert (light.colour, light.reason) == (
        Colour.GREEN,
        "Nothing found by P1 and P3; C8 switched off in Settings.",
    )


def test_a_light_whose_checks_are_all_off_is_grey() -> None:
    off = {f"{check}.off": 1.0 for check in ("V1", "V2", "V3", "B21")}
    assert findings(make_project(settings_=settings(thresholds=off))).rag.cost.colour is Colour.GREY
