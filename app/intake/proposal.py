"""What is proposed to a person who adopts a workbook: which table stands in for what, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.errors import NotReadAlike
from app.intake.adopt import Understood
from app.intake.body import amount_columns
from app.intake.feeds import feeds
from app.intake.relocate import found_again, name_of_row, remembered
from app.intake.sums import leaf_sums
from app.intake.table import Table
from app.intake.understood import understood
from app.project.place import column_letters
from app.workbook.adoption import Adoption
from app.workbook.book import Book

MAKES_POSSIBLE: Mapping[str, str] = {
    "budget": "a forecast at all",
    "actuals": "cost to date, earned value and every forecast that rests on the past",
    "resource_plan": "a forecast from planned hours instead of what is left of each budget",
    "rate_card": "costs of hours that have none",
}
"""What each tab of the contract is good for, to be said where no table can stand in for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Tables by the tab of the contract they stand in for; `currency` as most of their money says it."""

    file: Understood
    tables: Mapping[str, Table]
    currency: str

    @property
    def missing(self) -> dict[str, str]:
        """What no table can stand in for, and what it would make possible."""
        return {name: gain for name, gain in MAKES_POSSIBLE.items() if name not in self.tables}

    def adoption(self, book: Book) -> Adoption:
        """What the workbook is to remember; `book` is the same workbook as a refresh reads it.

        Read that way the tables must come to the same lines. Rows that would be taken for something else are
        remembered one by one.
        """
        ids = {tab.title: tab.sheet_id for tab in book.tabs}
        contracts: dict[int, list[str]] = {}
        for contract, table in self.tables.items():
            contracts.setdefault(id(table), []).append(contract)
        distinct = {id(table): table for table in self.tables.values()}
        adoption = Adoption(
            language=self.file.language,
            decimal=self.file.decimal,
            date_order=self.file.order,
            tables=tuple(
                remembered(table, contracts[key], ids[table.view.sheet.name])
                for key, table in distinct.items()
            ),
        )
        found, _ = found_again(book, adoption, book.tabs)
        again = {found_one.adopted.feeds: found_one.table for found_one in found}
        settled = replace(
            adoption,
            tables=tuple(
                replace(adopted, rows={**adopted.rows, **_taken_otherwise(table, again.get(adopted.feeds))})
                for adopted, table in zip(adoption.tables, distinct.values(), strict=True)
            ),
        )
        _hold(settled, list(distinct.values()), book)
        return settled


def _hold(adoption: Adoption, tables: Sequence[Table], book: Book) -> None:
    """Read back as a refresh reads, each table must come to the same sums and months: never to others."""
    found, _ = found_again(book, adoption, book.tabs)
    again = {one.adopted.feeds: one.table for one in found}
    for adopted, table in zip(adoption.tables, tables, strict=True):
        back = again.get(adopted.feeds)
        if back is None or _sums(back) != _sums(table):
            raise NotReadAlike(
                f"{table.view.sheet.name}: read again, as a refresh would, its table comes to other sums."
            )


def _sums(table: Table) -> tuple[dict[int, Decimal], set[int]]:
    amounts = amount_columns(table.columns, table.roles)
    return leaf_sums(table.view.numbers, amounts, table.lines), set(getattr(table.axis, "periods", ()))


def _taken_otherwise(table: Table, again: Table | None) -> dict[str, str]:
    """Rows that are lines here and not there, or there and not here, by name."""
    if again is None:
        return {}
    lost = {name_of_row(table, row): "" for row in set(table.lines) - set(again.lines)}
    more = {name_of_row(again, row): "total" for row in set(again.lines) - set(table.lines)}
    return {name: kind for name, kind in (lost | more).items() if name}


def propose(file: Understood) -> Proposal:
    """The proposal for a file."""
    tables = feeds([table for found in file.tables for table in found], file.language)
    return Proposal(file=file, tables=tables, currency=_currency(tables))


def _currency(tables: Mapping[str, Table]) -> str:
    """The currency of most amounts; "" where none is said."""
    codes: Counter[str] = Counter()
    for table in tables.values():
        for column in table.columns:
            if code := table.units.get(column.index, ("", 1))[0]:
                codes[code] += column.filled - column.errors
    return codes.most_common(1)[0][0] if codes else ""


def key_of(table: Table) -> str:
    """`Cost!A3`: which table a person means; stable while nobody moves it."""
    row = table.frame.label_row if table.frame.label_row >= 0 else table.frame.first_row
    return f"{table.view.sheet.name}!{column_letters(table.frame.first_column)}{row + 1}"


def corrected(
    file: Understood, feeds_of: Mapping[str, Sequence[str]], roles: Mapping[str, Mapping[str, str]]
) -> Proposal | None:
    """The proposal as a person put it right; None where a table they mean is not there any more.

    `roles`: table key -> column letters -> role.
    """
    known = {key_of(table): table for found in file.tables for table in found}
    tables: dict[str, Table] = {}
    for key, contracts in feeds_of.items():
        table = known.get(key)
        if table is None:
            return None
        letters = {column_letters(c.index): c.index for c in table.columns}
        settled = {letters[letter]: role for letter, role in roles.get(key, {}).items() if letter in letters}
        if settled:
            frames = [other.frame for other in known.values() if other.view is table.view]
            table = understood(table.view, table.frame, frames, file.language, settled)
        tables |= dict.fromkeys(contracts, table)
    return Proposal(file=file, tables=tables, currency=_currency(tables))
