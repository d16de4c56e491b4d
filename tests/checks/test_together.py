"""Two and three faults at once: each is found, at its cell, none hides another and none is invented."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.checks.planted import PLANTS, Plant
from tests.support.reference import reference, run

ALONE = {
    # The whole project shifts, so that what is planted beside it is judged by other figures.
    "B1", "B2", "B16", "B18", "V1", "V2", "V3", "V6", "C1", "C2", "C3", "C4", "C5", "C10", "C12", "D1", "D2",
    "E2", "E3", "E7", "E10", "M10",
    # It sums up what the others change: the ledger's total, its rows, last month's figures.
    "B19", "B20", "M2", "M16", "P4", "R1", "R7", "A13",
    # It has a base of its own.
    "B17", "M5", "R3",
}  # fmt: skip
SAME_LINE = {"B3", "B4", "B5", "B6", "B15", "V5", "C9", "P1", "R4", "T4", "A1", "A2", "A3", "A12", "M4"}
"""They change the same line, so that one of them is taken at a time."""
SAME_CELL = {"B9", "B10", "C8", "C11", "A11", "P3"}
PRICE = {"V7", "E1", "E2", "E4", "E6", "M17"}
BOOKINGS = ({"A4", "A6", "A7", "A8", "A9", "M6"}, {"R4", "B5", "P1"})
"""The one adds an hour to a line, the other takes the line's hours away."""
ACCRUED = {"M9", "M11"}
NEW_LINE = {"B13", "B14"}
UNBOOKED = {"M8", "P1"}
"""The timesheet that is missing is what was not spent."""
DUE = {"D3", "E14"}
"""The invoice waits for the milestone that is overdue."""
FORMULAS = {"T1", "T2", "T5", "T6", "R6", "A13", "T3"}
FLEXIBLE = sorted(PLANTS.keys() - ALONE)


def clash(one: str, other: str) -> bool:
    """Whether both change the same thing."""
    return any(
        {one, other} <= same
        for same in (SAME_LINE, SAME_CELL, PRICE, FORMULAS, ACCRUED, NEW_LINE, UNBOOKED, DUE)
    ) or all({one, other} & side for side in BOOKINGS)


def chosen(size: int, count: int, seed: int) -> list[tuple[str, ...]]:
    """`count` sets of faults that don't change the same thing."""
    chance, found = random.Random(seed), []  # a sample, not a secret
    while len(found) < count:
        checks = tuple(sorted(chance.sample(FLEXIBLE, size)))
        if not any(clash(a, b) for a in checks for b in checks if a < b) and checks not in found:
            found.append(checks)
    return found


def together(checks: tuple[str, ...]) -> tuple[Counter[str], Counter[str]]:
    """Checks that were planted, and those that speak."""
    plants: list[Plant] = [PLANTS[check] for check in checks]
    made = reference()
    for base in {plant.base for plant in plants}:
        base(made)
    for plant in plants:
        plant.fault(made)
    return Counter(checks), Counter(flag.check for flag in run(made).findings.flags)


@pytest.mark.parametrize("checks", [*chosen(2, 25, 1), *chosen(3, 15, 2)], ids="+".join)
def test_each_of_several_faults_is_found_and_no_other(checks: tuple[str, ...]) -> None:
    planted, told = together(checks)
    assert told == planted


@pytest.mark.soak
def test_hundreds_of_pairs_and_triples(capsys: pytest.CaptureFixture[str]) -> None:
    sets = [*chosen(2, 400, 3), *chosen(3, 300, 4)]
    wrong = {checks: told for checks in sets if (told := together(checks)[1]) != Counter(checks)}
    with capsys.disabled():
        print(f"\n{len(sets)} pairs and triples of faults: {len(wrong)} not told as planted {wrong or ''}")
    assert not wrong
