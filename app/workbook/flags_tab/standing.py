"""What stands on the Flags tab: which row is which flag's, and where people's notes are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.checks.flag import Flag
from app.checks.life import Known
from app.workbook.book import CellError, CellValue, Tab
from app.workbook.cells import text_of
from app.workbook.days import day_of_serial, day_of_text, is_serial
from app.workbook.flags_tab.columns import Columns, in_order, looks_like_id
from app.workbook.flags_tab.renamed import heirs
from app.workbook.flags_tab.row import Row
from app.workbook.notation import Notation
from app.workbook.output.page import Value
from app.workbook.shape import Shape, fingerprint
from sheets_schema import Tab as Contract
from sheets_schema.spoken import in_every_language

_AS_AT = tuple(text.partition("{")[0] for text in in_every_language("As at {day}: {counts}"))
_WANTS = tuple(text.partition("{")[0] for text in in_every_language("wants {input}"))
_PUSHED = 50  # rows behind the rectangle that are searched for ours
HEADING, SUBTITLE = "heading", "subtitle"
BLOCKS = {
    "accepted": "Accepted for now",
    "resolved": "Resolved, kept for your notes: clear them and the row goes",
    "loose": "Your notes whose flag is not known: type its name under Flag, and they join it again",
    "unchecked": "Not checked: an input is missing",
}
"""Blocks beneath the open flags, in their order, with their headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The tab as it stands, its columns in order. `rows`: the rectangle that is ours, heading row left out;
    `height`: its end; `headings`: what people call their columns, by place."""

    columns: Columns
    rows: tuple[Row, ...]
    height: int
    headings: Mapping[int, str] = field(default_factory=dict)

    @property
    def tab(self) -> Tab:
        """With its columns in order."""
        return self.columns.tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Rows told apart. `keys`: row -> what it is, where that is known or a note stands; `known`: flag id ->
    what is known.

    `resolved`: noted rows of flags that are gone; `loose`: noted rows whose flag can't be told.
    """

    known: Mapping[str, Known] = field(default_factory=dict)
    resolved: tuple[Row, ...] = ()
    loose: tuple[Row, ...] = ()
    keys: Mapping[int, str] = field(default_factory=dict)


def flag_key(id_: str) -> str:
    """The key of a flag's row."""
    return f"flag:{id_}"


def flag_of(key: str) -> str:
    """The flag whose row has the key; "" when it is no flag's."""
    return key.removeprefix("flag:") if key.startswith("flag:") else ""


def stand(tab: Tab, contract: Contract, shape: Shape | None, *, least: int = 0) -> Standing:
    """The rows of the tab; `shape`: of the rectangle last written; `least`: so many rows at least."""
    columns = in_order(tab, contract)
    tab, width = columns.tab, len(contract.fields)
    last = width - 1
    ids = [at for at in range(len(tab.rows)) if looks_like_id(tab.value(at, last))]
    height = shape.rows + _pushed_out(tab, contract, shape) if shape else 0
    end = max(height, ids[-1] + 1 if ids else 0, (columns.heading or 0) + 1, min(least, tab.row_count))
    theirs = [at for at, field_ in enumerate(contract.fields) if field_.theirs]
    headings = {
        at: cell
        for at in theirs
        if columns.heading is not None and isinstance(cell := tab.value(columns.heading, at), str) and cell
    }
    return Standing(
        columns=columns,
        rows=tuple(_row(tab, contract, at, width) for at in range(end) if at != columns.heading),
        height=end,
        headings=headings,
    )


def _pushed_out(tab: Tab, contract: Contract, shape: Shape) -> int:
    """How many rows of ours now stand behind the rectangle, because rows were inserted in it."""
    width, (first, end) = len(contract.fields), contract.kept or (0, 0)
    written, blank = set(shape.prints), fingerprint(())
    pushed = 0
    for count, row in enumerate(tab.rows[shape.rows : shape.rows + _PUSHED], 1):
        ours = [*row[:width], *([None] * (width - len(row)))]
        ours[first:end] = [None] * (end - first)
        print_ = fingerprint(ours)
        if print_ != blank and print_ not in written and not looks_like_id(ours[-1]):
            break
        pushed = pushed if print_ == blank else count
    return pushed


def _row(tab: Tab, contract: Contract, at: int, width: int) -> Row:
    values: dict[str, Value] = {}
    answers: set[str] = set()
    accepted: CellValue = None
    for column, field_ in enumerate(contract.fields):
        cell = tab.value(at, column)
        if not field_.theirs:
            values[field_.name] = cell.text if isinstance(cell, CellError) else cell
        elif cell is not None:
            answers.add(field_.name)
            accepted = cell if field_.name == "accepted_until" else accepted
    further = tab.rows[at][width:] if at < len(tab.rows) else ()
    noted = bool(answers) or any(cell is not None for cell in further)
    return Row(at=at, values=values, noted=noted, answers=frozenset(answers), accepted=accepted)


def bind(standing: Standing, flags: Sequence[Flag], notation: Notation, checks: Iterable[str]) -> Bound:
    """Which flag each row is about: by its id, else by what it says. Never by a guess: a noted row that fits
    no flag, or two, is loose.

    `checks`: the ids of the catalogue, by which the id of a flag that is gone is known from a typing error.
    """
    binder = _Binder(flags, frozenset(checks))
    for row in standing.rows:
        binder.claim(row)
    return binder.bound(standing, notation)


class _Binder:
    def __init__(self, flags: Sequence[Flag], checks: frozenset[str]) -> None:
        self._flags = {flag.id: flag for flag in flags}
        self._checks = checks
        self._claims: dict[str, list[Row]] = {}
        self._unnamed: list[Row] = []
        self._loose: list[Row] = []
        self._gone: dict[str, list[Row]] = {}

    def claim(self, row: Row) -> None:
        """By its id, when what stands beside does not say otherwise."""
        id_ = row.text("id")
        check = row.text("check")
        if not id_ or id_.split(":")[0] not in self._checks:
            self._unnamed.append(row)
        elif check and check != id_.split(":")[0]:
            self._loose.append(row)  # a name pasted over another, or columns sorted apart
        elif id_ in self._flags and check and not self._fits(row, id_):
            self._loose.append(row)
        elif id_ in self._flags:
            self._claims.setdefault(id_, []).append(row)
        else:
            self._gone.setdefault(id_, []).append(row)

    def bound(self, standing: Standing, notation: Notation) -> Bound:
        owned: dict[str, Row] = {}
        loose = list(self._loose)
        for id_, rows in self._claims.items():
            best, *rest = sorted(rows, key=lambda row: (self._doubt(row, id_), row.at))
            owned[id_] = best
            loose += rest
        for row in self._unnamed:
            told = [id_ for id_ in self._flags if id_ not in owned and row.noted and self._says(row, id_)]
            if len(told) == 1:
                owned[told[0]] = row
            else:
                loose.append(row)
        gone = []
        for rows in self._gone.values():
            first, *rest = sorted(rows, key=lambda row: (not row.noted, row.at))
            gone.append(first)
            loose += rest
        free = {id_: flag for id_, flag in self._flags.items() if id_ not in owned}
        renamed = heirs(gone, free)
        owned |= renamed
        gone = [row for row in gone if row not in renamed.values()]
        places = _Places(standing)
        lost = [row for row in loose if row.noted and row.at not in places.keys]
        resolved = [row for row in gone if row.noted]
        keys = dict(places.keys)
        keys |= {row.at: flag_key(id_) for id_, row in owned.items()}
        keys |= {row.at: flag_key(row.text("id")) for row in resolved}
        keys |= {row.at: f"loose:{row.at}" for row in lost}
        told_of = [*owned.items(), *((row.text("id"), row) for row in resolved)]
        return Bound(
            known={id_: _known(row, notation) for id_, row in told_of},
            resolved=tuple(resolved),
            loose=tuple(lost),
            keys=keys,
        )

    def _doubt(self, row: Row, id_: str) -> int:
        """Of rows that name one flag the least doubtful is the flag's: one that says the same, then others
        with notes, then one named in the safe place, then a row of ours without notes."""
        return 3 if not row.noted else 2 if not row.text("check") else 0 if self._says(row, id_) else 1

    def _fits(self, row: Row, id_: str) -> bool:
        """Whether a row is about what the flag is about."""
        flag = self._flags[id_]
        return (row.text("check"), row.text("line"), row.text("period")) == (
            flag.check,
            flag.line,
            flag.period,
        )

    def _says(self, row: Row, id_: str) -> bool:
        """Whether a row's own words are the flag's."""
        return self._fits(row, id_) and row.text("title") in in_every_language(self._flags[id_].title)


class _Places:
    """Rows that are no flag's: block headings, gaps, checks not run. Their keys by row."""

    def __init__(self, standing: Standing) -> None:
        self.keys: dict[int, str] = {}
        names = {said: name for name, title in BLOCKS.items() for said in in_every_language(title)}
        following = ""
        for row in reversed(standing.rows):
            first = row.text("severity")
            filled = [name for name, value in row.values.items() if value is not None]
            if filled == ["severity"] and first in names:
                self.keys[row.at] = following = f"block:{names[first]}"
            elif not filled and following.startswith("block:"):
                self.keys[row.at] = following = f"gap:{following.removeprefix('block:')}"
            elif filled == ["severity"] and first.startswith(_AS_AT):
                self.keys[row.at] = SUBTITLE
            elif filled == ["check", "title"] and row.text("title").startswith(_WANTS):
                self.keys[row.at] = f"unchecked:{row.text('check')}"
                following = ""
            else:
                following = ""


def _known(row: Row, notation: Notation) -> Known:
    until = _day(row.accepted, notation)
    return Known(
        first_seen=_day(row.values["first_seen"], notation),
        last_seen=_day(row.values["last_seen"], notation),
        resolved=_day(row.values["resolved"], notation),
        accepted_until=until,
        unread=row.accepted is not None and until is None,
        answers=row.answers,
    )


def _day(value: CellValue, notation: Notation) -> date | None:
    """A day, typed as such or as text."""
    if isinstance(value, bool) or value is None or isinstance(value, CellError):
        return None
    if isinstance(value, str):
        return day_of_text(text_of(value), notation, notation.day_first).day
    return day_of_serial(value) if is_serial(value) else None
