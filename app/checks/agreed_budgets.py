"""B. Earned value: the budgets of the lines held against those first reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.checks.as_reported import CENT, EARLIER, moved, net_of, or_restated, settled, signed
from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.wording import counted, listed
from app.project.change_order import ChangeOrder
from app.project.month import label, month_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """One line whose typed budget is not what was first reported; minor units. `number` -1: it is gone."""

    number: int
    name: str
    then: int
    now: int
    since: date
    orders: tuple[ChangeOrder, ...] = ()  # approved since then, on this line

    @property
    def gap(self) -> int:
        """What was added."""
        return self.now - self.then

    @property
    def twice(self) -> bool:
        """Whether orders, which add their cost themselves, come to the same amount."""
        return bool(self.orders) and abs(self.gap - sum(order.cost for order in self.orders)) <= CENT


@check(
    "B20",
    title="The budget moved",
    rule="The budget of a line is not the one first reported; the cost of an approved change order is added "
    "to it by itself",
    severities=(Severity.RED,),
    wants=EARLIER,
    has=lambda case: bool(settled(case).budgets),
)
def b20_baseline_moved(case: Case) -> Iterator[Found]:
    """Typed budgets, new and deleted lines. Approved orders that name no line of the Budget explain moves
    that come to their cost."""
    old = settled(case).budget_of()
    orders = [order for order in case.project.change_orders if order.cost and order.counts(case.today)]
    moves = _moves(case, old, orders)
    if not moves:
        return
    net, since = sum(move.gap for move in moves), min(move.since for move in moves)
    loose = [order for order in orders if order.line < 0 and _later(order, since)]
    if loose and abs(net - sum(order.cost for order in loose)) <= CENT:
        return
    told = [_told(case, move) for move in moves]
    yield Found(
        severity=Severity.RED,
        title="A change is counted twice" if all(move.twice for move in moves) else "",
        figure=f"{counted(len(told), 'line')} since {label(month_of(since))}: {listed(told)}"
        + (f"; {net_of(case, net)}" if len(moves) > 1 else ""),
        threshold="no change",
        places=case.cells(
            "budget", [case.project.lines[move.number].row for move in moves if move.number >= 0], "cost"
        )
        or case.heading("budget", "line"),
        stake=moved([float(move.gap) for move in moves]),
        remedy=f"{_restored(case, moves, net, loose)} {or_restated(case)}",
    )


def _moves(case: Case, old: Mapping[str, tuple[int, date]], orders: Sequence[ChangeOrder]) -> list[_Move]:
    """The lines that moved, the largest first; of lines that share an id the first."""
    earliest = min((on for _, on in old.values()), default=case.today)
    now = {line.id: number for number, line in reversed(list(enumerate(case.project.lines)))}
    found: list[_Move] = []
    for id_, number in now.items():
        cost = case.project.lines[number].cost or 0
        then, since = old.get(id_, (0, earliest))
        if cost != then:
            mine = tuple(order for order in orders if order.line == number and _later(order, since))
            name = case.name(number)
            found.append(_Move(number=number, name=name, then=then, now=cost, since=since, orders=mine))
    gone = [
        _Move(number=-1, name=id_, then=cost, now=0, since=on)
        for id_, (cost, on) in old.items()
        if id_ not in now and cost
    ]
    return sorted([*found, *gone], key=lambda move: (-abs(move.gap), move.number))


def _later(order: ChangeOrder, day: date) -> bool:
    """Whether it was approved after `day`, as far as is known."""
    return order.approved_on is None or order.approved_on > day


def _told(case: Case, move: _Move) -> str:
    if move.number < 0:
        return f"{move.name} gone, {case.say.amount(move.then)}"
    text = (
        f"{move.name} from {case.say.amount(move.then)} to {case.say.amount(move.now)} "
        f"({signed(case, move.gap)})"
    )
    if not move.orders:
        return text
    added = case.say.amount(sum(order.cost for order in move.orders))
    return f"{text}, beside {added} of {listed(order.id for order in move.orders)}"


def _restored(case: Case, moves: list[_Move], net: int, loose: list[ChangeOrder]) -> str:
    """What ends it: the budgets as they were, and approved orders for what is wanted of the change."""
    back = listed(
        f"{move.name} {'with' if move.number < 0 else 'to'} {case.say.amount(move.then)}" for move in moves
    )
    if all(move.twice for move in moves):
        orders = [order.id for move in moves for order in move.orders]
        return f"Put back {back}: {listed(orders)} {_verb(orders, 'add')} the change already."
    between = moved([float(move.gap) for move in moves])
    ups, downs = ([move for move in moves if move.gap * sign > 0] for sign in (1, -1))
    if len(ups) == len(downs) == 1 and abs(net) <= CENT:
        return (
            f"Put back the {case.say.money(between)} that moved from {downs[0].name} to {ups[0].name}; where "
            f"it is wanted, have a change order of {case.say.amount(between)} and one of "
            f"{case.say.amount(-between)} approved for them."
        )
    amount = case.say.money(net) if abs(net) > CENT else f"{case.say.money(between)} between them"
    text = f"Put back {back}, and have a change order of {amount} approved for what is wanted of it."
    if not loose:
        return text
    orders = [order.id for order in loose]
    carried = case.say.amount(sum(order.cost for order in loose))
    return f"{text} {listed(orders)} {_verb(orders, 'carry', 'carries')} {carried} of it."


def _verb(names: list[str], many: str, one: str = "") -> str:
    return (one or f"{many}s") if len(names) == 1 else many
