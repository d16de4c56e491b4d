"""One flag for one cause: where two checks tell the same matter, one of them keeps silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.checks.flag import Flag, Severity
from app.checks.missing_postings import NOT_POSTED

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class Matter(StrEnum):
    """When two flags are about the same matter."""

    CELLS = "cells"  # the wider one's cells are all among the narrower one's
    LINE = "line"
    PERIOD = "period"
    PROJECT = "project"  # both are about the project in all


@dataclass(frozen=True, slots=True)
class Pair:
    """`narrow` says why, `wide` only that something is off."""

    narrow: str
    wide: str
    matter: Matter
    subject: str = ""  # only this subject of the wider check
    always: bool = False  # however severe the wider one is


# CELLS, and `always`: the wider one yields. Otherwise the more severe stays; of two alike, the narrower.
PAIRS = (
    Pair("A12", "T2", Matter.CELLS),  # it shows the error too
    Pair("T4", "A3", Matter.CELLS),  # two scales, not only one that is read out of 100
    Pair("A8", "R3", Matter.CELLS),  # a name to correct is more than "in no line"
    Pair("A8", "B6", Matter.LINE, always=True),  # its milestones name another line, so it earns nothing
    Pair("B9", "C9", Matter.LINE),  # nothing left at all, not a month without hours
    Pair("B4", "B2", Matter.LINE),  # months that do not add up make a plan too large
    Pair("B15", "B3", Matter.LINE),  # progress of 120 % earns too much
    Pair("B15", "B3", Matter.CELLS),  # many lines told together
    Pair("B21", "V2", Matter.PROJECT),  # the same two figures, as shares and as an index
    Pair("C2", "C3", Matter.PROJECT),  # both: the rest must go better
    Pair("C2", "C1", Matter.PROJECT),  # by how much, instead of outside the range
    Pair("C3", "C1", Matter.PROJECT),
    Pair("V3", "C1", Matter.PROJECT),
    Pair("V3", "C2", Matter.PROJECT),  # too good so far, or a cautious forecast
    Pair("D2", "D1", Matter.PROJECT),  # a date instead of an index
    Pair("E3", "E1", Matter.PROJECT),  # a loss is under any floor
    Pair("E3", "V7", Matter.PROJECT, "margin"),
    Pair("E2", "V7", Matter.PROJECT, "margin"),  # margin in points, and in money
    Pair("E7", "V6", Matter.PERIOD, always=True),  # a month without postings is under plan
    Pair("E7", "P1", Matter.PERIOD, always=True),
    Pair("E7", "V3", Matter.PROJECT, NOT_POSTED, always=True),  # nor is it a saving
    Pair("B5", "R4", Matter.LINE),  # nothing booked at all, not only of late
    Pair("V1", "E10", Matter.PROJECT),  # the overrun, and when it will have used up the money
    Pair("V2", "E10", Matter.PROJECT),
    Pair("V6", "E10", Matter.PROJECT),
    Pair("B16", "E1", Matter.PROJECT, always=True),  # budgets that hold the margin leave none
    Pair("B16", "E2", Matter.PROJECT, always=True),
    Pair("B16", "E3", Matter.PROJECT, always=True),
    Pair("B16", "V7", Matter.PROJECT, always=True),
    Pair("B16", "V3", Matter.PROJECT, always=True),  # nor is what they hold too much a saving
    Pair("B16", "V6", Matter.PROJECT, always=True),
    Pair("E7", "M8", Matter.PERIOD),  # not posted yet is not unspent
    Pair("B14", "P7", Matter.CELLS),  # in no month at all, not only without a finish
    Pair("B18", "P4", Matter.LINE),  # spent and stuck, not only untouched
    Pair("R4", "P4", Matter.LINE),
    Pair("E5", "E12", Matter.PROJECT),  # withheld, not only flagged
    Pair("R7", "R1", Matter.PROJECT),  # rows that did not arrive, not only money that differs
    Pair("D5", "D4", Matter.PROJECT),
    Pair("M9", "M10", Matter.LINE),
)
EXPLAINED = {  # an amount (of one subject), and what says where nine tenths of it come from
    "B1": ("B15",),
    "B11": ("B10",),
    "B19:booked": ("M16",),  # a rate changes every month it priced
    "C1": ("A9", "B9", "C9"),
    "V3": ("B3", "B15"),
    "M8": ("P1",),  # time not booked yet is not unspent; both look at the last closed month only
}
EXPLAINED_ON_A_LINE = {"V5": ("A2", "A11")}  # booked twice, or in another unit, not only too dear
_MOST = 0.9
_UNREADABLE = {"A1", "A3", "A12"}  # what a line lacks for want of a readable cell is no second fault


def one_for_one_cause(flags: Sequence[Flag]) -> list[Flag]:
    """`flags` without those that another flag already tells."""
    by_check: dict[str, list[Flag]] = {}
    for flag in flags:
        by_check.setdefault(flag.check, []).append(flag)
    silent: set[int] = set()
    for pair in PAIRS:
        narrow = [(_matter(pair.matter, flag), flag) for flag in by_check.get(pair.narrow, [])]
        for wide in by_check.get(pair.wide, []) if narrow else []:
            if pair.subject and wide.subject != pair.subject:
                continue
            if pair.matter is Matter.CELLS:
                if _covered(wide, [flag for _, flag in narrow]):
                    silent.add(id(wide))
                continue
            matter = _matter(pair.matter, wide)
            for theirs, other in narrow:
                if matter and theirs == matter:
                    narrower = pair.always or _RANK[other.severity] <= _RANK[wide.severity]
                    yields = wide if narrower else other
                    silent.add(id(yields))
    for check, causes in EXPLAINED.items():
        name, _, subject = check.partition(":")
        told = sum(flag.stake or 0.0 for cause in causes for flag in by_check.get(cause, ()))
        amounts = [flag for flag in by_check.get(name, ()) if not subject or flag.subject == subject]
        silent |= {id(flag) for flag in amounts if flag.stake and told >= _MOST * flag.stake}
    silent |= _explained_on_its_line(by_check)
    silent |= _for_want_of_a_cell(flags)
    return [flag for flag in flags if id(flag) not in silent]


def _explained_on_its_line(by_check: Mapping[str, Sequence[Flag]]) -> set[int]:
    silent = set()
    for check, causes in EXPLAINED_ON_A_LINE.items():
        of_line: dict[str, float] = {}
        for flag in (flag for cause in causes for flag in by_check.get(cause, ())):
            of_line[flag.line] = of_line.get(flag.line, 0.0) + (flag.stake or 0.0)
        for flag in by_check.get(check, ()):
            if flag.line and flag.stake and of_line.get(flag.line, 0.0) >= _MOST * flag.stake:
                silent.add(id(flag))
    return silent


def _for_want_of_a_cell(flags: Sequence[Flag]) -> set[int]:
    """Flags of lines whose cells could not be read."""
    unreadable = [flag for flag in flags if flag.check in _UNREADABLE]
    if not unreadable:
        return set()
    return {id(flag) for flag in flags if flag.line and flag.check[0] != "A" and _covered(flag, unreadable)}


def _matter(matter: Matter, flag: Flag) -> str:
    """What the flag is about, where that is such a matter; "" where it is about something else."""
    if matter is Matter.LINE:
        return flag.line
    if matter is Matter.PERIOD:
        return flag.period
    return "" if flag.line else "the project"


def _covered(wide: Flag, narrow: Sequence[Flag]) -> bool:
    """Whether every cell of `wide` is a cell of one of `narrow`."""
    spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for flag in narrow:
        for place in flag.places:
            for column in range(place.column, place.end_column):
                spans.setdefault((place.sheet_id, column), []).append((place.row, place.end_row))
    if not wide.places or not spans:
        return False
    return all(
        any(first <= row < end for first, end in spans.get((place.sheet_id, column), ()))
        for place in wide.places
        for column in range(place.column, place.end_column)
        for row in range(place.row, place.end_row)
    )
