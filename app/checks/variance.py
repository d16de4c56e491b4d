"""V. Variance: the forecast, the efficiency and the months against the plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.limits import Limits, in_months, index_of, share
from app.checks.many import apart, together
from app.checks.missing_postings import NOT_POSTED, not_posted
from app.checks.months_off import OVER, UNDER, MonthsOff
from app.checks.ways_back import back_to_budget, back_to_margin
from app.checks.wording import counted, hours, index, listed, percent, percent_beside, working_days
from app.forecast.finance import approved_changes
from app.project.line_table import RULES
from app.project.model import CommercialModel
from app.project.month import label

RED, AMBER = Severity.RED, Severity.AMBER


@check(
    "V1",
    title="Over budget at completion",
    rule="The forecast is over budget by more than {amber} (amber) or {red} (red), {and} by more than "
    "{floor}",
    severities=(RED, AMBER),
    limits={"amber": share(0.05), "red": share(0.10)},
    wants="a budget",
    has=lambda case: case.bac > 0,
)
def v1_over_budget(case: Case, at: Limits) -> Iterator[Found]:
    """Bottom-up estimate at completion against budget at completion, for the project."""
    over = case.eac - case.bac
    severity = case.grade(at, over / case.bac, over, was=case.was("V1"))
    if severity is None or over <= 0:
        return
    excess = -case.by_line.vac
    top = case.largest(excess)
    most = f" Most of it: {'; '.join(case.with_amounts(top, excess))}." if top else ""
    limit = case.broken(at, severity, over / case.bac, was=case.was("V1"))
    yield Found(
        severity=severity,
        figure=f"forecast {case.say.money(case.eac)}, budget {case.say.amount(case.bac)}: "
        f"over by {case.say.amount(over)} ({percent_beside(over / case.bac, limit)}){_unread(case)}",
        threshold=limit,
        places=case.line_cells(top, "cost") or case.heading("budget", "cost"),
        stake=over,
        remedy=f"As forecast the work costs {case.say.money(case.eac)}, {case.say.amount(over)} over budget. "
        f"{back_to_budget(case, over)}{most}",
    )


@check(
    "V2",
    title="Cost efficiency is low",
    rule="CPI (value earned ÷ cost) is under {amber} (amber) or {red} (red), {and} cost exceeds value "
    "earned by more than {floor}",
    severities=(RED, AMBER),
    limits={"amber": index_of(0.95), "red": index_of(0.90)},
    wants="cost booked on a budget",
    has=lambda case: case.bac > 0 and case.total.cpi.at(0).value is not None,
)
def v2_cost_efficiency(case: Case, at: Limits) -> Iterator[Found]:
    """The project's CPI, with the rule its work is credited by."""
    cpi = case.total.cpi.at(0).value
    gap = case.ac - case.ev
    if cpi is None or gap <= 0:
        return
    severity = case.grade(at, cpi, gap, below=True, was=case.was("V2"))
    if severity is None:
        return
    rules = sorted(str(RULES[code]) for code in np.flatnonzero(np.bincount(case.lines.rule)))
    lost = case.by_line.ac - case.by_line.ev
    top = case.largest(lost)
    final = case.total.eac_cpi.at(0).value
    if final is None:
        then = f"{case.say.money(case.ac)} is spent and nothing counts as done: report progress."
    else:
        over = final - case.bac
        then = (
            f"If the rest goes like this, the work costs {case.say.money(final)}, "
            f"{case.say.amount(over)} over budget. {way_back(case, over)}"
        )
    yield Found(
        severity=severity,
        figure=f"CPI {index(cpi)} (work credited by {listed(rules, 5)}): earned {case.say.money(case.ev)} "
        f"for {case.say.amount(case.ac)}",
        threshold=case.broken(at, severity, cpi, below=True, was=case.was("V2")),
        places=case.line_cells(top, "cost") or case.heading("budget", "cost"),
        stake=gap,
        remedy=then + (f" Most was lost on {'; '.join(case.with_amounts(top, lost))}." if top else ""),
    )


@check(
    "V3",
    title="Too good to be true",
    rule="CPI or SPI(t) is over {index}, or the forecast more than {share} under budget, {and} the "
    "difference is over {floor}",
    severities=(AMBER,),
    limits={"index": index_of(1.10), "share": share(0.10)},
    wants="a budget",
    has=lambda case: case.bac > 0,
)
def v3_too_good(case: Case, at: Limits) -> Iterator[Found]:
    """The favourable side: late bookings and generous progress look like savings. What E7 says is not posted
    yet counts as spent; where it is all that looks saved, E7 tells it."""
    unposted = not_posted(case)
    found = _too_good(case, at, unposted)
    if found is None and unposted:
        found = _too_good(case, at, 0.0)
        found = found and found._replace(subject=NOT_POSTED)
    if found:
        yield found


def _too_good(case: Case, at: Limits, unposted: float) -> Found | None:
    """What is too good once so much more is spent."""
    say, spent, final, ahead = case.say, case.ac + unposted, case.eac + unposted, -case.behind_plan
    under, saved = case.bac - final, case.ev - spent
    cpi, time = case.total.cpi.at(0).value, case.schedule
    if unposted:
        cpi = case.ev / spent if spent > 0 else None
    pace, days = (time.spi_t.value or 0.0, time.sv_t.value or 0.0) if time else (0.0, 0.0)
    remedy = "Check that cost is not late and progress not early. If both are right, {} can be released."
    late = ", what is not posted yet included" if unposted else ""
    stood = case.was("V3") is not None
    cheap = at.beyond("share", under / case.bac, stood=stood)
    efficient = cpi is not None and at.beyond("index", cpi, stood=stood)
    fast = at.beyond("index", pace, stood=stood)
    if case.beyond(cheap, under):
        worth, field = under, "cost"
        limit = at.text("share") if cheap else case.floor_in_words
        figure = f"forecast {say.money(final)}{late}, {percent(under / case.bac)} under budget"
    elif cpi is not None and case.beyond(efficient, saved):
        worth, field = saved, "progress"
        limit = at.text("index") if efficient else case.floor_in_words
        figure = f"CPI {index(cpi)}: earned {say.money(case.ev)} for {say.amount(spent)}{late}"
    elif case.beyond(fast, ahead):
        worth, field = ahead, "progress"
        limit = at.text("index") if fast else case.floor_in_words
        figure = f"SPI(t) {index(pace)}: {working_days(days)} ahead of the plan"
        remedy = "Check that progress is not reported early. If it is right, {} of work is done before its "
        remedy += f"time, and the finish can come {working_days(days)} forward."
    else:
        return None
    latest = case.ledger.day[case.known]
    newest = case.today.fromordinal(int(latest.max())) if len(latest) else None
    last = f"last booking {newest}" if newest else "nothing booked yet"
    return Found(
        severity=AMBER,
        figure=f"{figure}; {last}",
        threshold=limit,
        places=case.heading("budget", field),
        stake=worth,
        remedy=remedy.format(say.money(worth)),
    )


@check(
    "V5",
    title="A line is over budget",
    rule="The forecast of a line is over its budget by more than {amber} (amber) or {red} (red), {and} "
    "by more than {floor}",
    severities=(RED, AMBER),
    limits={"amber": share(0.10), "red": share(0.20)},
)
def v5_line_over(case: Case, at: Limits) -> Iterator[Found]:
    """Lines whose estimate at completion exceeds their budget, with the lines that have room."""
    m = case.by_line
    over = -m.vac
    spare = np.minimum(m.vac, m.cv)  # earned, not only hoped for
    all_room = float(np.maximum(spare, 0.0).sum())
    named = "; ".join(case.with_amounts(case.largest(spare), spare))
    little = f"The others have room for {case.say.amount(all_room)} only: {named}." if named else ""
    part = np.where(m.bac > 0, over / np.where(m.bac > 0, m.bac, 1.0), 0.0)
    graded: dict[int, Severity] = {}
    for line in np.flatnonzero((over > 0) & (m.bac > 0) & (case.either | (over > case.floor))).tolist():
        was = case.was("V5", case.project.lines[line].id)
        if severity := case.grade(at, float(part[line]), float(over[line]), was=was):
            graded[line] = severity
    alone, rest = apart(graded, over)
    for line in alone:
        excess, was = float(over[line]), case.was("V5", case.project.lines[line].id)
        limit = case.broken(at, graded[line], float(part[line]), was=was)
        yield on_line(
            case,
            line,
            "cost",
            severity=graded[line],
            figure=f"forecast {case.say.money(float(m.eac[line]))}, budget "
            f"{case.say.amount(float(m.bac[line]))}: over by {percent_beside(float(part[line]), limit)}",
            threshold=limit,
            stake=excess,
            remedy=f"{case.name(line)} needs {case.say.money(excess)} more than budgeted "
            f"({case.say.amount(float(m.ac[line]))} is spent): take it from other lines or ask for a change "
            "order. "
            f"{f'Lines with room: {named}.' if all_room >= excess else little or 'No other line has room.'}",
        )
    worst = RED if any(graded[line] is RED for line in rest) else AMBER
    yield from together(
        case, rest, over, severity=worst, field="cost", mend="Find the money, or re-estimate,"
    )


@check(
    "V6",
    title="A month off plan",
    rule="The cost of one of the last {months} closed is off plan by more than {amber} (amber) or "
    "{red} (red), {and} by more than {floor}",
    severities=(RED, AMBER),
    limits={"amber": share(0.10), "red": share(0.20), "months": in_months(3)},
    wants="a plan by month (dates or month columns) and a closed month",
    has=lambda case: bool(len(case.closed)) and bool(case.monthly.budget_cost.any()),
)
def v6_month_off_plan(case: Case, at: Limits) -> Iterator[Found]:
    """The last closed months, actual against plan, split into hours, rate, mix, exchange and the rest."""
    columns = tuple(case.closed[-max(1, round(at["months"])) :].tolist())
    by_month, off = case.monthly, MonthsOff(case, columns)
    for column in columns:
        plan, actual = float(by_month.budget_cost[column]), float(by_month.actual_cost[column])
        gap = actual - plan
        if plan <= 0:
            continue
        month = label(by_month.months[column])
        severity = case.grade(at, abs(gap) / plan, gap, was=case.was("V6", period=month))
        if severity is None:
            continue
        gaps = by_month.line_actual_cost[:-1, column] - by_month.line_budget_cost[:, column]
        top = case.largest(gaps if gap > 0 else -gaps)
        yield Found(
            severity=severity,
            figure=f"booked {case.say.money(actual)}, planned {case.say.amount(plan)}: "
            f"{OVER if gap > 0 else UNDER} by {percent(abs(gap) / plan)}",
            threshold=case.broken(at, severity, abs(gap) / plan, was=case.was("V6", period=month)),
            places=case.line_cells(top, "cost") or case.heading("budget", "cost"),
            period=month,
            stake=abs(gap),
            remedy=off.in_words(column, gap)
            + (f" Largest: {listed(case.name(line) for line in top)}." if top else ""),
        )


@check(
    "V7",
    title="Revenue or margin falls short",
    rule="Revenue or margin at completion is under budget by more than {amber} (amber) or {red} (red),"
    " {and} by more than {floor}",
    severities=(RED, AMBER),
    limits={"amber": share(0.05), "red": share(0.10)},
    wants="a contract price, or revenue on the lines with a rate card",
    has=lambda case: case.forecast.finance.revenue_at_completion.value is not None,
)
def v7_revenue_or_margin(case: Case, at: Limits) -> Iterator[Found]:
    """Revenue against that of the lines, and margin against the margin sold."""
    money = case.forecast.finance
    revenue = money.revenue_at_completion.value
    if revenue is None:
        return
    typed = case.lines.revenue_in_all or 0
    if typed > 0 and revenue < typed:
        short = typed - revenue
        severity = case.grade(at, short / typed, short, was=case.was("V7", "revenue"))
        if severity:
            limit = case.broken(at, severity, short / typed, was=case.was("V7", "revenue"))
            by_hours = _billed_by_hours(case, revenue)
            yield Found(
                severity=severity,
                title="Revenue falls short",
                figure=f"revenue {case.say.money(revenue)}, budget {case.say.amount(typed)}: "
                f"{percent_beside(short / typed, limit)} less",
                threshold=limit,
                places=case.heading("rate_card", "bill_rate") if by_hours else case.setting("contract_price"),
                subject="revenue",
                stake=short,
                remedy=f"The hours booked and to come bill {case.say.money(short)} less than the lines "
                "promise: see that none lacks its bill rate or its booking, or take it off their revenue."
                if by_hours
                else f"Raise the price by {case.say.money(short)}, or take it off the revenue of the lines: "
                "they promise more than the contract pays.",
            )
    sold, now = money.budget_margin_percent.value, money.margin_at_completion.value
    if sold is None or now is None or sold * revenue <= 0:
        return
    planned = sold * revenue
    short = planned - now
    severity = case.grade(at, short / planned, short, was=case.was("V7", "margin"))
    if severity and short > 0:
        limit = case.broken(at, severity, short / planned, was=case.was("V7", "margin"))
        yield Found(
            severity=severity,
            title="Margin falls short",
            figure=f"margin {case.say.money(now)}, sold with {case.say.amount(planned)}: "
            f"{percent_beside(short / planned, limit)} less",
            threshold=limit,
            places=case.setting("baseline_margin", "contract_price"),
            subject="margin",
            stake=short,
            remedy=f"A price {case.say.money(short)} higher, or a forecast {case.say.amount(short)} lower, "
            f"brings back the {case.say.amount(planned)} sold. {back_to_margin(case, sold)}".strip(),
        )


def _billed_by_hours(case: Case, revenue: float) -> bool:
    """Whether hours x bill rate make the revenue: time and materials below its cap."""
    settings = case.project.settings
    if settings.commercial_model is not CommercialModel.TIME_AND_MATERIALS:
        return False
    cap = settings.contract_price
    return cap is None or revenue < cap + approved_changes(case.project)


def _unread(case: Case) -> str:
    """What makes the budget too small: lines of it that could not be read, though their cost counts."""
    unread = case.project.unread_lines
    return f"; {counted(len(unread), 'line')} of the Budget could not be read" if unread else ""


def way_back(case: Case, over: float) -> str:
    """What would bring `over` minor units back: a change order, or fewer hours where enough are left."""
    order = f"A change order of {case.say.amount(over)}"
    rate, left = case.rate_left, float(case.forecast.hours.project.etc[0])
    if rate <= 0 or left <= 0:
        return f"{order} would bring it back."
    fewer = over / rate
    if fewer > left:
        return (
            f"{order} would bring it back; fewer hours alone cannot: it takes {hours(fewer)} "
            f"at the average rate of {case.say.amount(rate)}, and {hours(left)} are left."
        )
    at_rate = f"{fewer:,.1f} fewer hours at the average rate of {case.say.amount(rate)}"
    return f"{order}, or {at_rate}, would bring it back."
