"""The story told as rows: what a PMO would have typed into each tab by the status date."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]  # field name of the contract (or a month such as "2026-03") -> typed value

SEED = 20260105
WEEK = timedelta(days=7)


def story() -> dict[str, Any]:
    """The facts, as they stand in story.yaml."""
    facts: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "story.yaml").read_text("utf-8"))
    return facts


def tables(facts: dict[str, Any]) -> dict[str, list[Row]]:
    """Rows by tab (the names of the contract), in the order in which they stand in the tab."""
    return {
        "settings": [{"key": key, "value": value} for key, value in facts["settings"].items()],
        "budget": [_budget_line(work, facts) for work in facts["work"]],
        "actuals": _actuals(facts),
        "resource_plan": list(_resource_plan(facts)),
        "rate_card": list(_rate_card(facts)),
        "milestones": list(facts["milestones"]),
        "exchange_rates": [
            {"currency": r["currency"], "effective_from": r["from"], "rate": r["rate"], "kind": "closing"}
            for r in facts["exchange_rates"]
        ],
        "purchase_orders": list(facts["purchase_orders"]),
        "change_orders": list(facts["change_orders"]),
    }


def _budget_line(work: Row, facts: dict[str, Any]) -> Row:
    """Budgets were made in January, at the first rates, rounded to tens."""
    first_usd = facts["exchange_rates"][0]["rate"]
    rates = {
        p["name"]: p.get("cost_rate", 74.0) * (first_usd if p.get("currency") == "USD" else 1)
        for p in facts["team"]
    }
    other = work.get("other", 0)
    labour = sum(hours * rates[name] for name, hours in work["hours"].items())
    cost = round((labour + other) / 10) * 10
    done = work.get("progress", 0) == 1
    begins, ends = _real_dates(work, facts)
    row: Row = {
        "line": work["line"],
        "title": work["title"],
        "phase": work["phase"],
        "owner": next(iter(work["hours"]), "Ana Ruiz"),
        "start": work["start"],
        "finish": work["finish"],
        "hours": sum(work["hours"].values()) or None,
        "cost": cost,
        "other_cost": other or None,
        "revenue": round(cost * 1.24 / 100) * 100,
        "progress": work.get("progress", 0),
        "rule": work.get("rule"),
        "actual_start": begins if work.get("progress") else None,
        "actual_finish": ends if done else None,
    }
    return {field: value for field, value in row.items() if value is not None}


def _real_dates(work: Row, facts: dict[str, Any]) -> tuple[date, date]:
    """When work began and ended: late starters shift, overruns take longer."""
    begins = work["start"] + timedelta(days=work.get("late", 0))
    planned = work["finish"] - work["start"]
    ends = begins + planned * max(1.0, work.get("burn", 1.0) ** 0.5)
    status: date = facts["settings"]["status_date"]
    return begins, min(ends, status - timedelta(days=3)) if work.get("progress", 0) == 1 else ends


def _fridays(begins: date, ends: date) -> list[date]:
    first = begins + timedelta(days=(4 - begins.weekday()) % 7)
    return [first + WEEK * i for i in range((ends - first).days // 7 + 1)] or [first]


def _actuals(facts: dict[str, Any]) -> list[Row]:
    chance = random.Random(SEED)  # noqa: S311 # the demo must be the same each time
    status: date = facts["settings"]["status_date"]
    rows: list[Row] = []
    for work in facts["work"]:
        progress = work.get("progress", 0)
        if not progress:
            continue
        begins, ends = _real_dates(work, facts)
        weeks = _fridays(begins, min(ends, status))
        for name, planned in work["hours"].items():
            rows += _timesheets(work["line"], name, planned * progress * work.get("burn", 1.0), weeks, chance)
        rows += _invoices(work, min(ends, status), facts)
    rows += facts["mistakes"]
    return sorted(rows, key=lambda row: (row["date"], row["line"], row.get("person", "")))


def _timesheets(
    line: str, name: str, hours: float, weeks: list[date], chance: random.Random
) -> Iterator[Row]:
    """The hours over the weeks, unevenly, in half hours; the last week takes the rest."""
    weights = [chance.uniform(0.6, 1.4) for _ in weeks]
    left = round(hours * 2) / 2
    for index, (day, weight) in enumerate(zip(weeks, weights, strict=True)):
        share = hours * weight / sum(weights)
        booked = left if index == len(weeks) - 1 else min(left, round(share * 2) / 2)
        left -= booked
        if booked > 0:
            week = day.isocalendar()
            yield {
                "date": day,
                "line": line,
                "person": name,
                "hours": booked,
                "type": "time",
                "document": f"TS-{week.year}-{week.week:02d}",
                "approved": True,
            }


def _invoices(work: Row, until: date, facts: dict[str, Any]) -> Iterator[Row]:
    """Non-labour cost: by month for standing costs, otherwise one invoice at the end of the work."""
    other = work.get("other", 0) * work.get("progress", 0)
    if not other:
        return
    if work.get("rule") != "effort":
        document = f"INV-{work['line'].replace('.', '')}"
        yield {"date": until, "line": work["line"], "cost": other, "type": "invoice", "document": document}
        return
    months = [day for day in _month_ends(work["start"], until) if day <= until]
    dollars = work["title"] == "Cloud subscriptions"
    rate = facts["exchange_rates"][1]["rate"] if dollars else 1.0
    for day in months:
        row: Row = {
            "date": day,
            "line": work["line"],
            "cost": round(other * 1.06 / len(months) / rate, 2),
            "type": "invoice" if dollars else "expense",
            "document": f"{'CL' if dollars else 'TR'}-{day:%Y-%m}",
        }
        yield row | ({"currency": "USD"} if dollars else {})


def _month_ends(start: date, until: date) -> Iterator[date]:
    year, month = start.year, start.month
    while date(year, month, 1) <= until:
        year, month = (year + month // 12, month % 12 + 1)
        yield date(year, month, 1) - timedelta(days=1)


def _resource_plan(facts: dict[str, Any]) -> Iterator[Row]:
    """Past months as first planned; months to come as the owners now see them."""
    status: date = facts["settings"]["status_date"]
    roles = {person["name"]: person["role"] for person in facts["team"]}
    gaps = {(gap["person"], gap["line"]) for gap in facts["plan_gaps"]}
    added = facts["plan_leftovers"] + facts["plan_extra"]
    for work in facts["work"]:
        for name, planned in work["hours"].items():
            progress = work.get("progress", 0)
            row: Row = {"person": name, "role": roles[name], "line": work["line"]}
            row |= _spread(planned * progress, work["start"], min(work["finish"], status))
            if progress < 1 and (name, work["line"]) not in gaps:
                begins, ends = _real_dates(work, facts)
                to_go = planned * (1 - progress) * (1 + (work.get("burn", 1.0) - 1) * 0.6)
                row |= _spread(to_go, max(begins, status + timedelta(days=1)), max(ends, date(2026, 9, 30)))
            for more in added:
                if (more["person"], more["line"]) == (name, work["line"]):
                    row[more["month"]] = row.get(more["month"], 0) + more["hours"]
            yield row


def _spread(hours: float, start: date, finish: date) -> dict[str, float]:
    """Hours by month, in proportion to the days from start to finish, in half hours."""
    if hours <= 0 or finish < start:
        return {}
    days: dict[str, int] = {}
    for offset in range((finish - start).days + 1):
        day = start + timedelta(days=offset)
        days[f"{day:%Y-%m}"] = days.get(f"{day:%Y-%m}", 0) + (day.weekday() < 5)
    total = sum(days.values()) or 1
    return {month: round(hours * n / total * 2) / 2 for month, n in days.items() if n}


def _rate_card(facts: dict[str, Any]) -> Iterator[Row]:
    for person in facts["team"]:
        if "cost_rate" in person:
            yield {
                "person": person["name"],
                "role": person["role"],
                "cost_rate": person["cost_rate"],
                "bill_rate": person["bill_rate"],
                "unit": "hour",
                "currency": person.get("currency", "EUR"),
                "effective_from": facts["settings"]["start"].replace(day=1),
            }
    roles = {person["name"]: person["role"] for person in facts["team"]}
    for raised in facts["raised"]:
        yield {
            "person": raised["name"],
            "role": roles[raised["name"]],
            "cost_rate": raised["cost_rate"],
            "bill_rate": raised["bill_rate"],
            "unit": "hour",
            "currency": "EUR",
            "effective_from": raised["from"],
        }
