"""The Resource plan from the first open month on: by line, by person, and cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.project.exchange import FOR_FORECAST
from app.project.model import Project, ResourcePlan
from app.project.month import Month, first_day, label, last_day
from app.project.place import Place
from app.project.pricing import Pricing

if TYPE_CHECKING:
    from app.checks.case import Case

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlanAhead:
    """Columns of the plan that are still open; `hours` has NaN for blanks, shape (rows, months).

    `rate` is the price of an hour of each row in each month, minor units, NaN where there is none.
    """

    plan: ResourcePlan | None
    months: NDArray[np.int64]
    columns: NDArray[np.intp]  # where these months stand in the plan
    hours: Floats
    rate: Floats
    hours_by_line: Floats  # (lines,)
    cost_by_line: Floats  # (lines,)

    def cells(self, case: Case, line: int, *, negative: bool = False) -> tuple[Place, ...]:
        """The filled cells of a line (those below 0 when `negative`)."""
        if self.plan is None:
            return ()
        rows = np.flatnonzero(self.plan.line == line)
        found = self.hours[rows] < 0 if negative else np.nan_to_num(self.hours[rows]) != 0
        return month_cells(
            case, [(int(rows[row]), int(self.months[column])) for row, column in np.argwhere(found)]
        )


def plan_ahead(project: Project, pricing: Pricing, opens: Month) -> PlanAhead:
    """The plan of the months from `opens` on, priced as the forecast prices it."""
    plan = project.plan
    lines = len(project.lines)
    if plan is None or not len(plan.line):
        none = np.zeros((0, 0))
        return PlanAhead(
            None, np.zeros(0, np.int64), np.zeros(0, np.intp), none, none, np.zeros(lines), np.zeros(lines)
        )
    columns = np.flatnonzero(np.array(plan.months, np.int64) >= opens)
    months = np.array(plan.months, np.int64)[columns]
    hours = plan.hours[:, columns]
    rate = _rates(plan, pricing, months)
    filled = np.nan_to_num(hours)
    named = plan.line >= 0
    return PlanAhead(
        plan,
        months,
        columns,
        hours,
        rate,
        np.bincount(plan.line[named], filled[named].sum(axis=1), lines).astype(np.float64),
        np.bincount(plan.line[named], (filled * np.nan_to_num(rate))[named].sum(axis=1), lines).astype(
            np.float64
        ),
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


def _rates(plan: ResourcePlan, pricing: Pricing, months: NDArray[np.int64]) -> Floats:
    shape = (len(plan.line), len(months))
    if not len(months):
        return np.zeros(shape)
    person = np.repeat(pricing.card.person_keys(plan.person), shape[1])
    role = np.repeat(pricing.card.role_keys(plan.person, plan.role), shape[1])
    found = np.full(shape[0] * shape[1], np.nan)
    for end in (first_day, last_day):
        day = np.tile(np.array([end(int(month)).toordinal() for month in months], np.int64), shape[0])
        hour = pricing.card.hour("cost", person=person, role=role, day=day, tiers=FOR_FORECAST)
        found = np.where(np.isnan(found), hour.minor, found)
    return found.reshape(shape)
