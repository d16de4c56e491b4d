"""Finds entries typed twice, without looking at twenty thousand rows one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.checks.case import Case
from app.project.names import folded

_PRIMES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63)


def repeated_entries(
    case: Case,
) -> Iterator[tuple[int, bool, NDArray[np.intp], NDArray[np.int32]]]:
    """Repeats by line: (line, whether they carry a document, the extra entries, rows of all of them).

    Same date, line, person, document, hours, cost and currency. Entries that hold neither hours nor
    cost are no booking. The numbers are hashed first; only rows that collide are compared in full.
    """
    ledger = case.ledger
    kept = np.flatnonzero(case.known & ((ledger.hours != 0) | (ledger.priced & (ledger.cost != 0))))
    if len(kept) < 2:
        return
    columns: tuple[NDArray[Any], ...] = (ledger.day, ledger.line, ledger.person, ledger.hours, ledger.cost)
    mixed = np.zeros(len(kept), np.uint64)
    for column, prime in zip(columns, _PRIMES, strict=True):
        wide = column[kept]
        bits = wide.view(np.uint64) if wide.dtype == np.float64 else wide.astype(np.int64).view(np.uint64)
        mixed = (mixed ^ bits) * np.uint64(prime)
        mixed ^= mixed >> np.uint64(29)
    ordered = np.sort(mixed)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(twice):
        return
    suspects = kept[np.isin(mixed, twice)]
    groups: dict[tuple[object, ...], list[int]] = {}
    for index in suspects.tolist():
        groups.setdefault(_whole(case, index), []).append(index)
    by_line: dict[tuple[int, bool], tuple[list[int], list[int]]] = {}
    for key, members in groups.items():
        if len(members) > 1:
            extra, everyone = by_line.setdefault((int(ledger.line[members[0]]), bool(key[0])), ([], []))
            extra += members[1:]
            everyone += members
    for (line, with_document), (extra, everyone) in by_line.items():
        yield line, with_document, np.array(extra, np.intp), ledger.row[np.array(everyone, np.intp)]


def _whole(case: Case, index: int) -> tuple[object, ...]:
    ledger = case.ledger
    return (
        folded(ledger.documents[index]),
        int(ledger.day[index]),
        int(ledger.line[index]),
        folded(ledger.line_names[index]) if ledger.line[index] < 0 else "",
        int(ledger.person[index]),
        float(ledger.hours[index]),
        int(ledger.cost[index]) if ledger.priced[index] else None,
        int(ledger.currency[index]),
        int(ledger.kind[index]),
    )
