"""From a workbook's cells to the project they describe, and what could not be read of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from app.errors import (
    DoubleHeading,
    EmptyWorkbook,
    MissingColumn,
    NoActualsTab,
    NoBudgetTab,
    NoSettingsTab,
    NothingToForecast,
)
from app.project.currency import minor_digits
from app.project.model import Ledger, Line, Project, Settings
from app.project.problem import Problem
from app.workbook.book import Book
from app.workbook.locate import Located, is_output, locate
from app.workbook.notation import Notation, notation_of
from app.workbook.read_actuals import read_actuals
from app.workbook.read_actuals_across import no_entries, read_actuals_across
from app.workbook.read_budget import Budget, read_budget
from app.workbook.read_follow_up import read_invoices, read_items, read_stakeholders
from app.workbook.read_milestones import read_milestones
from app.workbook.read_orders import read_change_orders, read_purchase_orders
from app.workbook.read_plan import read_plan
from app.workbook.read_rates import read_exchange_rates, read_rates
from app.workbook.read_settings import read_settings
from app.workbook.rows import double_headings, month_heading_problems
from app.workbook.table import Table
from sheets_schema import Schema, load

T = TypeVar("T")

# Two columns of one of these that differ stop the refresh: every figure rests on them.
_ESSENTIAL = {
    "settings": ("key", "value"),
    "budget": ("line", "cost", "hours", "progress"),
    "actuals": ("date", "line", "hours", "cost", "currency"),
}
_MISSING: Mapping[str, type[NothingToForecast]] = {
    "settings": NoSettingsTab,
    "budget": NoBudgetTab,
    "actuals": NoActualsTab,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the workbook says: the project, its problems, and where each tab was found."""

    project: Project
    problems: tuple[Problem, ...]
    located: Mapping[str, Located]


def read(
    book: Book,
    *,
    today: date,
    schema: Schema | None = None,
    adopted: Mapping[str, Located] | None = None,
) -> Reading:
    """The project in `book`; raises a NothingToForecast where nothing can be said.

    `today` serves one thing only: to suggest a status date where none is typed. `adopted`: tables that a
    confirmed mapping has found, by the contract's tab that each stands in for; their tabs are theirs alone.
    """
    schema = schema or load()
    if not any(tab.rows for tab in book.tabs if not is_output(tab, schema)):
        raise EmptyWorkbook("No tab of the workbook holds anything.")
    notation = notation_of(book.locale)
    mapped = {found.tab.sheet_id for found in (adopted or {}).values()}
    others = replace(book, tabs=tuple(tab for tab in book.tabs if tab.sheet_id not in mapped))
    located, problems = locate(others, schema, notation)
    located |= adopted or {}
    for name, missing in _MISSING.items():
        if name == "actuals" and adopted and name not in located:
            continue  # a plan that was adopted may hold nothing spent yet
        if name not in located:
            titles = ", ".join(tab.title for tab in book.tabs if not is_output(tab, schema))
            raise missing(f"None of the tabs ({titles}) is the {schema.tabs[name].title} tab.")
        if not located[name].columns:
            tab = located[name].tab.title
            wanted = (
                ", ".join(field.title for field in schema.tabs[name].fields if field.required)
                or "Setting, Value"
            )
            raise MissingColumn(f"{tab} has no row with the headings it needs ({wanted}).", tab=tab)
    return _Reader(located, notation, problems).read(today)


class _Reader:
    """Reads tab after tab and keeps the problems in the order of the tabs."""

    def __init__(self, located: dict[str, Located], notation: Notation, problems: list[Problem]) -> None:
        self.located = located
        self.notation = notation
        self.problems = problems

    def read(self, today: date) -> Reading:
        """The whole project."""
        _refuse_double(self.located["settings"], "settings", self.notation)
        settings, told = read_settings(self.located["settings"], self.notation, today)
        self.problems += told
        money: dict[str, Any] = {"currency": settings.currency, "digits": minor_digits(settings.currency)}
        budget = self._tab(
            "budget", lambda table: read_budget(table, rule=settings.crediting_rule, **money), Budget()
        )
        lines = budget.lines
        ledger = self._tab(
            "actuals", lambda table: self._actuals(table, lines, settings), no_entries(settings.currency)
        )
        project = Project(
            settings=settings,
            lines=lines,
            ledger=ledger,
            plan=self._tab("resource_plan", lambda table: read_plan(table, lines), None),
            rates=self._tab(
                "rate_card",
                lambda table: read_rates(
                    table, currency=settings.currency, hours_per_day=settings.hours_per_day
                ),
                (),
            ),
            milestones=self._tab("milestones", lambda table: read_milestones(table, **money), ()),
            exchange_rates=self._tab(
                "exchange_rates", lambda table: read_exchange_rates(table, currency=settings.currency), ()
            ),
            purchase_orders=self._tab(
                "purchase_orders", lambda table: read_purchase_orders(table, lines, **money), ()
            ),
            change_orders=self._tab(
                "change_orders", lambda table: read_change_orders(table, lines, **money), ()
            ),
            invoices=self._tab("invoices", lambda table: read_invoices(table, **money), ()),
            items=self._tab("risks_and_actions", lambda table: read_items(table, **money), ()),
            stakeholders=self._tab("stakeholders", read_stakeholders, ()),
            sources={name: located.source for name, located in self.located.items()},
            unread_lines=budget.unread,
            summing_lines=budget.summing,
            minor_digits=money["digits"],
        )
        return Reading(project=project, problems=tuple(self.problems), located=self.located)

    def _actuals(
        self, table: Table, lines: Sequence[Line], settings: Settings
    ) -> tuple[Ledger, list[Problem]]:
        stand_in = self.located["actuals"].stand_in
        if not (stand_in and stand_in.across):
            return read_actuals(table, lines, currency=settings.currency)
        return read_actuals_across(
            table,
            lines,
            currency=settings.currency,
            digits=minor_digits(settings.currency),
            status_date=settings.status_date,
        )

    def _tab(self, name: str, reader: Callable[[Table], tuple[T, Iterable[Problem]]], absent: T) -> T:
        """What `reader` makes of the tab; `absent` when there is none."""
        located = self.located.get(name)
        if located is None:
            return absent
        _refuse_double(located, name, self.notation)
        table = Table(located, self.notation)
        self.problems += double_headings(table)
        if located.header.doubles:
            table = Table(_without_differing(table), self.notation)
        if name == "budget":
            self.problems += month_heading_problems(table)
        value, problems = reader(table)
        self.problems += problems
        return value


def _refuse_double(located: Located, name: str, notation: Notation) -> None:
    """Stops where two columns with one heading hold different values of something essential."""
    table = Table(located, notation)
    for field in _ESSENTIAL.get(name, ()):
        columns = located.header.doubles.get(field, ())
        if columns and not _agree(table, columns):
            heading = located.contract.field(field).title
            cells = " and ".join(located.place(located.header.row, at).a1 for at in columns)
            raise DoubleHeading(
                f"{located.tab.title}!{cells}: two columns are headed {heading} and differ, "
                "so neither can be taken.",
                cell=located.place(located.header.row, columns[0]),
            )


def _without_differing(table: Table) -> Located:
    located = table.located
    header = located.header
    differing = {name for name, columns in header.doubles.items() if not _agree(table, columns)}
    columns = {name: at for name, at in header.columns.items() if name not in differing}
    return replace(located, header=replace(header, columns=columns))


def _agree(table: Table, columns: tuple[int, ...]) -> bool:
    return all(table.column(at) == table.column(columns[0]) for at in columns[1:])
