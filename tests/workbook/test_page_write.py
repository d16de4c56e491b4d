"""Only what differs is written, and only inside our own rectangle."""

from __future__ import annotations

from dataclasses import replace

from app.workbook import marks
from app.workbook.book import Box, CellError, Metadata, Tab
from app.workbook.moves import Move
from app.workbook.output.page import Page, PageColumn, PageRow
from app.workbook.page_write import PageWrite, plan_page
from app.workbook.shape import shape_of, short_mark


def page(*rows: tuple[object, ...], looks: str = "") -> Page:
    width = len(rows[0])
    names = looks.split() if looks else ["heading"] + ["line"] * (len(rows) - 1)
    return Page(
        name="forecast",
        title="Forecast",
        columns=tuple(PageColumn(str(at), ("number", "money"), 100) for at in range(width)),
        rows=tuple(
            PageRow(tuple(row), look, notes={0: "note"} if look == "heading" else {})  # type: ignore[arg-type]
            for row, look in zip(rows, names, strict=True)
        ),
        digits=2,
    )


def shown(write: PageWrite, *, beside: dict[tuple[int, int], object] | None = None) -> Tab:
    """The tab as it stands after `write`; `beside`: what a person put into further cells."""
    rows = [list(row.values) for row in write.page.rows]
    for (row, column), value in (beside or {}).items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value  # type: ignore[call-overload]
    assert write.shape_mark is not None
    return Tab(
        sheet_id=9,
        title="Forecast",
        index=3,
        row_count=write.grid[0],
        column_count=write.grid[1],
        rows=rows,
        metadata=(Metadata(1, marks.TAB, "forecast"), Metadata(2, marks.SHAPE, write.shape_mark)),
    )


FIRST = page(("a", "b"), ("x", 1.0), ("y", 2.5), ("z", None))


def first() -> PageWrite:
    return plan_page(FIRST, None, 9, "Forecast")


def test_a_new_tab_is_written_whole_with_room_to_spare() -> None:
    write = first()
    assert (write.is_new, write.values, write.styles) == (True, ((0, 4),), ((0, 4),))
    assert write.grid > (4, 2)
    assert write.unchanged == 0


def test_the_same_again_writes_nothing() -> None:
    write = plan_page(FIRST, shown(first()), 9, "Forecast")
    assert not write.changes
    assert (write.unchanged, write.shape_mark, write.clear) == (4, None, ())


def test_only_the_rows_that_differ_are_written() -> None:
    after = page(("a", "b"), ("x", 1.0), ("y", 2.75), ("w", None))
    write = plan_page(after, shown(first()), 9, "Forecast")
    assert (write.values, write.styles, write.unchanged) == (((2, 4),), (), 2)


def test_what_a_person_typed_over_is_put_right() -> None:
    tab = shown(first())
    rows = [list(row) for row in tab.rows]
    rows[1][1], rows[3][0] = 99.0, CellError("#REF!")
    write = plan_page(FIRST, replace(tab, rows=rows), 9, "Forecast")
    assert write.values == ((1, 2), (3, 4))


def test_a_row_that_now_looks_otherwise_is_formatted_anew() -> None:
    after = page(*(row.values for row in FIRST.rows), looks="heading line total line")
    write = plan_page(after, shown(first()), 9, "Forecast")
    assert (write.values, write.styles) == ((), ((2, 3),))


def test_a_shorter_and_narrower_page_clears_what_it_leaves_and_no_more() -> None:
    tab = shown(first(), beside={(1, 4): "mine", (7, 0): "mine too"})
    write = plan_page(page(("a",), ("x",)), tab, 9, "Forecast")
    assert write.clear == (Box(2, 0, 4, 2), Box(0, 1, 2, 2))
    assert (write.insert_rows, write.insert_columns) == (None, None)


def test_growth_takes_free_cells() -> None:
    after = page(("a", "b"), ("x", 1.0), ("y", 2.5), ("z", None), ("new", 3.0))
    write = plan_page(after, shown(first(), beside={(1, 5): "far right"}), 9, "Forecast")
    assert (write.values, write.insert_rows, write.grow) == (((4, 5),), None, (0, 0))


def test_growth_pushes_a_persons_cells_aside() -> None:
    tab = shown(first(), beside={(4, 0): "my sum", (1, 2): "my remark"})
    after = page(("a", "b", "c"), ("x", 1.0, 1.0), ("y", 2.5, 1.0), ("z", None, 1.0), ("new", 3.0, 1.0))
    write = plan_page(after, tab, 9, "Forecast")
    assert write.insert_rows == (4, 1)
    assert write.insert_columns == (2, 1)
    assert write.values == ((0, 5),)
    assert write.widths_from == 2


def test_growth_beyond_the_grid_asks_for_room() -> None:
    after = page(("a", "b"), *((str(n), 1.0) for n in range(100)))
    write = plan_page(after, shown(first()), 9, "Forecast")
    assert write.grow[0] > 0
    assert write.grid[0] == 101


def test_a_shortened_mark_still_sees_that_nothing_changed() -> None:
    tab = shown(first())
    mark = tab.mark(marks.SHAPE)
    assert mark is not None
    short = replace(tab, metadata=(tab.metadata[0], Metadata(2, marks.SHAPE, short_mark(mark.value))))
    shape = shape_of(short)
    assert shape is not None
    assert shape.styles is None
    assert plan_page(FIRST, short, 9, "Forecast").styles == ()
    after = page(*(row.values for row in FIRST.rows), looks="heading line total line")
    assert plan_page(after, short, 9, "Forecast").styles == ((0, 4),)


def test_a_mark_that_cannot_be_read_means_writing_everything() -> None:
    tab = shown(first())
    broken = replace(tab, metadata=(tab.metadata[0], Metadata(2, marks.SHAPE, "{")))
    write = plan_page(FIRST, broken, 9, "Forecast")
    assert (write.values, write.shape_id) == (((0, 4),), 2)


def test_rows_that_a_person_sorted_get_their_looks_back() -> None:
    tab = shown(first())
    rows = [tab.rows[0], tab.rows[3], tab.rows[1], tab.rows[2]]
    write = plan_page(FIRST, replace(tab, rows=rows), 9, "Forecast")
    assert (write.values, write.styles) == (((1, 4),), ((0, 4),))


def test_changed_figures_alone_leave_the_looks() -> None:
    after = page(("a", "b"), ("x", 1.0), ("y", 9.0), ("z", None))
    write = plan_page(after, shown(first()), 9, "Forecast")
    assert (write.values, write.styles) == (((2, 3),), ())


def test_a_column_that_a_person_put_between_ours_goes_behind_them() -> None:
    tab = shown(first())
    rows = [[row[0], own, *row[1:]] for row, own in zip(tab.rows, ["Mine", 7.0, None, "note"], strict=True)]
    headed = replace(FIRST, frozen_rows=1)
    write = plan_page(headed, replace(tab, rows=rows, column_count=tab.column_count + 1), 9, "Forecast")
    assert write.moves == (Move(at=1, to=3),)
    assert (write.values, write.styles, write.clear) == ((), (), ())
    assert write.changes


def test_rows_that_an_inserted_one_pushed_out_are_cleared() -> None:
    tab = shown(first())
    rows = [tab.rows[0], ["my remark"], *tab.rows[1:]]
    write = plan_page(FIRST, replace(tab, rows=rows), 9, "Forecast")
    assert write.values == ((1, 4),)
    assert write.clear == (Box(4, 0, 5, 2),)


def test_nothing_is_cleared_beyond_the_grid() -> None:
    long = page(("a", "b"), *((f"row {n}", float(n)) for n in range(60)))
    tab = shown(plan_page(long, None, 9, "Forecast"))
    cut = replace(tab, rows=tab.rows[:20], row_count=20)
    write = plan_page(FIRST, cut, 9, "Forecast")
    assert write.clear == (Box(4, 0, 20, 2),)


def test_columns_that_were_deleted_come_back_with_their_widths() -> None:
    tab = shown(first())
    cut = replace(tab, rows=[row[:1] for row in tab.rows], column_count=1)
    write = plan_page(FIRST, cut, 9, "Forecast")
    assert (write.grow, write.widths_from, write.styles) == ((0, 1), 1, ((0, 4),))
