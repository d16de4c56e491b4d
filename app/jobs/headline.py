"""The six figures people ask for first, as values and as words."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.forecast.figure import Figure
from app.forecast.result import Forecast
from app.forecast.rounding import rounded
from app.project.model import Project
from app.workbook.output.words import money_words, variance_words

Json = dict[str, Any]


def headline(project: Project, forecast: Forecast) -> list[Json]:
    """Forecast, budget, spent, margin, finish, months of budget left; undefined: null with the reason."""
    say = _Say(project.settings.currency, project.minor_digits)
    cost, money = forecast.cost.project, forecast.finance
    bac, eac, vac = float(cost.bac[0]), float(cost.eac[0]), float(cost.vac[0])
    return [
        say.money("eac", "Forecast at completion", Figure(eac), variance_words(rounded(vac), say.digits)),
        say.money("bac", "Budget", Figure(bac)),
        say.money("ac", "Spent", Figure(float(cost.ac[0])), _share(cost.percent_spent.at(0), "of budget")),
        say.money(
            "margin_at_completion", "Margin at completion", money.margin_at_completion, _margin(forecast)
        ),
        _finish(forecast),
        _months_left(forecast),
    ]


class _Say:
    def __init__(self, currency: str, digits: int) -> None:
        self._currency, self.digits = currency, digits

    def money(self, key: str, label: str, figure: Figure, note: str = "") -> Json:
        """`figure` in minor units; out in major units."""
        if figure.value is None:
            return _item(key, label, None, "money", note=figure.why.text)
        units = rounded(figure.value)
        sign = "-" if units < 0 else ""
        text = f"{self._currency} {sign}{money_words(units, self.digits)}".strip()
        return _item(key, label, figure.value / 10**self.digits, "money", text=text, note=note)


def _margin(forecast: Forecast) -> str:
    now, sold = forecast.finance.margin_percent_at_completion, forecast.finance.budget_margin_percent
    parts = [_share(now), _share(sold, before="sold at")]
    return "; ".join(part for part in parts if part)


def _finish(forecast: Forecast) -> Json:
    finish, planned = forecast.finish_forecast, forecast.finish_planned
    if finish is None:
        done = bool(forecast.states.done.all())
        note = "all work is done, on no date given" if done else "nothing planned says when the rest ends"
        return _item("finish", "Finish", None, "date", note=note)
    note = _late(finish, planned) if planned else ""
    return _item("finish", "Finish", finish.isoformat(), "date", text=finish.isoformat(), note=note)


def _late(finish: date, planned: date) -> str:
    days = (finish - planned).days
    if days == 0:
        return "as planned"
    return f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {'late' if days > 0 else 'early'}"


def _months_left(forecast: Forecast) -> Json:
    left, months = forecast.finance.months_left, forecast.finance.burn_months
    if left.value is None:
        return _item("months_left", "Budget lasts", None, "months", note=left.why.text)
    if left.value < 0:
        gone = _gone(forecast)
        return _item("months_left", "Budget lasts", left.value, "months", text="overspent", note=gone)
    pace = "at the last closed month's pace" if months == 1 else f"at the last {months} months' pace"
    return _item(
        "months_left", "Budget lasts", left.value, "months", text=f"{left.value:.1f} months", note=pace
    )


def _gone(forecast: Forecast) -> str:
    """Where the budget went when none is left."""
    return "all of it is spent" if forecast.states.done.all() else "all of it is spent, and work is left"


def _share(figure: Figure, after: str = "", *, before: str = "") -> str:
    if figure.value is None:
        return ""
    return " ".join(part for part in (before, f"{figure.value * 100:.1f} %", after) if part)


def _item(
    key: str, label: str, value: float | str | None, unit: str, *, text: str = "", note: str = ""
) -> Json:
    return {"key": key, "label": label, "value": value, "unit": unit, "text": text, "note": note}
