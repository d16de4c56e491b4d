"""Actuals to date by person and by phase: (hours, cost in float64 minor units) of each that has any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.project.booked import Booked
from app.project.line_table import LineTable


def by_person(people: Sequence[str], booked: Booked) -> Mapping[str, tuple[float, float]]:
    """By the name in the ledger; "" holds entries that name nobody."""
    names = (*people, "")
    return _grouped(names, booked.person % len(names), booked)


def by_phase(lines: LineTable, booked: Booked) -> Mapping[str, tuple[float, float]]:
    """By the phase of the entry's line; entries that name no line are in none."""
    phase = np.append(lines.phase, -1)[booked.line]
    return _grouped(lines.phases, phase, booked)


def _grouped(
    names: Sequence[str], which: NDArray[np.int64], booked: Booked
) -> Mapping[str, tuple[float, float]]:
    mine = which >= 0
    of, size = which[mine], len(names)
    hours = np.bincount(of, booked.hours[mine], size)
    cost = np.bincount(of, booked.cost[mine], size)
    entries = np.bincount(of, minlength=size)
    return {name: (float(hours[code]), float(cost[code])) for code, name in enumerate(names) if entries[code]}
