"""The Flags tab: what is off plumb, worst and dearest first; below it what is quiet, gone, or not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.checks.flag import Flag, Severity
from app.checks.life import Life
from app.workbook.days import serial_of
from app.workbook.flags_tab.kept import Kept
from app.workbook.flags_tab.row import Row
from app.workbook.flags_tab.standing import BLOCKS, HEADING, SUBTITLE, flag_key
from app.workbook.output.facts import Facts
from app.workbook.output.page import Page, PageRow, Value, page_column
from sheets_schema import Tab
from sheets_schema.spoken import ENGLISH, Spoken, again

HEADER_ROW = 1
_FROM_SECOND_RUN = (
    "a previous run"  # no input of the workbook: telling it would change the tab at the second run
)
_LONGEST = 2_000  # characters of one cell: enough to read, far from Google's 50,000


def flags_page(tab: Tab, facts: Facts, kept: Kept) -> Page:
    """A row a flag; columns that people fill are left blank, and never written."""
    builder = _Rows(tab, facts, kept)
    return Page(
        name=tab.name,
        title=tab.title,
        columns=tuple(page_column(field) for field in tab.fields),
        rows=tuple(builder.all()),
        digits=facts.digits,
        language=facts.words.code,
        frozen_rows=HEADER_ROW + 1,
        frozen_columns=3,
        kept=tab.kept,
    )


class _Rows:
    def __init__(self, tab: Tab, facts: Facts, kept: Kept) -> None:
        self._tab, self._facts, self._kept = tab, facts, kept

    def all(self) -> Iterable[PageRow]:
        facts, kept = self._facts, self._kept
        flags = facts.findings.flags
        still = [flag for flag in flags if not kept.quiet(flag)]
        quiet = [flag for flag in flags if kept.quiet(flag)]
        yield self._row({"severity": self._counts(still, quiet)}, "subtitle", SUBTITLE)
        yield self._heading()
        for flag in still:
            yield self._flag(flag, kept.lives.get(flag.id))
        yield from self._block("accepted", [self._flag(flag, kept.lives[flag.id]) for flag in quiet])
        yield from self._block("resolved", [self._resolved(row) for row in kept.bound.resolved])
        yield from self._block("loose", [self._loose(row) for row in kept.bound.loose])
        skipped = [one for one in facts.findings.not_checked if one.wants != _FROM_SECOND_RUN]
        unchecked = [
            self._row(
                {"check": one.check, "title": self._wants(one.wants)}, "quiet", f"unchecked:{one.check}"
            )
            for one in skipped
        ]
        yield from self._block("unchecked", unchecked)

    def _counts(self, still: list[Flag], quiet: list[Flag]) -> str:
        counts = Counter(flag.severity for flag in still)
        words = self._facts.words
        told = [words.said(_counted(counts[severity], severity)) for severity in Severity if counts[severity]]
        told += [words.said("{count} accepted for now", count=len(quiet))] if quiet else []
        return words.said(
            "As at {day}: {counts}",
            day=self._facts.day(self._facts.project.settings.status_date),
            counts=", ".join(told) or words.said("nothing is off plumb"),
        )

    def _wants(self, wants: str) -> str:
        return self._facts.words.said("wants {input}", input=wants)

    def _heading(self) -> PageRow:
        """What people call their own columns stays, but for a name that was ours in another language."""
        standing = self._kept.standing
        fields = self._tab.fields
        theirs = {
            at: heading
            for at, heading in (standing.headings if standing else {}).items()
            if heading not in fields[at].headings
        }
        return PageRow(
            tuple(theirs.get(at, field.title) for at, field in enumerate(fields)),
            "heading",
            notes={at: field.description for at, field in enumerate(fields)},
            key=HEADING,
        )

    def _block(self, name: str, rows: list[PageRow]) -> Iterable[PageRow]:
        if rows:
            yield self._row({}, "blank", f"gap:{name}")
            yield self._row({"severity": self._facts.words.said(BLOCKS[name])}, "block", f"block:{name}")
            yield from rows

    def _row(self, values: dict[str, Value], look: str, key: str) -> PageRow:
        return PageRow(tuple(values.get(field.name) for field in self._tab.fields), look, key=key)

    def _flag(self, flag: Flag, life: Life | None) -> PageRow:
        digits, said = self._facts.digits, self._facts.words.said
        values: dict[str, Value] = {
            "severity": said(flag.severity.value),
            "check": flag.check,
            "title": _text(said(flag.title)),
            "figure": _text(flag.figure),
            "threshold": _text(flag.threshold),
            "stake": None if flag.stake is None else round(flag.stake) / 10**digits,
            "hours": None if flag.hours is None else round(flag.hours, 2),
            "remedy": _text(flag.remedy),
            "state": self._state(life),
            "first_seen": serial_of(life.first_seen) if life else None,
            "last_seen": serial_of(life.last_seen) if life else None,
            "line": _text(flag.line),
            "line_owner": _text(flag.owner),
            "period": _text(flag.period),
            "cells": _text(cells_text(flag, self._facts.words)),
            "rule": _text(flag.rule),
            "id": _text(flag.id),
        }
        quiet = life is not None and life.accepted
        return self._row(values, "quiet" if quiet else f"flag:{flag.severity.value}", flag_key(flag.id))

    def _resolved(self, row: Row) -> PageRow:
        """As it last stood, with the day at which it was gone."""
        status = self._facts.project.settings.status_date
        day = self._kept.bound.known[row.text("id")].resolved or status
        state = self._facts.words.said("resolved on {day}", day=self._facts.day(day))
        same = {name: again(row.text(name), self._facts.words) for name in ("severity", "title")}
        values = dict(row.values) | same | {"state": state, "resolved": serial_of(day)}
        return self._row(values, "quiet", flag_key(row.text("id")))

    def _loose(self, row: Row) -> PageRow:
        """What it said, without the name that did not fit."""
        was, said = row.text("id"), self._facts.words.said
        values: dict[str, Value] = {
            "title": again(row.text("title"), self._facts.words) or None,
            "figure": said("was at {name}", name=was) if was else row.values["figure"],
            "state": said("flag not known"),
        }
        return self._row(values, "quiet", f"loose:{row.at}")

    def _state(self, life: Life | None) -> str:
        said = self._facts.words.said
        if life is not None and life.accepted_until is not None:
            return said("accepted until {day}", day=self._facts.day(life.accepted_until))
        if life is not None and life.unread:
            return said("open: what stands under Accepted until is no day")
        return said("open")


def _counted(number: int, severity: Severity) -> str:
    noun = severity in (Severity.ERROR, Severity.NOTE)
    return f"{number} {severity.value}{'s' if noun and number > 1 else ''}"


def cells_text(flag: Flag, words: Spoken = ENGLISH) -> str:
    """`Budget!G7, Budget!G9 and 12 more`."""
    shown = ", ".join(str(place) for place in flag.places[:3])
    more = len(flag.places) - 3
    return words.said("{cells} and {more} more", cells=shown, more=f"{more:,}") if more > 0 else shown


def _text(text: str) -> Value:
    if len(text) > _LONGEST:
        return text[: _LONGEST - 3] + "..."
    return text or None
