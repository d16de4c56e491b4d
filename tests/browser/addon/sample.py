"""Answers of the service as the sidebar gets them, for a project that is invented."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

HOSTILE = '<img src=x onerror="window.hacked=1"></script><script>window.hacked=2</script>\'"`{{7*7}}\u202e'
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenverwaltung " * 3


def cell(tab: str = "Budget", a1: str = "G7", sheet_id: int = 11) -> Json:
    return {"sheet_id": sheet_id, "tab": tab, "a1": a1}


def flag(check: str = "V1", **changes: Any) -> Json:
    return {
        "id": check,
        "check": check,
        "severity": "red",
        "title": "Over budget at completion",
        "rule": "VAC under -10 % and over 4,600",
        "figure": "-12.2 %",
        "threshold": "-10 %",
        "cells": [cell()],
        "line": "",
        "owner": "",
        "period": "",
        "stake": 112400.0,
        "hours": None,
        "remedy": "Agree a change order of 112,400, or take 112,400 out of the work left.",
    } | changes


def trouble(**changes: Any) -> Json:
    return {
        "code": "403",
        "title": "You may not write to this workbook",
        "detail": "Your account can read “Harbour migration” but not edit it: nothing could be written.",
        "unchanged": "Nothing in the workbook was changed.",
        "mend": "Ask the workbook's owner for edit access, then refresh again.",
        "reference": "request 5f2c8b1e-7d0a-4a39-9a55-0c5f6f4e2d11",
        "status": 403,
        "lost": False,
        "run": "",
        "link": "",
        "cell": None,
    } | changes


def result(**changes: Any) -> Json:
    return {
        "workbook": {"id": "book", "title": "Harbour migration budget"},
        "project": {
            "name": "Harbour migration",
            "code": "NL-204",
            "client": "Tidewater Ports",
            "manager": "Ana Ruiz",
            "currency": "EUR",
            "status_date": "2026-08-31",
            "start": "2026-01-05",
            "finish": "2027-06-30",
        },
        "rag": {
            "overall": {
                "colour": "red",
                "reason": "Forecast is 12.2 % over budget; the limit is 10 %.",
                "check": "V1",
            },
            "cost": {
                "colour": "red",
                "reason": "Forecast is 12.2 % over budget; the limit is 10 %.",
                "check": "V1",
            },
            "schedule": {
                "colour": "amber",
                "reason": "Finish is 24 days late; the limit is 20.",
                "check": "S3",
            },
            "margin": {
                "colour": "green",
                "reason": "Margin at completion 18.4 %; the floor is 15 %.",
                "check": "E1",
            },
        },
        "headline": [
            {
                "key": "eac",
                "label": "Forecast at completion",
                "value": 1032400.4,
                "unit": "money",
                "text": "",
                "note": "",
            },
            {"key": "bac", "label": "Budget", "value": 920000.0, "unit": "money", "text": "", "note": ""},
            {
                "key": "ac",
                "label": "Spent",
                "value": 410250.75,
                "unit": "money",
                "text": "",
                "note": "44.6 % of budget",
            },
            {
                "key": "margin_at_completion",
                "label": "Margin at completion",
                "value": 232600.0,
                "unit": "money",
                "text": "",
                "note": "18.4 %; sold at 27 %",
            },
            {
                "key": "finish",
                "label": "Finish",
                "value": "2027-07-24",
                "unit": "date",
                "text": "",
                "note": "24 days late",
            },
            {
                "key": "months_left",
                "label": "Budget lasts",
                "value": 8.6,
                "unit": "months",
                "text": "",
                "note": "at the last 3 months’ pace",
            },
        ],
        "figures": {"cost": {"bac": 920000.0, "eac": 1032400.4, "ac": 410250.75}, "reasons": {}},
        "flags": [
            flag(),
            flag(
                "C4",
                severity="amber",
                title="Cutover rehearsal is burning faster than planned",
                figure="CPI 0.83",
                threshold="0.90",
                stake=31800.0,
                owner="Ben Okafor",
                period="2026-08",
                cells=[cell(a1="H19"), cell("Actuals", "F210:F224", 12), cell("Resource plan", "J8", 13)],
                remedy="At this pace the line ends 31,800 over: re-estimate the 214 hours left.",
            ),
            flag(
                "R1",
                severity="red",
                title="Ines is booked 212 hours in October",
                figure="212 h",
                threshold="168 h",
                stake=None,
                hours=44.0,
                cells=[cell("Resource plan", "L8", 13)],
                remedy="Move 44 hours to November.",
            ),
            flag(
                "A9",
                severity="error",
                title="Tomás has no rate from 1 July",
                figure="96 h",
                threshold="0 h",
                stake=9120.0,
                cells=[cell("Rate card", "A9", 14)],
                remedy="Add a rate: 96 hours wait for it, about 9,120.",
            ),
        ],
        "problems": [
            {
                "kind": "not-a-number",
                "message": "Budget!F12: “tbc” is not a number",
                "mend": "Type the planned hours as a number.",
                "cells": [cell(a1="F12")],
                "left_out": True,
                "amount": None,
                "count": 1,
            },
            {
                "kind": "percent-scale",
                "message": "Budget!K7: 45 was read as 45 %",
                "mend": "Type 45 % to be sure.",
                "cells": [cell(a1="K7"), cell(a1="K9")],
                "left_out": False,
                "amount": None,
                "count": 2,
            },
        ],
        "not_checked": [
            {"check": "E1", "wants": "a margin floor in Settings"},
            {"check": "B19", "wants": "an earlier refresh"},
        ],
        "changes": {
            "first": False,
            "since": "2026-07-31",
            "text": "Forecast up by €12,400 since 31 July; 2 new flags, 1 gone.",
            "eac_change": 12400.0,
            "new_flags": ["C4", "R1"],
            "gone_flags": ["S3:M2"],
        },
        "written": {"tabs_created": [], "rows_written": 120, "rows_unchanged": 14, "highlights": 14},
    } | changes


def green(**changes: Any) -> Json:
    """A project where all is well, on its first refresh."""
    fine = {"colour": "green", "reason": "Forecast is 3 % under budget.", "check": ""}
    base = result()
    headline = [{**item, "value": 892000.0} if item["key"] == "eac" else item for item in base["headline"]]
    headline = [
        {**item, "value": None, "note": "no contract price in Settings"}
        if item["key"].startswith("margin")
        else item
        for item in headline
    ]
    return (
        base
        | {
            "rag": {
                "overall": fine,
                "cost": fine,
                "schedule": fine,
                "margin": {"colour": "grey", "reason": "No contract price in Settings.", "check": ""},
            },
            "headline": headline,
            "figures": {"cost": {"bac": 920000.0, "eac": 892000.0, "ac": 410250.75}, "reasons": {}},
            "flags": [],
            "problems": [],
            "not_checked": [],
            "changes": {
                "first": True,
                "since": None,
                "text": "First forecast of this workbook.",
                "eac_change": None,
                "new_flags": [],
                "gone_flags": [],
            },
            "written": {
                "tabs_created": ["Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"],
                "rows_written": 134,
                "rows_unchanged": 0,
                "highlights": 0,
            },
        }
        | changes
    )


def hostile() -> Json:
    """Names and texts as an attacker, or a very long-winded person, would type them."""
    base = result()
    return base | {
        "project": base["project"] | {"name": HOSTILE, "client": LONG, "manager": "תקציב עלות", "code": LONG},
        "rag": base["rag"] | {"overall": {"colour": "red", "reason": HOSTILE + LONG, "check": ""}},
        "flags": [
            flag(
                title=HOSTILE,
                remedy=HOSTILE + LONG,
                figure=LONG,
                threshold=HOSTILE,
                owner=LONG,
                cells=[cell(HOSTILE, "A1"), cell(LONG, "B2")],
                stake=123456789012345.6,
            )
        ],
        "problems": [
            {
                "kind": "not-a-number",
                "message": HOSTILE + LONG,
                "mend": HOSTILE,
                "cells": [cell(HOSTILE)],
                "left_out": True,
                "amount": 9e14,
                "count": 3,
            }
        ],
        "not_checked": [{"check": HOSTILE, "wants": LONG}],
        "headline": [item | {"note": HOSTILE + LONG} for item in base["headline"]],
        "figures": {"cost": {"bac": 920000000000.0, "eac": 1032400000000.4, "ac": 410250000000.75}},
        "changes": base["changes"] | {"text": HOSTILE, "gone_flags": [HOSTILE]},
    }


def run(state: str = "done", *, run_id: str = "9f1c2d3e4b5a6978", **changes: Any) -> Json:
    done = state == "done"
    return {
        "run_id": run_id,
        "state": state,
        "phase": "done" if done else "forecasting",
        "progress": {"step": 5 if done else 3, "of": 5, "text": "Done" if done else "Forecasting 42 lines"},
        "started_at": "2026-09-02T08:10:00Z",
        "ended_at": "2026-09-02T08:10:04Z" if done else None,
        "by": "ana@northlight.example",
        "error": None,
        "result": result() if done else None,
    } | changes


def workbook(last: Json | None = None, active_run: str | None = None) -> Json:
    return {
        "workbook": {"id": "book", "title": "Harbour migration budget"},
        "active_run": active_run,
        "last": last,
        "history": [],
        "schedule": None,
        "nightly": {"account": NIGHT_ACCOUNT, "time_zone": "Europe/Lisbon"},
        "shares": [],
    }


NIGHT_ACCOUNT = "plumbline@harbour-project-1234567890.iam.gserviceaccount.com"


def schedule(**changes: Any) -> Json:
    return {
        "state": "active",
        "hour": 3,
        "zone": "Europe/Berlin",
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "next_at": "2026-09-03T01:00:00.000Z",
        "text": "Thursday 3 September, 03:00 (Europe/Berlin)",
        "paused": None,
        "confirmed_by": "ana@northlight.example",
        "confirmed_at": "2026-09-02T08:10:00.000Z",
        "confirm_by": "2026-12-01T08:10:00.000Z",
        "account": NIGHT_ACCOUNT,
        "made_by": "ana@northlight.example",
        "last": None,
    } | changes


def touched(tab: str = "Forecast", **changes: Any) -> Json:
    return {
        "tab": tab,
        "what": "values",
        "cells": ["A4:R21"],
        "more": 0,
        "before": "0" * 64,
        "after": "1" * 64,
    } | changes


def act(**changes: Any) -> Json:
    return {
        "at": "2026-09-02T08:10:00.000Z",
        "by": "ana@northlight.example",
        "act": "workbook:refresh:done",
        "text": "Refreshed: 120 rows on 5 tabs written, 14 cells highlighted",
        "run_id": "9f0c" + "0" * 28,
        "touched": [touched(), touched("Budget", what="highlights", cells=["G7", "G9", "H2", "H4"], more=3)],
        "error": None,
    } | changes


def history(*acts: Json) -> Json:
    return {"workbook_id": "book", "acts": list(acts)}
