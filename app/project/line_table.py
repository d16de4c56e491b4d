"""The budget lines as columns, and what is known of each as at the status date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.project.model import CreditingRule, Line, Settings

RULES = tuple(CreditingRule)
PLAUSIBLE_DAYS = 50 * 366  # a planned date further away is a slip of the keyboard, not a plan

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LineTable:
    """Columns of n lines. Dates are ordinals, 0 for blank; numbers are NaN for blank.

    `done`: finished on or before the status date, or progress of 1. `begun`: done, started on or
    before it, or any progress. Bookings alone do not begin a line. A later actual date is unknown yet.
    """

    start: Ints  # planned
    finish: Ints  # planned
    actual_start: Ints  # 0 too when later than the status date
    actual_finish: Ints
    hours: Floats
    cost: Floats  # typed cost, minor units
    other: Floats  # typed non-labour part, minor units
    revenue: Floats  # minor units
    progress: Floats
    rule: NDArray[np.int8]  # index into RULES, the rule in force
    phase: Ints
    phases: tuple[str, ...]  # in order of first appearance
    owner: Ints
    owners: tuple[str, ...]
    done: Bools
    begun: Bools
    phased_line: Ints  # (c,) the c month columns that are filled in, by line
    phased_month: Ints
    phased_cost: Floats  # minor units

    def __len__(self) -> int:
        return len(self.start)

    @property
    def revenue_in_all(self) -> int | None:
        """Revenue typed on the lines, minor units; None where none is."""
        typed = self.revenue[~np.isnan(self.revenue)]
        return int(typed.sum()) if len(typed) else None

    @classmethod
    def of(cls, lines: tuple[Line, ...], settings: Settings) -> LineTable:
        """The columns of `lines` as at the status date of `settings`."""
        today = settings.status_date.toordinal()
        actual_start = _known(_ordinals([line.actual_start for line in lines]), today)
        actual_finish = _known(_ordinals([line.actual_finish for line in lines]), today)
        share = _numbers([line.progress for line in lines])
        done = (actual_finish > 0) | (share >= 1)
        phase, phases = _coded([line.phase for line in lines])
        owner, owners = _coded([line.owner for line in lines])
        phased_line, phased_month, phased_cost = _phased(lines)
        return cls(
            start=_plausible(_ordinals([line.start for line in lines]), today),
            finish=_plausible(_ordinals([line.finish for line in lines]), today),
            actual_start=actual_start,
            actual_finish=actual_finish,
            hours=_numbers([line.hours for line in lines]),
            cost=_numbers([line.cost for line in lines]),
            other=_numbers([line.other_cost for line in lines]),
            revenue=_numbers([line.revenue for line in lines]),
            progress=share,
            rule=_rules([line.rule for line in lines], settings.crediting_rule),
            phase=phase,
            phases=phases,
            owner=owner,
            owners=owners,
            done=done,
            begun=done | (actual_start > 0) | (share > 0),
            phased_line=phased_line,
            phased_month=phased_month,
            phased_cost=phased_cost,
        )


def _ordinals(days: Sequence[date | None]) -> Ints:
    return np.fromiter([0 if day is None else day.toordinal() for day in days], np.int64, len(days))


def _numbers(values: Sequence[float | int | None]) -> Floats:
    return np.fromiter([np.nan if value is None else value for value in values], np.float64, len(values))


def _coded(names: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Index of each name among the different ones, in order of first appearance."""
    different = tuple(dict.fromkeys(names))
    code = {name: index for index, name in enumerate(different)}
    return np.fromiter([code[name] for name in names], np.int64, len(names)), different


def _rules(rules: Sequence[CreditingRule | None], default: CreditingRule) -> NDArray[np.int8]:
    # by identity, since hashing an enumeration's member is slow and members are single
    told = np.fromiter(map(id, rules), np.int64, len(rules))
    code = np.full(len(rules), RULES.index(default), np.int8)
    for index, rule in enumerate(RULES):
        np.putmask(code, told == id(rule), index)
    return code


def _phased(lines: tuple[Line, ...]) -> tuple[Ints, Ints, Floats]:
    phased = [line.months for line in lines]
    rows = [row for row, months in enumerate(phased) if months]
    months = [phased[row] for row in rows]
    return (
        np.repeat(np.array(rows, np.int64), np.array([len(each) for each in months], np.int64)),
        np.array([month for each in months for month in each], np.int64),
        np.array([amount for each in months for amount in each.values()], np.float64),
    )


def _known(days: Ints, today: int) -> Ints:
    return np.where(days <= today, days, 0)


def _plausible(days: Ints, today: int) -> Ints:
    return np.where(np.abs(days - today) <= PLAUSIBLE_DAYS, days, 0)
