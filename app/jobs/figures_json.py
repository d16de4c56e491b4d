"""A forecast's figures as JSON: money in major units at full precision, undefined as null with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from app.forecast.figure import Figure, Figures
from app.forecast.result import Finance, Forecast, Levels, Measures
from app.jobs.outlook_json import changes_json, commitments_json, outlook_json
from app.project.month import label

# The rest of Measures and of Finance is an amount: money, or hours.
RATIOS = frozenset(
    {"vac_percent", "cv_percent", "cpi", "spi", "tcpi_bac", "tcpi_eac", "percent_complete", "percent_spent"}
)
PLAIN = frozenset(
    {
        "percent_complete",
        "margin_percent_to_date",
        "margin_percent_at_completion",
        "budget_margin_percent",
        "margin_fade_points",
        "burn_months",
        "months_left",
        "fee_used",
        "months_to_finish",
    }
)

Json = dict[str, Any]


def figures_json(forecast: Forecast, *, minor_digits: int) -> Json:
    """Every figure of the project, of its phases and months; `reasons` by the figure's path."""
    made = _Figures(10**minor_digits)
    project = {
        "cost": made.measures(forecast.cost.project, 0, "cost", money=True),
        "hours": made.measures(forecast.hours.project, 0, "hours", money=False),
        "by_rule": {
            rule: {
                "cost": made.measures(one.cost, 0, f"by_rule.{rule}.cost", money=True),
                "hours": made.measures(one.hours, 0, f"by_rule.{rule}.hours", money=False),
            }
            for rule, one in forecast.by_rule.items()
        },
        "by_phase": {
            phase: made.levels(forecast.cost, forecast.hours, at, f"by_phase.{phase}")
            for at, phase in enumerate(forecast.phases)
        },
        "by_month": made.months(forecast),
        "by_person": made.spent(forecast.ac_by_person),
        "ac_by_phase": made.spent(forecast.ac_by_phase),
        "finance": made.finance(forecast.finance),
        "outlook": outlook_json(
            forecast.outlook, lambda figure, path, money: made.figure(figure, path, money=money)
        ),
        "changes": changes_json(forecast.changes, 10**minor_digits),
        "commitments": commitments_json(forecast.commitments, 10**minor_digits),
        "counts": {name: float(count) for name, count in forecast.counts.items()},
    }
    return {**project, "reasons": made.reasons}


class _Figures:
    """Turns figures into JSON values and gathers the reasons for those that are undefined."""

    def __init__(self, scale: int) -> None:
        self._scale = scale
        self.reasons: dict[str, str] = {}

    def figure(self, figure: Figure, path: str, *, money: bool) -> float | None:
        if figure.value is None:
            self.reasons[path] = figure.why.text
            return None
        return figure.value / self._scale if money else figure.value

    def measures(self, measures: Measures, at: int, path: str, *, money: bool) -> Json:
        """Row `at` of the measures."""
        return {
            name: self.figure(figure, f"{path}.{name}", money=money and name not in RATIOS)
            for name, figure in _row(measures, at)
        }

    def levels(self, cost: Levels, hours: Levels, at: int, path: str) -> Json:
        """Phase `at` on both bases."""
        return {
            "cost": self.measures(cost.phases, at, f"{path}.cost", money=True),
            "hours": self.measures(hours.phases, at, f"{path}.hours", money=False),
        }

    def months(self, forecast: Forecast) -> Json:
        monthly = forecast.monthly
        return {
            label(month): {
                "budget_cost": float(monthly.budget_cost[at]) / self._scale,
                "budget_hours": float(monthly.budget_hours[at]),
                "actual_cost": float(monthly.actual_cost[at]) / self._scale,
                "actual_hours": float(monthly.actual_hours[at]),
                "forecast_cost": float(monthly.forecast_cost[at]) / self._scale,
                "forecast_hours": float(monthly.forecast_hours[at]),
                "revenue": self.figure(
                    monthly.revenue.at(at), f"by_month.{label(month)}.revenue", money=True
                ),
            }
            for at, month in enumerate(monthly.months)
        }

    def spent(self, booked: Mapping[str, tuple[float, float]]) -> Json:
        """(hours, cost) by name."""
        return {
            name: {"hours": float(hours), "cost": float(cost) / self._scale}
            for name, (hours, cost) in booked.items()
        }

    def finance(self, finance: Finance) -> Json:
        made: Json = {}
        for field in fields(finance):
            value, money = getattr(finance, field.name), field.name not in PLAIN
            if isinstance(value, Figure):
                made[field.name] = self.figure(value, f"finance.{field.name}", money=money)
            else:
                made[field.name] = value / self._scale if money else value
        return made


def _row(measures: Measures, at: int) -> Iterator[tuple[str, Figure]]:
    for field in fields(measures):
        column = getattr(measures, field.name)
        yield field.name, column.at(at) if isinstance(column, Figures) else Figure(float(column[at]))
