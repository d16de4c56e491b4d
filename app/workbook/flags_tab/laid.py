"""What was written on the Flags tab and what stood there: by it notes that moved meanwhile find home again.

Sheets takes rows by their places, and people may sort, insert, delete or type between our read and our write.
So a row's name is written only where it changes: every other row keeps the name it has, wherever somebody
moved it, and tells by it which flag it is. What is left are the few rows that got another name. A note on one
of these was not there when we read; it goes back to the flag whose row it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.workbook.arranged import Arranged
from app.workbook.book import Box, CellError, CellValue, Tab
from app.workbook.flags_tab.columns import looks_like_id
from app.workbook.flags_tab.row import Row
from app.workbook.flags_tab.standing import Standing, flag_of
from app.workbook.output.page import Page, Value
from app.workbook.page_write import PageWrite

Cells = tuple[CellValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The tab as one write left it, in rows of the page.

    `names`: the name in each row, rows that were cleared included; `fresh`: those that got another than
    stood there; `noted`: rows with notes when we read; `came_from`: where each row stood; `written`: rows of
    which more than the name was written. `stood`: the tab when we read, `homes`: what its rows were, and
    `formulas` in it; `own_from`: from here on the columns are people's own.
    """

    page: Page
    stood: Standing
    formulas: Mapping[tuple[int, int], str]
    written: frozenset[int]

    names: tuple[CellValue, ...]
    fresh: frozenset[int]
    noted: frozenset[int]
    came_from: tuple[int, ...]
    homes: Mapping[int, Home]
    kept: tuple[int, int]
    own_from: int

    def boxes(self, columns: int) -> list[Box]:
        """The cells that the answer to the write must show: people's columns, and the names."""
        end = len(self.names)
        return [Box(0, self.kept[0], end, self.kept[1]), Box(0, self.own_from - 1, end, columns)]

    def is_theirs(self, column: int) -> bool:
        """Whether people fill the column beneath its heading."""
        return self.kept[0] <= column < self.kept[1] or column >= self.own_from

    def is_written(self, column: int) -> bool:
        """Whether what stands at the column's place is ours, where all columns are in order."""
        return not self.is_theirs(column)

    def value(self, row: int, column: int) -> CellValue:
        """What was written there."""
        return self.page.rows[row].values[column] if row < len(self.page.rows) else None

    def otherwise(self, tab: Tab) -> bool:
        """Whether the tab as it shows after the write is not as it was laid."""
        top = self.page.frozen_rows - 1
        ours = self.page.rows[top].values
        heads = [(tab.value(top, at), ours[at]) for at in range(*self.kept)]
        if any(head != wanted and head in ours for head, wanted in heads):  # else a heading was typed over
            return True
        return any(self._moved(tab, row) or self._typed(tab, row) for row in range(len(self.names)))

    def settled(self, standing: Standing) -> Standing:
        """The tab read again, each row what it is: by its name, or where its note came from.

        What else stands in a row may be another flag's, written where that one stood when we read.
        """
        moved = any(self._moved(standing.tab, row) for row in range(len(self.names)))
        written = {self.names[row] for row in self.fresh}
        known = {home.name: home for home in self.homes.values() if home.name and home.name not in written}
        found: dict[int, Row] = {}
        strays: list[Row] = []
        for row in standing.rows:
            home = known.get(row.text("id"))
            if home is not None:
                found[row.at] = replace(row, values=home.values)
            elif row.noted and (moved or self._typed(standing.tab, row.at)):
                strays.append(row)
            else:
                found[row.at] = row
        there = {row.text("id") for row in found.values()} - {""}
        missing = [home for home in self.homes.values() if home.name not in there]
        cells = {row.at: self._people_s(standing.tab, row.at) for row in strays}
        homes = _by_notes(cells, missing) if moved else {row.at: self._stood(row) for row in strays}
        for row in strays:
            home = homes.get(row.at)
            found[row.at] = replace(row, values=home.values if home else dict.fromkeys(row.values))
        return replace(standing, rows=tuple(found[row.at] for row in standing.rows))

    def _moved(self, tab: Tab, row: int) -> bool:
        """Whether another row than ours stands there: the name that we left alone is another one."""
        return row not in self.fresh and tab.value(row, self.own_from - 1) != self.names[row]

    def _typed(self, tab: Tab, row: int) -> bool:
        """Whether a note stands in a row that got another name, and had none; the headings are no notes."""
        beneath = row >= self.page.frozen_rows
        return beneath and row in self.fresh and row not in self.noted and bool(self._people_s(tab, row))

    def _people_s(self, tab: Tab, row: int) -> Cells:
        return people_s(tab, row, self.kept, self.own_from)

    def _stood(self, row: Row) -> Home | None:
        """What the row was when we read, nothing having moved but by us."""
        return self.homes.get(self.came_from[row.at]) if row.at < len(self.came_from) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A row when it was read: the flag it was, "" when that was not known, and people's cells in it."""

    name: str
    values: Mapping[str, Value]
    cells: Cells


def laid_of(
    write: PageWrite,
    arranged: Arranged,
    standing: Standing,
    *,
    keys: Mapping[int, str],
    formulas: Mapping[tuple[int, int], str],
) -> Laid | None:
    """`keys`: what each row is, as it was bound to its flag; `formulas` by where they stood on the tab."""
    page = write.page
    if page.kept is None:
        return None
    width, end = len(page.columns), max(len(page.rows), standing.height)
    names = [row.values[-1] for row in page.rows]
    names += [None] * (end - len(names))
    stood = [arranged.tab.value(row, width - 1) for row in range(end)]
    bound = {flag_of(key) for key in keys.values()}
    homes = {}
    for row in standing.rows:
        name = flag_of(keys.get(row.at, ""))
        if row.at not in keys and looks_like_id(row.values["id"]) and row.text("id") not in bound:
            name = row.text("id")
        cells = people_s(standing.tab, row.at, page.kept, width)
        homes[row.at] = Home(name=name, values={**row.values, "id": name or None}, cells=cells)
    spans = (*write.values, *((box.row, box.end_row) for box in write.clear))
    return Laid(
        page=page,
        stood=standing,
        formulas=formulas,
        written=frozenset(row for at, until in spans for row in range(max(at, page.frozen_rows), until)),
        names=tuple(names),
        fresh=frozenset(row for row in range(end) if stood[row] != names[row]),
        noted=frozenset(row for row in range(end) if people_s(arranged.tab, row, page.kept, width)),
        came_from=arranged.came_from,
        homes=homes,
        kept=page.kept,
        own_from=width,
    )


def _by_notes(strays: Mapping[int, Cells], missing: Sequence[Home]) -> dict[int, Home]:
    """Rows have moved: by place the home of each row that can be told, by what people had written in it.

    As many rows with the same notes as there were; else the one row that held these notes, or some of them;
    else the only row there is, which is the only one missing.
    """
    found: dict[int, Home] = {}
    for cells in dict.fromkeys(strays.values()):
        rows = [at for at, now in strays.items() if now == cells]
        same = [home for home in missing if home.cells == cells]
        if len(rows) == len(same):
            found |= dict(zip(rows, same, strict=True))
    left = [home for home in missing if home not in found.values()]
    rest = {at: cells for at, cells in strays.items() if at not in found}
    for at, cells in rest.items():
        held = [home for home in left if home.cells and _holds(cells, home.cells)]
        rivals = [other for other in rest.values() for home in held if _holds(other, home.cells)]
        if len(held) == len(rivals) == 1:
            found[at] = held[0]
    named = [home for home in left if home.name]
    if len(rest) == 1 and not rest.keys() & found.keys() and len(named) == 1 and not named[0].cells:
        found |= dict.fromkeys(rest, named[0])
    return found


def _holds(now: Cells, before: Cells) -> bool:
    """Whether all that was written in a row still stands there."""
    return all(cell is None or (at < len(now) and now[at] == cell) for at, cell in enumerate(before))


def people_s(tab: Tab, row: int, kept: tuple[int, int], own_from: int) -> Cells:
    """People's cells of a row, no blanks at the end."""
    cells = tab.rows[row] if row < len(tab.rows) else ()
    found = [*cells[slice(*kept)], *([None] * (kept[1] - max(kept[0], min(kept[1], len(cells)))))]
    found += cells[own_from:]
    while found and found[-1] is None:
        found.pop()
    return tuple(cell.text if isinstance(cell, CellError) else cell for cell in found)
