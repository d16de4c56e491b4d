"""E. Money: what is billed, what the price holds, and what is booked twice in two currencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from operator import itemgetter

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.follow_up import has_column
from app.checks.found import Found
from app.checks.limits import Limits, in_working_days, share
from app.checks.wording import ago, listed, percent
from app.project.change_order import ChangeOrder, Status
from app.project.model import Milestone
from app.project.names import folded

ERROR, RED, AMBER = Severity.ERROR, Severity.RED, Severity.AMBER


@check(
    "E5",
    title="Revenue beyond the price",
    rule="Revenue to date is over the price, or more than 100 % of the work is counted as done",
    severities=(ERROR,),
    wants="a contract price, or revenue on the lines",
    has=lambda case: case.forecast.finance.revenue_to_date.value is not None,
)
def e5_revenue_over_price(case: Case) -> Iterator[Found]:
    """Nothing can be earned beyond what the contract pays."""
    money = case.forecast.finance
    revenue, price, part = money.revenue_to_date.value, money.price.value, money.percent_complete.value
    if revenue is None or price is None:
        return
    over = max(revenue - price, ((part or 0.0) - 1.0) * price)
    if over <= 0.5:
        return
    earned, most = case.say.apart(revenue, price)
    yield Found(
        severity=ERROR,
        figure=f"revenue {earned}, price {most}" + (f", {percent(part)} done" if part is not None else ""),
        threshold=case.say.money(price),
        places=case.setting("contract_price"),
        stake=over,
        remedy=f"Cap the revenue at the price: it falls by {case.say.money(over)}.",
    )


@check(
    "E6",
    title="The price holds an unapproved change",
    rule="The contract price rose by the price of a change that is not approved, or of all of them together, "
    "or an approved change shows neither who approved it nor when",
    severities=(RED,),
    wants="a Change orders tab with rows",
    has=lambda case: bool(case.project.change_orders),
)
def e6_unapproved_in_price(case: Case) -> Iterator[Found]:
    """Rises are told from one month end reported to the next, as long as the price holds them; approvals by
    their own columns. Only a rise by the very amount is certain."""
    evidence = has_column(case, "change_orders", "approver") and has_column(
        case, "change_orders", "approved_on"
    )
    for order in case.project.change_orders:
        bare = order.status is Status.APPROVED and not order.approver.strip() and order.approved_on is None
        if evidence and bare and order.price > 0:
            yield _unapproved(case, [order], "approved, by nobody and on no day")
    told: set[str] = set()
    for day, before, price in _rises(case):
        orders = next(
            (
                orders
                for orders in _not_approved(case, day)
                if sum(order.price for order in orders) == price - before
                and not told & {order.id for order in orders}
            ),
            None,
        )
        if orders:
            told |= {order.id for order in orders}
            yield _unapproved(
                case,
                orders,
                f"{orders[0].status}, and the contract price rose from {case.say.amount(before)} to "
                f"{case.say.amount(price)}",
            )


def _rises(case: Case) -> Iterator[tuple[date, int, int]]:
    """Rises of the contract price that it still holds, the latest first: by which day, from what, to what."""
    now = case.project.settings.contract_price
    day, price = case.today, now
    for month in case.earlier:
        before = month.contract_price
        if before is not None and price is not None and now is not None and before < price <= now:
            yield day, before, price
        day, price = month.status_date, before


def _not_approved(case: Case, day: date) -> Iterator[Sequence[ChangeOrder]]:
    """Changes raised by `day` that may be in the price: each alone, then all that wait, then all rejected."""
    known = [
        order
        for order in case.project.change_orders
        if order.price and (order.raised is None or order.raised <= day)
    ]
    waiting = [order for order in known if order.waits(case.today)]
    rejected = [order for order in known if order.status is Status.REJECTED]
    yield from ([order] for order in (*waiting, *rejected))
    yield from (waiting, rejected)


def _unapproved(case: Case, orders: Sequence[ChangeOrder], why: str) -> Found:
    price = sum(order.price for order in orders)
    amount, ids = case.say.money(float(price)), listed([order.id for order in orders], len(orders))
    alone = orders[0] if len(orders) == 1 else None
    verb, them = ("is", "it") if alone else ("are", "them")
    if orders[0].status is Status.REJECTED:
        remedy = f"Take {amount} out of the price: {ids} {verb} rejected."
    else:
        remedy = f"Take {amount} out of the price until {ids} {verb} approved, or enter who approved "
        remedy += f"{them} and when."
    return Found(
        severity=RED,
        figure=(f"{alone.id} {alone.title}".strip() if alone else ids) + f": {amount} {why}",
        threshold="approved",
        places=case.cells("change_orders", [order.row for order in orders], "status"),
        subject=ids,
        line=alone.line_name if alone else "",
        stake=float(price),
        remedy=remedy,
    )


@check(
    "E13",
    title="Counted twice in two currencies",
    rule="Two entries in different currencies share their document, or line, day and person, and their "
    "amounts "
    "differ by no more than {share} after exchange",
    severities=(AMBER,),
    limits={"share": share(0.01)},
    wants="entries in a foreign currency",
    has=lambda case: len(case.ledger.currencies) > 1,
)
def e13_counted_twice(case: Case, at: Limits) -> Iterator[Found]:
    """An invoice booked as it came, and again as it was converted; one of them credited makes it right."""
    notes: dict[object, list[int]] | None = None
    for one, other in _suspects(case):
        costs = case.entry_cost[[one, other]].tolist()
        if abs(costs[0] - costs[1]) <= at["share"] * abs(costs[0]):
            notes = _credits(case) if notes is None else notes
            if not any(_credited(case, entry, notes) for entry in (one, other)):
                yield _twice(case, one, other, costs[1])


def _credits(case: Case) -> dict[object, list[int]]:
    """The entries below zero, by line, currency and what they take back."""
    entries = case.priced_entries[case.ledger.cost.take(case.priced_entries) < 0]
    found: dict[object, list[int]] = {}
    for entry in entries.tolist():
        found.setdefault(_amount(case, entry), []).append(entry)
    return found


def _credited(case: Case, entry: int, notes: dict[object, list[int]]) -> bool:
    """Whether a credit takes the whole entry back, on its day or later; each serves once."""
    left, day = notes.get(_amount(case, entry), []), case.ledger.day
    credit = next((other for other in left if case.ledger.cost[entry] > 0 and day[other] >= day[entry]), None)
    if credit is not None:
        left.remove(credit)
    return credit is not None


def _amount(case: Case, entry: int) -> object:
    ledger = case.ledger
    return int(ledger.line[entry]), int(ledger.currency[entry]), abs(int(ledger.cost[entry]))


def _suspects(case: Case) -> Iterator[tuple[int, int]]:
    """Pairs of entries in two currencies with one document; without any, of one line, day and person."""
    ledger = case.ledger
    documents, currency = ledger.documents, ledger.currency
    typed, of_project = case.priced_entries, currency.take(case.priced_entries) == 0
    foreign, others = typed[~of_project].tolist(), typed[of_project].tolist()
    if not foreign:
        return
    shared = set(_all_of(documents, foreign))
    if len(ledger.currencies) == 2:
        shared.intersection_update(_all_of(documents, others))
    groups: dict[object, list[int]] = {}
    for entry in (*foreign, *others) if shared else ():
        if (document := documents[entry]) in shared:
            groups.setdefault(document or _matter(case, entry), []).append(entry)
    for entries in groups.values():
        for one, other in combinations(sorted(entries), 2):
            if currency[one] != currency[other]:
                yield one, other


def _all_of(documents: Sequence[str], entries: list[int]) -> tuple[str, ...]:
    """Their documents, fetched at once; the first one twice, since of a single one no tuple is made."""
    return itemgetter(*entries, entries[0])(documents) if entries else ()


def _matter(case: Case, entry: int) -> object:
    ledger = case.ledger
    return int(ledger.day[entry]), int(ledger.line[entry]), int(ledger.person[entry])


def _twice(case: Case, one: int, other: int, cost: float) -> Found:
    ledger = case.ledger
    amounts = [
        f"{ledger.currencies[ledger.currency[entry]]} {case.say.amount(float(ledger.cost[entry]))}"
        for entry in (one, other)
    ]
    document = ledger.documents[one].strip()
    line, day = int(ledger.line[one]), case.today.fromordinal(int(ledger.day[one]))
    return Found(
        severity=AMBER,
        figure=f"{document or day}: {' and '.join(amounts)}",
        threshold="one of the two",
        places=case.cells("actuals", ledger.row[[one, other]], "cost"),
        subject=document or f"{case.project.lines[line].id if line >= 0 else 'no line'} {day}",
        line=case.project.lines[line].id if line >= 0 else "",
        stake=abs(cost),
        remedy=f"If it is one invoice, delete one of the two rows: actual cost falls by "
        f"{case.say.money(cost)}.",
    )


@check(
    "E14",
    title="An invoice is due and not raised",
    rule="A planned invoice's day has passed, or a milestone with an amount that no invoice bills is "
    "reached, and nothing is raised; after more than {red} it is red. An invoice waits for its milestone",
    severities=(RED, AMBER),
    limits={"red": in_working_days(10)},
    wants="an Invoices tab with rows",
    has=lambda case: bool(case.project.invoices),
)
def e14_invoice_not_raised(case: Case, at: Limits) -> Iterator[Found]:
    """Planned invoices whose day has passed, and reached milestones with an amount that no invoice bills. An
    invoice waits for its milestone: D3 asks for an overdue one, a day before the milestone's own is told."""
    reached = {
        folded(milestone.id): milestone.actual
        for milestone in case.project.milestones
        if milestone.actual and milestone.actual <= case.today
    }
    to_come = {folded(milestone.id): milestone for milestone in case.project.milestones}
    for invoice in case.project.invoices:
        if invoice.raised is not None and invoice.raised <= case.today:
            continue
        key = folded(invoice.milestone)
        due = max((day for day in (invoice.due, reached.get(key)) if day), default=None)
        if due is None or due >= case.today:
            continue
        waits_for = None if key in reached else to_come.get(key)
        expected = (waits_for.forecast or waits_for.baseline) if waits_for else None
        if expected is None or expected >= case.today:
            yield _not_raised(
                case,
                at,
                due,
                "invoices",
                invoice.row,
                field="raised" if waits_for is None else "due",
                name=invoice.name,
                amount=float(invoice.amount),
                owner=invoice.owner,
                waits_for=waits_for,
            )
    billed = {folded(invoice.milestone) for invoice in case.project.invoices}
    for milestone in case.project.milestones:
        day = reached.get(folded(milestone.id))
        if day and day < case.today and (milestone.amount or 0) > 0 and folded(milestone.id) not in billed:
            yield _not_raised(
                case,
                at,
                day,
                "milestones",
                milestone.row,
                field="amount",
                name=milestone.name,
                amount=float(milestone.amount or 0),
                owner=milestone.owner,
            )


def _not_raised(
    case: Case,
    at: Limits,
    due: date,
    tab: str,
    row: int,
    *,
    field: str,
    name: str,
    amount: float,
    owner: str,
    waits_for: Milestone | None = None,
) -> Found:
    late = case.calendar.between(due, case.today) - (1 if case.calendar.is_working(due) else 0)
    red = late > at["red"] and waits_for is None
    money = case.say.money(amount)
    if waits_for is None:
        remedy = f"Raise the invoice of {money} now, or move its day beyond {case.today}."
    else:
        day = waits_for.forecast or waits_for.baseline
        expected = f"to {day}, when {waits_for.name} is expected" if day else f"to that of {waits_for.name}"
        remedy = f"Move its day {expected}, or enter the day it was reached: {money} waits for it."
    return Found(
        severity=RED if red else AMBER,
        figure=f"{name}: {money}, due {due}, {ago(late, case.today - due)}"
        + (f", and {waits_for.name} is not reached" if waits_for else ""),
        threshold=at.text("red") if red else str(case.today),
        places=case.cell(tab, row, field),
        subject=name,
        owner=owner,
        stake=abs(amount),
        remedy=remedy,
    )
