"""Money in the client's terms: agreed, changed, billed, to come. Never what it costs us."""

from __future__ import annotations

from datetime import date

from app.forecast.retainer import Term, retainer_price
from app.project.model import CommercialModel
from app.sharing.client_view import ClientView
from app.sharing.content import FigureRow, Say
from app.sharing.lights import agreed_finish, approved_changes, current_price, original_price
from app.sharing.rounding import money, share, tenths

DAYS_A_MONTH = 365.25 / 12


def figures_of(view: ClientView, done: float | None) -> tuple[FigureRow, ...]:
    """Agreed (original, changes, current), billed, to come, at the end; none without a commercial model."""
    if view.model is None:
        return ()
    original, current = _original(view), _current(view)
    billed = view.billed
    rows = [
        _money(view, "original", original, "no_price"),
        _money(view, "changes", approved_changes(view) if original is not None else None, "no_price"),
        _money(view, "current", current, "no_price"),
    ]
    rows.append(_money(view, "billed", billed, "not_kept"))
    if view.model is CommercialModel.TIME_AND_MATERIALS:
        rows += _time_and_materials(view, current)
    else:
        to_come = current - billed if current is not None and billed is not None else None
        rows.append(_money(view, "to_bill", to_come, "no_price" if current is None else "not_kept"))
    rows += _shares(billed, current, done)
    rows.append(_finish(view))
    return tuple(rows)


def _time_and_materials(view: ClientView, limit: float | None) -> list[FigureRow]:
    to_date, at_end = view.value_to_date, view.value_at_completion
    to_come = at_end - to_date if at_end is not None and to_date is not None else None
    why = Say.of("few_people" if view.few_people else "no_bill_rates")
    rows = [
        FigureRow(
            key="hours",
            value=tenths(view.hours_to_date),
            unit="hours",
            note=None if view.hours_to_date is not None else why,
        ),
        _money(view, "value_to_date", to_date, "no_bill_rates"),
        _money(view, "value_to_come", to_come, "no_bill_rates"),
    ]
    note = None
    if at_end is None:
        note = Say.of("no_bill_rates")
    elif limit is not None:
        gap = money(at_end - limit, view.minor_digits) or 0
        note = (
            Say.of("over_by", amount=gap)
            if gap > 0
            else Say.of("under_by", amount=-gap)
            if gap
            else Say.of("at_limit")
        )
    return [
        *rows,
        FigureRow(key="at_completion", value=money(at_end, view.minor_digits), unit="money", note=note),
    ]


def _shares(billed: float | None, current: float | None, done: float | None) -> list[FigureRow]:
    """Billed beside done, the one line that shows whether money runs ahead of work."""
    spent = share(billed / current) if billed is not None and current else None
    return [
        FigureRow(
            key="billed_share",
            value=spent,
            unit="percent",
            note=None if spent is not None else Say.of("no_price"),
        ),
        FigureRow(
            key="done_share",
            value=done,
            unit="percent",
            note=None if done is not None else Say.of("no_dates"),
        ),
    ]


def _finish(view: ClientView) -> FigureRow:
    agreed, expected = agreed_finish(view), view.finish_forecast
    note = None if expected else Say.of("no_dates")
    if agreed and expected:
        days = (expected - agreed).days
        note = Say.of("days_late", days=days) if days > 0 else Say.of("in_time")
    return FigureRow(key="finish", value=expected, unit="date", note=note)


def order_of(view: ClientView) -> tuple[FigureRow, ...]:
    """The client's order: value, invoiced, remaining, and how long the rest lasts at the pace so far."""
    value, billed = _current(view), view.billed
    remaining = value - billed if value is not None and billed is not None else None
    left = _months_left(view, remaining, billed)
    return (
        _money(view, "order_value", value, "no_price"),
        _money(view, "invoiced", billed, "not_kept"),
        _money(view, "remaining", remaining, "no_price" if value is None else "not_kept"),
        FigureRow(
            key="months_left", value=left, unit="months", note=None if left is not None else Say.of("no_burn")
        ),
    )


def _months_left(view: ClientView, remaining: float | None, billed: float | None) -> float | None:
    """Remaining / what was invoiced a month since the start. None before the first month or invoice."""
    start: date | None = view.settings.get("start")
    if remaining is None or not billed or start is None or view.status_date <= start:
        return None
    months = (view.status_date - start).days / DAYS_A_MONTH
    return tenths(max(0.0, remaining) / (billed / months)) if months >= 1 else None


def _original(view: ClientView) -> float | None:
    fee = view.settings.get("monthly_fee")
    if original_price(view) is None and fee is not None:
        term = Term(view.settings.get("start"), view.settings.get("finish"))
        return retainer_price(None, float(fee), 0.0, term).value
    return original_price(view)


def _current(view: ClientView) -> float | None:
    original = _original(view)
    return (
        current_price(view)
        if original_price(view) is not None
        else (None if original is None else original + approved_changes(view))
    )


def _money(view: ClientView, key: str, minor: float | None, why: str) -> FigureRow:
    return FigureRow(
        key=key,
        value=money(minor, view.minor_digits),
        unit="money",
        note=Say.of(why) if minor is None and why else None,
    )
