"""Tables whose rows hold from a day on until the next row of the same key: rates, exchange rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DAYS = 1 << 22  # above every day number of the calendar (9999-12-31 is 3,652,059)

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Steps:
    """Rows sorted by key, then by first day; looked up for many (key, day) pairs at once.

    Of two rows with the same key and day the later one in the sheet holds (a check reports the pair).
    """

    _sorted: Ints
    _row: Ints

    @classmethod
    def of(cls, keys: Ints, first_days: Ints) -> Steps:
        """Keys are >= 0; days are ordinals, 0 for "always". Both have shape (rows,)."""
        combined = keys * _DAYS + first_days
        order = np.argsort(combined, kind="stable")
        return cls(combined[order], order.astype(np.int64))

    def in_force(self, keys: Ints, days: Ints) -> Ints:
        """Index of the row in force for each (key, day), shape of the arguments; -1: none (or key < 0)."""
        if not len(self._sorted):
            return np.full(np.shape(keys), -1, np.int64)
        at = np.searchsorted(self._sorted, keys * _DAYS + days, side="right") - 1
        return np.where(self._of_key(at, keys), self._row[np.maximum(at, 0)], -1)

    def first(self, keys: Ints) -> Ints:
        """Index of the earliest row of each key; -1: the key has no row."""
        if not len(self._sorted):
            return np.full(np.shape(keys), -1, np.int64)
        at = np.searchsorted(self._sorted, keys * _DAYS, side="left")
        at = np.where(at < len(self._sorted), at, -1)
        return np.where(self._of_key(at, keys), self._row[np.maximum(at, 0)], -1)

    def day(self, rows: Ints) -> Ints:
        """First day of each row index of `in_force`; -1 for -1."""
        if not len(self._sorted):
            return np.full(np.shape(rows), -1, np.int64)
        days = np.empty(len(self._row), np.int64)
        days[self._row] = self._sorted % _DAYS
        return np.where(rows >= 0, days[np.maximum(rows, 0)], -1)

    def _of_key(self, at: Ints, keys: Ints) -> NDArray[np.bool_]:
        return np.asarray((keys >= 0) & (at >= 0) & (self._sorted[np.maximum(at, 0)] // _DAYS == keys))
