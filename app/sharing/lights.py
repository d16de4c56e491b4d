"""The report's lights, judged in the client's terms: nothing of cost or margin moves one of them.

Red: cannot be met without a change. Amber: at risk. Green: within what was agreed. Grey: not judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from app.project.model import CommercialModel
from app.sharing.client_view import ClientView
from app.sharing.content import Light, LightRow, MilestoneRow, Say
from app.sharing.rounding import money

AREAS = ("scope", "schedule", "budget", "resources")
COLOURS: tuple[Light, ...] = ("red", "amber", "green", "grey")
LATE_SHARE = 0.10  # of the agreed duration: later than that the finish is red
OVERDUE_DAYS = 30  # a milestone overdue for longer is red
NEAR_LIMIT = 0.95
BY_HAND = re.compile(r"\s*(red|amber|green|grey|gray)\s*[:;,.–—-]?\s*(.*)", re.IGNORECASE | re.DOTALL)


def lights_of(
    view: ClientView, milestones: Sequence[MilestoneRow], *, before: Mapping[str, str]
) -> tuple[LightRow, ...]:
    """Overall first: the worst of those judged, or as set by hand."""
    judged = {
        "scope": _scope(view),
        "schedule": _schedule(view, milestones),
        "budget": _budget(view),
        "resources": ("grey", Say.of("resources_not_judged")),
    }
    rows = [_row(area, judged[area], view, before) for area in AREAS]
    known = [row for row in rows if row.now != "grey"]
    worst = min(known, key=lambda row: COLOURS.index(row.now), default=None)
    if worst is None:
        overall: tuple[Light, Say] = ("grey", Say.of("nothing_judged"))
    elif worst.now == "green":
        overall = ("green", Say.of("all_green"))
    else:
        overall = (worst.now, Say.of("worst_area", area=worst.area))
    return (_row("overall", overall, view, before), *rows)


def _row(area: str, judged: tuple[Light, Say], view: ClientView, before: Mapping[str, str]) -> LightRow:
    last = before.get(area)
    known: Light | None = next((colour for colour in COLOURS if colour == last), None)
    typed = BY_HAND.match(view.status_by_hand.get(area, ""))
    if typed:
        name = typed[1].lower().replace("gray", "grey")
        now: Light = next(colour for colour in COLOURS if colour == name)
        reason = Say.typed(typed[2].strip()) if typed[2].strip() else Say.of("by_hand_no_reason")
        return LightRow(area=area, now=now, before=known, reason=reason, by_hand=True)
    return LightRow(area=area, now=judged[0], before=known, reason=judged[1])


def _scope(view: ClientView) -> tuple[Light, Say]:
    waiting = sum(one.waits for one in view.changes)
    if waiting:
        return "amber", Say.of("changes_wait", count=waiting)
    return "green", Say.of("scope_agreed")


def _schedule(view: ClientView, milestones: Sequence[MilestoneRow]) -> tuple[Light, Say]:
    overdue = [one for one in milestones if one.state == "overdue"]
    late = [one for one in milestones if one.state == "late"]
    agreed, expected = agreed_finish(view), view.finish_forecast
    start = view.settings.get("start") or min((line.start for line in view.lines if line.start), default=None)
    if agreed and expected and expected > agreed:
        days = (expected - agreed).days
        length = max(1, (agreed - start).days) if start else 0
        red = bool(length) and days > LATE_SHARE * length
        return ("red" if red else "amber"), Say.of("finish_late", agreed=agreed, expected=expected, days=days)
    if overdue:
        worst = max(overdue, key=lambda one: one.days)
        colour: Light = "red" if worst.days > OVERDUE_DAYS else "amber"
        return colour, Say.of("milestones_overdue", count=len(overdue), title=worst.title or worst.id)
    if late:
        return "amber", Say.of("milestones_late", count=len(late))
    if expected is None and not milestones:
        return "grey", Say.of("no_dates")
    return "green", Say.of("on_schedule")


def agreed_finish(view: ClientView) -> date | None:
    """As Settings say, with the days of approved changes; else the last planned day."""
    finish: date | None = view.settings.get("finish")
    if finish is None:
        return max((line.finish for line in view.lines if line.finish), default=None)
    days = sum(one.days for one in view.changes if one.counts)
    return date.fromordinal(view.calendar.moved(finish.toordinal(), days)) if days > 0 else finish


def _budget(view: ClientView) -> tuple[Light, Say]:
    if view.model is None:
        return "grey", Say.of("no_model")
    pending = sum(one.price for one in view.changes if one.waits)
    if view.model is CommercialModel.TIME_AND_MATERIALS:
        limit, expected = current_price(view), view.value_at_completion
        if limit is None or expected is None:
            return "grey", Say.of("no_limit")
        if expected >= limit:
            return "red", Say.of("limit_reached")
        near = expected > NEAR_LIMIT * limit
        return ("amber", Say.of("limit_near")) if near else ("green", Say.of("within_limit"))
    if pending:
        amount = money(pending, view.minor_digits) or 0
        return "amber", Say.of("price_pending", amount=amount)
    return "green", Say.of("price_stands" if view.model is CommercialModel.FIXED_PRICE else "fee_stands")


def approved_changes(view: ClientView) -> int:
    """Price of the changes that count; as typed in Settings where no order is listed. Minor units."""
    if view.changes:
        return sum(one.price for one in view.changes if one.counts)
    return view.settings.get("approved_changes") or 0


def original_price(view: ClientView) -> int | None:
    """As first agreed: contract price, else the monthly fee over its term, else the lines' prices."""
    contract: int | None = view.settings.get("contract_price")
    if contract is not None:
        return contract
    prices = [line.revenue for line in view.lines if line.revenue is not None]
    return sum(prices) if prices and view.model is CommercialModel.FIXED_PRICE else None


def current_price(view: ClientView) -> int | None:
    """Original + approved changes."""
    original = original_price(view)
    return None if original is None else original + approved_changes(view)
