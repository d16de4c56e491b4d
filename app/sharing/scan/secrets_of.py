"""The secrets of one project: gathered from its values, not from their audience.

A column that is marked `client` by mistake is therefore a secret still.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import date
from typing import Any

import numpy as np

from app.forecast.figure import Figure, Figures
from app.forecast.finance import commercial_model
from app.forecast.result import Forecast, Measures
from app.project.model import CommercialModel, Project
from app.sharing.build import serial
from app.sharing.content import Content
from app.sharing.page import Page
from app.sharing.scan.secret import Amount, Secrets, folded, forms_of, key_of, numbers_in, pattern_of
from app.sharing.wording import Words

LEAST_NAME = 4  # a shorter name is an abbreviation that may mean anything
CLIENT_MONEY = {"price", "revenue_at_completion", "bill_value"}  # of Finance, in any commercial model


def secrets_of(
    project: Project,
    forecast: Forecast,
    content: Content,
    pages: Sequence[Page],
    words: Words,
    *,
    ids: Iterable[str],
    others: Iterable[str] = (),
) -> Secrets:
    """`ids`: file ids that nobody may see; `others`: names of other clients."""
    scale = 10.0**project.minor_digits
    numbers: set[str] = set()
    for value in _money(project, forecast):
        numbers |= forms_of(value / scale)
    for value in (*_plain(project), *_hours(project, forecast)):
        numbers |= forms_of(value)
    for day in _days(project):
        numbers.add(key_of(serial(day)))
    published = _published(content, pages, words)
    shown = published_names(project)
    foreign = {name for name in map(folded, others) if len(name) >= LEAST_NAME and name not in shown}
    names = sorted(_names(project, shown) | foreign)
    return Secrets(
        numbers=frozenset(numbers - published),
        published=frozenset(published),
        names=tuple(names),
        ids=tuple(ids),
        amounts=tuple(_amounts(project, forecast, scale)),
        pattern=pattern_of(names),
    )


def published_names(project: Project) -> set[str]:
    """Names that a report shows because the allow-list says so."""
    settings = project.settings
    shown = [
        settings.manager,
        settings.sponsor,
        settings.client,
        *(one.approver for one in project.change_orders),
    ]
    return {folded(name) for name in shown if name}


def _names(project: Project, shown: set[str]) -> set[str]:
    """People, vendors, documents and numbers of orders. Owners count when they are called like a person."""
    people = [*project.ledger.people, *(rate.person for rate in project.rates)]
    people += project.plan.person if project.plan else ()
    owners = [
        one.owner for rows in (project.lines, project.milestones, project.purchase_orders) for one in rows
    ]
    owners += [one.owner for rows in (project.items, project.invoices) for one in rows]
    papers = [*project.ledger.documents, *(one.id for one in project.purchase_orders)]
    found = {folded(name) for name in (*people, *(one.vendor for one in project.purchase_orders))}
    found |= {folded(name) for name in owners if len(name.split()) > 1}
    found |= {folded(paper) for paper in papers if any(sign.isdigit() for sign in paper) and len(paper) > 4}
    return {name for name in found if len(name) >= LEAST_NAME and name not in shown}


def _published(content: Content, pages: Sequence[Page], words: Words) -> set[str]:
    """Keys of the figures that the report shows: typed values, and those within sentences of ours.

    What a person typed as text publishes nothing: a secret in it would excuse itself.
    """
    found: set[str] = set()
    for cell in (cell for page in pages for row in page.rows for cell in row):
        if isinstance(cell.value, date):
            found |= _day_keys(cell.value, words)
        elif isinstance(cell.value, int | float):
            shown = cell.value * 100 if cell.kind == "percent" else round(cell.value, 1)
            found |= {key_of(cell.value), key_of(shown)}
    for value in _figures_in(content):
        found |= _day_keys(value, words) if isinstance(value, date) else {key_of(value)}
    return found


def _day_keys(day: date, words: Words) -> set[str]:
    written = (words.day(day), words.month(day), day.isoformat())
    return {key_of(serial(day)), *(key for text in written for key in numbers_in(text))}


def _figures_in(value: object) -> Iterable[date | float]:
    """Every number and day of the report's content, whatever it stands in."""
    if is_dataclass(value):
        for one in fields_of(value):
            yield from _figures_in(getattr(value, one.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from _figures_in(inner)
    elif isinstance(value, date | int | float) and not isinstance(value, bool):
        yield value


def _money(project: Project, forecast: Forecast) -> Iterable[float]:
    """Minor units: typed and computed."""
    for line in project.lines:
        yield from (value for value in (line.cost, line.other_cost, *line.months.values()) if value)
    yield from project.ledger.cost[project.ledger.priced].tolist()
    for order in project.purchase_orders:
        yield from (order.value, order.invoiced, order.accrued)
    for change in project.change_orders:
        yield from (change.cost, *change.months.values())
    yield from (item.amount for item in project.items if item.amount)
    cost = forecast.cost
    for level in (cost.lines, cost.phases, cost.unmatched, cost.project):
        yield from _measures(level)
    monthly = forecast.monthly
    for column in (monthly.budget_cost, monthly.actual_cost, monthly.forecast_cost):
        yield from column.tolist()
    yield from (amount for _, amount in forecast.ac_by_person.values())
    yield from _finance(project, forecast)


def _measures(level: Measures) -> Iterable[float]:
    for name in ("bac", "ev", "ac", "etc", "eac", "vac", "cv", "eac_floor", "ac_finished"):
        yield from np.asarray(getattr(level, name)).tolist()
    for name in ("pv", "eac_pf1", "eac_cpi", "sv"):
        column: Figures = getattr(level, name)
        yield from column.values[column.why == 0].tolist()


def _finance(project: Project, forecast: Forecast) -> Iterable[float]:
    """Margin, loss, burn; what is earned, too, where it follows from cost."""
    by_cost = commercial_model(project) in {None, CommercialModel.FIXED_PRICE}
    earned = {"revenue_to_date", "backlog", "over_billed", "under_billed"}
    for one in fields_of(forecast.finance):
        if one.name in CLIENT_MONEY or "percent" in one.name or "points" in one.name or "months" in one.name:
            continue
        if one.name in earned and not by_cost:
            continue
        value: Any = getattr(forecast.finance, one.name)
        amount = value.value if isinstance(value, Figure) else value
        if isinstance(amount, int | float):
            yield float(amount)


def _plain(project: Project) -> Iterable[float]:
    """Rates in major units, shares."""
    fixed = commercial_model(project) is not CommercialModel.TIME_AND_MATERIALS
    for rate in project.rates:
        yield from (value for value in (rate.cost_rate, rate.bill_rate if fixed else None) if value)
    settings = project.settings
    yield from (value for value in (settings.baseline_margin, settings.margin_floor) if value)


def _hours(project: Project, forecast: Forecast) -> Iterable[float]:
    yield from (line.hours for line in project.lines if line.hours)
    yield from project.ledger.hours.tolist()
    if project.plan is not None:
        yield from project.plan.hours[~np.isnan(project.plan.hours)].tolist()
    yield from (hours for hours, _ in forecast.ac_by_person.values())
    for name in ("bac", "ev", "ac", "etc", "eac"):
        for level in (forecast.hours.lines, forecast.hours.phases, forecast.hours.project):
            yield from np.asarray(getattr(level, name)).tolist()


def _days(project: Project) -> Iterable[date]:
    for line in project.lines:
        yield from (day for day in (line.actual_start, line.actual_finish) if day)
    yield from (order.valid_until for order in project.purchase_orders if order.valid_until)


def _amounts(project: Project, forecast: Forecast, scale: float) -> Iterable[Amount]:
    """Headline figures, of the project and by phase, that no sum of published ones may come to."""
    whole, finance = forecast.cost.project, forecast.finance
    named = {
        "cost budget": float(whole.bac[0]),
        "cost to date": float(whole.ac[0]),
        "cost at completion": float(whole.eac[0]),
        "cost to come": float(whole.etc[0]),
        "margin at completion": finance.margin_at_completion.value,
        "margin to date": finance.margin_to_date.value,
    }
    if commercial_model(project) is CommercialModel.FIXED_PRICE:
        named["earned value"] = finance.revenue_to_date.value
    yield from (Amount(name, value / scale) for name, value in named.items() if value)
    phases = forecast.cost.phases
    for at, phase in enumerate(forecast.phases):
        for name, column in (("cost budget", phases.bac), ("cost at completion", phases.eac)):
            if column[at]:
                yield Amount(f"{name} of phase {at + 1}" if phase else name, float(column[at]) / scale)
