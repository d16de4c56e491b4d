"""C. Forecast realism: a forecast that needs better luck than the project has had."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.limits import Limits, in_points, index_of, share
from app.checks.wording import index, percent, points

RED, AMBER, NOTE = Severity.RED, Severity.AMBER, Severity.NOTE


def _midway(case: Case) -> bool:
    return 0.15 <= case.earned <= 0.85


@check(
    "C1",
    title="Outside all index forecasts",
    rule="Between 15 and 85 % earned, the forecast is more than {share} below the least or above the "
    "greatest of at least 3 index forecasts, {and} by more than {floor}; above counts only while within "
    "budget",
    severities=(AMBER,),
    limits={"share": share(0.02)},
    wants="between 15 and 85 % of the budget earned, and 3 index forecasts",
    has=lambda case: _midway(case) and case.index_range is not None and case.ac > 0,
)
def c1_outside_index_range(case: Case, at: Limits) -> Iterator[Found]:
    """The bottom-up forecast against the range of the forecasts by performance factor."""
    if case.index_range is None:
        return
    least, most = case.index_range
    low = case.eac < least
    gap = least - case.eac if low else case.eac - most
    relative = case.eac > 0 and at.beyond("share", gap / case.eac, stood=case.was("C1") is not None)
    if not case.beyond(relative, gap) or (not low and case.eac > case.bac + case.floor):
        return
    plan = f"The plan of what is left is {case.say.money(gap)}"
    yield Found(
        severity=AMBER,
        title="Below all index forecasts" if low else "Above all index forecasts",
        figure=f"forecast {case.say.money(case.eac)}, index forecasts {case.say.amount(least)} "
        f"to {case.say.amount(most)}: {case.say.amount(gap)} {'below' if low else 'above'}",
        threshold=f"{at.text('share')} of the forecast ({case.say.amount(at['share'] * case.eac)})"
        if relative
        else case.floor_in_words,
        places=case.heading("resource_plan", "line") or case.heading("budget", "cost"),
        stake=gap,
        remedy=f"{plan} {'below the least' if low else 'above the greatest'} of them: "
        f"{'raise' if low else 'lower'} it by that, or say why it is right.",
    )


@check(
    "C2",
    title="The rest must go better than the work so far",
    rule="Between 15 and 85 % earned, the efficiency the forecast needs exceeds CPI by more than "
    "{amber} (amber) or {red} (red), {and} at CPI the work costs over {floor} more; more than "
    "{cautious} below CPI is noted",
    severities=(RED, AMBER, NOTE),
    limits={"amber": index_of(0.10), "red": index_of(0.20), "cautious": index_of(0.10)},
    wants="between 15 and 85 % of the budget earned, and cost booked",
    has=lambda case: _midway(case) and case.total.cpi.at(0).value is not None,
)
def c2_efficiency_needed(case: Case, at: Limits) -> Iterator[Found]:
    """TCPI of the forecast against CPI so far."""
    need, cpi = case.total.tcpi_eac.at(0).value, case.total.cpi.at(0).value
    final = case.total.eac_cpi.at(0).value
    if need is None or cpi is None or final is None:
        return
    more = final - case.eac
    severity = case.grade(at, need - cpi, more, was=case.was("C2")) if more > 0 else None
    on_budget = case.eac <= case.bac + case.floor  # over budget is not cautious: V1 says why
    was_noted = case.was("C2") is NOTE
    if severity is None and on_budget and at.beyond("cautious", cpi - need, stood=was_noted):
        severity = NOTE if -more > case.floor else None
    if severity is None:
        return
    cautious = severity is NOTE
    yield Found(
        severity=severity,
        title="A cautious forecast" if cautious else "",
        figure=f"needs a CPI of {index(need)} from now on, {index(cpi)} so far: {index(abs(need - cpi))} "
        f"{'less' if cautious else 'more'}",
        threshold=f"{at.text('cautious')} less"
        if cautious
        else f"{case.broken(at, severity, need - cpi, was=case.was('C2'))} more",
        places=case.heading("resource_plan", "line") or case.heading("budget", "cost"),
        stake=abs(more),
        remedy=f"At the efficiency so far the work costs {case.say.money(final)}, "
        f"{case.say.amount(abs(more))} "
        + (
            "less than forecast. If the rest is no harder, that can be released."
            if cautious
            else "more than forecast. Raise the plan of what is left by that, or say what will change."
        ),
    )


@check(
    "C3",
    title="The overrun is expected to shrink",
    rule="Between 15 and 85 % earned, the overrun at completion is more than {points} better than the "
    "overrun so far, {and} the difference is over {floor}",
    severities=(AMBER,),
    limits={"points": in_points(0.05)},
    wants="between 15 and 85 % of the budget earned",
    has=_midway,
)
def c3_must_improve(case: Case, at: Limits) -> Iterator[Found]:
    """VAC% against CV%."""
    so_far, final = case.total.cv_percent.at(0).value, case.total.vac_percent.at(0).value
    if so_far is None or final is None or so_far >= 0:
        return
    better = at.beyond("points", final - so_far, stood=case.was("C3") is not None)
    same = -so_far * case.bac
    short = same - (case.eac - case.bac)
    if not case.beyond(better, short):
        return
    yield Found(
        severity=AMBER,
        figure=f"{percent(-so_far)} over on the work done, {percent(-final)} over forecast at the end: "
        f"{points(final - so_far)} better",
        threshold=at.text("points") if better else case.floor_in_words,
        places=case.heading("resource_plan", "line") or case.heading("budget", "cost"),
        stake=short,
        remedy=f"The same overrun to the end means {case.say.money(same)} over budget, "
        f"{case.say.amount(short)} more "
        f"than forecast ({points(final - so_far)} better is hoped for). Plan it, or say what will change.",
    )


@check(
    "C5",
    title="The forecast jumped",
    rule="The forecast moved by more than {amber} (amber) or {red} (red) since the last run, changes "
    "of budget aside, {and} by more than {floor}",
    severities=(RED, AMBER),
    limits={"amber": share(0.05), "red": share(0.10)},
    wants="a previous run",
    has=lambda case: case.previous is not None and bool(case.previous.eac) and case.previous.bac is not None,
)
def c5_jump(case: Case, at: Limits) -> Iterator[Found]:
    """The forecast now against that of the last run, and the lines that explain it."""
    before = case.previous
    if before is None or before.eac is None or abs(before.eac) < 1 or before.bac is None:
        return
    moved = (case.eac - before.eac) - (case.bac - before.bac)
    severity = case.grade(at, abs(moved) / abs(before.eac), moved)
    if severity is None:
        return
    known = before.eac_by_line
    by_line = np.array(
        [
            float(case.by_line.eac[number]) - known[line.id] if line.id in known else 0.0
            for number, line in enumerate(case.project.lines)
        ]
    )
    top = case.largest(by_line if moved > 0 else -by_line)
    explained = float(by_line[top].sum())
    by_them = (
        f" {'; '.join(case.with_amounts(top, by_line))} explain {case.say.amount(explained)} of it."
        if top
        else ""
    )
    yield Found(
        severity=severity,
        figure=f"forecast {case.say.money(case.eac)}, {case.say.amount(before.eac)} before: "
        f"{'up' if moved > 0 else 'down'} by {percent(abs(moved) / abs(before.eac))}",
        threshold=case.broken(at, severity, abs(moved) / abs(before.eac)),
        places=case.line_cells(top, "cost") or case.heading("budget", "cost"),
        stake=abs(moved),
        remedy=f"Say what changed: the forecast moved by {case.say.money(moved)} since "
        f"{before.status_date}.{by_them}",
    )
