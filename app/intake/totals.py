"""Rows that are no lines: totals, parents, taxes, mark-ups, shares, checks.

Told by formula first, then by arithmetic over the rows they enclose, then by their words and place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.intake.columns import Column, Type
from app.intake.formula import bare_of, references
from app.intake.frame import Frame
from app.intake.hierarchy import children, depths
from app.intake.kinds import Kind, View
from app.intake.role import Role
from app.intake.row_words import RowWords, row_words

_SUM = re.compile(r"SUM\(|SUBTOTAL\(|AGGREGATE\(|SUMME\(|СУММ\(")
_PLUS = re.compile(r"^=\+?\$?[A-Z]{1,3}\$?\d+(\+\$?[A-Z]{1,3}\$?\d+)+$")
_ADDED = re.compile(r"^=\+?\(?(?:SUM|SUBTOTAL|AGGREGATE)?\(?[$A-Z0-9:,;+()]*\)*(/2)?$")
_KEY_ROLES = (
    "line_id",
    "title",
    "owner",
    "job_role",
    "vendor",
    "group",
    "date",
    "start",
    "period",
    "reference",
)


@dataclass(slots=True)
class NoLine:
    """A row that is no line. `sums` maps an amount column to the rows that the cell should add up, where known."""

    row: int
    kind: str
    by: str  # formula | hierarchy | arithmetic | words | place
    sums: dict[int, tuple[int, ...]] = field(default_factory=dict)


def amount_columns(columns: Sequence[Column], roles: Mapping[int, Role]) -> list[int]:
    """Columns whose cells can be added up."""
    never = {
        "percent",
        "rate",
        "bill_rate",
        "line_id",
        "parent_id",
        "reference",
        "vendor_id",
        "period",
        "predecessor",
        "cumulative",
        "working",
    }
    return [c.index for c in columns if c.type == Type.NUMBER and roles[c.index].name not in never]


class Body:
    """A table's body as it is sorted out: which rows are no lines, and why."""

    def __init__(
        self, view: View, frame: Frame, columns: Sequence[Column], roles: Mapping[int, Role]
    ) -> None:
        self.view, self.frame, self.columns, self.roles = view, frame, columns, roles
        self.rows = [
            row
            for row in range(frame.first_row, frame.last_row + 1)
            if view.kinds[row, frame.first_column : frame.last_column + 1].any()
        ]
        self.amounts = amount_columns(columns, roles)
        self.at = {row: place for place, row in enumerate(self.rows)}
        grid = np.ix_(self.rows, self.amounts)
        self.numbers: NDArray[np.float64] = view.numbers[grid]
        self.has = (
            ((view.kinds[grid] > 0) & (view.kinds[grid] != Kind.TEXT)).any(axis=1)
            if self.amounts
            else np.zeros(len(self.rows), dtype=bool)
        )
        self.found: dict[int, NoLine] = {}
        self.depths = depths(view, columns, roles, self.rows)
        self.children = children(self.depths, self.rows)
        self.words: dict[int, RowWords] = {}
        self.keyless = self._keyless()

    def _keyless(self) -> set[int]:
        """Rows that lack the id, title and the like which nearly all the others have."""
        keys = [
            c.index
            for c in self.columns
            if self.roles[c.index].name in _KEY_ROLES and c.filled >= 0.7 * c.rows
        ]
        if not keys:
            return set()
        blank = (self.view.kinds[np.ix_(self.rows, keys)] == 0).all(axis=1)
        return {self.rows[place] for place in np.flatnonzero(blank)}

    def words_of(self, row: int) -> RowWords:
        """What the row's texts call it."""
        if row not in self.words:
            self.words[row] = row_words(self.view, self.columns, self.roles, row)
        return self.words[row]

    def lines(self) -> list[int]:
        """The rows left."""
        return [row for row in self.rows if row not in self.found]


def sort_out(view: View, frame: Frame, columns: Sequence[Column], roles: Mapping[int, Role]) -> Body:
    """Finds every row that is no line."""
    body = Body(view, frame, columns, roles)
    if not body.amounts:
        return body
    _by_formula(body)
    _by_hierarchy(body)
    _by_words(body)
    _by_arithmetic(body)
    _derived(body)
    _by_place(body)
    return body


def _by_formula(body: Body) -> None:
    """Rows whose amounts add up other rows of the same column."""
    by_row: dict[int, list[int]] = {}
    for row, column in body.view.sheet.formulas:
        if row in body.at and column in body.amounts:
            by_row.setdefault(row, []).append(column)
    for row in sorted(by_row):
        sums: dict[int, tuple[int, ...]] = {}
        other = 0
        for column in by_row[row]:
            rows = summed_rows(body, row, column)
            if rows:
                sums[column] = rows
            elif not _same_line(body, row, column):
                other += 1
        if sums and len(sums) >= other:
            body.found[row] = NoLine(row, "total", "formula", sums)


def summed_rows(body: Body, row: int, column: int) -> tuple[int, ...]:
    """The table's rows that the cell's formula adds up in its own column; () when it does something else."""
    formula = body.view.formula(row, column)
    if formula is None:
        return ()
    bare = bare_of(formula)
    if "DUMMYFUNCTION" in bare or not (_SUM.search(bare) or _PLUS.match(bare)) or not _ADDED.match(bare):
        return ()
    rows: list[int] = []
    for ref in references(formula, row, column):
        if ref.sheet or ref.left != column or ref.right != column:
            return ()
        if ref.top > body.frame.last_row or ref.bottom < body.frame.first_row:
            return ()
        rows.extend(
            r
            for r in range(max(ref.top, body.frame.first_row), min(ref.bottom, body.frame.last_row) + 1)
            if r != row
        )
    if not rows or (len(set(rows)) < 2 and not _SUM.search(bare)):
        return ()
    return tuple(rows)


def _same_line(body: Body, row: int, column: int) -> bool:
    """Whether the formula only reads its own row."""
    formula = body.view.formula(row, column)
    return formula is not None and all(
        not ref.sheet and ref.top == ref.bottom == row for ref in references(formula, row, column)
    )


def _by_hierarchy(body: Body) -> None:
    """Parents with amounts of their own are rollups, if at least some of them add up."""
    parents = [row for row in body.children if row not in body.found and body.has[body.at[row]]]
    if not parents:
        return
    proven = [row for row in parents if _adds_up(body, row, body.children[row])]
    bold = [row for row in parents if _stands_out(body, row)]
    texts = [row for row in parents if _as_text(body, row)]
    if len(proven) >= 0.4 * len(parents) or (proven and len(bold) > 0.7 * len(parents)):
        chosen = parents
    else:
        chosen = sorted({*proven, *texts})
    for row in chosen:
        body.found[row] = NoLine(
            row, "rollup", "hierarchy", {c: tuple(body.children[row]) for c in _filled(body, row)}
        )


def _adds_up(body: Body, row: int, parts: Iterable[int]) -> bool:
    """Whether most of the row's amounts are the sums of those rows'."""
    places = [body.at[part] for part in parts if part in body.at]
    if not places:
        return False
    own = body.numbers[body.at[row]]
    made = np.nansum(body.numbers[places], axis=0)
    told = ~np.isnan(own) & (np.abs(own) > 1e-9)
    if not told.any():
        return False
    near = np.abs(made - own) <= np.maximum(0.011, 1e-6 * np.abs(own))
    return bool(near[told].mean() > 0.5)


def _filled(body: Body, row: int) -> list[int]:
    return [c for place, c in enumerate(body.amounts) if not np.isnan(body.numbers[body.at[row], place])]


def _stands_out(body: Body, row: int) -> bool:
    columns = [c for c in body.view.filled(row) if body.frame.first_column <= c <= body.frame.last_column]
    return sum(body.view.look(row, c).bold for c in columns) > 0.5 * len(columns)


def _as_text(body: Body, row: int) -> bool:
    """Whether its amounts are texts while the others' are numbers."""
    kinds = body.view.kinds[row, body.amounts]
    return bool((kinds == Kind.NUMBER_TEXT).any() and not (kinds == Kind.NUMBER).any())


def _by_words(body: Body) -> None:
    """Rows that call themselves totals, taxes, mark-ups and the like."""
    for row in body.rows:
        if row in body.found or not body.has[body.at[row]]:
            continue
        words = body.words_of(row)
        if not words.kind:
            continue
        if words.kind in {"total", "subtotal"} and not _is_total(body, row, words):
            continue
        if words.kind in {"tax", "adjustment", "check", "percent", "average"} and not _is_extra(
            body, row, words
        ):
            continue
        body.found[row] = NoLine(row, words.kind, "words")


def _is_total(body: Body, row: int, words: RowWords) -> bool:
    above = _lines_above(body, row)
    if not above:
        return row == body.rows[0] and words.strong and len(body.rows) > 2
    if _suffix(body, row, above):
        return True
    return (
        words.strong
        and (row in body.keyless or words.whole or _stands_out(body, row) or _lacks_id(body, row))
        and bool(words.kind == "total" or _lines_since(body, row))
    )


def _is_extra(body: Body, row: int, words: RowWords) -> bool:
    """A tax, mark-up or check row stands out from the lines by its words alone, or by words and place."""
    if words.kind == "percent":
        return words.whole or row in body.keyless
    if words.kind == "average":
        return words.strong
    if words.kind == "check" and not (words.whole or row in body.keyless or _after_total(body, row)):
        return False
    if _after_total(body, row) or row in body.keyless or _lacks_id(body, row):
        return True
    if _has_id(body, row):
        return False  # numbered like the lines: it is one, whatever it is called
    if words.kind == "tax":
        return words.whole and _before_total(body, row)
    return words.strong


def _after_total(body: Body, row: int) -> bool:
    """Whether a total, and no line, stands directly above."""
    place = body.at[row]
    return place > 0 and body.rows[place - 1] in body.found


def _before_total(body: Body, row: int) -> bool:
    """Whether a total stands directly below."""
    place = body.at[row]
    below = body.rows[place + 1] if place + 1 < len(body.rows) else -1
    return below in body.found or (below >= 0 and body.words_of(below).kind.startswith("total"))


def _has_id(body: Body, row: int) -> bool:
    """Whether it has the id that lines have."""
    ids = [c.index for c in body.columns if body.roles[c.index].name == "line_id" and c.filled >= 0.5 * c.rows]
    return bool(ids) and bool(body.view.kinds[row, ids].all())


def _lacks_id(body: Body, row: int) -> bool:
    ids = [
        c.index for c in body.columns if body.roles[c.index].name == "line_id" and c.filled >= 0.7 * c.rows
    ]
    return bool(ids) and not body.view.kinds[row, ids].any()


def _lines_above(body: Body, row: int) -> list[int]:
    return [
        other for other in body.rows[: body.at[row]] if other not in body.found and body.has[body.at[other]]
    ]


def _lines_since(body: Body, row: int) -> list[int]:
    """The lines since the last total or heading."""
    found: list[int] = []
    for other in reversed(body.rows[: body.at[row]]):
        if other in body.found and body.found[other].kind != "rollup":
            break
        if other not in body.found and body.has[body.at[other]]:
            found.append(other)
    return found


def _suffix(body: Body, row: int, above: Sequence[int]) -> tuple[int, ...]:
    """The last lines above whose sum is the row, if there are such: at least one."""
    own = body.numbers[body.at[row]]
    told = ~np.isnan(own) & (np.abs(own) > 1e-9)
    if not told.any():
        return ()
    places = [body.at[other] for other in above]
    made = np.cumsum(np.nan_to_num(body.numbers[places][::-1][:, told]), axis=0)
    near = np.abs(made - own[told]) <= np.maximum(0.011, 1e-6 * np.abs(own[told]))
    fits = np.flatnonzero(near.mean(axis=1) > 0.5)
    return tuple(above[len(above) - 1 - int(fits[-1]) :]) if len(fits) else ()


def _by_arithmetic(body: Body) -> None:
    """Rows that equal what they enclose without saying so: only where chance can't explain it."""
    live = np.array([row not in body.found for row in body.rows])
    values = np.nan_to_num(body.numbers) * live[:, None]
    total = np.cumsum(values, axis=0)
    filled = (np.abs(values) > 1e-9).any(axis=1)
    counted = np.cumsum(filled)
    base = np.zeros(values.shape[1])
    since = 0
    place = 1
    while place < len(body.rows):
        above = total[place - 1 : -1] - base
        own = values[place:]
        told = np.abs(own) > 1e-9
        near = (np.abs(above - own) <= np.maximum(0.011, 1e-6 * np.abs(own))) & told
        enough = (counted[place - 1 : -1] - (counted[since - 1] if since else 0)) >= 2
        fits = (near.sum(axis=1) > 0.5 * np.maximum(1, told.sum(axis=1))) & (near.sum(axis=1) >= 1) & enough
        hits = np.flatnonzero(fits)
        accepted = next(
            (int(hit) for hit in hits if _beyond_chance(body, place + int(hit), near[hit], own[hit])), None
        )
        if accepted is None:
            return
        at = place + accepted
        row = body.rows[at]
        body.found[row] = NoLine(row, "subtotal", "arithmetic")
        values[at] = 0
        total = np.cumsum(values, axis=0)
        base = total[at]
        since = at + 1
        place = at + 1


def _beyond_chance(body: Body, place: int, near: NDArray[np.bool_], own: NDArray[np.float64]) -> bool:
    row = body.rows[place]
    values = {round(float(value), 2) for value in own[near]}
    if len(values) >= 2:
        return True
    digits = max((len(f"{abs(value):.2f}".replace(".", "").strip("0")) for value in values), default=0)
    marked = row in body.keyless or _stands_out(body, row) or _lacks_id(body, row)
    return marked and digits >= 2


def _derived(body: Body) -> None:
    """Rows computed from totals: tax, mark-up, total with tax, differences of totals."""
    for _ in range(3):
        before = len(body.found)
        for row, column in body.view.sheet.formulas:
            if row in body.at and row not in body.found and column in body.amounts:
                formula = body.view.formula(row, column)
                if formula is None or "DUMMYFUNCTION" in formula.text:
                    continue
                refs = [
                    ref
                    for ref in references(formula, row, column)
                    if not ref.sheet and ref.left <= column <= ref.right
                ]
                rows = {
                    r
                    for ref in refs
                    for r in range(
                        max(ref.top, body.frame.first_row), min(ref.bottom, body.frame.last_row) + 1
                    )
                } - {row}
                lines = [r for r in rows if r in body.at and r not in body.found]
                totals = [r for r in rows if r in body.found and body.found[r].kind != "rollup"]
                if (totals and not (lines and row not in body.keyless and row < min(totals))) or (
                    len(lines) >= 3 and len(rows) >= 3
                ):
                    kind = body.words_of(row).kind or ("total" if len(rows) > 1 else "adjustment")
                    body.found[row] = NoLine(row, kind, "formula")
        if len(body.found) == before:
            return


def _by_place(body: Body) -> None:
    """Rows without what every line has, before the first line or after the last total."""
    lines = [row for row in body.rows if row not in body.found and row not in body.keyless]
    if not lines:
        return
    for row in body.keyless:
        if row in body.found:
            continue
        has = bool(body.view.kinds[row, body.amounts].any())
        early = row < lines[0]
        late = row > lines[-1]
        if has and (early or late):
            body.found[row] = NoLine(row, body.words_of(row).kind or "check", "place")
    _parents_first(body)


def _parents_first(body: Body) -> None:
    """A bold row that equals the rows beneath it, up to the next bold one."""
    marked = [
        row
        for row in body.rows
        if row not in body.found and body.has[body.at[row]] and _stands_out(body, row)
    ]
    if not marked or len(marked) > 0.5 * len(body.rows):
        return
    stops = sorted(
        {*marked, *(row for row, item in body.found.items() if item.kind != "rollup"), body.rows[-1] + 1}
    )
    for row in marked:
        end = next(stop for stop in stops if stop > row)
        parts = [other for other in body.rows[body.at[row] + 1 :] if other < end and other not in body.found]
        if len(parts) >= 2 and _adds_up(body, row, parts):
            body.found[row] = NoLine(
                row, "rollup", "arithmetic", {c: tuple(parts) for c in _filled(body, row)}
            )


def name_kinds(body: Body) -> None:
    """Gives each such row its kind: parent, subtotal, total, tax, mark-up, share, check."""
    ordered = sorted(body.found)
    last_total = max((row for row in ordered if body.found[row].kind in {"total", "subtotal"}), default=-1)
    for row in ordered:
        item = body.found[row]
        said = body.words_of(row).kind
        if item.by == "hierarchy":
            continue
        if said in {"tax", "adjustment", "average", "percent", "check", "total_inc_tax", "subtotal"}:
            item.kind = said
        elif item.sums and all(all(r > row for r in rows) for rows in item.sums.values()):
            item.kind = "total" if row == body.rows[0] else "rollup"
        elif item.kind in {"total", "subtotal"} and said != "total" and row != last_total:
            item.kind = "subtotal"
