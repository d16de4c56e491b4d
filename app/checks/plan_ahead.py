"""The Resource plan from a month on: by line, by person, and cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.project.exchange import FOR_FORECAST
from app.project.model import Project, ResourcePlan
from app.project.month import Month, first_day, label, last_day
from app.project.names import folded
from app.project.place import Place
from app.project.pricing import Pricing

if TYPE_CHECKING:
    from app.checks.case import Case

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlanAhead:
    """r rows over the m months that are asked for."""

    plan: ResourcePlan
    pricing: Pricing
    months: NDArray[np.int64]
    hours: Floats  # (r, m), NaN for blanks
    filled: Floats  # (r, m), blanks as 0
    person: NDArray[np.int64]  # (r,): index into names
    names: tuple[str, ...]  # as first typed; "" for rows that name nobody
    hours_by_line: Floats  # (lines,)

    def rows_of(self, line: int) -> NDArray[np.intp]:
        """Rows that plan one budget line."""
        return np.flatnonzero(self.plan.line == line)

    def rates(self, rows: NDArray[np.intp]) -> Floats:
        """Price of an hour of each row in each month, minor units, 0 without a rate."""
        return self._rates[rows]

    @cached_property
    def _rates(self) -> Floats:
        return rates_of(self.pricing, self.plan, np.arange(len(self.plan.row)), self.months)

    def cost(self, rows: NDArray[np.intp]) -> Floats:
        """(rows, m): hours x rate."""
        cost: Floats = self.filled[rows] * self.rates(rows)
        return cost

    def cells(self, case: Case, line: int, *, negative: bool = False) -> tuple[Place, ...]:
        """The filled cells of a line (those below 0 when `negative`)."""
        rows = self.rows_of(line)
        found = self.filled[rows] < 0 if negative else self.filled[rows] != 0
        return month_cells(case, [(int(rows[r]), int(self.months[c])) for r, c in np.argwhere(found)])


def rates_of(
    pricing: Pricing, plan: ResourcePlan, rows: NDArray[np.intp], months: NDArray[np.int64]
) -> Floats:
    """Price of an hour of each row in each month as the forecast has it: minor units, 0 without a rate."""
    named = [(plan.person[row], plan.role[row]) for row in rows.tolist()]
    pairs = {pair: code for code, pair in enumerate(dict.fromkeys(named))}
    card, shape = pricing.card, (len(pairs), len(months))
    people, roles = [person for person, _ in pairs], [role for _, role in pairs]
    person, role = (
        np.repeat(keys, shape[1]) for keys in (card.person_keys(people), card.role_keys(people, roles))
    )
    found = np.full(shape[0] * shape[1], np.nan)
    for end in (first_day, last_day):
        left = np.flatnonzero(np.isnan(found))
        day = np.tile(np.array([end(int(month)).toordinal() for month in months], np.int64), shape[0])[left]
        hour = card.hour("cost", person=person[left], role=role[left], day=day, tiers=FOR_FORECAST)
        found[left] = hour.minor
    rates: Floats = np.nan_to_num(found.reshape(shape))
    return rates[[pairs[pair] for pair in named]] if named else np.zeros((0, len(months)))


def plan_ahead(project: Project, pricing: Pricing, begin: Month) -> PlanAhead | None:
    """The plan of the months from `begin` on; None without a Resource plan."""
    plan = project.plan
    if plan is None:
        return None
    columns = np.flatnonzero(np.array(plan.months, np.int64) >= begin)
    hours = plan.hours[:, columns]
    filled = np.nan_to_num(hours)
    typed = dict.fromkeys(plan.person)
    first: dict[str, str] = {}
    for name in typed:
        first.setdefault(folded(name), name.strip())
    codes = {key: code for code, key in enumerate(first)}
    of_name = {name: codes[folded(name)] for name in typed}
    named = plan.line >= 0
    by_line = np.bincount(plan.line[named], filled[named].sum(axis=1), len(project.lines))
    return PlanAhead(
        plan=plan,
        pricing=pricing,
        months=np.array(plan.months, np.int64)[columns],
        hours=hours,
        filled=filled,
        person=np.array([of_name[name] for name in plan.person], np.int64),
        names=tuple(first.values()),
        hours_by_line=by_line.astype(np.float64),
    )


def month_cells(case: Case, cells: list[tuple[int, Month]]) -> tuple[Place, ...]:
    """Cells of the Resource plan by (row of the plan, month); the line's cell where a month has no column."""
    plan, source = case.project.plan, case.project.sources.get("resource_plan")
    if plan is None or source is None:
        return ()
    places = []
    for row, month in cells:
        field = label(month) if label(month) in source.columns else "line"
        places.append(source.cell(int(plan.row[row]), field))
    return tuple(dict.fromkeys(places))
