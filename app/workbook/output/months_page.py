"""The Months tab: the project by month, and the running sums that the charts draw."""

from __future__ import annotations

import numpy as np

from app.forecast.rounding import parts, rounded
from app.project.month import Month, first_day, last_day
from app.workbook.days import serial_of
from app.workbook.output.facts import Facts, hours_value
from app.workbook.output.page import Page, PageRow, Value, padded, page_column
from app.workbook.output.printed import BLANK, print_months
from sheets_schema import Tab

HEADER_ROW = 1
FIRST_ROW = 2


def months_page(tab: Tab, facts: Facts) -> Page:
    """A row a month, then what has no month, then the total."""
    columns = tuple(page_column(field) for field in tab.fields)
    width = len(columns)
    status = facts.project.settings
    intro = facts.words.said(
        "By month as at {day}, in {currency}", day=facts.day(status.status_date), currency=status.currency
    )
    rows = [
        PageRow(padded([None, intro], width), "subtitle"),  # beside the frozen column, which would cut it
        PageRow(
            tuple(field.title for field in tab.fields),
            "heading",
            notes={at: field.description for at, field in enumerate(tab.fields)},
        ),
        *_month_rows(facts, width),
    ]
    return Page(
        name=tab.name,
        title=tab.title,
        columns=columns,
        rows=tuple(rows),
        digits=facts.digits,
        language=facts.words.code,
        frozen_rows=HEADER_ROW + 1,
        frozen_columns=1,
    )


def _month_rows(facts: Facts, width: int) -> list[PageRow]:
    monthly, said = facts.forecast.monthly, facts.words.said
    budget, actual, to_come, loose, eac = print_months(facts.forecast)
    hours = _hours(facts)
    revenue = _revenue(facts)
    spent, planned, expected = np.cumsum(actual), np.cumsum(budget), np.cumsum(actual + to_come)
    rows = []
    for at, month in enumerate(monthly.months):
        known = month <= monthly.status_month
        meets = month >= _joint(facts)
        values: list[Value] = [
            serial_of(first_day(month)),
            facts.words.said(_state(facts, month)),
            facts.money(budget[at]),
            facts.money(actual[at]) if known else None,
            facts.money(to_come[at]) if month >= monthly.closed_before else None,
            facts.money(revenue[at]),
            facts.money(planned[at]),
            facts.money(spent[at]) if known else None,
            facts.money(expected[at]) if meets else None,
            hours_value(hours[0][at]),
            hours_value(hours[1][at]) if known else None,
            hours_value(hours[2][at]) if month >= monthly.closed_before else None,
        ]
        rows.append(PageRow(tuple(values), "line"))
    if loose[0]:
        outside = padded([said("No month"), said("to come"), None, None, facts.money(loose[0])], width)
        rows.append(PageRow(outside, "quiet"))
    earned = [value for value in revenue if value != BLANK]
    total: list[Value] = [
        said("Project"),
        None,
        facts.money(budget.sum()),
        facts.money(actual.sum()),
        facts.money(eac - actual.sum()),
        facts.money(sum(earned)) if earned else None,
        *[None] * 3,
        hours_value(hours[0].sum()),
        hours_value(hours[1].sum()),
        hours_value(facts.hours["etc"].project),
    ]
    return [*rows, PageRow(tuple(total), "total")]


def _hours(facts: Facts) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], ...]:
    """Budget, actual and forecast hours by month in hundredths; they add to the printed project."""
    monthly, printed = facts.forecast.monthly, facts.hours
    to_come = np.append(monthly.forecast_hours, monthly.unphased_hours) * 100
    return (
        parts(monthly.budget_hours * 100),
        parts(monthly.actual_hours * 100, printed["ac"].project),
        parts(to_come, printed["etc"].project)[:-1],
    )


def _revenue(facts: Facts) -> list[int]:
    """Revenue by month in minor units, BLANK where undefined; the months add to the rounded sum."""
    revenue = facts.forecast.monthly.revenue
    known = revenue.why == 0
    whole = np.full(len(known), BLANK, np.int64)
    if known.any():
        values = revenue.values[known]
        whole[known] = parts(values, rounded(float(values.sum())))
    return [int(value) for value in whole]


def _joint(facts: Facts) -> Month:
    """The month in which the forecast line begins: the last one that closed, where actual ends."""
    return facts.forecast.monthly.closed_before - 1


def _state(facts: Facts, month: Month) -> str:
    monthly = facts.forecast.monthly
    if month < monthly.closed_before:
        return "closed"
    if month <= monthly.status_month and last_day(month) > facts.forecast.status_date:
        return "open"
    return "to come"
