"""A. Records: what stands in the tabs and cannot be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from app.checks.case import Case
from app.checks.check import check
from app.checks.faults import reported
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.limits import Limits, in_days, times
from app.checks.odd_lines import PEERS, odd_lines
from app.checks.repeated import repeated_entries
from app.checks.wording import counted, hours, listed
from app.project.exchange import FOR_ACTUALS
from app.project.month import label, last_day
from app.project.names import folded

ERROR, RED, AMBER, NOTE = Severity.ERROR, Severity.RED, Severity.AMBER, Severity.NOTE
_CREDITS = ("credit", "reversal")


@check(
    "A1",
    title="A field is missing",
    rule="A row with an amount lacks its line or date, an amount its quantity or price, a name is a mere "
    "placeholder, or a tab lacks a column",
    severities=(ERROR, AMBER),
)
def a1_missing_field(case: Case) -> Iterable[Found]:
    """Rows and columns that lack what it takes to count them."""
    return reported(case, "A1")


@check(
    "A2",
    title="Entered twice",
    rule="Two budget lines share an id, or two entries share date, line, person, document and amount",
    severities=(RED, AMBER),
)
def a2_duplicate(case: Case) -> Iterator[Found]:
    """Doubled lines as the reader met them, doubled entries by line; without a document it is amber."""
    yield from reported(case, "A2")
    for line, with_document, extra, rows in repeated_entries(case):
        cost, worked = case.cost_of(extra), float(case.ledger.hours[extra].sum())
        name = case.name(line) if line >= 0 else "no line"
        yield Found(
            severity=RED if with_document else AMBER,
            figure=f"{counted(len(extra), 'entry', 'entries')} of {name} repeated, {case.say.money(cost)}",
            threshold="no repeats",
            places=case.cells("actuals", rows, "date"),
            subject=f"{case.project.lines[line].id if line >= 0 else 'no line'}"
            f"{'' if with_document else ' without document'}",
            line=case.project.lines[line].id if line >= 0 else "",
            owner=case.project.lines[line].owner if line >= 0 else "",
            stake=cost,
            hours=worked or None,
            remedy=f"If {'it is' if len(extra) == 1 else 'they are'} the same booking, delete "
            f"{'one of the two rows' if len(extra) == 1 else f'the {len(extra):,} extra rows'}: "
            f"actual cost falls by {case.say.money(cost)}.",
        )


@check(
    "A3",
    title="Not read as typed",
    rule="A cell holds text where a number, a percentage or a date belongs",
    severities=(ERROR, AMBER, NOTE),
)
def a3_number_as_text(case: Case) -> Iterable[Found]:
    """Cells that hold text where a number, a percentage or a date belongs."""
    return reported(case, "A3")


@check(
    "A4",
    title="Negative actuals",
    rule="Hours or cost below 0 on an entry that is no credit or reversal",
    severities=(RED,),
)
def a4_negative_actual(case: Case) -> Iterator[Found]:
    """Negative entries that do not say they are credits, nor stand in the Credit column, by line."""
    ledger = case.ledger
    credit = np.array([folded(kind) in _CREDITS for kind in ledger.kinds], np.bool_)
    negative = np.flatnonzero((ledger.hours < 0) | (ledger.priced & (ledger.cost < 0)))
    entries = negative[case.known[negative]]
    if len(entries) and len(credit):
        entries = entries[~credit[ledger.kind[entries]]]
    if ledger.credit is not None:  # the side of a booking is no slip of the sign
        entries = entries[(ledger.hours[entries] < 0) | ~(ledger.credit[entries] > 0)]
    for line, mine in _by_line(case, entries):
        cost = float(-np.minimum(case.entry_cost[mine], 0.0).sum())
        below = ledger.priced[mine] & (ledger.cost[mine] < 0)
        unpaid = float(-np.minimum(ledger.hours[mine[case.entry_cost[mine] >= 0]], 0.0).sum())
        short = [case.say.money(-cost)] if cost or not unpaid else []
        short += [f"-{hours(unpaid)}"] if unpaid else []
        rise = [f"actual cost rises by {case.say.money(2 * cost)}"] if cost or not unpaid else []
        rise += [f"actual hours rise by {2 * unpaid:,.1f}"] if unpaid else []
        yield on_line(
            case,
            line,
            severity=RED,
            figure=f"{counted(len(mine), 'entry', 'entries')} below zero, {' and '.join(short)}",
            threshold="0",
            places=case.cells("actuals", ledger.row[mine[below]], "cost")
            + case.cells("actuals", ledger.row[mine[~below]], "hours"),
            stake=2 * cost or None,
            hours=float(-np.minimum(ledger.hours[mine], 0.0).sum()),
            remedy=f"Give {'it' if len(mine) == 1 else 'them'} the type credit if the money came back; "
            f"if the sign is a slip, flip it: {' and '.join(rise)}.",
        )


@check(
    "A5",
    title="Booked outside the project",
    rule="An entry is dated before the project's start, or more than {after} after its finish",
    severities=(AMBER,),
    limits={"after": in_days(31)},
    wants="the project's start or finish in Settings",
    has=lambda case: bool(case.project.settings.start or case.project.settings.finish),
)
def a5_outside_the_project(case: Case, at: Limits) -> Iterator[Found]:
    """Entries before the start, and long after the finish."""
    settings, day = case.project.settings, case.ledger.day
    sides: list[tuple[str, NDArray[np.bool_], str]] = []
    if settings.start:
        early = day < settings.start.toordinal()
        sides.append(("start", early, f"before the start {settings.start}"))
    if settings.finish:
        end = settings.finish + timedelta(days=round(at["after"]))
        sides.append(("finish", day > end.toordinal(), f"after {end}, {at.text('after')} past the finish"))
    for side, outside, words in sides:
        entries = np.flatnonzero(outside & case.known)
        if not len(entries):
            continue
        cost = case.cost_of(entries)
        days = day[entries]
        reach = int(days.min() if side == "start" else days.max())
        to = settings.status_date.fromordinal(reach)
        yield Found(
            severity=AMBER,
            figure=f"{counted(len(entries), 'entry', 'entries')} {words}, {case.say.money(cost)}",
            threshold=str(settings.start if side == "start" else settings.finish),
            places=case.cells("actuals", case.ledger.row[entries], "date"),
            subject=side,
            stake=cost,
            hours=float(case.ledger.hours[entries].sum()) or None,
            remedy=f"Correct the {'date' if len(entries) == 1 else 'dates'}, or move the project's {side} "
            f"to {to} in Settings: {case.say.money(cost)} then lies inside the project.",
        )


@check(
    "A6",
    title="Actuals after the status date",
    rule="An entry is dated or posted after the status date; it is left out of actual cost",
    severities=(RED,),
)
def a6_future_actual(case: Case) -> Iterable[Found]:
    """Entries later than the status date."""
    return reported(case, "A6")


@check(
    "A8",
    title="A line the Budget does not have",
    rule="A line, type or rule is named that is not on its list",
    severities=(RED, AMBER),
)
def a8_unknown_code(case: Case) -> Iterable[Found]:
    """Names that no list has, with the nearest one."""
    return reported(case, "A8")


@check(
    "A9",
    title="Hours without a rate",
    rule="Someone has hours on a day for which no rate is in force (error), or two rates from one day "
    "on (red)",
    severities=(ERROR, RED),
)
def a9_rate_gap(case: Case) -> Iterator[Found]:
    """People without a rate, and people with two rates from one day on."""
    yield from reported(case, "A9")
    if not case.pricing.card.two_at_once:
        return
    seen: dict[tuple[str, str, int], tuple[float, int]] = {}
    own = case.project.settings.currency
    for rate in case.project.rates:
        if rate.cost_rate is None:
            continue
        who = folded(rate.person) or folded(rate.role)
        since = rate.effective_from.toordinal() if rate.effective_from else 0
        key = ("person" if rate.person.strip() else "role", who, since)
        first, row = seen.setdefault(key, (rate.cost_rate, rate.row))
        if first == rate.cost_rate:
            continue
        gap = abs(rate.cost_rate - first) * 10**case.project.minor_digits
        name = (rate.person or rate.role).strip()
        booked = _hours_of(case, name) if rate.person.strip() else 0.0
        since_words = f"from {rate.effective_from}" if rate.effective_from else "always"
        yield Found(
            severity=RED,
            title="Two rates at once",
            figure=f"{name}: {first:,.2f} and {rate.cost_rate:,.2f} {rate.currency or own} an hour, "
            f"{since_words}",
            threshold="one rate",
            places=case.cells("rate_card", [row, rate.row], "cost_rate"),
            subject=name,
            stake=gap * booked if booked else None,
            hours=booked or None,
            remedy=f"Keep one of the two rates, or give the later one its own first day: they differ by "
            f"{case.say.money(gap)} an hour on {hours(booked)} booked.",
        )


@check(
    "A10",
    title="Exchange rate missing or old",
    rule="A currency has no rate (error), or one dated more than {age} before the end of the period (amber)",
    severities=(ERROR, AMBER),
    limits={"age": in_days(35)},
)
def a10_exchange_rate(case: Case, at: Limits) -> Iterator[Found]:
    """Amounts that cannot be exchanged, and rates too old for the month they are used in."""
    yield from reported(case, "A10")
    ledger = case.ledger
    typed = case.priced_entries
    of = ledger.currency.take(typed)
    for code in range(1, len(ledger.currencies)):
        mine = typed[of == code]
        if not len(mine):
            continue
        currency = ledger.currencies[code]
        rates = [
            rate
            for rate in case.project.exchange_rates
            if rate.currency.upper() == currency.upper() and rate.kind in FOR_ACTUALS[0] and rate.rate > 0
        ]
        if any(rate.effective_from is None for rate in rates):
            continue
        old: dict[int, tuple[int, int]] = {}  # month -> the age of its rate, and the rate's row
        for month in np.unique(ledger.month[mine]).tolist():
            end = last_day(month)
            used = [(rate.effective_from, rate.row) for rate in rates if (rate.effective_from or end) <= end]
            newest, row = max(used, default=(None, 0))
            age = (end - newest).days if newest else 0
            if age > at["age"]:
                old[month] = age, row
        if not old:
            continue
        months = sorted(old)
        worst = max(months, key=lambda month: old[month])
        age, row = old[worst]
        cost = case.cost_of(mine[np.isin(ledger.month[mine], months)])
        named, these = listed(map(label, months), 4), "that month" if len(months) == 1 else "those months"
        yield Found(
            severity=AMBER,
            title="Old exchange rate",
            figure=f"{currency}: the rate used in {label(worst)} is of "
            f"{last_day(worst) - timedelta(days=age)}, {age} days before {last_day(worst)}",
            threshold=at.text("age"),
            places=case.cell("exchange_rates", row, "rate"),
            subject=currency,
            period=label(worst),
            stake=0.01 * cost,
            remedy=f"Enter the rate of {named}: {case.say.money(cost)} of {these} rests on an old one, "
            f"and every 1 % of change moves it by {case.say.amount(0.01 * abs(cost))}.",
        )


@check(
    "A11",
    title="Units mixed up",
    rule="The cost of an entry by the hour is over {times} the rate card's rate, or the rate over "
    "{times} the cost; or a line's budget by the hour is 8 or 1,000 times that of the others",
    severities=(AMBER,),
    limits={"times": times(5)},
    wants="a Rate card, or 5 lines with hours and cost",
    has=lambda case: bool(case.project.rates) or bool((case.lines.hours > 0).sum() >= PEERS),
)
def a11_unit_mix(case: Case, at: Limits) -> Iterator[Found]:
    """Entries whose cost for their hours is far from the card: days for hours, thousands for units."""
    yield from odd_lines(case)
    ledger = case.ledger
    both = case.priced_entries[ledger.hours[case.priced_entries] > 0]
    if not len(both) or at["times"] <= 1 or not case.project.rates:
        return
    cost = case.entry_cost[both]
    by_rate = _at_card(case, both)
    ratio = np.where(by_rate > 0, cost / np.where(by_rate > 0, by_rate, 1.0), 1.0)
    odd = np.flatnonzero((ratio > at["times"]) | (ratio < 1 / at["times"]))
    for line, mine in _by_line(case, both[odd]):
        where = np.isin(both, mine)
        typed, expected = float(cost[where].sum()), float(by_rate[where].sum())
        times_card = typed / expected
        yield on_line(
            case,
            line,
            severity=AMBER,
            figure=f"{counted(len(mine), 'entry', 'entries')}: {_apart(times_card)}",
            threshold=at.text("times"),
            places=case.cells("actuals", ledger.row[mine], "cost"),
            stake=abs(typed - expected),
            hours=float(ledger.hours[mine].sum()),
            remedy=f"It looks like {_looks(times_card)}: at the card's rate the hours cost "
            f"{case.say.money(expected)}, typed is {case.say.amount(typed)}.",
        )


@check(
    "A12",
    title="A formula shows an error",
    rule="A cell shows #REF!, #N/A, #NAME?, #VALUE! or #DIV/0!; in a column that is not read it is noted",
    severities=(ERROR, NOTE),
)
def a12_formula_error(case: Case) -> Iterable[Found]:
    """Cells whose formula is broken."""
    return reported(case, "A12")


@check(
    "A13",
    title="A total row among the data",
    rule="A row adds up other rows, or says it is a total; it is left out. By its formula, or as a parent of "
    "the rows beneath it, it is noted",
    severities=(RED, NOTE),
)
def a13_total_row(case: Case) -> Iterable[Found]:
    """Totals that stand among the rows they add up."""
    return reported(case, "A13")


def _looks(times_card: float) -> str:
    """What slip makes a cost so many times the card's."""
    slips = (
        (8.0, "days typed as hours"),
        (1 / 8, "hours typed as days"),
        (1 / 60, "minutes typed as hours"),
        (1000.0, "units typed as thousands"),
        (1 / 1000, "thousands typed as units"),
    )
    near = (name for times, name in slips if 0.7 < times_card / times < 1.4)
    return next(near, "a slip in the hours or in the cost")


def _apart(times_card: float) -> str:
    """How far a cost is from the card's, told as a factor above 1."""
    if 0 < times_card < 1:
        return f"the card's rate is {1 / times_card:,.1f} times theirs"
    return f"{times_card:,.1f} times the card's rate"


def _by_line(case: Case, entries: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Entries by budget line; -1 for those that name none."""
    lines = case.ledger.line[entries]
    for line in np.unique(lines).tolist() if len(lines) else ():
        yield line, entries[lines == line]


def _hours_of(case: Case, person: str) -> float:
    codes = [code for code, name in enumerate(case.ledger.people) if folded(name) == folded(person)]
    return float(case.ledger.hours[np.isin(case.ledger.person, codes) & case.known].sum())


def _at_card(case: Case, entries: NDArray[np.intp]) -> NDArray[np.float64]:
    """Hours x the card's rate; 0 where the card has none."""
    ledger, card = case.ledger, case.pricing.card
    people = (*ledger.people, "")
    person = ledger.person[entries].astype(np.int64)
    hour = card.hour(
        "cost",
        person=card.person_keys(people)[person],
        role=card.role_keys(people, [""] * len(people))[person],
        day=ledger.day[entries].astype(np.int64),
        tiers=FOR_ACTUALS,
    )
    worth = ledger.hours[entries] * hour.minor
    return np.where(np.isnan(worth), 0.0, worth)
