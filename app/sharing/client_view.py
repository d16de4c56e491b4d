"""The one place where a project is read for a client: what comes after sees what the allow-list let through.

Money in minor units of the project currency. A field that was not approved reads as blank.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from app.forecast.finance import commercial_model
from app.forecast.result import Forecast
from app.project.calendar import WorkingCalendar
from app.project.model import CommercialModel, Project
from app.project.month import Month
from app.sharing.allow_list import COMPUTED

FEW_PEOPLE = 3  # hours of fewer people together would be somebody's hours


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A budget line as a client may know it. `days`: planned working days, at least 1, 0 without dates."""

    line: str
    title: str
    phase: str
    start: date | None
    finish: date | None
    progress: float | None
    revenue: int | None
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneView:
    """A milestone."""

    id: str
    title: str
    baseline: date | None
    forecast: date | None
    actual: date | None
    amount: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change request."""

    id: str
    title: str
    raised: date | None
    status: str
    counts: bool  # approved by the status date
    waits: bool
    price: int
    days: float
    approved_on: date | None
    approver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An open risk, issue or decision."""

    id: str
    kind: str
    title: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """A project as its client may know it."""

    settings: dict[str, Any]
    status_by_hand: dict[str, str]
    model: CommercialModel | None
    minor_digits: int
    calendar: WorkingCalendar
    lines: tuple[LineView, ...]
    milestones: tuple[MilestoneView, ...]
    changes: tuple[ChangeView, ...]
    items: tuple[ItemView, ...]
    billed: int | None  # up to the status date
    tabs: frozenset[str]  # which tabs the workbook has
    finish_forecast: date | None
    hours_to_date: float | None = None
    value_to_date: float | None = None
    value_at_completion: float | None = None
    hours_by_month: dict[Month, float] = field(default_factory=dict)
    few_people: bool = False  # hours are withheld: they would be those of one or two people

    @property
    def status_date(self) -> date:
        """Every figure is as at this day."""
        found: date = self.settings["status_date"]
        return found


def client_view(project: Project, forecast: Forecast, approved: Collection[tuple[str, str]]) -> ClientView:
    """Only what `approved` names, and the computed figures of the commercial model."""
    settings, model = project.settings, commercial_model(project)
    calendar = WorkingCalendar.of(settings)

    def take(tab: str, row: object, name: str, attribute: str = "") -> Any:
        return getattr(row, attribute or name) if (tab, name) in approved else None

    lines = tuple(
        LineView(
            line=take("budget", line, "line", "id") or "",
            title=take("budget", line, "title") or "",
            phase=take("budget", line, "phase") or "",
            start=take("budget", line, "start"),
            finish=take("budget", line, "finish"),
            progress=1.0 if done else take("budget", line, "progress"),
            revenue=take("budget", line, "revenue"),
            days=_days(calendar, line.start, line.finish),
        )
        for line, done in zip(project.lines, forecast.states.done.tolist(), strict=True)
    )
    milestones = tuple(
        MilestoneView(
            id=take("milestones", one, "milestone", "id") or "",
            title=take("milestones", one, "title") or "",
            baseline=take("milestones", one, "baseline"),
            forecast=take("milestones", one, "forecast"),
            actual=take("milestones", one, "actual"),
            amount=take("milestones", one, "amount"),
        )
        for one in project.milestones
    )
    changes = tuple(
        ChangeView(
            id=take("change_orders", one, "order", "id") or "",
            title=take("change_orders", one, "title") or "",
            raised=take("change_orders", one, "raised"),
            status=one.status.value,
            counts=one.counts(settings.status_date),
            waits=one.waits(settings.status_date),
            price=take("change_orders", one, "price") or 0,
            days=take("change_orders", one, "days") or 0,
            approved_on=take("change_orders", one, "approved_on"),
            approver=take("change_orders", one, "approver") or "",
        )
        for one in project.change_orders
    )
    items = tuple(
        ItemView(
            id=take("risks_and_actions", one, "item", "id") or "",
            kind=one.kind.value,
            title=take("risks_and_actions", one, "title") or "",
            due=take("risks_and_actions", one, "due"),
        )
        for one in project.items
        if one.waits(settings.status_date)
    )
    raised = [
        take("invoices", one, "amount") or 0
        for one in project.invoices
        if one.raised is not None and one.raised <= settings.status_date
    ]
    wanted = [name for tab, name in approved if tab == "settings" and not name.startswith("status_")]
    return ClientView(
        settings={name: getattr(settings, name) for name in wanted} | {"status_date": settings.status_date},
        status_by_hand={
            area: text
            for area, text in settings.status_by_hand.items()
            if ("settings", f"status_{area}") in approved
        },
        model=model,
        minor_digits=project.minor_digits,
        calendar=calendar,
        lines=lines,
        milestones=milestones,
        changes=changes,
        items=items,
        billed=sum(raised) if raised else take("settings", settings, "billed_to_date"),
        tabs=frozenset(project.sources),
        finish_forecast=forecast.finish_forecast,
        **_computed(project, forecast, model),
    )


def whole_money(view: ClientView) -> bool:
    """Whether every amount that a client may see is in whole units, so that none of them was rounded."""
    amounts: list[float | None] = [view.billed, view.value_to_date, view.value_at_completion]
    amounts += [view.settings.get(name) for name in ("contract_price", "approved_changes", "monthly_fee")]
    amounts += [line.revenue for line in view.lines]
    amounts += [one.amount for one in view.milestones]
    amounts += [one.price for one in view.changes]
    return all(amount is None or amount % 10**view.minor_digits == 0 for amount in amounts)


def _computed(project: Project, forecast: Forecast, model: CommercialModel | None) -> dict[str, Any]:
    """Hours and value of time and materials; hours of one or two people are nobody else's business."""
    if model is None or model not in COMPUTED["hours_to_date"]:
        return {}
    people = np.unique(project.ledger.person[project.ledger.hours != 0])
    finance, monthly = forecast.finance, forecast.monthly
    found: dict[str, Any] = {
        "value_to_date": finance.revenue_to_date.value,
        "value_at_completion": finance.price.value,
    }
    if len(people[people >= 0]) < FEW_PEOPLE:
        return {**found, "few_people": True}
    hours = dict(zip(monthly.months, monthly.actual_hours.tolist(), strict=True))
    return {
        **found,
        "hours_to_date": float(monthly.actual_hours.sum()),
        "hours_by_month": {month: value for month, value in hours.items() if month <= monthly.status_month},
    }


def _days(calendar: WorkingCalendar, start: date | None, finish: date | None) -> int:
    if start is None or finish is None or finish < start:
        return 0
    return max(1, calendar.between(start, finish))
