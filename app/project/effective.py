"""Tables whose rows hold from a day on until the next row of the same key: rates, exchange rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NEVER = 1 << 22  # above every day number of the calendar (9999-12-31 is 3,652,059)

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Steps:
    """Rows by key, oldest first; looked up for many (key, day) pairs at once.

    Of two rows with the same key and day the later one in the sheet holds (a check reports the pair).
    """

    _begins: Ints  # (keys + 1, 2^s) first days, ascending, _NEVER where there is no further step
    _row: Ints  # (keys + 1, 2^s) row index, -1 where there is none; the last key has no rows

    @classmethod
    def of(cls, keys: Ints, first_days: Ints) -> Steps:
        """Keys are >= 0; days are ordinals, 0 for "always". Both have shape (rows,)."""
        order = np.argsort(keys * _NEVER + first_days, kind="stable")
        sorted_keys = keys[order]
        count = np.bincount(sorted_keys) if len(keys) else np.zeros(0, np.int64)
        before = np.cumsum(count) - count
        place = np.arange(len(keys)) - before[sorted_keys]
        steps = 1 << max(0, int(count.max(initial=0)) - 1).bit_length()  # a power of two, to bisect
        shape = len(count) + 1, steps
        begins, row = np.full(shape, _NEVER, np.int64), np.full(shape, -1, np.int64)
        begins[sorted_keys, place] = first_days[order]
        row[sorted_keys, place] = order
        return cls(begins, row)

    def in_force(self, keys: Ints, days: Ints) -> Ints:
        """Index of the row in force for each (key, day), shape of the arguments; -1: none (or key < 0)."""
        steps = self._begins.shape[1]
        begins, row = self._begins.ravel(), self._row.ravel()
        start = self._known(keys) * steps
        at, stride = start - 1, steps  # `at` moves to the last step that has begun: bisection, all at once
        while stride:
            stride //= 2
            jump = max(stride, 1)
            at += jump * (begins.take(at + jump) <= days)
        return np.where(at >= start, row.take(at, mode="clip"), -1)

    def first(self, keys: Ints) -> Ints:
        """Index of the earliest row of each key; -1: the key has no row."""
        return self._row[:, 0][self._known(keys)]

    def day(self, rows: Ints) -> Ints:
        """First day of each row index of `in_force`; -1 for -1."""
        days = np.full(int(self._row.max()) + 2, -1, np.int64)
        held = self._row >= 0
        days[self._row[held]] = self._begins[held]
        return days[rows]

    @property
    def repeated(self) -> bool:
        """Whether a key has two rows with one first day."""
        return bool(((self._begins[:, 1:] == self._begins[:, :-1]) & (self._row[:, 1:] >= 0)).any())

    def _known(self, keys: Ints) -> Ints:
        """Keys with rows as they are, all others as the last one, which has none."""
        last = len(self._begins) - 1
        return np.where((keys >= 0) & (keys < last), keys, last)
