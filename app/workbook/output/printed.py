"""Figures as printed: rounded once, so that lines add to phases and phases to the project.

Whole units throughout: minor units of money, hundredths of an hour. The project's BAC, PV, EV, AC and
EAC are the exact figures rounded; ETC, VAC, CV and SV are differences of what is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.forecast.figure import Figures
from app.forecast.result import Forecast, Levels, Measures
from app.forecast.rounding import parts, rounded, rows

_ADDED = ("bac", "ev", "ac", "pv", "eac_pf1", "eac_floor", "ac_finished", "etc")

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

BLANK = np.iinfo(np.int64).min
"""Stands for an undefined figure in the arrays of whole units."""


@dataclass(frozen=True, slots=True)
class PrintedLevels:
    """One measure: lines (n,), phases (k,), the unmatched and the project. BLANK where undefined."""

    lines: Ints
    phases: Ints
    unmatched: int
    project: int


@dataclass(frozen=True, slots=True)
class PrintedBasis:
    """Cost or hours: measure name -> printed levels."""

    measures: Mapping[str, PrintedLevels]

    def __getitem__(self, name: str) -> PrintedLevels:
        return self.measures[name]


def print_basis(levels: Levels, phase_of_line: NDArray[np.int32], *, scale: float) -> PrintedBasis:
    """Every measure of one basis; `scale` turns its unit into units of print (1 for money, 100 for hours)."""
    rounding = _Rounding(levels, phase_of_line, scale)
    totals = {name: rounded(rounding.project(name)) for name in _ADDED if rounding.adds(name)}
    if "etc" in totals:
        totals["etc"] = rounded(rounding.project("eac")) - totals["ac"]
    made = rounding.added(totals)
    made |= {name: rounding.apart(name) for name in (*_ADDED, "eac_cpi") if name not in made}
    made["eac"] = _combined(made["ac"], made["etc"], 1)
    made["vac"] = _combined(made["bac"], made["eac"], -1)
    made["cv"] = _combined(made["ev"], made["ac"], -1)
    made["sv"] = _combined(made["ev"], made["pv"], -1)
    return PrintedBasis(made)


@dataclass(frozen=True, slots=True)
class _Rounding:
    levels: Levels
    phase_of_line: NDArray[np.int32]
    scale: float

    def _values(self, measures: Measures, name: str) -> Floats:
        column = getattr(measures, name)
        return np.asarray(column.values if isinstance(column, Figures) else column, np.float64) * self.scale

    def project(self, name: str) -> float:
        """The project's figure, not rounded."""
        return float(self._values(self.levels.project, name)[0])

    def adds(self, name: str) -> bool:
        """Whether the measure is defined on every line, and so can be made to add up."""
        levels = (self.levels.lines, self.levels.unmatched, self.levels.project)
        return not any(np.isnan(self._values(level, name)).any() for level in levels)

    def added(self, totals: Mapping[str, int]) -> dict[str, PrintedLevels]:
        """Measure -> printed levels that add to the total: lines to phases, phases and the unmatched to it.

        All measures of a phase are rounded in one go: there may be hundreds of phases.
        """
        lines, loose = (
            np.array([self._values(level, name) for name in totals])
            for level in (self.levels.lines, self.levels.unmatched)
        )
        count = len(self.levels.phases)
        groups = np.array([np.bincount(self.phase_of_line, row, count) for row in lines])
        whole = rows(np.column_stack([groups, loose]), np.array(list(totals.values()), np.int64))
        printed = np.zeros(lines.shape, np.int64)
        for phase in range(count):
            mine = np.flatnonzero(self.phase_of_line == phase)
            printed[:, mine] = rows(lines[:, mine], whole[:, phase])
        return {
            name: PrintedLevels(printed[at], whole[at, :-1], int(whole[at, -1]), int(whole[at].sum()))
            for at, name in enumerate(totals)
        }

    def apart(self, name: str) -> PrintedLevels:
        """Each figure rounded by itself: for measures that do not add."""
        lines, phases = (_each(self._values(m, name)) for m in (self.levels.lines, self.levels.phases))
        loose, project = (_each(self._values(m, name)) for m in (self.levels.unmatched, self.levels.project))
        return PrintedLevels(lines, phases, int(loose[0]), int(project[0]))


def print_months(forecast: Forecast) -> tuple[Ints, Ints, Ints, Ints, int]:
    """Budget, actual and forecast cost by month, the forecast that has no month, and the printed EAC.

    Actual months add to the printed AC, forecast months (and the part without a month) to EAC - AC.
    """
    monthly, project = forecast.monthly, forecast.cost.project
    ac, eac = rounded(float(project.ac[0])), rounded(float(project.eac[0]))
    actual = parts(monthly.actual_cost, ac)
    to_come = parts(np.append(monthly.forecast_cost, monthly.unphased_cost), eac - ac)
    budget = parts(monthly.budget_cost)
    return budget, actual, to_come[:-1], to_come[-1:], eac


def _combined(one: PrintedLevels, other: PrintedLevels, sign: int) -> PrintedLevels:
    """one + sign * other; blank where either is."""

    def of(a: Ints, b: Ints) -> Ints:
        blank = (a == BLANK) | (b == BLANK)
        return np.where(blank, BLANK, np.where(blank, 0, a) + sign * np.where(blank, 0, b))

    def single(a: int, b: int) -> int:
        return BLANK if BLANK in (a, b) else a + sign * b

    return PrintedLevels(
        of(one.lines, other.lines),
        of(one.phases, other.phases),
        single(one.unmatched, other.unmatched),
        single(one.project, other.project),
    )


def _each(values: Floats) -> Ints:
    blank = np.isnan(values)
    whole = np.sign(values) * np.floor(np.abs(np.where(blank, 0, values)) + 0.5)
    return np.where(blank, BLANK, np.where(blank, 0, whole)).astype(np.int64)
