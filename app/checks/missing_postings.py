"""Closed months whose cost has not arrived: told by E7, and no saving for whoever else looks at the cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.checks.case import Case
from app.checks.limits import Limit, Limits, in_force, in_months, share
from app.project.month import Month

NOT_POSTED = "not posted"  # the subject of a saving that is nothing else
LIMITS: Mapping[str, Limit] = {"share": share(0.25), "months": in_months(3)}


@dataclass(frozen=True, slots=True)
class MissingPosting:
    """One month. Money: minor units of the project currency.

    `mean`: of the 3 closed months before, 0 without any; `expected`: the mean, else the plan of the month.
    """

    month: Month
    booked: float
    mean: float
    expected: float

    @property
    def missing(self) -> float:
        """What is still expected."""
        return self.expected - self.booked


def missing_postings(case: Case, at: Limits) -> list[MissingPosting]:
    """Of the last closed months since the project began those without cost, or with little by the mean."""
    if not case.open.any():
        return []
    since = case.closed[case.months[case.closed] >= case.begins].tolist()
    found = []
    for number, column in list(enumerate(since))[-max(1, round(at["months"])) :]:
        booked = float(case.monthly.actual_cost[column])
        before = case.monthly.actual_cost[since[max(0, number - 3) : number]]
        mean = float(before.mean()) if len(before) else 0.0
        expected = mean if mean > 0 else float(case.monthly.budget_cost[column])
        silent = booked == 0 and expected > 0
        if expected > case.floor and (silent or (mean > 0 and booked < at["share"] * mean)):
            found.append(MissingPosting(case.monthly.months[column], booked, mean, expected))
    return found


def not_posted(case: Case) -> float:
    """What E7 expects in all, minor units; 0 where it is switched off."""
    if case.is_off("E7"):
        return 0.0
    at = in_force(LIMITS, "E7", case.typed_limits)
    return sum(each.missing for each in missing_postings(case, at))
