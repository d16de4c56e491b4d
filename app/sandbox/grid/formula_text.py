"""The text of formulas: references found and rewritten, everything else left as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from app.sandbox.grid import a1

REF_ERROR = "#REF!"
_TITLE = r"'(?:[^']|'')*'|[^\W\d][\w.]*"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[1-9][0-9]{0,6}"
_TOKEN = re.compile(
    rf"""
    (?P<string>"(?:[^"]|"")*"?) |
    (?:(?P<sheet>{_TITLE})!)?
    (?<![\w$.])
    (?:
      (?P<first>{_CELL})(?::(?P<second>{_CELL}|{_COLUMN}|{_ROW}))? |
      (?P<column>{_COLUMN}):(?P<to_column>{_CELL}|{_COLUMN}) |
      (?P<row>{_ROW}):(?P<to_row>{_CELL}|{_ROW})
    )
    (?![\w(.!$]) |
    (?P<word>'(?:[^']|'')*'!?|[^\W\d][\w.]*|[0-9][\w.]*)
    """,
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]*)\Z")


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference; None on an axis it leaves open."""

    row: int | None
    column: int | None
    row_fixed: bool
    column_fixed: bool

    def text(self) -> str:
        """As written in a formula."""
        made = ""
        if self.column is not None:
            made += ("$" if self.column_fixed else "") + a1.column_letters(self.column)
        if self.row is not None:
            made += ("$" if self.row_fixed else "") + str(self.row + 1)
        return made

    def shifted(self, down: int, across: int) -> Corner | None:
        """Moved where it is relative; None when that leaves the sheet."""
        row = self.row if self.row is None or self.row_fixed else self.row + down
        column = self.column if self.column is None or self.column_fixed else self.column + across
        if (row is not None and row < 0) or (column is not None and column < 0):
            return None
        return replace(self, row=row, column=column)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a formula. `title` is the sheet it names, None for the formula's own."""

    title: str | None
    first: Corner
    second: Corner | None

    def text(self) -> str:
        """As written in a formula."""
        prefix = f"{a1.quote_title(self.title)}!" if self.title is not None else ""
        return prefix + self.first.text() + (f":{self.second.text()}" if self.second is not None else "")


Rewriter = Callable[[Reference], Reference | str | None]
"""Gives what stands in a reference's place: another, a text such as `#REF!`, or None to leave it."""


def rewrite(formula: str, rewriter: Rewriter) -> str:
    """A formula with its references rewritten."""
    made: list[str] = []
    position = 0
    for start, end, reference in found(formula):
        changed = rewriter(reference)
        if changed is None:
            continue
        made.append(formula[position:start])
        made.append(changed if isinstance(changed, str) else changed.text())
        position = end
    if not made:
        return formula
    return "".join([*made, formula[position:]])


def references(formula: str) -> Iterator[Reference]:
    """Every reference in a formula."""
    return (reference for _, _, reference in found(formula))


def names(formula: str) -> tuple[str, ...]:
    """Words that are neither reference, function, truth value nor part of a title: names of ranges."""
    made = []
    for match in _TOKEN.finditer(formula):
        word = match["word"]
        if word is None or not (word[0].isalpha() or word[0] == "_") or word.upper() in {"TRUE", "FALSE"}:
            continue
        if formula[match.end() :].lstrip()[:1] != "(":
            made.append(word)
    return tuple(made)


def has_references(formula: str) -> bool:
    """Whether a formula mentions any cell, or any name that may stand for some."""
    return bool(found(formula)) or bool(names(formula))


@lru_cache(maxsize=20_000)
def found(formula: str) -> tuple[tuple[int, int, Reference], ...]:
    """Every reference with where it starts and ends in the text."""
    made = []
    for match in _TOKEN.finditer(formula):
        if match["string"] is not None or match["word"] is not None:
            continue
        first = match["first"] or match["column"] or match["row"]
        second = match["second"] or match["to_column"] or match["to_row"]
        title = match["sheet"]
        if title is not None and title.startswith("'"):
            title = title[1:-1].replace("''", "'")
        reference = Reference(title, _corner(first), _corner(second) if second else None)
        made.append((match.start(), match.end(), reference))
    return tuple(made)


def _corner(text: str) -> Corner:
    match = _CORNER.match(text)
    if match is None:
        raise ValueError(text)
    mark, letters, second_mark, digits = match.groups()
    if not letters:
        return Corner(int(digits) - 1, None, row_fixed=bool(mark or second_mark), column_fixed=False)
    return Corner(
        int(digits) - 1 if digits else None,
        a1.column_index(letters),
        row_fixed=bool(second_mark),
        column_fixed=bool(mark),
    )


@lru_cache(maxsize=20_000)
def shift(formula: str, down: int, across: int) -> str:
    """A formula as it reads when copied so many rows down and columns across."""
    if not down and not across:
        return formula

    def moved(reference: Reference) -> Reference | str:
        first = reference.first.shifted(down, across)
        second = reference.second.shifted(down, across) if reference.second is not None else None
        if first is None or (reference.second is not None and second is None):
            return REF_ERROR
        return replace(reference, first=first, second=second)

    return rewrite(formula, moved)


def rename_sheet(formula: str, old: str, new: str) -> str:
    """A formula after a sheet got another title."""
    if "!" not in formula:
        return formula
    wanted = old.casefold()

    def renamed(reference: Reference) -> Reference | None:
        if reference.title is None or reference.title.casefold() != wanted:
            return None
        return replace(reference, title=new)

    return rewrite(formula, renamed)


def lose_sheet(formula: str, title: str) -> str:
    """A formula after a sheet was deleted: what pointed there is `#REF!`."""
    if "!" not in formula:
        return formula
    wanted = title.casefold()

    def lost(reference: Reference) -> str | None:
        return REF_ERROR if reference.title is not None and reference.title.casefold() == wanted else None

    return rewrite(formula, lost)
