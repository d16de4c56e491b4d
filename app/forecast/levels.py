"""From line columns to phases and the project: every level is the sum of its parts.

All levels of both bases are measured in one go, since each formula costs more in calls than in rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.forecast.earned_value import measures
from app.forecast.figure import Figures
from app.forecast.result import ByRule, Levels, Measures
from app.project.blanks import zero_for_blank
from app.project.model import CreditingRule

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MAY_BE_BLANK = tuple(field.name for field in fields(Measures) if field.type == "Figures")
_PLAIN = tuple(field.name for field in fields(Measures) if field.name not in _MAY_BE_BLANK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What measures rest on, on one basis: columns of shape (n + 1,), the last row naming no line."""

    bac: Floats
    pv: Figures
    share: Floats  # earned share of the budget
    ac: Floats
    etc: Floats
    done: NDArray[np.bool_]

    @property
    def floor(self) -> Floats:
        """What each row costs in the end at least: actual when done, else the larger of budget and actual."""
        ac_or_plan = np.where(self.done, self.ac, np.maximum(self.bac, self.ac))
        ac_or_plan[-1] = self.ac[-1]  # what names no line has no plan to hold against it
        return ac_or_plan


_ADDED = ("bac", "ev", "ac", "etc", "floor", "ac_finished")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Rows to be measured, shapes (r,): `worst` is the first reason a planned value in the row has none."""

    bac: Floats
    pv: Floats
    worst: NDArray[np.int8]
    ev: Floats
    ac: Floats
    etc: Floats
    floor: Floats
    ac_finished: Floats

    def part(self, rows: slice) -> _Block:
        """Some of the rows."""
        return _Block(**{name: getattr(self, name)[rows] for name in self.__slots__})

    def summed(self) -> _Block:
        """All rows as one."""
        sums = {name: np.array([getattr(self, name).sum()], np.float64) for name in _ADDED}
        worst = self.worst.max(initial=0)
        pv = np.nan if worst else self.pv.sum()
        return _Block(pv=np.array([pv], np.float64), worst=np.array([worst], np.int8), **sums)

    def grouped(self, groups: Ints, count: int) -> _Block:
        """Sums by group; the planned value of a group is undefined when that of one of its rows is."""
        worst = np.zeros(count, np.int8)
        if self.worst.any():
            np.maximum.at(worst, groups, self.worst)

        def total(values: Floats) -> Floats:
            return np.asarray(np.bincount(groups, values, count), np.float64)

        return _Block(
            bac=total(self.bac),
            pv=np.where(worst == 0, total(zero_for_blank(self.pv)), np.nan),
            worst=worst,
            ev=total(self.ev),
            ac=total(self.ac),
            etc=total(self.etc),
            floor=total(self.floor),
            ac_finished=total(self.ac_finished),
        )


def levels(
    cost: Sums, hours: Sums, *, phase: Ints, phases: int, by_rule: Mapping[CreditingRule, Floats]
) -> tuple[Levels, Levels, Mapping[str, ByRule]]:
    """Lines, phases, what names no line, and the project, on cost and on hours.

    `phase` (n,) index of each line's phase; `by_rule`: earned shares (n + 1,) of crediting the whole
    project by one rule instead.
    """
    blocks: list[_Block] = []
    for sums in (cost, hours):
        rows, n = _block(sums), len(sums.bac) - 1
        lines, project = rows.part(slice(0, n)), rows.summed()
        blocks += [
            lines,
            lines.grouped(phase, phases),
            rows.part(slice(n, n + 1)),
            project,
            *(replace(project, ev=np.array([sums.bac @ share])) for share in by_rule.values()),
        ]
    measured = _measured(blocks)
    half = len(blocks) // 2
    by_cost, by_hours = measured[:half], measured[half:]
    rules = {
        str(rule): ByRule(rule=rule, cost=on_cost, hours=on_hours)
        for rule, on_cost, on_hours in zip(by_rule, by_cost[4:], by_hours[4:], strict=True)
    }
    return _levels(by_cost), _levels(by_hours), rules


def _levels(found: Sequence[Measures]) -> Levels:
    lines, phases, unmatched, project = found[:4]
    return Levels(lines=lines, phases=phases, unmatched=unmatched, project=project)


def _block(sums: Sums) -> _Block:
    """EV = budget x earned share."""
    return _Block(
        bac=sums.bac,
        pv=sums.pv.values,
        worst=sums.pv.why,
        ev=sums.bac * sums.share,
        ac=sums.ac,
        etc=sums.etc,
        floor=sums.floor,
        ac_finished=np.where(sums.done, sums.ac, 0.0),
    )


def _measured(blocks: Sequence[_Block]) -> list[Measures]:
    """Measures of each block, from one pass over all rows."""

    def column(name: str) -> NDArray[np.float64]:
        return np.concatenate([getattr(block, name) for block in blocks])

    every = measures(
        bac=column("bac"),
        pv=Figures(column("pv"), np.concatenate([block.worst for block in blocks])),
        ev=column("ev"),
        ac=column("ac"),
        etc=column("etc"),
        eac_floor=column("floor"),
        ac_finished=column("ac_finished"),
    )
    plain = [(name, getattr(every, name)) for name in _PLAIN]
    blank = [(name, getattr(every, name)) for name in _MAY_BE_BLANK]
    found, begin = [], 0
    for block in blocks:
        rows = slice(begin, begin + len(block.bac))
        begin = rows.stop
        columns: dict[str, Any] = {name: column[rows] for name, column in plain}
        columns |= {name: Figures(column.values[rows], column.why[rows]) for name, column in blank}
        found.append(Measures(**columns))
    return found
