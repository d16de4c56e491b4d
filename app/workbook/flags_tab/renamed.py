"""Flags that go by another name than in an earlier refresh, though the fault is the same.

Some flags were once named by the address of a cell, and a few by less than they are now. A row that still
has such a name goes on as the row of the flag that says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.checks.flag import Flag
from app.workbook.flags_tab.row import Row
from sheets_schema.spoken import in_every_language

_ADDRESS = re.compile(r"![A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?")
_NUMBER = re.compile(r" \(\d+\)$")
_PLACE = re.compile(r"![A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?|\brow \d+")


def heirs(gone: Iterable[Row], free: Mapping[str, Flag]) -> dict[str, Row]:
    """By flag the row that had another name. `gone`: rows whose names no flag has any more; `free`: flags
    that no row names.

    Only where one row and one flag say the same, addresses aside; or several where none of them has moved.
    """
    rows = [row for row in gone if _by_less(row.text("id"), free.values())]
    found: dict[str, Row] = {}
    for row in rows:
        like = [id_ for id_, flag in free.items() if _same(row, flag)]
        rivals = [other for other in rows if any(_same(other, free[id_]) for id_ in like)]
        if len(like) > 1 or len(rivals) > 1:
            still = {_cell(other) for other in rivals} == {_place(free[id_]) for id_ in like}
            like = [id_ for id_ in like if still and _place(free[id_]) == _cell(row)]
        if len(like) == 1 and like[0] not in found:
            found[like[0]] = row
    return found


def _by_less(name: str, flags: Iterable[Flag]) -> bool:
    """Whether it is a name of an earlier kind."""
    return bool(_ADDRESS.search(name)) or any(flag.id.startswith(f"{name} ") for flag in flags)


def _same(row: Row, flag: Flag) -> bool:
    """Whether the row says what the flag says, wherever its cell is by now."""
    about = (row.text("check"), row.text("line"), row.text("period")) == (flag.check, flag.line, flag.period)
    tab, address, _ = _cell(row).rpartition("!")
    return (
        about
        and (not address or (bool(flag.places) and flag.places[0].tab == tab))
        and row.text("title") in in_every_language(flag.title)
        and _words(row.text("figure")) == _words(flag.figure)
    )


def _cell(row: Row) -> str:
    """The cell that the row is named by."""
    return _NUMBER.sub("", row.text("id").partition(":")[2])


def _place(flag: Flag) -> str:
    return str(flag.places[0]) if flag.places else ""


def _words(figure: str) -> str:
    return _PLACE.sub("", figure)
