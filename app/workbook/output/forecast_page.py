"""The Forecast tab: lines with subtotals by phase, the project, then other rules and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.forecast.balanced import balanced_grid
from app.forecast.figure import Figure, Figures
from app.forecast.result import ByRule, Measures
from app.project.month import first_day
from app.workbook.days import serial_of
from app.workbook.output.beside_rows import blocks
from app.workbook.output.facts import Facts, ratio_value
from app.workbook.output.page import Page, PageColumn, PageRow, Value, padded, page_column
from app.workbook.output.printed import BLANK, PrintedLevels, print_months
from app.workbook.output.words import SIGN
from sheets_schema import Tab

_COST = (
    "bac",
    "ac",
    "etc",
    "eac",
    "vac",
    "pv",
    "ev",
    "cv",
    "sv",
    "eac_pf1",
    "eac_cpi",
    "eac_floor",
    "ac_finished",
)
_HOURS = ("bac", "ac", "etc", "eac", "vac", "ev", "eac_pf1", "eac_cpi", "eac_floor", "ac_finished")
_RATIOS = ("percent_complete", "cpi", "spi", "tcpi_bac")
HEADER_ROW = 1

Columns = Mapping[str, Sequence[Value]]
Grid = NDArray[np.int64]


def forecast_page(tab: Tab, facts: Facts) -> Page:
    """All rows, with a column a month behind the contract's columns."""
    months = facts.forecast.monthly.months
    columns = [page_column(field) for field in tab.fields]
    columns += [PageColumn(f"{month}", ("number", "money"), 105) for month in months]
    loose = _has_loose(facts)
    if loose:
        columns.append(PageColumn("no_month", ("number", "money"), 105))
    rows = _Rows(facts, tab, len(columns), loose)
    return Page(
        name=tab.name,
        title=tab.title,
        columns=tuple(columns),
        rows=tuple(rows.all()),
        digits=facts.digits,
        language=facts.words.code,
        frozen_rows=HEADER_ROW + 1,
        frozen_columns=2,
    )


def _has_loose(facts: Facts) -> bool:
    return bool(print_months(facts.forecast)[3][0])


class _Rows:
    """Builds the rows, a level at a time and column by column: field -> its values in the level's rows."""

    def __init__(self, facts: Facts, tab: Tab, width: int, loose: bool) -> None:
        self.facts, self.tab, self.width, self.loose = facts, tab, width, loose
        self.names = [field.name for field in tab.fields]

    def all(self) -> Iterable[PageRow]:
        """Every row from the top."""
        facts = self.facts
        said = facts.words.said
        yield PageRow(padded([facts.as_at, None, said(SIGN)], self.width), "subtitle")
        yield self._heading()
        grid = self._grid()
        yield from self._lines_and_phases(grid)
        loose = any(basis[name].unmatched for basis in (facts.cost, facts.hours) for name in ("ac", "etc"))
        if facts.forecast.counts.get("entries_without_line") or loose:
            titles: Columns = {"title": [said("On no line of the Budget")]}
            yield from self._level("unmatched", titles, grid[-1:], "quiet")
        yield from self._level(
            "project", {"title": [said("Project")]}, grid.sum(axis=0, keepdims=True), "total"
        )
        yield self._text("", "blank")
        yield self._text(said("The whole project by other rules"), "block")
        for by_rule in facts.forecast.by_rule.values():
            yield from self._by_rule(by_rule)
        for heading, rows in blocks(facts):
            yield self._text("", "blank")
            yield self._text(heading, "block")
            yield from (self._row(values, "line") for values in rows)
        yield self._text("", "blank")
        yield self._text(said("Booked by person"), "block")
        for person, (hours, cost) in facts.forecast.ac_by_person.items():
            yield self._row(
                {
                    "title": person or said("No person"),
                    "ac": facts.money(round(cost)),
                    "hours_ac": round(hours, 2),
                },
                "line",
            )

    def _lines_and_phases(self, grid: Grid) -> Iterable[PageRow]:
        """Each phase's lines, and beneath them its subtotal where there are several phases."""
        forecast, states = self.facts.forecast, self.facts.forecast.states
        lines, said = self.facts.project.lines, self.facts.words.said
        columns: Columns = {
            "line": [line.id or None for line in lines],
            "title": [line.title or None for line in lines],
            "owner": [line.owner or None for line in lines],
            "rule": [said(rule.value) for rule in states.rule],
            "method": [said(method) or None for method in states.method],
        }
        rows = self._level("lines", columns, grid[:-1], "line")
        phases = [np.flatnonzero(forecast.phase_of_line == phase) for phase in range(len(forecast.phases))]
        months = np.array([grid[mine].sum(axis=0) for mine in phases])
        titles: Columns = {"title": [name or said("No phase") for name in forecast.phases]}
        subtotals = self._level("phases", titles, months, "subtotal")
        for mine, subtotal in zip(phases, subtotals, strict=True):
            yield from (rows[index] for index in mine.tolist())
            if len(phases) > 1:
                yield subtotal

    def _grid(self) -> Grid:
        """Printed cost by line (the unmatched last) and month, a last column for what has no month."""
        forecast, cost = self.facts.forecast, self.facts.cost
        cells = forecast.monthly.line_actual_cost + forecast.monthly.line_forecast_cost
        eac = np.append(forecast.cost.lines.eac, forecast.cost.unmatched.eac)
        cells = np.column_stack([cells, eac - cells.sum(axis=1)])
        _, actual, to_come, loose, _ = print_months(forecast)
        rows = np.append(cost["eac"].lines, cost["eac"].unmatched)
        return balanced_grid(cells, rows, np.append(actual + to_come, loose))

    def _heading(self) -> PageRow:
        months = self.facts.forecast.monthly.months
        values: list[Value] = [field.title for field in self.tab.fields]
        values += [serial_of(first_day(month)) for month in months]
        shown = [None] * len(self.names) + [("month", "")] * len(months)
        if self.loose:
            values.append(self.facts.words.said("No month"))
        notes = {at: field.description for at, field in enumerate(self.tab.fields)}
        if months:
            notes[len(self.names)] = self.tab.series[0].description
        return PageRow(padded(values, self.width), "heading", tuple(shown), notes)  # type: ignore[arg-type]

    def _level(self, level: str, columns: Columns, months: Grid, look: str) -> list[PageRow]:
        """The rows of one level: what `columns` says of each, its figures, and its cost by month."""
        columns = {**columns, **_level_columns(self.facts, level)}
        blank = [None] * len(months)
        cells = zip(*(columns.get(name, blank) for name in self.names), strict=True)
        amounts = (months[:, : self.width - len(self.names)] / 10**self.facts.digits).tolist()
        return [
            PageRow((*row, *[amount or None for amount in by_month]), look)
            for row, by_month in zip(cells, amounts, strict=True)
        ]

    def _by_rule(self, by_rule: ByRule) -> Iterable[PageRow]:
        """Two rows: the work to go at the planned rate, and at the efficiency so far."""
        said = self.facts.words.said
        bases: tuple[tuple[str, Measures, float], ...] = (
            ("", by_rule.cost, 10**self.facts.digits),
            ("hours_", by_rule.hours, 1),
        )
        for name, title in (("eac_pf1", "to go at plan rate"), ("eac_cpi", "to go at CPI")):
            values: dict[str, Value] = {
                "title": said("All lines {rule}, {rest}", rule=by_rule.rule.value, rest=title),
                "rule": said(by_rule.rule.value),
            }
            for prefix, measures, scale in bases:
                decimals = self.facts.digits if scale > 1 else 2
                bac, ac, ev = (float(getattr(measures, part)[0]) / scale for part in ("bac", "ac", "ev"))
                found = _figure(measures, name, 0).value
                eac = None if found is None else found / scale
                amounts = {"bac": bac, "ac": ac, "ev": ev, "cv": ev - ac, "eac": eac}
                amounts |= {
                    "etc": None if eac is None else eac - ac,
                    "vac": None if eac is None else bac - eac,
                }
                values |= {
                    prefix + part: None if value is None else round(value, decimals) + 0.0
                    for part, value in amounts.items()
                    if prefix + part in self.names
                }
                values[f"{prefix}cpi"] = ratio_value(_figure(measures, "cpi", 0))
            values["tcpi_bac"] = ratio_value(_figure(by_rule.cost, "tcpi_bac", 0))
            values["percent_complete"] = ratio_value(_figure(by_rule.cost, "percent_complete", 0))
            yield self._row(values, "line")

    def _row(self, values: Mapping[str, Value], look: str) -> PageRow:
        return PageRow(padded([values.get(name) for name in self.names], self.width), look)

    def _text(self, text: str, look: str) -> PageRow:
        return PageRow(padded([text or None], self.width), look)


def _level_columns(facts: Facts, level: str) -> Columns:
    """Field -> the values of every row of one level, as printed."""
    cost: Measures = getattr(facts.forecast.cost, level)
    hours: Measures = getattr(facts.forecast.hours, level)
    columns = {name: _whole(facts.cost[name], level, 10**facts.digits) for name in _COST}
    columns |= {f"hours_{name}": _whole(facts.hours[name], level, 100) for name in _HOURS}
    columns |= {name: _ratios(getattr(cost, name)) for name in _RATIOS}
    columns["hours_cpi"] = _ratios(hours.cpi)
    vac = np.atleast_1d(getattr(facts.cost["vac"], level)).tolist()
    columns["words"] = [facts.variance(units) for units in vac]
    return columns


def _whole(printed: PrintedLevels, level: str, scale: int) -> list[Value]:
    """Units of print as amounts; BLANK is blank."""
    units = np.atleast_1d(getattr(printed, level)).tolist()
    return [None if value == BLANK else value / scale for value in units]


def _ratios(figures: Figures) -> list[Value]:
    return [None if value != value else round(value, 4) + 0.0 for value in figures.values.tolist()]  # noqa: PLR0124


def _figure(measures: Measures, name: str, index: int) -> Figure:
    column = getattr(measures, name)
    return column.at(index) if isinstance(column, Figures) else Figure(float(column[index]))
