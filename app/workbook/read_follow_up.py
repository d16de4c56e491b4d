"""The Invoices, Risks and actions, and Stakeholders tabs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.project.follow_up import Invoice, Item, Kind, Part, Stakeholder
from app.project.names import names_nobody
from app.project.problem import Problem, ProblemKind
from app.workbook.rows import leave_out_totals, missing_columns, whole_minor
from app.workbook.table import Table

T = TypeVar("T", bound=StrEnum)
Bools = NDArray[np.bool_]

_OUT = "the row is left out"
_KINDS = {"": Kind.ACTION, "task": Kind.ACTION, "todo": Kind.ACTION, "problem": Kind.ISSUE}
_CLOSED = frozenset(("done", "closed", "complete", "completed", "resolved", "cancelled", "withdrawn"))
_OPEN = frozenset(("", "open", "in progress", "new", "not started", "waiting", "on hold", "pending"))
_PARTS = {part.value[0]: part for part in Part}
_BETWEEN = re.compile(r"[/,;&+]| and ")


def read_invoices(table: Table, *, currency: str, digits: int) -> tuple[tuple[Invoice, ...], list[Problem]]:
    """Invoices in the order of the tab; one without an amount is left out, since nothing is billed."""
    if not table.has("amount"):
        return (), missing_columns(table, ["amount"]) if not table.blank_rows().all() else []
    ids, titles, milestones, owners = (
        table.texts(name) for name in ("invoice", "title", "milestone", "owner")
    )
    used = ~table.blank_rows()
    nameless = np.array(
        [not (a or b or c) for a, b, c in zip(ids, titles, milestones, strict=True)], np.bool_
    )
    used &= ~leave_out_totals(
        table,
        [table.located.columns["amount"]],
        keyless=nameless,
        key="invoice",
        labels=("invoice", "title"),
    )
    read = table.numbers("amount", effect=_OUT, currency=currency)
    amounts = whole_minor(read.values, digits)
    blank = used & np.isnan(read.values) & ~read.bad
    _tell(table, blank, "amount", "the invoice has no amount")
    used &= ~(blank | read.bad)
    days = {name: table.days(name).values for name in ("due", "raised", "paid")}
    invoices = tuple(
        Invoice(
            id=ids[row],
            title=titles[row],
            milestone=milestones[row],
            amount=amounts[row] or 0,
            due=_day(days["due"][row]),
            raised=_day(days["raised"][row]),
            paid=_day(days["paid"][row]),
            owner=owners[row],
            row=table.sheet_row(row),
        )
        for row in np.flatnonzero(used).tolist()
    )
    return invoices, table.faults.problems() + table.merge_problems()


def read_items(table: Table, *, currency: str, digits: int) -> tuple[tuple[Item, ...], list[Problem]]:
    """Risks, issues, actions and decisions in the order of the tab; one without a number has its title."""
    if not (table.has("item") or table.has("title")):
        return (), missing_columns(table, ["item"]) if not table.blank_rows().all() else []
    ids, titles, lines, owners = (table.texts(name) for name in ("item", "title", "line", "owner"))
    used = ~table.blank_rows()
    nameless = np.array([not (a or b) for a, b in zip(ids, titles, strict=True)], np.bool_)
    _tell(table, used & nameless, "item", "the row names nothing")
    used &= ~nameless
    kinds = _choices(table, "kind", {str(kind): kind for kind in Kind} | _KINDS, Kind.ACTION)
    closed = _closed(table)
    amounts = whole_minor(table.numbers("amount", currency=currency).values, digits)
    days = {name: table.days(name).values for name in ("raised", "due", "done")}
    items = tuple(
        Item(
            id=ids[row] or titles[row],
            kind=kinds[row],
            title=titles[row] if ids[row] else "",
            line=lines[row],
            owner=owners[row],
            raised=_day(days["raised"][row]),
            due=_day(days["due"][row]),
            closed=bool(closed[row]),
            done=_day(days["done"][row]),
            amount=amounts[row],
            row=table.sheet_row(row),
        )
        for row in np.flatnonzero(used).tolist()
    )
    return items, table.faults.problems() + table.merge_problems()


def read_stakeholders(table: Table) -> tuple[tuple[Stakeholder, ...], list[Problem]]:
    """A row a person and area; a row that names no area is left out."""
    missing = [name for name in ("area", "part") if not table.has(name)]
    if missing:
        return (), missing_columns(table, missing) if not table.blank_rows().all() else []
    areas, people, organisations = (table.texts(name) for name in ("area", "person", "organisation"))
    used = ~table.blank_rows()
    nameless = np.array([not area for area in areas], np.bool_)
    _tell(table, used & nameless, "area", "the row names no area")
    parts = [_parts(text) for text in table.texts("part")]
    for row in np.flatnonzero(used & ~nameless).tolist():
        if parts[row] is None:
            table.faults.add(
                ProblemKind.NOT_A_CHOICE,
                table.located.columns["part"],
                table.sheet_row(row),
                f"'{table.texts('part')[row]}'",
                effect="the person has no part in it",
                mend="Write accountable, responsible, consulted or informed",
            )
    found = tuple(
        Stakeholder(
            area=areas[row],
            person="" if names_nobody(people[row]) else people[row],
            parts=parts[row] or frozenset(),
            organisation=organisations[row],
            row=table.sheet_row(row),
        )
        for row in np.flatnonzero(used & ~nameless).tolist()
    )
    return found, table.faults.problems() + table.merge_problems()


def _parts(text: str) -> frozenset[Part] | None:
    """`A`, `A/R`, `accountable and responsible`; None for a word that is none of them."""
    words = [word.strip().casefold() for word in _BETWEEN.split(text)]
    known = {part.value: part for part in Part} | _PARTS
    if not all(word in known for word in words if word):
        return None
    return frozenset(known[word] for word in words if word)


def _choices(table: Table, field: str, known: Mapping[str, T], default: T) -> list[T]:
    texts = table.texts(field)
    for row, text in enumerate(texts):
        if text.casefold() not in known:
            table.faults.add(
                ProblemKind.NOT_A_CHOICE,
                table.located.columns[field],
                table.sheet_row(row),
                f"'{text}'",
                effect=f"it counts as {default}",
            )
    return [known.get(text.casefold(), default) for text in texts]


def _closed(table: Table) -> Bools:
    """Which rows say that they are done; an unknown word counts as open, and is told."""
    texts: Sequence[str] = table.texts("status")
    for row, text in enumerate(texts):
        if text.casefold() not in _CLOSED | _OPEN:
            table.faults.add(
                ProblemKind.NOT_A_CHOICE,
                table.located.columns["status"],
                table.sheet_row(row),
                f"'{text}'",
                effect="it counts as open",
                mend="Write open or done",
            )
    return np.array([text.casefold() in _CLOSED for text in texts], np.bool_)


def _tell(table: Table, rows: Bools, field: str, shown: str) -> None:
    column = table.located.columns.get(field, table.located.leading)
    for row in np.flatnonzero(rows).tolist():
        table.faults.add(
            ProblemKind.MISSING_FIELD, column, table.sheet_row(row), shown, effect=_OUT, left_out=True
        )


def _day(ordinal: int) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None
