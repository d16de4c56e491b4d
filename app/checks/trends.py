"""C, D and M. Trends over month ends: a forecast that stands still, time that is lost, rates that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from app.checks.as_reported import EARLIER, or_restated, settled
from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.history import rate_key, rates_by_start
from app.checks.limits import Limits, in_months, index_of, share
from app.checks.past_months import A_MONTH, reported
from app.checks.rates_then import rates_then
from app.checks.wording import counted, hours, index, listed, percent, working_days
from app.project.model import Rate
from app.project.month import last_day

RED, AMBER = Severity.RED, Severity.AMBER
_TWO_MONTHS = "the two months before to have been refreshed"
WORKING_DAYS_A_MONTH = 21


@check(
    "C4",
    title="The forecast stands still",
    rule="Over 3 month ends the forecast moved by less than {still} while CPI moved by more than {moved}",
    severities=(AMBER,),
    limits={"still": share(0.005), "moved": share(0.05)},
    wants=_TWO_MONTHS,
    has=lambda case: reported(case, 2) and case.total.cpi.at(0).value is not None and bool(case.open.any()),
)
def c4_frozen_forecast(case: Case, at: Limits) -> Iterator[Found]:
    """A forecast nobody looks at: the work has become dearer or cheaper, and it says the same."""
    forecasts = [month.eac for month in reversed(case.earlier[:2])] + [case.eac]
    indexes = [month.cpi for month in reversed(case.earlier[:2])] + [case.total.cpi.at(0).value]
    told = [value for value in indexes if value]
    if len(told) < 3 or case.eac <= 0:
        return
    still = (max(forecasts) - min(forecasts)) / case.eac
    moved = (max(told) - min(told)) / told[0]
    if still >= at["still"] or moved <= at["moved"]:
        return
    final = case.total.eac_pf1.at(0).value
    gap = abs(final - case.eac) if final is not None else 0.0
    yield Found(
        severity=AMBER,
        figure=f"forecast {', '.join(case.say.amount(value) for value in forecasts)} at the last 3 month "
        f"ends "
        f"(moved {percent(still)}), CPI {', '.join(index(value) for value in told)}",
        threshold=f"{at.text('still')} while CPI moves {at.text('moved')}",
        places=case.heading("resource_plan", "line") or case.heading("budget", "cost"),
        stake=gap,
        remedy="Estimate what is left anew"
        + (
            f": with the rest as budgeted the work costs {case.say.money(final)}."
            if final is not None
            else "."
        ),
    )


@check(
    "D4",
    title="Lateness is masked",
    rule="SPI is {spi} or more while SPI(t) is under {time} and has fallen at 2 month ends running",
    severities=(AMBER,),
    limits={"spi": index_of(0.98), "time": index_of(0.95)},
    wants=f"{_TWO_MONTHS}, and dates for nine tenths of the budget",
    has=lambda case: reported(case, 2) and case.schedule is not None,
)
def d4_lateness_masked(case: Case, at: Limits) -> Iterator[Found]:
    """SPI drifts to 1 at the end of every late project; SPI(t) does not."""
    spi, now = case.total.spi.at(0).value, case.schedule.spi_t.value if case.schedule else None
    last, first = (month.spi_t for month in case.earlier[:2])
    if spi is None or now is None or last is None or first is None:
        return
    late = at.beyond("time", now, below=True, stood=case.was("D4") is not None)
    if spi < at["spi"] or not late or not now < last < first:
        return
    finish = case.schedule.finishes["ES, SPI(t)"] if case.schedule else None
    yield Found(
        severity=AMBER,
        figure=f"SPI {index(spi)}; SPI(t) {index(first)}, {index(last)}, {index(now)} at the last 3 month "
        f"ends",
        threshold=f"SPI(t) {at.text('time')}",
        places=case.heading("budget", "progress"),
        stake=max(0.0, case.behind_plan) or None,
        remedy=f"Judge the finish by SPI(t): {finish or 'no date can be told'} at the pace so far, not by "
        f"SPI "
        f"of {index(spi)}.",
    )


@check(
    "D5",
    title="A whole month is lost",
    rule="At two month ends running the work stands more than {months} behind where the plan had it",
    severities=(AMBER,),
    limits={"months": in_months(1)},
    wants=f"{A_MONTH}, and dates for nine tenths of the budget",
    has=lambda case: reported(case) and case.schedule is not None,
)
def d5_losing_a_period(case: Case, at: Limits) -> Iterator[Found]:
    """Earned schedule against time passed, in months of 21 working days."""
    time, before = case.schedule, case.earlier[0]
    earned, passed = (time.earned.value, time.actual.value) if time else (None, None)
    if earned is None or passed is None or before.time_earned is None or before.time_passed is None:
        return
    most = at["months"] * WORKING_DAYS_A_MONTH
    lost, lost_before = passed - earned, before.time_passed - before.time_earned
    if lost <= most or lost_before <= most or not case.open.any():
        return
    finish = case.forecast.finish_planned
    yield Found(
        severity=AMBER,
        figure=f"{working_days(lost)} behind, {working_days(lost_before)} at the end of {before.period}",
        threshold=at.text("months"),
        places=case.setting("finish"),
        stake=max(0.0, case.behind_plan) or None,
        remedy=f"Win back {working_days(lost)}, or move the finish from {finish} to "
        f"{_later(case, finish, lost)}.",
    )


def _later(case: Case, finish: date | None, days: float) -> str:
    return str(finish and date.fromordinal(case.calendar.moved(finish.toordinal(), round(days))))


@check(
    "M16",
    title="A rate of a closed month changed",
    rule="The rate of an hour that held in a closed month is no longer the one first reported",
    severities=(RED,),
    wants=f"{EARLIER}, and a Rate card",
    has=lambda case: bool(settled(case).rates and settled(case).months and case.project.rates),
)
def m16_closed_rate_changed(case: Case) -> Iterator[Found]:
    """Rates changed, gone, or put in front of a closed month. Each is judged by the hours that it prices in
    those months, at the difference to what priced them; a day without a rate may be given one, and one that
    priced nothing may go."""
    first = settled(case)
    reported_in = first.rate_of()
    known = {key: cost for key, (cost, _) in reported_in.items()}
    last, rates = max(first.months), case.project.rates
    end = last_day(last)
    changed = list(_changed(case, known, end))
    now = {rate_key(rate.person or rate.role, rate.effective_from) for rate in rates}
    stood = (key.rpartition("|") for key in known if key not in now)
    gone = [name for name, _, since in stood if since <= str(end)]
    if not changed and not gone:
        return
    then = rates_then(case, known, last)
    untold = np.ones(len(then.rate), np.bool_)
    for number, rate, cost, old in changed:
        who, since = rate.person or rate.role, rate.effective_from
        mine = then.rate == number
        worked, moved = then.of(mine)
        if old is None and not moved:
            continue  # somebody new, or days that had no rate
        untold &= ~mine
        money = f"{rate.currency} " if rate.currency not in ("", case.project.settings.currency) else ""
        act = "Restore the rate and give the new one" if old is not None else "Give it"
        yield Found(
            severity=RED,
            figure=f"{who.strip()}: {money}{cost:,.2f} an hour"
            + (
                f", {old:,.2f} as first reported at the end of {reported_in[rate_key(who, since)][1]}"
                if old is not None
                else f", new from {since}"
            )
            + f", {hours(worked)} booked up to {end}",
            threshold="no change",
            places=case.cell("rate_card", rate.row, "cost_rate"),
            subject=who.strip(),
            stake=abs(moved) or None,
            hours=worked or None,
            remedy=f"{act} a first day after {end}: months already reported change by "
            f"{case.say.money(moved)}. {or_restated(case)}",
        )
    worked, moved = then.of(untold & (np.abs(then.moved) > 0.5))
    if gone and worked:
        them = "it" if len(gone) == 1 else "them"
        yield Found(
            severity=RED,
            title="A rate of a closed month is gone",
            figure=f"{counted(len(gone), 'rate')} no longer on the card: {listed(gone)}, {hours(worked)} "
            f"booked up to {end}",
            threshold="no change",
            places=case.heading("rate_card", "cost_rate"),
            subject="gone",
            stake=abs(moved) or None,
            hours=worked,
            remedy=f"Put the {counted(len(gone), 'rate')} back: closed months are priced by {them}. Without "
            f"{them} they change by {case.say.money(moved)}.",
        )


def _changed(
    case: Case, then: Mapping[str, float], end: date
) -> Iterator[tuple[int, Rate, float, float | None]]:
    """Rates in force by `end` that cost something else than `then`: number, rate, cost now and then."""
    known = rates_by_start(case.project)
    for number, rate in enumerate(case.project.rates):
        key = rate_key(rate.person or rate.role, rate.effective_from)
        old, cost = then.get(key), rate.cost_rate
        if key not in known or cost is None or (rate.effective_from and rate.effective_from > end):
            continue
        if old is None or abs(old - cost) > 1e-9:
            yield number, rate, cost, old
