"""Finds entries typed twice, without looking at twenty thousand rows one by one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.checks.case import Case
from app.project.names import folded

_PRIME = np.uint32(0x9E3779B1)


def repeated_entries(
    case: Case,
) -> Iterator[tuple[int, bool, NDArray[np.intp], NDArray[np.int32]]]:
    """Repeats by line: (line, whether they carry a document, the extra entries, rows of all of them).

    Same date, line, person, document, type, hours, cost and currency; a cost that is typed is the same as one
    that comes of the rate, and no type is time. Entries that hold neither hours nor cost are no booking. The
    numbers are hashed first; only rows that collide are compared in full.
    """
    ledger = case.ledger
    mixed = np.zeros(len(ledger), np.uint32)
    cost = np.rint(case.entry_cost).astype(np.int64)
    for column in (ledger.day, ledger.line, ledger.person, _bits(ledger.hours), cost):
        mixed += column.view(np.uint32) if column.itemsize == 4 else column.astype(np.uint32)
        mixed *= _PRIME
    ordered = np.sort(mixed)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(twice):
        return
    some = np.flatnonzero(np.isin(mixed, twice))
    booked = (ledger.hours[some] != 0) | (ledger.priced[some] & (ledger.cost[some] != 0))
    suspects = some[booked & case.known[some]]
    groups: dict[tuple[object, ...], list[int]] = {}
    for index in suspects.tolist():
        groups.setdefault(_whole(case, index, int(cost[index])), []).append(index)
    by_line: dict[tuple[int, bool], tuple[list[int], list[int]]] = {}
    for key, members in groups.items():
        if len(members) > 1:
            extra, everyone = by_line.setdefault((int(ledger.line[members[0]]), bool(key[0])), ([], []))
            extra += members[1:]
            everyone += members
    for (line, with_document), (extra, everyone) in by_line.items():
        yield line, with_document, np.array(extra, np.intp), ledger.row[np.array(everyone, np.intp)]


def _bits(numbers: NDArray[np.float64]) -> NDArray[np.uint64]:
    """The bits of each number, with those that differ between small numbers among the last 32."""
    bits = numbers.view(np.uint64)
    return bits ^ (bits >> np.uint64(32))


def _whole(case: Case, index: int, cost: int) -> tuple[object, ...]:
    ledger = case.ledger
    priced = bool(ledger.priced[index])
    typed = int(ledger.cost[index]) if priced else None
    return (
        folded(ledger.documents[index]),
        int(ledger.day[index]),
        int(ledger.line[index]),
        folded(ledger.line_names[index]) if ledger.line[index] < 0 else "",
        int(ledger.person[index]),
        float(ledger.hours[index]),
        cost or typed,  # what has no price yet is known by what is typed
        int(ledger.currency[index]) if priced else 0,
        folded(ledger.kinds[ledger.kind[index]]) or "time",
    )
