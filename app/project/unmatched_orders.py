"""Purchase and change orders that name no line of the Budget: listed one by one, with what they hold."""

from __future__ import annotations

from collections.abc import Iterable

from app.project.currency import money_text
from app.project.model import Project
from app.project.names import folded
from app.project.nearest import NearestName
from app.project.place import Place
from app.project.problem import Problem, ProblemKind


def unmatched_orders(project: Project) -> tuple[Problem, ...]:
    """One problem an order: what is open of a purchase order stays in the project's total; the cost of an
    approved change order is in no budget until it names a line."""
    nearest = NearestName([line.id for line in project.lines])
    own = project.settings.currency
    loose = [
        (
            "purchase_orders",
            order.id,
            order.line_name,
            order.row,
            f"{money_text(order.remaining, order.currency)} open, in the project's total but in no line",
            order.remaining if order.currency == own else None,
        )
        for order in project.purchase_orders
        if order.line < 0 and order.remaining > 0
    ]
    loose += [
        (
            "change_orders",
            order.id,
            order.line_name,
            order.row,
            f"cost {money_text(order.cost, own)} not in the budget",
            order.cost,
        )
        for order in project.change_orders
        if order.line < 0 and order.cost and order.counts(project.settings.status_date)
    ]
    return tuple(
        _problem(project, nearest, tab, order=order, name=name, row=row, holds=holds, amount=amount)
        for tab, order, name, row, holds, amount in loose
    )


def _problem(
    project: Project,
    nearest: NearestName,
    tab: str,
    *,
    order: str,
    name: str,
    row: int,
    holds: str,
    amount: float | None,
) -> Problem:
    unread = project.unread_lines.get(folded(name), "")
    says = f"'{name}' is no line of the Budget" if name else "no line is named"
    if unread:
        says = f"'{name}' is left out of the Budget, because {unread} cannot be read"
    meant = nearest.to(name) if name else ""
    write = f"Write '{meant}' if that is the line meant" if meant else "Write the line it belongs to"
    title = "Purchase orders" if tab == "purchase_orders" else "Change orders"
    return Problem(
        kind=ProblemKind.UNKNOWN_LINE,
        message=f"{title}: {order}: {says}: {holds}",
        mend=f"Mend {unread}" if unread else write,
        places=tuple(_cell(project, tab, row)),
        left_out=tab == "change_orders",
        amount=amount,
        subject=name or order,
    )


def _cell(project: Project, tab: str, row: int) -> Iterable[Place]:
    if tab in project.sources:
        yield project.sources[tab].cell(row, "line")
