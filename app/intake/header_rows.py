"""The rows above and below the row of labels that belong to the header: groups, years, currencies, units."""

from __future__ import annotations

from app.intake.frame import Area
from app.intake.header import Heading, is_unit, period_at
from app.intake.kinds import NUMERIC, Kind, View
from app.workbook.book import Box

_UP = 4
_DOWN = 3


def header_rows(view: View, heading: Heading, area: Area) -> tuple[int, ...]:
    """All rows of the header, from the top down."""
    rows = [heading.row]
    for row in range(heading.row - 1, max(area.top, heading.row - _UP) - 1, -1):
        if not _groups(view, row, heading, area):
            break
        rows.insert(0, row)
    for row in range(heading.row + 1, min(area.bottom, heading.row + _DOWN) + 1):
        if not _details(view, row, heading, rows[-1], area):
            break
        rows.append(row)
    return tuple(rows)


def merge_at(view: View, row: int, column: int) -> Box | None:
    """The merged range that the cell is in."""
    for box in view.sheet.merges:
        if box.row <= row < box.end_row and box.column <= column < box.end_column:
            return box
    return None


def _groups(view: View, row: int, heading: Heading, area: Area) -> bool:
    """Whether the row above carries group titles, years or units over some of the columns."""
    filled = [column for column in view.filled(row) if area.left <= column <= area.right]
    if not filled or any(not _heads(view, row, column) for column in filled):
        return False
    if any(view.text(row, column).endswith(":") for column in filled):
        return False
    first, last = heading.columns[0], heading.columns[-1]
    spans = {column: _span(column, filled, last) for column in filled}
    if len(filled) == 1:
        column = filled[0]
        box = merge_at(view, row, column)
        wide = box is not None and box.end_column - box.column > 1
        if box and wide and box.column <= first + 1 and box.end_column > last - 1:
            return False  # a title over the whole table
        if period_at(view, row, column) or is_unit(view.text(row, column)):
            return column > first
        if column <= first + 1 and not (wide and column > first):
            return False
        return wide or column > first + 1 or column not in heading.columns
    good = 0
    for column in filled:
        box = merge_at(view, row, column)
        good += (
            (box is not None and (box.end_column - box.column > 1 or box.end_row - 1 >= heading.row))
            or period_at(view, row, column)
            or is_unit(view.text(row, column))
            or not view.kinds[heading.row, column]
            or spans[column] > 1
        )
    return good >= 0.6 * len(filled) and len(filled) < max(2, len(heading.columns)) + 2


def _heads(view: View, row: int, column: int) -> bool:
    kind = view.kinds[row, column]
    if kind in {Kind.TEXT, Kind.DAY, Kind.DAY_TEXT, Kind.PLACEHOLDER}:
        return len(view.text(row, column)) <= 80
    return bool(kind in NUMERIC and period_at(view, row, column))


def _span(column: int, filled: list[int], last: int) -> int:
    """How many columns the cell heads, to the next filled one."""
    later = [other for other in filled if other > column]
    return (min(later) if later else last + 1) - column


def _details(view: View, row: int, heading: Heading, above: int, area: Area) -> bool:
    """Whether the row below still belongs to the header: units, currencies, periods, names of measures."""
    filled = [column for column in view.filled(row) if area.left <= column <= area.right]
    if not filled:
        return False
    kinds = {column: view.kinds[row, column] for column in filled}
    units = [column for column in filled if is_unit(view.text(row, column)) or period_at(view, row, column)]
    if len(units) == len(filled) and not all(
        kind in NUMERIC and not period_at(view, row, c) for c, kind in kinds.items()
    ):
        return _numbers_beneath(view, row, filled, area) and not _is_body_row(
            view, row, heading, area, filled
        )
    if _counts_up(view, row, filled):
        return all(
            merge_at(view, above, column) or not view.kinds[heading.row, column] for column in filled[1:]
        )
    if any(kind != Kind.TEXT for kind in kinds.values()):
        return False
    groups = [column for column in filled if merge_at(view, above, column) or not view.kinds[above, column]]
    under_groups = len(groups) >= 0.7 * len(filled)
    return (
        under_groups
        and _numbers_beneath(view, row, filled, area)
        and not _is_body_row(view, row, heading, area, filled)
    )


def _counts_up(view: View, row: int, filled: list[int]) -> bool:
    """`1 2 3 4`: numbers of periods or of milestones."""
    if len(filled) < 3 or filled[-1] - filled[0] != len(filled) - 1:
        return False
    numbers = view.numbers[row, filled]
    return bool((numbers == range(1, len(filled) + 1)).all())


def _numbers_beneath(view: View, row: int, filled: list[int], area: Area) -> bool:
    """Whether most of these columns hold no texts further down."""
    good = 0
    for column in filled:
        below = view.kinds[row + 1 : min(area.bottom, row + 20) + 1, column]
        below = below[below > 0]
        good += not len(below) or (below != Kind.TEXT).mean() > 0.5
    return good >= 0.6 * len(filled)


def _is_body_row(view: View, row: int, heading: Heading, area: Area, filled: list[int]) -> bool:
    """Whether the row fills a column in which texts stand further down: then it is a line."""
    for column in filled:
        if column not in heading.columns or is_unit(view.text(row, column)):
            continue
        below = view.kinds[row + 1 : min(area.bottom, row + 20) + 1, column]
        if (below == Kind.TEXT).sum() >= 2 and not view.look(row, column).bold:
            return True
    return False
