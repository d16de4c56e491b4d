"""The Actuals tab as a ledger: an entry a row, column by column, for tens of thousands of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from app.errors import MissingColumn
from app.project.currency import minor_digits
from app.project.model import Ledger, Line
from app.project.month import last_day
from app.project.names import folded
from app.project.nearest import NearestName
from app.project.problem import Problem, ProblemKind, Work
from app.workbook.cells import yes_or_no
from app.workbook.days import month_of_cell
from app.workbook.rows import leave_out_totals, missing_column, missing_columns
from app.workbook.table import Days, Numbers, Table, currency_codes

_OUT = "the row is left out"
_AMOUNTS = ("hours", "cost")
_TYPES = ("time", "expense", "invoice", "accrual", "credit", "reversal")

Bools = NDArray[np.bool_]


def read_actuals(table: Table, lines: Sequence[Line], *, currency: str) -> tuple[Ledger, list[Problem]]:
    """Every readable entry, later than the status date too. Costs in minor units of the row's currency.

    An entry whose date, hours, cost or currency can't be read is left out whole: half an entry
    would be a guess. One whose line is blank or unknown stays, with line -1.
    """
    _refuse_unusable(table)
    used = ~table.blank_rows()
    texts = {name: table.texts(name) for name in ("line", "person", "type", "document")}
    dated = table.present("date") | table.present("period")
    keyless = np.array([not text for text in texts["line"]], np.bool_) & ~dated
    amounts = [table.located.columns[name] for name in _AMOUNTS if table.has(name)]
    used &= ~leave_out_totals(
        table, amounts, keyless=keyless, key="line", labels=("line", "person", "date", "type", "document")
    )
    codes, no_currency = currency_codes(table, currency)
    decimals = {code: minor_digits(code) for code in set(codes)}
    digits = np.array([decimals[code] for code in codes], np.int64)
    hours, sides = table.numbers("hours", effect=_OUT), _sides(table)
    cost = _from_sides(table.numbers("cost", effect=_OUT), sides)
    days = table.days("date", effect=_OUT)
    months, bad_period = _periods(table)
    day = _dated_by_period(days, months)
    filled = ~(np.isnan(hours.values) & np.isnan(cost.values)) | hours.bad | cost.bad
    no_date = used & filled & (day == 0) & ~days.bad & ~bad_period
    lacking = _Lacking(table, used & ~filled & (~keyless | dated), no_date)
    used &= ~_without(table, used & ~filled & ~lacking.amounts, no_date & ~lacking.date)
    used &= ~(lacking.amounts | lacking.date)
    used &= ~(hours.bad | cost.bad | days.bad | bad_period | no_currency)
    minor = np.rint(np.nan_to_num(cost.values) * 10.0**digits).astype(np.int64)
    _tell_types(table, used, texts["type"])
    ledger = _ledger(
        table,
        used,
        texts,
        codes,
        lines,
        currency,
        day=day,
        months=months,
        hours=hours,
        cost=cost,
        minor=minor,
        sides={name: side.values * 10.0**digits for name, side in sides.items()},
    )
    own = np.array([code == currency for code in codes], np.bool_)
    by_row = {
        table.sheet_row(row): float(minor[row]) for row in np.flatnonzero(own & ~used & (minor != 0)).tolist()
    }
    worked = {
        table.sheet_row(row): float(hours.values[row])
        for row in np.flatnonzero(~used & (hours.values > 0)).tolist()
    }
    work = {
        table.sheet_row(row): Work(texts["person"][row], int(day[row]), float(hours.values[row]))
        for row in np.flatnonzero(~used & (hours.values > 0) & np.isnan(cost.values)).tolist()
    }
    unpriced = float(hours.values[used & np.isnan(cost.values) & (hours.values != 0)].sum())
    problems = table.faults.problems(by_row, worked, work) + table.merge_problems()
    return ledger, problems + lacking.problems(by_row, worked, work, unpriced=unpriced)


def line_numbers(names: Sequence[str], lines: Sequence[Line]) -> NDArray[np.int32]:
    """Index of the budget line that each name means, by its number, else by a title no other has."""
    titles: dict[str, int] = {}
    for index, line in enumerate(lines):
        title = folded(line.title)
        titles[title] = -1 if title in titles else index
    known = titles | {folded(line.id): index for index, line in reversed(list(enumerate(lines)))}
    known[""] = -1
    found = {name: known.get(folded(name), -1) for name in set(names)}
    return np.fromiter(map(found.__getitem__, names), np.int32, len(names))


class _Lacking:
    """Entries that a missing column leaves without amounts or without a date; told as that one fault.

    `amounts` and `date`: shape (rows,), all False where the column is there.
    """

    def __init__(self, table: Table, no_amounts: Bools, no_date: Bools) -> None:
        self._table = table
        none = np.zeros(table.height, np.bool_)
        self._amount = next((name for name in _AMOUNTS if not table.has(name)), "")
        self.amounts = no_amounts if self._amount else none
        self.date = none if table.has("date") else no_date

    def problems(
        self,
        money: Mapping[int, float],
        worked: Mapping[int, float],
        work: Mapping[int, Work],
        *,
        unpriced: float,
    ) -> list[Problem]:
        """`money` and `worked`: minor units and hours of the rows left out; `unpriced`: hours in use that
        have no cost beside them, so that a person's rate is wanted."""
        found = missing_columns(self._table, ["line"])
        for name, rows in ((self._amount, self.amounts), ("date", self.date)):
            count = int(rows.sum())
            if not count:
                continue
            at = [self._table.sheet_row(row) for row in np.flatnonzero(rows).tolist()]
            lack = "no date" if name == "date" else "no amount"
            entries = "1 entry has" if count == 1 else f"{count:,} entries have"
            found.append(
                replace(
                    missing_column(
                        self._table,
                        name,
                        f"{entries} {lack} and {'is' if count == 1 else 'are'} left out",
                        count=count,
                        amount=sum(money.get(row, 0.0) for row in at) or None,
                        hours=sum(worked.get(row, 0.0) for row in at) or None,
                    ),
                    work=tuple(work[row] for row in at if row in work),
                )
            )
        if unpriced and not self._table.has("person"):
            effect = f"{unpriced:,.2f} hours without a cost find nobody's rate"
            found.append(missing_column(self._table, "person", effect, left_out=False, hours=unpriced))
        return found


def _refuse_unusable(table: Table) -> None:
    title = table.located.tab.title
    if not (table.has("date") or table.has("period")):
        raise MissingColumn(f"{title} has no column Date, so no entry can be placed in time.", tab=title)
    if not (table.has("hours") or table.has("cost")):
        raise MissingColumn(f"{title} has neither a column Hours nor a column Cost.", tab=title)


def _tell_types(table: Table, used: Bools, types: Sequence[str]) -> None:
    """Types that are not on the list: an accrual that is misspelt would never be asked for its reversal."""
    meant = {name: "" for name in set(types) if name and folded(name) not in _TYPES}
    if not meant:
        return
    nearest = NearestName(_TYPES)
    meant = {name: nearest.to(name) for name in meant}
    if table.located.stand_in:  # other people's own words, but for slips of the keyboard
        meant = {name: write for name, write in meant.items() if write}
    for row in np.flatnonzero(used).tolist():
        name = types[row]
        if name in meant:
            write = f"Write '{meant[name]}' if that is meant, else" if meant[name] else "Write"
            table.faults.add(
                ProblemKind.NOT_A_CHOICE,
                table.located.columns["type"],
                table.sheet_row(row),
                f"'{name}'",
                effect="the entry counts, under no type",
                mend=f"{write} one of {', '.join(_TYPES[:-1])} and {_TYPES[-1]}",
            )


def _periods(table: Table) -> tuple[NDArray[np.int32], Bools]:
    """Posting months, 0 for blank, and which cells name no month."""
    months, bad = np.zeros(table.height, np.int32), np.zeros(table.height, np.bool_)
    if not table.has("period"):
        return months, bad
    cells = table.cells("period")
    known = {cell: month_of_cell(cell, table.notation) for cell in set(cells)}
    for row, cell in enumerate(cells):
        month = known[cell]
        if month is not None:
            months[row] = month
        elif cell is not None:
            bad[row] = True
            table.faults.add(
                ProblemKind.NOT_A_DATE,
                table.located.columns["period"],
                table.sheet_row(row),
                f"'{cell}'",
                effect=_OUT,
                left_out=True,
                mend="Type the posting month, such as 2026-03",
            )
    return months, bad


def _dated_by_period(days: Days, months: NDArray[np.int32]) -> NDArray[np.int32]:
    """The date, or the last day of the posting month where only that is given; 0 without both."""
    day = days.values.copy()
    for row in np.flatnonzero((day == 0) & (months > 0)).tolist():
        day[row] = last_day(int(months[row])).toordinal()
    return day


def _without(table: Table, no_amounts: Bools, no_date: Bools) -> Bools:
    """Rows that say nothing to add, and rows that have no date: told, not used."""
    first = table.located.leading
    for row in np.flatnonzero(no_amounts).tolist():
        table.faults.add(
            ProblemKind.PASSED_OVER, first, table.sheet_row(row), "no hours and no cost", effect="passed over"
        )
    for row in np.flatnonzero(no_date).tolist():
        table.faults.add(
            ProblemKind.MISSING_FIELD,
            table.located.columns.get("date", first),
            table.sheet_row(row),
            "the row has amounts but no date",
            effect=_OUT,
            left_out=True,
            mend="Type the date",
        )
    return no_amounts | no_date


def _ledger(
    table: Table,
    used: Bools,
    texts: Mapping[str, list[str]],
    codes: Sequence[str],
    lines: Sequence[Line],
    own: str,
    *,
    day: NDArray[np.int32],
    months: NDArray[np.int32],
    hours: Numbers,
    cost: Numbers,
    minor: NDArray[np.int64],
    sides: Mapping[str, NDArray[np.float64]],
) -> Ledger:
    """The rows in use as entries."""
    line_names, names, types, documents = (
        list(compress(texts[name], used)) for name in ("line", "person", "type", "document")
    )
    people, person = _coded(names, blank=-1)
    kinds, kind = _coded([name.casefold() for name in types])
    currencies, currency = _coded(list(compress(codes, used)), first=own)
    return Ledger(
        day=day[used],
        month=np.where(months > 0, months, _months_of(day))[used].astype(np.int32),
        line=line_numbers(line_names, lines),
        person=person,
        hours=np.nan_to_num(hours.values[used]),
        cost=minor[used],
        priced=~np.isnan(cost.values[used]),
        currency=currency,
        kind=kind,
        approved=_approved(table)[used],
        row=(np.flatnonzero(used) + table.first_row).astype(np.int32),
        people=people,
        currencies=currencies,
        kinds=kinds,
        line_names=tuple(line_names),
        documents=tuple(documents),
        **{name: np.nan_to_num(side[used]) for name, side in sides.items()},
    )


def _sides(table: Table) -> dict[str, Numbers]:
    """Debit and credit, where both columns are there and one of them is filled."""
    if not (table.has("debit") and table.has("credit")):
        return {}
    if not (table.present("debit").any() or table.present("credit").any()):
        return {}
    return {name: table.numbers(name, effect=_OUT) for name in ("debit", "credit")}


def _from_sides(cost: Numbers, sides: Mapping[str, Numbers]) -> Numbers:
    """The cost, else debit less credit."""
    if not sides:
        return cost
    debit, credit = sides["debit"], sides["credit"]
    told = ~(np.isnan(debit.values) & np.isnan(credit.values))
    net = np.where(told, np.nan_to_num(debit.values) - np.nan_to_num(credit.values), np.nan)
    return Numbers(np.where(np.isnan(cost.values), net, cost.values), cost.bad | debit.bad | credit.bad)


def _coded(
    names: list[str], *, blank: int | None = None, first: str | None = None
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Distinct names (as first spelt) and the index of each; names that fold alike are one.

    `blank`: the index of a blank name, which then is none of the names; `first`: a name that
    comes first, used or not.
    """
    spelt: dict[str, str] = {} if first is None else {folded(first): first}
    for name in dict.fromkeys(names):
        if name or blank is None:
            spelt.setdefault(folded(name), name)
    index = {key: place for place, key in enumerate(spelt)}
    of_name = {name: index.get(folded(name), -1 if blank is None else blank) for name in set(names)}
    return tuple(spelt.values()), np.fromiter(map(of_name.__getitem__, names), np.int32, len(names))


def _months_of(days: NDArray[np.int32]) -> NDArray[np.int32]:
    """Month numbers of ordinals: year * 12 + month - 1."""
    since_epoch = (days - 719_163).astype("datetime64[D]")  # 1970-01-01 is ordinal 719,163
    return (since_epoch.astype("datetime64[M]").astype(np.int32) + 1970 * 12).astype(np.int32)


def _approved(table: Table) -> Bools:
    """Shape (rows,). Blank counts as approved; a word that says neither does not, and is told."""
    cells = table.cells("approved")
    says = {cell: True if cell is None else _says(cell) for cell in set(cells)}
    if None in says.values():
        for row, cell in enumerate(cells):
            if says[cell] is None:
                table.faults.add(
                    ProblemKind.NOT_A_CHOICE,
                    table.located.columns["approved"],
                    table.sheet_row(row),
                    f"'{cell}'",
                    effect="it counts as not approved",
                    mend="Type yes or no",
                )
    return np.array([says[cell] is True for cell in cells], np.bool_)


def _says(cell: object) -> bool | None:
    return yes_or_no(cell) if isinstance(cell, (bool, int, float, str)) else None
