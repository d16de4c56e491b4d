"""The budget lines as columns, and what is known of each as at the status date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from app.project.model import CreditingRule, Line, Settings

RULES = tuple(CreditingRule)
PLAUSIBLE_DAYS = 50 * 366  # a planned date further away is a slip of the keyboard, not a plan

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_COLUMNS = attrgetter(
    "start",
    "finish",
    "actual_start",
    "actual_finish",
    "hours",
    "cost",
    "other_cost",
    "progress",
    "rule",
    "phase",
    "owner",
)


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
    progress: Floats
    rule: NDArray[np.int8]  # index into RULES, the rule in force
    phase: Ints
    phases: tuple[str, ...]  # in order of first appearance
    owner: Ints
    owners: tuple[str, ...]
    done: Bools
    begun: Bools

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def of(cls, lines: tuple[Line, ...], settings: Settings) -> LineTable:
        """The columns of `lines` as at the status date of `settings`."""
        columns = list(zip(*map(_COLUMNS, lines), strict=True)) if lines else [()] * 11
        start, finish, begun_on, done_on, hours, cost, other, progress, rules, names, people = columns
        today = settings.status_date.toordinal()
        actual_start = _known(_ordinals(begun_on), today)
        actual_finish = _known(_ordinals(done_on), today)
        share = _numbers(progress)
        done = (actual_finish > 0) | (share >= 1)
        phases: dict[str, int] = {}
        owners: dict[str, int] = {}
        codes = {rule: code for code, rule in enumerate(RULES)} | {None: RULES.index(settings.crediting_rule)}
        return cls(
            start=_plausible(_ordinals(start), today),
            finish=_plausible(_ordinals(finish), today),
            actual_start=actual_start,
            actual_finish=actual_finish,
            hours=_numbers(hours),
            cost=_numbers(cost),
            other=_numbers(other),
            progress=share,
            rule=np.array([codes[rule] for rule in rules], np.int8),
            phase=np.array([phases.setdefault(name, len(phases)) for name in names], np.int64),
            phases=tuple(phases),
            owner=np.array([owners.setdefault(name, len(owners)) for name in people], np.int64),
            owners=tuple(owners),
            done=done,
            begun=done | (actual_start > 0) | (share > 0),
        )


def _ordinals(days: Iterable[date | None]) -> Ints:
    return np.array([day.toordinal() if day else 0 for day in days], np.int64)


def _numbers(values: Iterable[float | int | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _known(days: Ints, today: int) -> Ints:
    return np.where(days <= today, days, 0)


def _plausible(days: Ints, today: int) -> Ints:
    return np.where(np.abs(days - today) <= PLAUSIBLE_DAYS, days, 0)
