"""Finds adopted tables again: by their headings, wherever tabs, columns and rows have gone since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from app.errors import DoubleHeading, NoBudgetLines
from app.intake.body import NoLine
from app.intake.frame import Frame
from app.intake.kinds import Kind, Notes, View, view_of
from app.intake.labels import folded
from app.intake.read_sheets import formulas_of
from app.intake.role import MONEY
from app.intake.sheet import PLAIN, Look, Received, Sheet
from app.intake.table import Table
from app.intake.understood import understood
from app.project.place import column_letters
from app.workbook.adoption import AdoptedColumn, AdoptedTable, Adoption, Feed
from app.workbook.book import Book, Tab
from app.workbook.headings import is_month_heading

HEADING = "heading"  # kind of a row that only names the rows beneath it
_ALIKE = 0.6  # share of the remembered headings that must be in one row
_GAP = 50  # blank rows that may stand between two lines of a table
_FAR = 10_000_000  # farther from where it stood than any row: another tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """An adopted table, understood anew, on the tab where it stands now."""

    adopted: AdoptedTable
    tab: Tab
    table: Table


def found_again(
    book: Book, adoption: Adoption, tabs: Iterable[Tab]
) -> tuple[list[Again], list[AdoptedTable]]:
    """The adopted tables among `tabs`, and those that are nowhere any more."""
    notes = Notes(decimal="," if adoption.decimal == "," else ".", day_first=adoption.date_order != "mdy")
    views = [(tab, _view(book, tab, notes)) for tab in tabs]
    found, lost = [], []
    for adopted in adoption.tables:
        places = [(*_label_row(view, tab, adopted), tab, view) for tab, view in views]
        best = max(places, key=lambda place: place[:2], default=None)
        if best is None or best[0] < _ALIKE:
            lost.append(adopted)
            continue
        _, _, row, tab, view = best
        shift = row - adopted.label_row
        if adopted.first_row + shift < view.rows:
            view = _view(book, tab, notes, {at + shift for at in adopted.header_rows})
            found.append(Again(adopted=adopted, tab=tab, table=_table(view, row, adopted, adoption)))
        elif "budget" in adopted.feeds:
            raise NoBudgetLines(f"{tab.title} has no line beneath its headings.", tab=tab.title)
    return found, lost


def remembered(table: Table, feeds: Sequence[str], sheet_id: int) -> AdoptedTable:
    """What the workbook remembers of a table that was confirmed."""
    label_row = table.frame.label_row if table.frame.label_row >= 0 else table.frame.first_row - 1
    months = headings_of_months(table)
    return AdoptedTable(
        feeds=tuple(cast("Sequence[Feed]", feeds)),
        sheet_id=sheet_id,
        title=table.view.sheet.name,
        header_rows=table.frame.header_rows,
        label_row=label_row,
        first_row=table.frame.first_row,
        columns=tuple(
            AdoptedColumn(heading=table.view.text(label_row, c.index), role=table.role(c.index), at=c.index)
            for c in table.columns
            if c.index not in months and (c.filled or c.label)
        ),
        measures={
            heading: role for column, heading in months.items() if (role := table.role(column)) != "working"
        },  # a month to come may hold nothing yet
        rows=_kinds_of_rows(table),
    )


def _kinds_of_rows(table: Table) -> dict[str, str]:
    """The named rows that are no lines: looks may have told so, which a refresh does not read."""
    lines = {name_of_row(table, row) for row in table.lines}
    found = {name_of_row(table, row): item.kind for row, item in sorted(table.body.found.items())}
    found |= {name_of_row(table, row): HEADING for row in table.headings}
    return {name: kind for name, kind in found.items() if name and name not in lines}


def name_of_row(table: Table, row: int) -> str:
    """All that names the row, folded."""
    columns = table.with_role("line_id", "parent_id", "title", "group", "category", "reference")
    return folded(" ".join(text for c in columns if (text := table.view.text(row, c.index).strip())))


def headings_of_months(table: Table) -> dict[int, str]:
    """What heads each period's column besides the period, folded: "" where nothing does."""
    periods = getattr(table.axis, "periods", {})
    return {
        column.index: folded(" ".join((column.above, column.own, column.unit)).strip())
        for column in table.columns
        if column.index in periods
    }


def _view(book: Book, tab: Tab, notes: Notes, header_rows: Collection[int] = ()) -> View:
    """The tab without looks, which a refresh does not read; a number that can be a day is one in a header."""
    days = [
        [int(is_month_heading(cell)) for cell in cells] if row in header_rows else [0] * len(cells)
        for row, cells in enumerate(tab.rows)
    ]
    sheet = Sheet(
        name=tab.title,
        state="hidden" if tab.hidden else "visible",
        values=tab.rows,
        looks=days,
        formulas=formulas_of(tab),
        merges=tab.merges,
        hidden_rows=tab.hidden_rows,
    )
    looks = (PLAIN, Look(number_format="yyyy-mm-dd", shows_day=True))
    return view_of(Received(name=book.title, kind="book", sheets=(sheet,), looks=looks), sheet, notes)


def _label_row(view: View, tab: Tab, adopted: AdoptedTable) -> tuple[float, int, int]:
    """(share of the headings, minus how far from where it stood, row) of the best row; row -1: none."""
    same = tab.sheet_id == adopted.sheet_id
    wanted = [folded(column.heading) for column in adopted.columns if column.heading]
    if not wanted:
        return (1.0, 0, adopted.label_row) if same and adopted.label_row < view.rows else (0.0, -_FAR, -1)
    best = (0.0, -_FAR, -1)
    for row in range(view.rows):
        texts = {folded(view.text(row, column)) for column in view.filled(row)}
        share = sum(heading in texts for heading in wanted) / len(wanted)
        best = max(best, (share, -abs(row - adopted.label_row) if same else -_FAR, row)) if share else best
    return best


def _table(view: View, row: int, adopted: AdoptedTable, adoption: Adoption) -> Table:
    """The table under its headings, with the roles that were confirmed."""
    shift = row - adopted.label_row
    roles = _roles(view, row, adopted)
    first = adopted.first_row + shift
    frame = Frame(
        header_rows=tuple(at + shift for at in adopted.header_rows if at + shift >= 0),
        label_row=row,
        first_row=first,
        last_row=_last_row(view, row, first, roles),
        first_column=min(roles),
        last_column=_last_column(view, row, max(roles)),
    )
    table = understood(view, frame, [frame], adoption.language, roles)
    measures = {
        column: adopted.measures[heading]
        for column, heading in headings_of_months(table).items()
        if heading in adopted.measures
    }
    if measures:
        table = understood(view, frame, [frame], adoption.language, roles | measures)
    return _with_rows(table, adopted.rows)


def _with_rows(table: Table, rows: Mapping[str, str]) -> Table:
    """The table with the remembered kinds of its rows."""
    lines, headings = set(table.lines), set(table.headings)
    for row in table.body.rows:
        kind = rows.get(name_of_row(table, row))
        if kind is None or (kind == HEADING and table.body.has[table.body.at[row]]):
            continue  # a line with amounts may be called what a heading is called
        lines.discard(row)
        headings.discard(row)
        if kind == "":
            table.body.found.pop(row, None)
            lines.add(row)
        elif kind == HEADING:
            headings.add(row)
        elif row not in table.body.found:
            table.body.found[row] = NoLine(row, kind, "confirmed")
    return replace(table, lines=tuple(sorted(lines)), headings=tuple(sorted(headings)))


def _roles(view: View, row: int, adopted: AdoptedTable) -> dict[int, str]:
    """Roles by column. Of headings found twice the first goes to the first; what has no heading stands where
    it stood beside its neighbour."""
    places: dict[str, list[int]] = {}
    for column in view.filled(row):
        places.setdefault(folded(view.text(row, column)), []).append(column)
    roles: dict[int, str] = {}
    moved = 0
    for known in sorted(adopted.columns, key=lambda one: one.at):
        at = known.at + moved
        if known.heading:
            left = places.get(folded(known.heading), [])
            if not left:
                continue
            if len(left) > 1 and not _doubled(adopted, known.heading) and known.role in MONEY:
                where = " and ".join(map(column_letters, left[:2]))
                raise DoubleHeading(
                    f"{view.sheet.name}: columns {where} are both headed {known.heading}: neither is taken."
                )
            at = left.pop(0)
            moved = at - known.at
        roles.setdefault(at, known.role)
    return roles


def _doubled(adopted: AdoptedTable, heading: str) -> bool:
    """Whether the heading stood twice when it was confirmed: then order tells which is which."""
    return sum(folded(other.heading) == folded(heading) for other in adopted.columns) > 1


def _last_row(view: View, label_row: int, first: int, columns: Iterable[int]) -> int:
    """Down to two blank rows on end that no more lines follow, or to where the headings stand again."""
    known = [column for column in columns if column < view.columns]
    heads = [view.text(label_row, column) for column in known]
    last, row = first, first
    while row < view.rows and (row - last <= 2 or _goes_on(view, row, known)):
        if any(view.kinds[row, column] for column in known):
            if row > first and any(heads) and [view.text(row, column) for column in known] == heads:
                break
            last = row
        row += 1
    return last


def _goes_on(view: View, row: int, known: Sequence[int]) -> bool:
    """Whether the next filled row of the tab is one more line: a name and a number in known columns."""
    for at in range(row, min(view.rows, row + _GAP)):
        kinds = {int(view.kinds[at, column]) for column in known} - {Kind.BLANK}
        if kinds:
            return Kind.TEXT in kinds and bool(kinds & {Kind.NUMBER, Kind.NUMBER_TEXT})
    return False


def _last_column(view: View, row: int, last: int) -> int:
    """As far as the row of headings goes on without a gap: months are added at the end."""
    while last + 1 < view.columns and view.kinds[row, last + 1]:
        last += 1
    return last
