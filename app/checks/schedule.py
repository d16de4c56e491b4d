"""D. Schedule: how far the work is behind the plan, and what that means for the finish."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.limits import Limits, in_working_days, index_of, share
from app.checks.ways_back import back_to_date
from app.checks.wording import ago, index, percent, working_days

RED, AMBER = Severity.RED, Severity.AMBER


def _planned(case: Case) -> bool:
    return case.schedule is not None


@check(
    "D1",
    title="Work is behind the plan",
    rule="SPI(t) (earned schedule ÷ time passed) is under {amber} (amber) or {red} (red), {and} the work"
    " behind is worth over {floor}",
    severities=(RED, AMBER),
    limits={"amber": index_of(0.95), "red": index_of(0.90)},
    wants="dates or month columns for nine tenths of the budget",
    has=_planned,
)
def d1_slow(case: Case, at: Limits) -> Iterator[Found]:
    """Earned schedule against time passed, in working days."""
    time, behind = case.schedule, case.behind_plan
    pace, lead = (time.spi_t.value, time.sv_t.value) if time else (None, None)
    if pace is None or lead is None or behind <= 0:
        return
    severity = case.grade(at, pace, behind, below=True, was=case.was("D1"))
    if severity is None:
        return
    top = case.largest(case.behind_by_line)
    lines = "; ".join(case.with_amounts(top, case.behind_by_line))
    yield Found(
        severity=severity,
        figure=f"SPI(t) {index(pace)}: {working_days(-lead)} behind",
        threshold=case.broken(at, severity, pace, below=True, was=case.was("D1")),
        places=case.line_cells(top, "progress") or case.heading("budget", "progress"),
        stake=behind,
        remedy=f"Work worth {case.say.money(behind)} that the plan expected by {case.today} is not done; "
        f"{working_days(-lead)} to catch up, most on {lines}.",
    )


@check(
    "D2",
    title="The finish slips",
    rule="From 15 % earned on, the finish at the pace so far is more than {amber} after plan (amber), "
    "or {red} of the planned duration (red), {and} the work behind is worth over {floor}",
    severities=(RED, AMBER),
    limits={"amber": in_working_days(5), "red": share(0.10)},
    wants="dates or month columns for nine tenths of the budget, and 15 % of it earned",
    has=lambda case: _planned(case) and case.earned >= 0.15,
)
def d2_late_finish(case: Case, at: Limits) -> Iterator[Found]:
    """Estimated duration by earned schedule and SPI(t), beside the one with the rest as planned."""
    time, behind, finish = case.schedule, case.behind_plan, case.forecast.finish_planned
    planned, final = (time.planned.value, time.durations["ES, SPI(t)"].value) if time else (None, None)
    if time is None or planned is None or final is None or behind <= 0:
        return
    late = final - planned
    red, slips = late > at["red"] * planned, late > at["amber"]
    if late <= 0 or not case.beyond(red or slips, behind):
        return
    by_index, by_plan = (time.finishes[name] or finish for name in ("ES, SPI(t)", "ES, 1"))
    burn = case.forecast.finance.burn.value
    costs = burn * late / 21 if burn and burn > 0 else behind
    more = (
        f"At {case.say.money(burn)} a month, {working_days(late)} more cost about {case.say.amount(costs)}."
        if burn and burn > 0
        else f"Work worth {case.say.money(behind)} is to be caught up."
    )
    yield Found(
        severity=RED if red else AMBER,
        figure=f"{by_index} at the pace so far, planned {finish}: {working_days(late)} late, "
        f"{percent(late / planned)} of the planned duration",
        threshold=f"{at.text('red')} of the planned duration"
        if red
        else at.text("amber")
        if slips
        else case.floor_in_words,
        places=case.setting("finish"),
        stake=costs,
        remedy=f"By earned schedule, expect the finish between {by_plan} and {by_index} instead of {finish}. "
        f"{more} "
        f"{back_to_date(case)}".strip(),
    )


@check(
    "D3",
    title="A milestone is overdue",
    rule="A milestone without an actual date lies before the status date; by more than {red} it is red",
    severities=(RED, AMBER),
    limits={"red": in_working_days(10)},
    wants="a Milestones tab",
    has=lambda case: "milestones" in case.project.sources or bool(case.project.milestones),
)
def d3_milestone_overdue(case: Case, at: Limits) -> Iterator[Found]:
    """Milestones whose expected date has passed, in working days."""
    for milestone in case.project.milestones:
        due = milestone.forecast or milestone.baseline
        reached = milestone.actual is not None and milestone.actual <= case.today
        if due is None or reached or due >= case.today:
            continue
        late = case.calendar.between(due, case.today) - (1 if case.calendar.is_working(due) else 0)
        amount = milestone.amount or 0
        name = milestone.name
        waits = f" {case.say.money(amount)} waits for it." if amount else ""
        yield Found(
            severity=RED if late > at["red"] else AMBER,
            figure=f"due {due}, {ago(late, case.today - due)}",
            threshold=at.text("red") if late > at["red"] else str(case.today),
            places=case.cell("milestones", milestone.row, "forecast" if milestone.forecast else "baseline"),
            subject=milestone.id or milestone.title,
            line=milestone.line,
            owner=milestone.owner,
            stake=float(amount),
            remedy=f"Enter the date {name} was reached, or agree a new one after {case.today}.{waits}",
        )
