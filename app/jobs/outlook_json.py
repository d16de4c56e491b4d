"""What stands beside the headline as JSON: the range, finishes, changes, open orders. Money: major units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from app.forecast.calibrated import Calibrated
from app.forecast.change_orders import BudgetStates
from app.forecast.commitments import Commitments
from app.forecast.figure import Figure
from app.forecast.outlook import Outlook, TimeRange
from app.forecast.reference_class import QUANTILES

Json = dict[str, Any]
Told = Callable[[Figure, str, bool], float | None]
"""(figure, path for its reason, whether it is money) -> the value."""


def outlook_json(outlook: Outlook | None, told: Told) -> Json:
    """The calibrated range, every index forecast and the finishes."""
    if outlook is None:
        return {}
    cost = outlook.calibrated_cost
    return {
        **{name: told(getattr(cost, name), f"outlook.{name}", True) for name in QUANTILES},
        "calibrated": {
            "cost": _calibrated(outlook.calibrated_cost, "outlook.calibrated.cost", told, money=True),
            "hours": _calibrated(outlook.calibrated_hours, "outlook.calibrated.hours", told, money=False),
        },
        "by_index": {
            basis: {
                name: told(figure, f"outlook.by_index.{basis}.{name}", basis == "cost")
                for name, figure in getattr(outlook, basis).by_factor.items()
            }
            for basis in ("cost", "hours")
        },
        "time": _time(outlook.time, told) if outlook.time else None,
        "finish": {
            "history": outlook.finish.history,
            "begun": outlook.finish.begun.isoformat() if outlook.finish.begun else None,
            "working_days": {
                name: told(figure, f"outlook.finish.working_days.{name}", False)
                for name, figure in outlook.finish.days.items()
            },
            **{name: day.isoformat() if day else None for name, day in outlook.finish.finishes.items()},
        },
    }


def _calibrated(found: Calibrated, path: str, told: Told, *, money: bool) -> Json:
    return {
        "basis": found.basis,
        "history": found.history,
        "share_earned": found.share_earned,
        **{
            name: told(getattr(found, name), f"{path}.{name}", money) for name in ("p10", "p50", "p80", "p90")
        },
        "chance_over_budget": told(found.chance_over_budget, f"{path}.chance_over_budget", False),
    }


def _time(time: TimeRange, told: Told) -> Json:
    names = ("planned", "actual", "earned", "sv_t", "spi_t", "p_factor")
    return {
        **{name: told(getattr(time, name), f"outlook.time.{name}", False) for name in names},
        "durations": {
            name: told(figure, f"outlook.time.durations.{name}", False)
            for name, figure in time.durations.items()
        },
        "finishes": {name: day.isoformat() if day else None for name, day in time.finishes.items()},
        "earliest": time.earliest.isoformat() if time.earliest else None,
        "latest": time.latest.isoformat() if time.latest else None,
    }


def changes_json(states: BudgetStates | None, scale: int) -> Json | None:
    """Original, approved, current and pending; null without change orders."""
    if states is None:
        return None
    return {
        field.name: {
            "cost": amounts.cost / scale,
            "price": amounts.price / scale,
            "days": amounts.days,
        }
        for field in fields(states)
        for amounts in (getattr(states, field.name),)
    }


def commitments_json(ordered: Commitments | None, scale: int) -> Json | None:
    """What is on order in all; null without purchase orders."""
    if ordered is None:
        return None
    return {
        name: float(getattr(ordered, name).sum()) / scale
        for name in ("value", "invoiced", "accrued", "open", "over")
    }
