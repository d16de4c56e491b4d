"""B, E and R. Checks of our own sums: what must add up to the cent whatever the workbook says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case, Floats
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.wording import percent
from app.forecast.finance import approved_changes
from app.forecast.rounding import parts, rounded
from app.forecast.variance_split import Work, split

ERROR, RED = Severity.ERROR, Severity.RED


@check(
    "B16",
    title="Value earned on another base",
    rule="The line budgets add up to the price instead of the cost, or earned value does not rest on them",
    severities=(ERROR,),
    wants="a budget",
    has=lambda case: case.bac > 0,
)
def b16_mixed_bases(case: Case) -> Iterator[Found]:
    """Budgets typed as prices make every earned value too large; and lines must add up to the project."""
    m, money = case.by_line, case.forecast.finance
    off = abs(float(m.ev.sum()) - case.ev) + abs(float(m.bac.sum()) - case.bac)
    if off > 1:
        yield Found(
            severity=ERROR,
            figure=f"lines earn {case.say.money(float(m.ev.sum()))} of "
            f"{case.say.amount(float(m.bac.sum()))}, "
            f"the project {case.say.amount(case.ev)} of {case.say.amount(case.bac)}",
            threshold="0.01",
            places=case.heading("budget", "cost"),
            subject="sums",
            stake=off,
            remedy=f"{case.say.money(off)} is lost between lines and project: do not publish this forecast.",
        )
    sold, price = case.project.settings.baseline_margin, money.price.value
    if sold is None or sold < 0.02 or price is None:
        return
    totals = [(case.bac, price)]
    if case.forecast.changes:  # what orders added is typed in no line
        totals.append((case.forecast.changes.original.cost, price - approved_changes(case.project)))
    both = next((each for each in totals if abs(each[0] - each[1]) <= 0.01 * case.say.scale), None)
    if both is None:
        return
    budgets, price = both
    yield Found(
        severity=ERROR,
        title="Budgets typed as prices",
        figure=f"the line budgets add up to {case.say.money(budgets)}, which is the price, yet a margin of "
        f"{percent(sold)} was sold",
        threshold=case.say.money(price * (1 - sold)),
        places=case.heading("budget", "cost"),
        subject="price",
        stake=price * sold,
        remedy=f"Type costs, not prices: multiplied by {1 - sold:.4g} the budgets come to "
        f"{case.say.money(price * (1 - sold))}.",
    )


@check(
    "E11",
    title="The split does not add up",
    rule="Hours, rates, mix and exchange do not add up to the difference between actual cost and plan",
    severities=(ERROR,),
    wants="a closed month with planned and booked hours",
    has=lambda case: bool(len(case.closed)) and bool(case.monthly.budget_hours[case.closed].any()),
)
def e11_split(case: Case) -> Iterator[Found]:
    """The closed months split as the product splits a difference: the parts against the whole."""
    closed, by_month = case.closed, case.monthly
    work = [
        Work(hours=hours, rate=_rate(cost, hours), exchange=np.ones(len(closed)))
        for cost, hours in (
            (by_month.budget_cost[closed], by_month.budget_hours[closed]),
            (by_month.actual_cost[closed], by_month.actual_hours[closed]),
        )
    ]
    effects = split(*work)
    whole = effects.volume + effects.mix + effects.rate + effects.exchange + effects.unplanned
    gap = float(np.abs(whole - effects.total).sum())
    if gap <= 0.01 * case.say.scale:
        return
    yield Found(
        severity=ERROR,
        figure=f"parts {case.say.money(float(whole.sum()))}, whole "
        f"{case.say.amount(float(effects.total.sum()))}",
        threshold="0.01",
        places=case.heading("actuals", "hours"),
        stake=gap,
        remedy=f"{case.say.money(gap)} has no cause: the split is not to be used.",
    )


@check(
    "R8",
    title="Printed figures do not add up",
    rule="The printed forecasts of the phases do not add up to the printed total",
    severities=(ERROR,),
)
def r8_output(case: Case) -> Iterator[Found]:
    """Rounded once on the way out, so that parts add to totals."""
    exact = np.append(case.forecast.cost.phases.eac, case.forecast.cost.unmatched.eac)
    printed, total = int(parts(exact).sum()), rounded(float(exact.sum()))
    if printed == total:
        return
    yield Found(
        severity=ERROR,
        figure=f"phases {case.say.money(printed)}, total {case.say.amount(total)}",
        threshold="0",
        places=case.heading("budget", "cost"),
        stake=float(abs(printed - total)),
        remedy=f"{case.say.money(abs(printed - total))} apart: do not publish this forecast.",
    )


def _rate(cost: Floats, hours: Floats) -> Floats:
    return np.divide(cost, hours, out=np.zeros(len(hours)), where=hours > 0)
