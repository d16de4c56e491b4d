"""The Resource plan from a month on: by line, by person, and cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.forecast.grid_sums import line_totals
from app.project.exchange import FOR_FORECAST
from app.project.model import Project, ResourcePlan
from app.project.month import Month, first_day, label, last_day
from app.project.names import folded
from app.project.place import Place
from app.project.planned import Planned, Staff
from app.project.pricing import Pricing

if TYPE_CHECKING:
    from app.checks.case import Case

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlanAhead:
    """r rows over the m months that are asked for; what is derived is made when it is first asked for."""

    plan: ResourcePlan
    staff: Staff
    pricing: Pricing
    line_count: int  # of the Budget
    months: NDArray[np.int64]
    hours: Floats  # (r, m), NaN for blanks

    def since(self, begin: Month) -> PlanAhead:
        """The months from `begin` on, with the rates that are known already."""
        kept = np.flatnonzero(self.months >= begin)
        if len(kept) == len(self.months):
            return self
        later = replace(self, months=self.months[kept], hours=self.hours.take(kept, axis=1))
        later.__dict__.update(pair_rates=self.pair_rates.take(kept, axis=1), _people=self._people)
        return later

    @cached_property
    def filled(self) -> Floats:
        """(r, m): blanks as 0."""
        return np.where(np.isnan(self.hours), 0.0, self.hours)

    @cached_property
    def hours_by_line(self) -> Floats:
        """(lines,): rows that name no line of the Budget stand in none."""
        return self._by_line(self.filled)

    @cached_property
    def cost_by_line(self) -> Floats:
        """(lines,): hours x rate, minor units."""
        return self._by_line(self.filled * self.pair_rates.take(self.staff.of_row, axis=0))

    def _by_line(self, cells: Floats) -> Floats:
        line = self.plan.line + 1  # -1, no line, is the first
        return np.asarray(np.bincount(line, line_totals(cells), self.line_count + 1)[1:], np.float64)

    # --- people

    @property
    def names(self) -> tuple[str, ...]:
        """People as first typed; "" for rows that name nobody."""
        return self._people[0]

    @property
    def person(self) -> NDArray[np.int64]:
        """(r,): index into names."""
        return self._people[1]

    @cached_property
    def _people(self) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        first: dict[str, str] = {}
        code: dict[str, int] = {}
        of_pair = []
        for typed, _ in self.staff.pairs:
            name = folded(typed)
            of_pair.append(code.setdefault(name, len(code)))
            first.setdefault(name, typed.strip())
        return tuple(first.values()), np.array(of_pair, np.int64).take(self.staff.of_row)

    # --- money

    @cached_property
    def pair_rates(self) -> Floats:
        """(pairs, m): price of an hour as the forecast has it, minor units, 0 without a rate."""
        card, shape = self.pricing.card, (len(self.staff.pairs), len(self.months))
        person, role = (np.repeat(keys, shape[1]) for keys in (self.staff.person_key, self.staff.role_key))
        found = np.full(shape[0] * shape[1], np.nan)
        for end in (first_day, last_day):
            left = np.flatnonzero(np.isnan(found))
            if not len(left):
                break
            days = np.array([end(month).toordinal() for month in self.months.tolist()], np.int64)
            day = np.tile(days, shape[0])[left]
            hour = card.hour("cost", person=person[left], role=role[left], day=day, tiers=FOR_FORECAST)
            found[left] = hour.minor
        return np.where(np.isnan(found), 0.0, found).reshape(shape)

    def cost(self, rows: NDArray[np.intp]) -> Floats:
        """(rows, m): hours x rate."""
        cost: Floats = self.filled[rows] * self.pair_rates[self.staff.of_row[rows]]
        return cost

    # --- rows and cells

    def rows_of(self, line: int) -> NDArray[np.intp]:
        """Rows that plan one budget line."""
        return np.flatnonzero(self.plan.line == line)

    def cells_of(self, case: Case, line: int, months: Sequence[Month]) -> tuple[Place, ...]:
        """The cells of a line in these months."""
        if "resource_plan" not in case.project.sources:
            return ()
        return month_cells(case, [(row, month) for row in self.rows_of(line).tolist() for month in months])

    def cells(self, case: Case, line: int, *, negative: bool = False) -> tuple[Place, ...]:
        """The filled cells of a line (those below 0 when `negative`)."""
        rows = self.rows_of(line)
        found = self.filled[rows] < 0 if negative else self.filled[rows] != 0
        return month_cells(case, [(int(rows[r]), int(self.months[c])) for r, c in np.argwhere(found)])


def plan_ahead(
    project: Project, pricing: Pricing, begin: Month, planned: Planned | None = None
) -> PlanAhead | None:
    """The plan of the months from `begin` on; None without a Resource plan. `planned`: as it was priced."""
    plan = project.plan
    if plan is None:
        return None
    months = np.array(plan.months, np.int64)
    columns = np.flatnonzero(months >= begin)
    return PlanAhead(
        plan=plan,
        staff=planned.staff if planned else Staff.of(plan, pricing),
        pricing=pricing,
        line_count=len(project.lines),
        months=months[columns],
        hours=plan.hours.take(columns, axis=1),
    )


def month_cells(case: Case, cells: Iterable[tuple[int, Month]]) -> tuple[Place, ...]:
    """Cells of the Resource plan by (row of the plan, month); the line's cell where a month has no column."""
    plan, source = case.project.plan, case.project.sources.get("resource_plan")
    if plan is None or source is None:
        return ()
    places = []
    for row, month in cells:
        field = label(month) if label(month) in source.columns else "line"
        places.append(source.cell(int(plan.row[row]), field))
    return tuple(dict.fromkeys(places))
