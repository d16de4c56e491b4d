"""What a formula refers to, and its form independent of where it stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from app.intake.sheet import Formula

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_REF = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    r"(?<![\w.])(?P<a1>\$?[A-Z]{1,3}\$?\d{1,7})(?::(?P<a2>\$?[A-Z]{1,3}\$?\d{1,7}))?(?![\w(.])"
    r"|(?:(?P<sheet2>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?(?<![\w.])(?P<c1>\$?[A-Z]{1,3}):(?P<c2>\$?[A-Z]{1,3})(?![\w(.])"
)
_PARTS = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
_VOLATILE = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY|OFFSET|INDIRECT)\s*\(", re.IGNORECASE)
_LAST_ROW = 1_048_575


class Reference(NamedTuple):
    """A rectangle that a formula reads; `sheet` is "" for its own tab. Last ones are included.

    `fixed_row`, `fixed_column`: the first corner carries a `$` there.
    """

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    fixed_row: bool = False
    fixed_column: bool = False

    @property
    def one_cell(self) -> bool:
        """Whether it is a single cell."""
        return self.top == self.bottom and self.left == self.right


def references(formula: Formula, row: int, column: int) -> tuple[Reference, ...]:
    """What the formula reads when it stands in (row, column)."""
    down, across = row - formula.row, column - formula.column
    own = _references(formula.text)
    if not down and not across:
        return own
    return tuple(_moved(ref, down, across) for ref in own)


def relative(formula: Formula) -> str:
    """The formula with each address as a distance: equal for cells that were filled down."""
    return _relative(formula.text, formula.row, formula.column)


def is_volatile(formula: Formula) -> str:
    """The function whose result changes by itself; "" for none."""
    bare = _TEXT.sub("", formula.text) if "DUMMYFUNCTION" not in formula.text else formula.text
    found = _VOLATILE.search(bare)
    return found[1].upper() if found else ""


def bare_of(formula: Formula) -> str:
    """The formula's text in upper case, without blanks and without quoted texts."""
    return _bare(formula.text)


@lru_cache(maxsize=32768)
def _bare(text: str) -> str:
    return re.sub(r"\s+", "", _TEXT.sub('""', text)).upper()


@lru_cache(maxsize=32768)
def _references(text: str) -> tuple[Reference, ...]:
    found = []
    for match in _REF.finditer(_TEXT.sub('""', text)):
        if match["a1"]:
            sheet = _name(match["sheet"])
            first, last = _PARTS.match(match["a1"]), _PARTS.match(match["a2"] or match["a1"])
            if first is None or last is None:
                continue
            rows = sorted((int(first[4]) - 1, int(last[4]) - 1))
            columns = sorted((_column(first[2]), _column(last[2])))
            found.append(
                Reference(sheet, rows[0], columns[0], rows[1], columns[1], bool(first[3]), bool(first[1]))
            )
        else:
            columns = sorted((_column(match["c1"].strip("$")), _column(match["c2"].strip("$"))))
            found.append(
                Reference(
                    _name(match["sheet2"]), 0, columns[0], _LAST_ROW, columns[1], True, match["c1"][0] == "$"
                )
            )
    return tuple(found)


def _name(sheet: str | None) -> str:
    return sheet.strip("'").replace("''", "'") if sheet else ""


def _moved(ref: Reference, down: int, across: int) -> Reference:
    rows = 0 if ref.fixed_row else down
    columns = 0 if ref.fixed_column else across
    return ref._replace(
        top=ref.top + rows, bottom=ref.bottom + rows, left=ref.left + columns, right=ref.right + columns
    )


@lru_cache(maxsize=32768)
def _relative(text: str, row: int, column: int) -> str:
    def distance(match: re.Match[str]) -> str:
        r = match[4] if match[3] else f"[{int(match[4]) - 1 - row}]"
        c = match[2] if match[1] else f"[{_column(match[2]) - column}]"
        return f"R{r}C{c}"

    def whole(match: re.Match[str]) -> str:
        return _PARTS.sub(distance, match[0])

    pieces = _TEXT.split(text)
    quoted = [*_TEXT.findall(text), ""]
    return "".join(_REF.sub(whole, piece) + quote for piece, quote in zip(pieces, quoted, strict=True))


@lru_cache(maxsize=4096)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
