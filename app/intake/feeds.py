"""Which tab of the contract a table can stand in for, and which of its columns are that tab's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from app.intake.axis import AcrossAxis
from app.intake.columns import Column, Type
from app.intake.role import MONEY
from app.intake.table import Table
from app.intake.words_of_column import title_concepts
from app.project.names import folded

# Field of the contract -> the roles that can fill it, the best first.
FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "budget": {
        "line": ("line_id",),
        "title": ("title",),
        "phase": ("group", "category"),
        "owner": ("owner", "job_role"),
        "start": ("start",),
        "finish": ("finish",),
        "hours": ("hours", "days"),
        "cost": ("budget", "cost", "total"),
        "revenue": ("revenue",),
        "progress": ("percent",),
    },
    "actuals": {
        "date": ("date", "start"),
        "period": ("period",),
        "line": ("line_id", "title", "group"),
        "person": ("owner",),
        "hours": ("hours", "days"),
        "cost": ("actual", "cost", "total"),
        "currency": ("currency",),
        "document": ("reference",),
    },
    "resource_plan": {
        "person": ("owner",),
        "role": ("job_role",),
        "line": ("line_id", "title", "group"),
    },
    "rate_card": {
        "person": ("owner",),
        "role": ("job_role", "title"),
        "cost_rate": ("rate",),
        "bill_rate": ("bill_rate",),
        "currency": ("currency",),
        "unit": ("unit",),
        "effective_from": ("date", "start"),
    },
}
BUDGET_MEASURES = ("budget", "cost")
_DONE = (
    "complete",
    "progress",
    "done",
    "avance",
    "fortschritt",
    "avancement",
    "conclu",
    "готов",
    "ביצוע",
    "התקדמות",
)
_SURE = 0.5
_SHARED_LINES = 0.5  # share of entries that must name a line of the budget


@dataclass(frozen=True, slots=True)
class Feed:
    """A table that can stand in for `contract`, by how much."""

    contract: str
    table: Table
    score: float


def feeds(tables: Sequence[Table], language: str) -> dict[str, Table]:
    """By the name of a tab of the contract the table that can stand in for it, where one can.

    A long list of bookings goes before amounts spent beside the lines: counting both would double them.
    """
    found: dict[str, Table] = {}
    budget = _best([Feed("budget", table, _as_budget(table, language)) for table in tables])
    if budget is None:
        return found
    found["budget"] = budget
    names = line_names(budget)
    long = _best([Feed("actuals", t, _as_bookings(t, names)) for t in tables if t is not budget])
    if long is not None:
        found["actuals"] = long
    elif spent_columns(budget) or spent_months(budget):
        found["actuals"] = budget
    others = [table for table in tables if table is not long]
    plan = _best([Feed("resource_plan", t, _as_plan(t)) for t in others])
    if plan is not None:
        found["resource_plan"] = plan
    rates = _best([Feed("rate_card", t, _as_rates(t)) for t in others if t not in (budget, plan)])
    if rates is not None:
        found["rate_card"] = rates
    return found


def chosen(table: Table, roles: Sequence[str], currency: str) -> Column | None:
    """The column for a field: the best role, then the project's currency, then the fullest."""
    for role in roles:
        columns = [c for c in table.with_role(role) if c.index not in _months(table) and c.filled > c.errors]
        if role in MONEY:
            columns = [
                c for c in columns if table.units.get(c.index, ("", 1))[0] in ("", currency)
            ] or columns
        if role == "percent":
            columns = [c for c in columns if any(word in folded(c.label) for word in _DONE)]
        if columns:
            own = [c for c in columns if table.units.get(c.index, ("", 1))[0] == currency]
            return max(own or columns, key=lambda c: c.filled - c.errors)
    return None


def spent_columns(table: Table) -> list[int]:
    """Columns of what each line has cost so far, without months."""
    return [c.index for c in table.with_role("actual") if c.index not in _months(table)]


def spent_months(table: Table) -> list[int]:
    """Month columns of what was spent."""
    return [column for column in _months(table) if table.role(column) == "actual"]


def line_names(table: Table) -> set[str]:
    """What other tables may call this table's lines: their numbers and titles, folded."""
    columns = table.with_role("line_id", "title")
    texts = {folded(table.view.text(row, c.index)) for row in table.lines for c in columns}
    return texts - {""}


def _best(candidates: Sequence[Feed]) -> Table | None:
    fit = [candidate for candidate in candidates if candidate.score > 0]
    return max(fit, key=lambda candidate: candidate.score).table if fit else None


def _months(table: Table) -> Mapping[int, str]:
    return table.axis.periods if isinstance(table.axis, AcrossAxis) else {}


def _sure(table: Table, column: int) -> bool:
    """Whether words or arithmetic say what the column is: not every number is money."""
    return table.roles[column].confidence >= _SURE


def _visible(table: Table) -> bool:
    return table.view.sheet.state == "visible"


def _named(table: Table) -> bool:
    return bool(table.with_role("line_id", "title"))


def _as_budget(table: Table, language: str) -> float:
    """Lines with names and planned amounts; a plan says more than a cost, dates and progress more still."""
    if not _visible(table) or not _named(table) or not table.lines or _dated_rows(table):
        return 0.0
    roles = {table.role(c.index) for c in table.columns if c.type == Type.NUMBER and _sure(table, c.index)}
    months = {table.role(column) for column in _months(table) if _sure(table, column)}
    if not ({"budget", "cost", "total"} & roles or {"budget", "cost"} & months):
        return 0.0
    if "client" in title_concepts((table.frame.title, table.view.sheet.name), language):
        return 0.1  # what the client sees is a price list, not the budget: only where there is nothing else
    planned = 3.0 * ("budget" in roles | months) + 1.0 * bool({"cost", "total"} & (roles | months))
    beside = sum(
        bool(table.with_role(role)) for role in ("start", "finish", "actual", "percent", "owner", "hours")
    )
    return planned + 0.5 * beside + 0.3 * log2(1 + len(table.lines))


def _as_bookings(table: Table, names: set[str]) -> float:
    """Dated entries with amounts, most of which name a line of the budget."""
    if (
        not _visible(table)
        or not _dated_rows(table)
        or not table.with_role("actual", "cost", "hours", "total")
    ):
        return 0.0
    matched = max(
        (_matching(table, c, names) for c in table.with_role("line_id", "title", "group")), default=0.0
    )
    return len(table.lines) if matched >= _SHARED_LINES else 0.0


def matching_column(table: Table, names: set[str]) -> Column | None:
    """The column that names lines of the budget most often."""
    columns = table.with_role("line_id", "title", "group", "category", "reference", "parent_id")
    best = max(columns, key=lambda column: _matching(table, column, names), default=None)
    return best if best is not None and _matching(table, best, names) > 0 else None


def _matching(table: Table, column: Column, names: set[str]) -> float:
    held = [folded(table.view.text(row, column.index)) for row in table.lines[:2000]]
    return sum(text in names for text in held) / len(held) if held else 0.0


def _as_plan(table: Table) -> float:
    """Hours a month for people or for lines."""
    hours = [column for column in _months(table) if table.role(column) in {"hours", "days"}]
    named = table.with_role("line_id", "title", "owner", "job_role")
    return float(len(hours) * len(table.lines)) if _visible(table) and hours and named else 0.0


def _as_rates(table: Table) -> float:
    """People or roles with a rate, and nothing to add up."""
    if not _visible(table) or _months(table) or not table.with_role("rate", "bill_rate"):
        return 0.0
    if table.with_role("quantity", "hours", "budget", "cost", "actual", "total"):
        return 0.0
    return float(len(table.lines)) if table.with_role("owner", "job_role", "title") else 0.0


def _dated_rows(table: Table) -> bool:
    """Whether a row is an entry of one day or period, not a piece of work with a start and an end."""
    return bool(table.with_role("date", "period")) and not table.with_role("finish")
