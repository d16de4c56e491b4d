"""Every table of a tab: cut apart, headed, and ended where its lines end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.intake.bands import bands, parts
from app.intake.cards import is_card, is_form
from app.intake.formula import references
from app.intake.frame import Area, Frame
from app.intake.frame_edges import without_notice, without_tail
from app.intake.header import Heading, headings, stands_anew
from app.intake.header_rows import header_rows
from app.intake.kinds import DAYS, NUMERIC, Kind, View
from app.intake.rate_row import rates_in_header
from app.intake.vocabulary import row_hits

_NEAR = 6  # blank rows across which a total may still belong to the table above
_LEAST_BODY = 4  # rows of a table without a header


def frames(view: View) -> list[Frame]:
    """The tables, from the top down and from left to right."""
    found: list[Frame] = []
    for band in bands(view):
        for area in parts(view, band):
            here = _in_area(view, area)
            if here:
                found.extend(here)
            elif not _continues(view, area, found) and (frame := _headless(view, area)):
                found.append(frame)
    return found


def _in_area(view: View, area: Area) -> list[Frame]:
    if is_form(view, area):
        return []
    chosen = _chosen(view, headings(view, area), area)
    found: list[Frame] = []
    tops = [header_rows(view, heading, area) for heading in chosen]
    for place, (heading, rows) in enumerate(zip(chosen, tops, strict=True)):
        end = tops[place + 1][0] - 1 if place + 1 < len(tops) else area.bottom
        frame = _frame(view, heading, rows, Area(area.top, area.left, end, area.right))
        if frame:
            found.append(frame)
    return found


def _chosen(view: View, candidates: list[Heading], area: Area) -> list[Heading]:
    """One heading a table: the best of those that stand together, and later ones that begin anew."""
    found: list[Heading] = []
    group: list[Heading] = []
    for heading in candidates:
        if (
            group
            and heading.row - group[-1].row <= 2
            and not _numbers_between(view, group[-1].row, heading.row, area)
        ):
            group.append(heading)
            continue
        _settle(view, group, found, area)
        group = [heading]
    _settle(view, group, found, area)
    return found


def _settle(view: View, group: list[Heading], found: list[Heading], area: Area) -> None:
    if not group:
        return
    best = max(group, key=lambda heading: (round(heading.score, 1), -heading.row))
    if found:
        before = found[-1]
        gap = (
            not view.kinds[max(best.row - 2, area.top) : best.row, area.left : area.right + 1]
            .any(axis=1)
            .all()
        )
        same = _labels(view, best) >= 0.7 * len(best.columns) and _same(view, before, best)
        if not stands_anew(best, after_blank=gap, same_as_before=same):
            return
    found.append(best)


def _labels(view: View, heading: Heading) -> int:
    return sum(bool(view.text(heading.row, column)) for column in heading.columns)


def _same(view: View, before: Heading, heading: Heading) -> bool:
    equal = sum(view.text(before.row, column) == view.text(heading.row, column) for column in heading.columns)
    return equal >= max(2, 0.6 * len(heading.columns))


def _numbers_between(view: View, first: int, last: int, area: Area) -> bool:
    between = view.kinds[first + 1 : last, area.left : area.right + 1]
    return bool(np.isin(between, NUMERIC).any())


def _frame(view: View, heading: Heading, rows: tuple[int, ...], area: Area) -> Frame | None:
    first = rows[-1] + 1
    columns = _columns(view, heading, rows, Area(first, area.left, area.bottom, area.right))
    if columns is None:
        return None
    left, right = columns
    body = view.kinds[first : area.bottom + 1, left : right + 1].any(axis=1)
    filled = np.flatnonzero(body) + first
    if not len(filled):
        return None
    frame = Frame(
        header_rows=tuple(row for row in rows if view.kinds[row, left : right + 1].any()),
        label_row=heading.row,
        first_row=int(filled[0]),
        last_row=int(filled[-1]),
        first_column=left,
        last_column=right,
        title=_title(view, rows[0], Area(area.top, left, area.bottom, right)),
    )
    if is_card(view, frame):
        return None
    whole = without_notice(view, without_tail(view, frame))
    return rates_in_header(view, whole) if whole else None


def _columns(view: View, heading: Heading, rows: tuple[int, ...], body: Area) -> tuple[int, int] | None:
    """First and last column: those with headings, and those with data beside them."""
    headed: NDArray[np.bool_] = np.zeros(view.columns, dtype=np.bool_)
    for row in rows:
        headed[body.left : body.right + 1] |= view.kinds[row, body.left : body.right + 1] > 0
    for box in view.sheet.merges:
        if box.row in rows and headed[box.column]:
            headed[box.column : min(box.end_column, view.columns)] = True
    data = (view.kinds[body.top : body.bottom + 1] > 0).sum(axis=0) > 0
    left, right = heading.columns[0], heading.columns[-1]
    while left > body.left and (headed[left - 1] or (data[left - 1] and _dense(view, body, left - 1))):
        left -= 1
    while right < body.right:
        if headed[right + 1] or data[right + 1]:
            right += 1
        elif right + 2 <= body.right and headed[right + 2 : body.right + 1].any():
            right += 1  # a spacer column
        else:
            break
    return (left, right) if left <= right else None


def _dense(view: View, body: Area, column: int) -> bool:
    cells = view.kinds[body.top : body.bottom + 1, column]
    return bool((cells > 0).sum() >= 0.3 * max(1, len(cells)))


def _title(view: View, top: int, area: Area) -> str:
    """The text that stands alone, one to three rows above the header."""
    for row in range(top - 1, max(area.top - 3, top - 4, -1), -1):
        filled = [column for column in view.filled(row) if column <= area.right]
        if len(filled) == 1 and view.kinds[row, filled[0]] == Kind.TEXT:
            return view.text(row, filled[0])
        if len(filled) > 1:
            break
    return ""


def _continues(view: View, area: Area, found: list[Frame]) -> bool:
    """Takes an area without a header into the table above when the same columns go on; whether it did."""
    for place in range(len(found) - 1, -1, -1):
        frame = found[place]
        if frame.last_row >= area.top or area.left > frame.last_column or area.right < frame.first_column:
            continue
        if area.top - frame.last_row > _NEAR or not _fits(view, frame, area):
            return False
        found[place] = replace(frame, last_row=area.bottom)
        return True
    return False


def _fits(view: View, frame: Frame, area: Area) -> bool:
    inside = range(max(area.left, frame.first_column), min(area.right, frame.last_column) + 1)
    body = view.kinds[frame.first_row : frame.last_row + 1]
    matching = any_number = 0
    for row in range(area.top, area.bottom + 1):
        filled = [column for column in inside if view.kinds[row, column]]
        numeric = [column for column in filled if view.kinds[row, column] in NUMERIC]
        any_number += bool(numeric)
        good = bool(numeric) and all(np.isin(body[:, column], NUMERIC).any() for column in numeric)
        total = any(hit.concept == "total" for column in filled for hit in row_hits(view.text(row, column)))
        refers = any(_refers(view, frame, row, column) for column in numeric)
        matching += good and (len(filled) >= 3 or total or refers)
    return matching > 0 and matching >= 0.6 * any_number


def _refers(view: View, frame: Frame, row: int, column: int) -> bool:
    formula = view.formula(row, column)
    if formula is None:
        return False
    return any(
        not ref.sheet
        and ref.top <= frame.last_row
        and ref.bottom >= frame.first_row
        and ref.left <= column <= ref.right
        for ref in references(formula, row, column)
    )


def _headless(view: View, area: Area) -> Frame | None:
    """A table without a header: columns that each hold one kind, some of them numbers."""
    kinds = view.kinds[area.top : area.bottom + 1, area.left : area.right + 1]
    if kinds.shape[0] < _LEAST_BODY or kinds.shape[1] < 3 or is_form(view, area):
        return None
    steady = numeric = 0
    for column in range(kinds.shape[1]):
        cells = kinds[:, column]
        cells = cells[cells > 0]
        if len(cells) >= 0.6 * kinds.shape[0]:
            share = max(float(np.isin(cells, group).mean()) for group in (NUMERIC, DAYS, (Kind.TEXT,)))
            steady += share >= 0.9
            numeric += float(np.isin(cells, NUMERIC).mean()) >= 0.9
    if steady < 3 or not numeric or numeric == kinds.shape[1]:
        return None
    return Frame(
        header_rows=(),
        label_row=-1,
        first_row=area.top,
        last_row=area.bottom,
        first_column=area.left,
        last_column=area.right,
    )
