"""Actuals to date by person and by phase: (hours, cost in float64 minor units) of each that has any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.project.booked import Booked
from app.project.line_table import LineTable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def by_person(people: Sequence[str], booked: Booked) -> Mapping[str, tuple[float, float]]:
    """By the name in the ledger; "" holds entries that name nobody."""
    names = (*people, "")
    of = np.where(booked.person < 0, len(people), booked.person)
    return _named(names, of, booked.hours, booked.cost)


def by_phase(
    lines: LineTable, booked: Booked, *, cost: Floats, hours: Floats
) -> Mapping[str, tuple[float, float]]:
    """By the phase of the entry's line; entries that name no line are in none.

    `cost`, `hours`: actuals by line, shape (n,).
    """
    entries = np.bincount(booked.line + 1, minlength=len(lines) + 1)[1:]
    return _named(lines.phases, lines.phase, hours, cost, entries)


def _named(
    names: Sequence[str], of: Ints, hours: Floats, cost: Floats, entries: Ints | None = None
) -> Mapping[str, tuple[float, float]]:
    size = len(names)
    by_name = zip(
        names,
        np.bincount(of, hours, size).tolist(),
        np.bincount(of, cost, size).tolist(),
        np.bincount(of, entries, size).tolist(),
        strict=True,
    )
    return {name: (worked, spent) for name, worked, spent, any_entry in by_name if any_entry}
