"""Roles that the other columns of the table decide: people's effort, clients, ledgers, second codes."""

from __future__ import annotations

from collections.abc import Sequence

from app.intake.columns import Column
from app.intake.labels import words_of
from app.intake.role import MONEY, Role
from app.intake.words_of_column import names

_INVOICED = frozenset(["invoiced", "billed", "facturado", "facture", "faturado", "fakturiert", "abgerechnet"])
_DAY = frozenset(["day", "tag", "dia", "jour", "день", "יום"])
_MOST_HOURS = 400.0  # a person's in a month, and more than that is money


def by_context(
    columns: Sequence[Column], found: dict[int, Role], axis: frozenset[int], language: str
) -> None:
    """Settles what a column alone leaves open."""
    _effort(columns, found, axis)
    _first_reference(columns, found)
    _ids(columns, found)
    _clients(columns, found)
    _ledger(columns, found, language)


def _effort(columns: Sequence[Column], found: dict[int, Role], axis: frozenset[int]) -> None:
    """Period columns that say nothing, beside people and rates: what is planned of people, not money."""
    unsaid = [c for c in columns if c.index in axis and found[c.index].confidence <= 0.6 and not c.sign]
    roles = {role.name for role in found.values()}
    people = roles & {"owner", "job_role"}
    if not unsaid or not (roles & {"rate", "bill_rate"} or (people and not roles & MONEY - {"budget"})):
        return
    measure = next((name for name in ("hours", "days", "fte") if name in roles), "")
    top = max(c.largest for c in unsaid)
    if not measure:
        daily = any(_DAY & set(words_of(c.own)) for c in columns)
        measure = "fte" if top <= 2 else "days" if daily else "hours"
    if top <= _MOST_HOURS:
        for column in unsaid:
            found[column.index] = Role(measure, 0.6, "beside people and rates")


def _first_reference(columns: Sequence[Column], found: dict[int, Role]) -> None:
    """Where nothing else names the lines, the reference in the first column does, if it differs."""
    filled = [column for column in columns if column.filled]
    if any(role.name == "line_id" for role in found.values()) or not filled:
        return
    first = filled[0]
    links = any("/" in text and ":" in text for text in first.texts)
    if found[first.index].name == "reference" and first.unique > 0.9 and first.filled > 2 and not links:
        found[first.index] = Role("line_id", 0.6, "the reference in the first column")


def _clients(columns: Sequence[Column], found: dict[int, Role]) -> None:
    """Where clients stand and no vendors, contracts and invoices are what comes in."""
    there = {role.name for role in found.values()}
    if "client" not in there or there & {"vendor", "vendor_id", "revenue"}:
        return
    for column in columns:
        role = found[column.index].name
        words = words_of(column.own)
        if (role == "committed" and "contract" in words) or (role == "actual" and _INVOICED & set(words)):
            found[column.index] = Role("revenue", 0.7, "contracts and invoices of clients")


def _ledger(columns: Sequence[Column], found: dict[int, Role], language: str) -> None:
    """Amounts of dated documents are what was spent."""
    there = {role.name for role in found.values()}
    documents = "date" in there and there & {"reference", "vendor"}
    if not documents or there & {"budget", "actual", "committed", "revenue"}:
        return
    for column in columns:
        role = found[column.index]
        if role.name == "cost" and role.confidence < 0.8 and "amount" in names(column, language)[0]:
            found[column.index] = Role("actual", 0.6, "amounts of dated documents")


def _ids(columns: Sequence[Column], found: dict[int, Role]) -> None:
    """Of several code columns the one that differs most names the line; those that repeat name its parents.

    The same for titles: the one that repeats is a group.
    """
    for role, repeated in (("line_id", "parent_id"), ("title", "group")):
        same = [column for column in columns if column.index in found and found[column.index].name == role]
        if len(same) < 2:
            continue
        best = max(same, key=lambda column: (round(column.unique, 2), column.distinct))
        for column in same:
            if column is best or not column.filled:
                continue
            if column.unique < 0.75 * best.unique and column.filled > 3:
                found[column.index] = Role(repeated, 0.75, "its values repeat")
            elif role == "line_id" and column.index > best.index:
                found[column.index] = Role("reference", 0.5, "a second code")
