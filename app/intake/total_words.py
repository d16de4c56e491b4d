"""Rows that call themselves totals, taxes, mark-ups, shares or checks, where arithmetic or looks agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.intake.body import Body, NoLine, near
from app.intake.row_words import RowWords


def by_words(body: Body) -> None:
    """Takes out each row whose label says what it is, if nothing speaks against it."""
    for row in body.rows:
        if row in body.found or not body.has[body.at[row]]:
            continue
        words = body.words_of(row)
        if not words.kind:
            continue
        total = words.kind in {"total", "subtotal", "total_inc_tax"}
        if _is_total(body, row, words) if total else _is_extra(body, row, words):
            body.found[row] = NoLine(row, words.kind, "words")


def _is_total(body: Body, row: int, words: RowWords) -> bool:
    above = body.lines_above(row)
    if not above:
        return row == body.rows[0] and words.strong and len(body.rows) > 2
    if suffix(body, row, above):
        return True
    if words.kind == "total_inc_tax" and body.after_total(row):
        return True
    plain = words.strong and (words.whole or body.marked(row))
    return plain and (words.kind != "subtotal" or bool(body.lines_since(row)))


def _is_extra(body: Body, row: int, words: RowWords) -> bool:
    """A tax, mark-up or check row stands out from the lines by its words, or by words and place."""
    if words.kind == "percent":
        return words.whole or row in body.keyless
    if words.kind == "average":
        return words.strong
    if words.kind == "check" and not (words.whole or row in body.keyless or body.after_total(row)):
        return False
    if body.after_total(row) or row in body.keyless or body.lacks_id(row):
        return True
    if body.has_id(row):
        return False  # numbered like the lines: it is one, whatever it is called
    if words.kind == "tax":
        return words.whole and _before_total(body, row)
    return words.strong


def _before_total(body: Body, row: int) -> bool:
    """Whether a total stands directly below."""
    place = body.at[row]
    if place + 1 == len(body.rows):
        return False
    below = body.rows[place + 1]
    return below in body.found or body.words_of(below).kind.startswith("total")


def suffix(body: Body, row: int, above: Sequence[int]) -> tuple[int, ...]:
    """The last lines above whose sum is the row, if there are such: the longest run, at least one line."""
    own = body.numbers[body.at[row]]
    told = ~np.isnan(own) & (np.abs(own) > 1e-9)
    if not told.any():
        return ()
    places = [body.at[other] for other in above]
    made = np.cumsum(np.nan_to_num(body.numbers[places][::-1][:, told]), axis=0)
    fits = np.flatnonzero(near(made, own[told]).mean(axis=1) > 0.5)
    return tuple(above[len(above) - 1 - int(fits[-1]) :]) if len(fits) else ()
