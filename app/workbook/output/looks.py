"""How rows look: one small, calm set of styles for every output tab."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from app.workbook.output.page import Page, PageRow
from sheets_schema.formats import ACCENT, AMBER, BAND, ERROR, GREEN, GREY, HEADER, INK, QUIET, RED, RULE

VERSION = 1  # grows when a look changes: then every row is formatted anew


@dataclass(frozen=True, slots=True)
class Look:
    """One cell's look, but for its number format. `fill` and the edges are colours, "" for none."""

    ink: str = INK
    size: int = 10
    bold: bool = False
    italic: bool = False
    fill: str = ""
    top: str = ""
    bottom: str = ""
    wrap: bool = False
    align: str = ""  # "" | LEFT | CENTER | RIGHT, of a tab that runs from the left; LEFT is where it begins


_PLAIN = Look()
_SEVERITY = {"error": ERROR, "red": RED, "amber": AMBER, "note": GREY, "green": GREEN, "grey": GREY}
_ROWS = {
    "blank": _PLAIN,
    "plain": _PLAIN,
    "title": Look(size=16, bold=True),
    "subtitle": Look(ink=QUIET),
    "heading": Look(bold=True, fill=HEADER, bottom=ACCENT, wrap=True),
    "line": _PLAIN,
    "subtotal": Look(bold=True, fill=BAND, top=RULE),
    "total": Look(bold=True, fill=HEADER, top=ACCENT),
    "quiet": Look(ink=QUIET, italic=True),
    "block": Look(bold=True, ink=ACCENT, size=11, bottom=RULE),
    "flag": Look(wrap=True),
    "card-label": Look(ink=QUIET, size=9, fill=BAND, align="LEFT"),
    "card-value": Look(size=18, bold=True, fill=BAND, align="LEFT"),
    "card-note": Look(ink=QUIET, size=9, fill=BAND, bottom=RULE, align="LEFT"),
    "light": Look(),
    "top-flag": Look(),
    "fact": Look(),
}
_MIRRORED = {"": "RIGHT", "LEFT": "RIGHT", "RIGHT": "LEFT"}
CARDS = (1, 3, 5, 7)  # the Dashboard's columns that hold something; the others are gaps


def look_on(page: Page, row: PageRow, column: int) -> Look:
    """The look of a cell of a page: on one that runs from the right text stands there, as numbers do."""
    look = look_of(row.look, column)
    return _from_the_right(look) if page.right_to_left else look


@lru_cache(maxsize=512)
def _from_the_right(look: Look) -> Look:
    return replace(look, align=_MIRRORED.get(look.align, look.align))


@lru_cache(maxsize=512)
def look_of(look: str, column: int) -> Look:
    """The look of a cell. `flag-red` is a flag row whose severity cell is red, and so on."""
    name, _, colour = look.partition(":")
    base = _ROWS[name]
    if name.startswith("card"):
        return base if column in CARDS else _PLAIN
    if colour and column == {"flag": 0, "light": 3, "top-flag": 1}.get(name):
        return replace(base, fill=_SEVERITY[colour], bold=True, wrap=name == "top-flag")
    if name == "light" and column == 1:
        return replace(base, bold=True)
    if name == "fact" and column == 1:
        return replace(base, ink=QUIET)
    return base
