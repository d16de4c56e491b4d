"""A page whose rows keep people's notes: rows brought to where they belong, before anything is written.

Rows are moved whole, by Sheets itself, so that what people put in them goes along exactly as it is: values,
formulas, chips, notes, formats. Nothing of theirs is ever written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.workbook.book import Box, Tab
from app.workbook.moves import Move, moved, moves_into
from app.workbook.output.page import Page
from app.workbook.shape import Shape, fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """The tab and its shape as they are once rows and columns stand in order.

    In this order: `unmerge`, column `moves`, `new_columns`, `insert_rows`, then `row_moves`. `meddled`: looks
    can't be relied on. `came_from`: where each row stood.
    """

    tab: Tab
    shape: Shape
    unmerge: tuple[Box, ...] = ()
    moves: tuple[Move, ...] = ()
    new_columns: tuple[int, ...] = ()
    insert_rows: tuple[int, int] | None = None
    row_moves: tuple[Move, ...] = ()
    meddled: bool = False
    came_from: tuple[int, ...] = ()


def arrange(
    page: Page,
    tab: Tab,
    shape: Shape | None,
    *,
    height: int,
    keys: Mapping[int, str],
    moves: tuple[Move, ...] = (),
    new_columns: tuple[int, ...] = (),
) -> Arranged:
    """`tab`: its columns in order already, by `moves` and `new_columns`; `height`: the rows that are ours;
    `keys`: what each row is, for rows that must stay whole: those of flags, with notes, the headings."""
    wanted = len(page.rows)
    insert = None
    rows = [list(row) for row in tab.rows[:height]]
    rows += [[] for _ in range(height - len(rows))]
    behind = [list(row) for row in tab.rows[height:]]
    count = tab.row_count
    if wanted > height:
        if any(cell is not None for row in behind for cell in row):
            insert = (height, wanted - height)
            count += insert[1]
        else:
            behind = behind[wanted - height :]
        rows += [[] for _ in range(wanted - height)]
    order = _order(page, len(rows), keys)
    row_moves = moves_into(order)
    meddled = bool(moves or new_columns) or _meddled(page, rows, shape)
    placed: list[list[object]] = moved(rows, row_moves)  # type: ignore[assignment]
    shape = shape or Shape(height, len(page.columns), "", None, "", kept=page.kept)
    styles = shape.styles
    if styles is not None:
        padded = [*styles, *([""] * (len(rows) - len(styles)))]
        styles = tuple(str(style) for style in moved(padded[: len(rows)], row_moves))
    meddled = meddled or (bool(row_moves) and styles is None)
    return Arranged(
        tab=replace(tab, rows=[*placed, *behind], row_count=count),  # type: ignore[list-item]
        shape=replace(shape, rows=len(rows), styles=styles, prints=()),
        unmerge=tuple(_tall(tab, len(rows))) if row_moves else (),
        moves=moves,
        new_columns=new_columns,
        insert_rows=insert,
        row_moves=row_moves,
        meddled=meddled,
        came_from=tuple(order),
    )


def _order(page: Page, count: int, keys: Mapping[int, str]) -> list[int]:
    """For each row where it stands now: rows with notes by their key, the others in their order."""
    stands = {key: at for at, key in keys.items()}
    order = [stands.get(row.key, -1) if row.key else -1 for row in page.rows]
    order += [-1] * (count - len(order))
    placed = set(order)
    free = iter([at for at in range(count) if at not in placed])
    return [next(free) if at < 0 else at for at in order]


def _meddled(page: Page, rows: Sequence[Sequence[object]], shape: Shape | None) -> bool:
    """Whether rows are not as they were written: sorted, inserted, cleared, typed over."""
    if shape is None or not shape.prints:
        return shape is None
    shown = [fingerprint(page.only_ours(at, row)) for at, row in enumerate(rows[: len(shape.prints)])]
    return shown != list(shape.prints)


def _tall(tab: Tab, height: int) -> list[Box]:
    """Merged cells over several rows of the page, which no row could leave."""
    return [box for box in tab.merges if box.end_row - box.row > 1 and box.row < height]
