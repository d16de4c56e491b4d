"""C and V. The forecast against what became of the workspace's own closed projects, and against its rates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.limits import Limits, share
from app.checks.many import apart, together
from app.checks.wording import hours, percent
from app.forecast.calibrated import Calibrated
from app.forecast.cost_to_complete import BUDGET_LEFT
from app.forecast.reference_class import LABEL
from app.project.budgeted import owner_hour
from app.project.names import folded

RED, AMBER = Severity.RED, Severity.AMBER
_POINT = 0.01  # of the forecast: how far inside its limit a red flag turns amber
_OWN = "20 closed projects of your own, and 5 to 95 % of the budget earned"


def _range(case: Case) -> Calibrated | None:
    """The calibrated range, when it rests on one's own closed projects alone."""
    found = case.forecast.outlook.calibrated_cost if case.forecast.outlook else None
    if found is None or LABEL in found.history or found.p50.value is None:
        return None
    return found


def _has_range(case: Case) -> bool:
    return _range(case) is not None and case.bac > 0


@check(
    "V4",
    title="Likely to end over budget",
    rule="Of your closed projects that stood as this one does, more than {amber} (amber) or {red} (red) "
    "ended "
    "over budget, {and} the middle one of them by more than {floor}",
    severities=(RED, AMBER),
    limits={"amber": share(0.5), "red": share(0.8)},
    wants=_OWN,
    has=_has_range,
)
def v4_chance_over_budget(case: Case, at: Limits) -> Iterator[Found]:
    """The chance of the calibrated range; a reference class of strangers is shown, not flagged."""
    found = _range(case)
    if found is None or found.chance_over_budget.value is None:
        return
    middle, safe = found.p50.value or 0.0, found.p80.value
    severity = case.grade(at, found.chance_over_budget.value, middle - case.bac, was=case.was("V4"))
    if severity is None or middle <= case.bac:
        return
    contingency = (safe if safe is not None else middle) - case.bac
    yield Found(
        severity=severity,
        figure=f"{percent(found.chance_over_budget.value)} by {found.history}: {_spread(case, found)}",
        threshold=case.broken(at, severity, found.chance_over_budget.value, was=case.was("V4")),
        places=case.heading("budget", "cost"),
        stake=middle - case.bac,
        remedy=f"Set {case.say.money(contingency)} aside: with it 8 of 10 such projects stay within budget.",
    )


@check(
    "C6",
    title="Outside what your projects came to",
    rule="The forecast is more than {amber} from the middle of what your closed projects lead to (amber), or "
    "outside 8 of 10 of them (red), {and} by more than {floor}",
    severities=(RED, AMBER),
    limits={"amber": share(0.10)},
    wants=_OWN,
    has=_has_range,
)
def c6_outside_calibrated_range(case: Case, at: Limits) -> Iterator[Found]:
    """The bottom-up forecast beside P10, P50 and P90 of one's own history."""
    found = _range(case)
    middle = found.p50.value if found else None
    if found is None or middle is None:
        return
    gap = middle - case.eac
    low, high = found.p10.value, found.p90.value
    was = case.was("C6")
    inside = _POINT * case.eac if was is RED else 0.0
    outside = (low is not None and case.eac < low + inside) or (high is not None and case.eac > high - inside)
    apart_by = middle > 0 and at.beyond("amber", abs(gap) / middle, stood=was is not None)
    if not case.beyond(outside or apart_by, abs(gap)):
        return
    provide = f"Provide for {case.say.money(gap)} more" if gap > 0 else f"Release {case.say.money(-gap)}"
    yield Found(
        severity=RED if outside else AMBER,
        figure=f"forecast {case.say.money(case.eac)}; {_spread(case, found)}, by {found.history}",
        threshold="P10 to P90"
        if outside
        else f"{at.text('amber')} from P50"
        if apart_by
        else case.floor_in_words,
        places=case.heading("resource_plan", "line") or case.heading("budget", "cost"),
        stake=abs(gap),
        remedy=f"{provide}, or say why this project is not like them.",
    )


def _spread(case: Case, found: Calibrated) -> str:
    told = {"P10": found.p10, "P50": found.p50, "P80": found.p80, "P90": found.p90}
    return ", ".join(
        f"{name} {case.say.amount(figure.value)}" for name, figure in told.items() if figure.value is not None
    )


@check(
    "C12",
    title="Forecast at an old rate",
    rule="What is left of a line is forecast at a rate its owner no longer has: the rate in force differs by "
    "over {share}, {and} what is left by more than {floor}",
    severities=(AMBER,),
    limits={"share": share(0.01)},
    wants="a Rate card, and open lines that are forecast by their budget",
    has=lambda case: bool(case.project.rates) and BUDGET_LEFT in case.forecast.states.method,
)
def c12_stale_rate(case: Case, at: Limits) -> Iterator[Found]:
    """Lines without a plan keep the rate of their budget. Told where that is a rate their owner once had: an
    owner of another rate need not be who does the work. Other costs, where typed, are left out of it."""
    left, table = case.forecast.hours.lines.etc, case.lines
    bought = np.where(np.isnan(table.other), 0.0, table.other)
    labour = np.minimum(case.by_line.etc, np.maximum(0.0, case.by_line.bac - bought - case.by_line.ac))
    which = np.flatnonzero((left > 0) & (labour > 0) & ~np.isnan(table.cost) & case.by_budget)
    if not len(which):
        return
    today = np.full(len(which), case.today.toordinal() + 1, np.int64)
    rate = owner_hour(case.pricing, table, which, today, "cost").minor
    now = np.where(np.isnan(rate), labour[which], rate * left[which])
    gaps = np.zeros(len(table))
    gaps[which] = now - labour[which]
    differs, large = np.abs(gaps) > at["share"] * labour, np.abs(gaps) > case.floor
    stale = np.flatnonzero((differs | large) if case.either else (differs & large)).tolist()
    once = [line for line in stale if _once_had(case, line, float(labour[line] / left[line]), at["share"])]
    alone, rest = apart(once, np.abs(gaps))
    for line in alone:
        old = float(labour[line] / left[line])
        new = float((labour[line] + gaps[line]) / left[line])
        yield on_line(
            case,
            line,
            "cost",
            severity=AMBER,
            figure=f"{case.say.money(old)} an hour forecast, {case.say.amount(new)} by the card",
            threshold=at.text("share") if differs[line] else case.floor_in_words,
            stake=abs(float(gaps[line])),
            hours=float(left[line]),
            remedy=f"Reprice the {hours(float(left[line]))} left of {case.name(line)}: the forecast "
            f"{'rises' if gaps[line] > 0 else 'falls'} by {case.say.money(abs(float(gaps[line])))}.",
        )
    yield from together(case, rest, np.abs(gaps), severity=AMBER, field="cost", mend="Reprice what is left")


def _once_had(case: Case, line: int, rate: float, nearness: float) -> bool:
    """Whether the line's owner had about this rate, in minor units an hour, at some time."""
    owner = folded(case.project.lines[line].owner)
    return any(
        folded(each.person) == owner
        and each.cost_rate is not None
        and abs(each.cost_rate * case.say.scale - rate) <= nearness * rate
        for each in case.project.rates
    )
