"""`L.either`: a limit or the money floor is enough; the threshold told is the one that was broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.checks.flag import Severity
from app.project.model import Project
from tests.checks.checking import by_check, checks, findings, unpriced
from tests.checks.test_money import late_licences
from tests.checks.test_orders import order, purchased
from tests.checks.test_schedule import slow
from tests.checks.test_variance import costlier
from tests.support.factory import settings

AMBER, RED = Severity.AMBER, Severity.RED


def either(project: Project, **limits: float) -> Project:
    """The project with `L.either` on, and further thresholds."""
    typed = {key.replace("_", "."): value for key, value in limits.items()}
    thresholds = {**project.settings.thresholds, "L.either": 1.0, **typed}
    return replace(project, settings=replace(project.settings, thresholds=thresholds))


def test_the_rule_says_or_and_the_threshold_is_the_floor() -> None:
    flag = by_check(findings(either(unpriced(plan_=costlier(0, 12)))), "V1")  # 1,200 is 1 % of the budget
    assert (flag.severity, flag.threshold) == (AMBER, "EUR 1,000")
    assert flag.rule == (
        "The forecast is over budget by more than 5.0 % (amber) or 10.0 % (red), or by more than EUR 1,000"
    )


def test_the_threshold_is_the_limit_where_that_is_broken() -> None:
    flag = by_check(findings(either(unpriced(plan_=costlier(56, 28)), L_amount=9_000)), "V1")
    assert (flag.severity, flag.threshold) == (AMBER, "5.0 %")  # 7,280 over: 6.1 %, within the floor


@pytest.mark.parametrize(
    ("value", "invoiced", "threshold"),
    [
        (1_000_000, 1_090_000, "1.0 %"),  # 9 %, 900 under the floor
        (20_000_000, 20_150_000, "EUR 1,000"),  # 0.75 %, 1,500
        (1_000_000, 1_005_000, None),  # 0.5 %, 50
    ],
)
def test_m12(value: int, invoiced: int, threshold: str | None) -> None:
    found = findings(either(purchased(order(value, invoiced=invoiced))))
    assert [flag.threshold for flag in found.flags if flag.check == "M12"] == (
        [threshold] if threshold else []
    )


def test_m13_is_told_under_the_floor() -> None:
    drawn = purchased(order(1_000_000, invoiced=850_000))
    high = replace(drawn, settings=settings(thresholds={"L.amount": 1_000_000}))
    assert "M13" not in checks(findings(high))
    assert by_check(findings(either(high)), "M13").threshold == "80.0 %"


def test_d2_is_told_under_the_floor() -> None:
    assert "D2" not in checks(findings(slow(4_800_00, **{"L.amount": 4_801, "D1.off": 1.0})))
    flag = by_check(findings(either(slow(4_800_00, **{"D1.off": 1.0}), L_amount=4_801)), "D2")
    assert (flag.severity, flag.threshold) == (RED, "10.0 % of the planned duration")


def test_e10_is_told_under_the_floor() -> None:
    short = unpriced(**late_licences(), settings={"thresholds": {"L.amount": 20_000}})
    assert "E10" not in checks(findings(short))  # 18,000 short
    assert by_check(findings(either(short)), "E10").threshold == "6.0 months"


@pytest.mark.parametrize("value", [-1.0, 2.0, 0.5])
def test_only_yes_or_no_can_be_meant(value: float) -> None:
    project = unpriced(plan_=costlier(0, 12), settings={"thresholds": {"L.either": value}})
    found = findings(project)
    assert checks(found) == {"S1"}
    assert "The default, no, is used." in found.flags[0].remedy
