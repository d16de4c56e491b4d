"""Rows that equal the sum of the rows they enclose: parents by hierarchy, totals that do not say so."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.intake.body import Body, NoLine, near
from app.intake.kinds import Kind


def by_hierarchy(body: Body) -> None:
    """Parents with amounts of their own are rollups, if enough of them add up."""
    parents = [row for row in body.children if row not in body.found and body.has[body.at[row]]]
    if not parents:
        return
    proven = [row for row in parents if body.adds_up(row, body.children[row])]
    bold = [row for row in parents if body.stands_out(row)]
    if len(proven) >= 0.4 * len(parents) or (proven and len(bold) > 0.7 * len(parents)):
        chosen = parents
    else:
        chosen = sorted({*proven, *(row for row in parents if _as_text(body, row))})
    for row in chosen:
        sums = {column: tuple(body.children[row]) for column in body.filled_amounts(row)}
        body.found[row] = NoLine(row, "rollup", "hierarchy", sums)


def _as_text(body: Body, row: int) -> bool:
    """Whether its amounts are texts, so that sums pass them over."""
    kinds = body.view.kinds[row, body.amounts]
    return bool((kinds == Kind.NUMBER_TEXT).any() and not (kinds == Kind.NUMBER).any())


def by_arithmetic(body: Body) -> None:
    """Rows that equal the lines since the last total, or all lines above, beyond what chance explains."""
    values = np.nan_to_num(body.numbers)
    values[[body.at[row] for row in body.found]] = 0
    since = place = 0
    while place < len(body.rows):
        total = np.cumsum(values, axis=0)
        before = total[since - 1] if since else np.zeros(values.shape[1])
        hit = _first_hit(body, values, total, before, max(place, since + 1))
        if hit is None:
            return
        body.found[body.rows[hit]] = NoLine(body.rows[hit], "subtotal", "arithmetic")
        values[hit] = 0
        since = place = hit + 1


def _first_hit(
    body: Body,
    values: NDArray[np.float64],
    total: NDArray[np.float64],
    before: NDArray[np.float64],
    start: int,
) -> int | None:
    own = values[start:]
    if not len(own):
        return None
    above = total[start - 1 : -1]
    told = np.abs(own) > 1e-9
    needed = 0.5 * np.maximum(1, told.sum(axis=1))
    fits = np.zeros(len(own), dtype=bool)
    for made in (above - before, above):
        fits |= (near(made, own) & told).sum(axis=1) > needed
    for place in (np.flatnonzero(fits) + start).tolist():
        if _beyond_chance(body, values, place, total[place - 1] - before) or _beyond_chance(
            body, values, place, total[place - 1]
        ):
            return int(place)
    return None


def _beyond_chance(body: Body, values: NDArray[np.float64], place: int, made: NDArray[np.float64]) -> bool:
    """A row set apart from the lines needs two of them to add up; one like them needs far more evidence."""
    own = values[place]
    told = np.abs(own) > 1e-9
    equal = near(made, own) & told
    enclosed = values[:place][(np.abs(values[:place]) > 1e-9).any(axis=1)]
    if not equal.sum() > 0.5 * told.sum() or len(enclosed) < 2:
        return False
    digits = max(len(f"{abs(number):.2f}".replace(".", "").strip("0")) for number in own[equal])
    if body.marked(body.rows[place]):
        return digits >= 2
    if equal.sum() < told.sum() or len(enclosed) < 3:
        return False
    independent = _independent(enclosed[-50:], equal)
    return digits >= 3 if independent >= 2 else digits >= 5 and len(enclosed) >= 5


def _independent(lines: NDArray[np.float64], columns: NDArray[np.bool_]) -> int:
    """How many of the columns are not multiples of each other."""
    shapes = set()
    for column in lines[:, columns].T:
        size = np.abs(column).max()
        if size > 1e-9:
            shapes.add(tuple(np.round(column / size, 6).tolist()))
    return len(shapes)


def parents_first(body: Body) -> None:
    """A bold row that equals the rows beneath it, up to the next bold one."""
    marked = [
        row for row in body.rows if row not in body.found and body.has[body.at[row]] and body.stands_out(row)
    ]
    if not marked or len(marked) > 0.5 * len(body.rows):
        return
    totals = [row for row, item in body.found.items() if item.kind != "rollup"]
    stops = sorted({*marked, *totals, body.rows[-1] + 1})
    for row in marked:
        end = next(stop for stop in stops if stop > row)
        parts = [r for r in body.rows[body.at[row] + 1 :] if r < end and r not in body.found]
        if len(parts) >= 2 and body.adds_up(row, parts):
            sums = {column: tuple(parts) for column in body.filled_amounts(row)}
            body.found[row] = NoLine(row, "rollup", "arithmetic", sums)
