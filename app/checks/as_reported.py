"""What is held against the first report of it: the words of both checks, and what ends their flags."""

from __future__ import annotations

from collections.abc import Iterable

from app.checks.case import Case
from app.checks.first_reported import FirstReported

EARLIER = "an earlier month end to have been refreshed"
CENT = 1  # minor unit: of rounding


def settled(case: Case) -> FirstReported:
    """Budgets and closed months that this run compares with."""
    first = case.previous.first_reported if case.previous else FirstReported()
    return first.settled(case.today, case.project.settings.restated)


def moved(gaps: Iterable[float]) -> float:
    """The money that moved: what was added, or what was taken away, whichever is more."""
    some = tuple(gaps)
    return max(sum(gap for gap in some if gap > 0), -sum(gap for gap in some if gap < 0))


def or_restated(case: Case) -> str:
    """What else ends it: a day from which all is compared anew."""
    return f"Where it was agreed, set Restated on to {case.today} in Settings."


def signed(case: Case, gap: float) -> str:
    """`1,760 more`."""
    return f"{case.say.amount(abs(gap))} {'more' if gap > 0 else 'less'}"


def net_of(case: Case, net: float) -> str:
    """`1,760 more in all`."""
    return f"{signed(case, net)} in all" if abs(net) > CENT else "nothing in all"
