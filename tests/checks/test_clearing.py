"""A flag that stood clears 1 point inside its limit; one that did not stand is not raised there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.checks.flag import Findings, Severity
from app.checks.limits import Limit, Unit, by_default, in_days, in_points, index_of, share
from app.checks.previous import PreviousRun
from app.project.model import CreditingRule, Project
from tests.checks.checking import and_entry, and_line, changed, findings, replanned, unpriced
from tests.checks.situations.earned import HALF
from tests.checks.situations.planting import tuned
from tests.checks.test_earned_value import small
from tests.checks.test_money import late_licences
from tests.checks.test_own_sums import LATE, at_pace, calibrated, month_end
from tests.checks.test_variance import costlier, overspent
from tests.support.factory import STATUS, entries, make_project, settings

RED, AMBER, NOTE = Severity.RED, Severity.AMBER, Severity.NOTE


@pytest.mark.parametrize(
    ("limit", "outside", "inside", "clear"),
    [
        (share(0.10), 0.1001, 0.0901, 0.09),
        (index_of(1.10), 1.101, 1.091, 1.09),
        (in_points(0.01), 0.0101, 0.0051, 0.005),  # half of a limit under 2 points
        (in_days(5), 6, 5.1, 5),  # no point of a day
        (Limit(0.004, Unit.SHARE), 0.0041, 0.0021, 0.002),
    ],
)
def test_a_limit_and_where_a_flag_clears(limit: Limit, outside: float, inside: float, clear: float) -> None:
    at = by_default({"limit": limit})
    assert at.beyond("limit", outside)
    assert not at.beyond("limit", limit.default)
    assert at.beyond("limit", inside, stood=True)
    assert not at.beyond("limit", clear, stood=True)


def test_below_a_limit_it_clears_a_point_above_it() -> None:
    at = by_default({"limit": index_of(0.95)})
    found = [at.beyond("limit", value, below=True, stood=True) for value in (0.94, 0.959, 0.96)]
    assert found == [True, True, False]
    assert not at.beyond("limit", 0.95, below=True)


def cheap(january: float) -> Project:
    """66,000 earned for 56,000 and 100 an hour of January."""
    first, *rest = entries()
    return unpriced(entries_=[replace(first, hours=january), *rest])


def spared(hours: float) -> Project:
    """A forecast of 90,000 and 100 an hour for the test, 120,000 budgeted."""
    rows = replanned("1.3", dict.fromkeys((10, 11, 12), hours / 3))
    return unpriced(plan_=rows, settings=tuned(C1_off=1, C2_off=1))


def overrun(hours: float, **off: int) -> Project:
    """69,200 spent for 66,000 earned; a forecast of 93,200 and 100 an hour for the test."""
    return replace(
        overspent(1_600_00, test_hours=hours),
        settings=settings(contract_price=None, **tuned(C2_off=1, **off)),
    )


def heaped(december: float) -> Project:
    """42,000 to come, with so many hours at 100 in its last month."""
    rest = (300.0 - december) / 2
    rows = replanned("1.3", {10: rest, 11: rest, 12: december})[2:]
    return make_project(plan_=[*replanned("1.2", {7: 50.0, 8: 50.0, 9: 50.0})[:2], *rows])


def effort(progress: float) -> Project:
    """A line of 200 by effort, half of it planned to date."""
    line = small(rule=CreditingRule.EFFORT, progress=progress)
    return make_project(lines_=and_line(line), entries_=and_entry(HALF))


def cautious(progress: float) -> Project:
    """54,600 to come; CPI (42,000 + 48,000 x progress) / 66,000."""
    return unpriced(lines_=changed("1.2", progress=progress), plan_=costlier(5, 2), settings=tuned(C1_off=1))


def short(limit: float) -> Project:
    """A budget that lasts 4.5 of 6 months, 75 %."""
    return unpriced(**late_licences(), settings=tuned(E10_share=limit))


def of(project: Project) -> Callable[..., Findings]:
    """Its findings, after a run in which these flags stood."""

    def found(**stood: Severity) -> Findings:
        told = {key.replace("__", ":").replace("_", "."): each for key, each in stood.items()}
        return findings(project, previous=PreviousRun(status_date=STATUS, severities=told))

    return found


def paced(spi_t: float, *before: float) -> Callable[..., Findings]:
    """SPI(t) now, and at the two month ends before."""
    first, last = before
    history = month_end(4, spi_t=first), month_end(5, spi_t=last)
    return lambda **stood: at_pace({**LATE, "spi_t": spi_t}, *history, **stood)


def ranged(**figures: float) -> Callable[..., Findings]:
    """120,000 forecast, and what closed projects lead to."""
    return lambda **stood: calibrated(stood.get("C6"), chance_over_budget=0.4, **figures)


@pytest.mark.parametrize(
    ("flag", "was", "inside", "clear"),
    [
        ("V3", AMBER, of(cheap(42.73)), of(cheap(46.06))),  # CPI 1.095 and 1.089
        ("V3", AMBER, of(spared(186.0)), of(spared(193.0))),  # 9.5 % and 8.9 % under
        ("B17__1_5", AMBER, of(effort(0.508)), of(effort(0.504))),
        ("C1", AMBER, of(overrun(280.0, C3_off=1)), of(overrun(289.0, C3_off=1))),  # 1.7 % and 0.9 % below
        ("C3", AMBER, of(overrun(272.0, C1_off=1)), of(overrun(279.0, C1_off=1))),  # 4.5 and 3.9 points
        ("C10", AMBER, of(heaped(166.0)), of(heaped(162.0))),  # 39.5 % and 38.6 %
        ("C2", NOTE, of(cautious(0.552)), of(cautious(0.548))),  # 0.095 and 0.088 below CPI
        ("C6", AMBER, ranged(p50=133_000_00.0, p90=140_000_00.0), ranged(p50=131_500_00.0, p90=140_000_00.0)),
        ("C6", RED, ranged(p10=119_500_00.0, p50=121_500_00.0), ranged(p10=118_000_00.0, p50=121_500_00.0)),
        ("E10", AMBER, of(short(0.745)), of(short(0.735))),
        ("D4", AMBER, paced(0.955, 0.97, 0.96), paced(0.961, 0.99, 0.98)),
    ],
)
def test_a_flag_that_stood_clears_a_point_inside_its_limit(
    flag: str, was: Severity, inside: Callable[..., Findings], clear: Callable[..., Findings]
) -> None:
    check = flag.partition("_")[0]

    def told(found: Findings) -> list[Severity]:
        return [each.severity for each in found.flags if each.check == check]

    assert told(inside()) == []
    assert told(inside(**{flag: was})) == [was]
    assert told(clear(**{flag: was})) == []
