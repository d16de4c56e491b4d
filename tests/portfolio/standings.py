"""Invented projects of an invented workspace, for the Portfolio's and the digest's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from app.portfolio.standing import Before, Figures, Flagged, Kind, Standing, Trouble

AT = datetime(2026, 9, 2, 1, 30, tzinfo=UTC)
WORKSPACE = "northlight.example"


def flag(id_: str = "V1", severity: str = "red", **changes: Any) -> Flagged:
    whole = {
        "id": id_,
        "check": id_.split(":", maxsplit=1)[0],
        "severity": severity,
        "title": "Over budget at completion",
        "figure": "9.4 % over",
        "remedy": "Cut 12,400 of scope.",
    }
    return Flagged(**(whole | changes))


def figures(**changes: Any) -> Figures:
    whole: dict[str, Any] = {
        "name": "Harbour portal",
        "client": "Brightwater Mutual",
        "manager": "Ana Ruiz",
        "currency": "EUR",
        "status_date": date(2026, 8, 31),
        "colour": "green",
        "reason": "Within limits.",
        "bac": 100_000_00,
        "eac": 100_000_00,
        "p10": 95_000_00,
        "p90": 120_000_00,
        "price": 125_000_00,
        "margin": 25_000_00,
        "margin_percent": 0.2,
        "finish": date(2026, 12, 18),
        "finish_note": "as planned",
        "flags": (),
    }
    return Figures(**(whole | changes))


def before(**changes: Any) -> Before:
    whole: dict[str, Any] = {"currency": "EUR", "eac": 100_000_00, "colour": "green", "red_ids": frozenset()}
    return Before(**(whole | changes))


def standing(workbook_id: str = "book-1", **changes: Any) -> Standing:
    """`figures` changes by whole; the rest is an ordinary night's project."""
    whole: dict[str, Any] = {
        "workbook_id": workbook_id,
        "title": "A workbook",
        "answers": "ana@northlight.example",
        "figures": figures(),
        "refreshed_at": AT,
        "night": before(),
        "week": before(),
    }
    return Standing(**(whole | changes))


def trouble(kind: Kind = Kind.FAILED, **changes: Any) -> Trouble:
    whole: dict[str, Any] = {
        "slug": "no-status-date",
        "why": "The Settings tab has no status date.",
        "mend": "Type the status date.",
        "nights": 2,
        "since": AT,
    }
    return Trouble(kind=kind, **(whole | changes))


def workspace() -> list[Standing]:
    """One project of every step of the order's rule, and more."""
    red = (flag("V1"), flag("E1", "amber", title="Margin under the floor"), flag("R1:row", "error"))
    return [
        standing("green", figures=figures(name="Green fields", client="Alder Bank", manager="Ben Okafor")),
        standing(
            "amber",
            figures=figures(
                name="Amber road",
                colour="amber",
                reason="Schedule: 12 days late.",
                eac=104_000_00,
                flags=(flag("D2", "amber"),),
                planned={"Ana Ruiz": {"2026-09": 120.0, "2026-10": 40.0}},
                capacity={"2026-09": 176.0, "2026-10": 176.0},
            ),
            night=before(eac=104_000_00),
        ),
        standing(
            "risen",
            figures=figures(name="Risen", colour="amber", reason="Cost: 6 % over.", eac=106_000_00),
            night=before(eac=105_000_00),
        ),
        standing(
            "red",
            figures=figures(name="Red barn", colour="red", reason="Cost: 20 % over.", eac=120_000_00),
            night=before(eac=120_000_00, colour="red"),
            week=None,
        ),
        standing(
            "worse",
            figures=figures(
                name='=IMPORTDATA("x")',
                colour="red",
                reason="Cost: 9.4 % over.",
                eac=109_400_00,
                flags=red,
                currency="USD",
                planned={" ana  ruiz": {"2026-09": 90.0}},
                capacity={"2026-09": 168.0},
            ),
            night=before(currency="USD", eac=101_000_00),
            week=before(currency="EUR"),
        ),
        standing("failed", figures=figures(name="Failed bridge"), trouble=trouble()),
        standing("never", title="Brand new", figures=None, refreshed_at=None, night=None, week=None),
        standing(
            "paused",
            title="Paused pier",
            figures=None,
            refreshed_at=None,
            trouble=trouble(Kind.PAUSED, slug="unconfirmed", why="Nobody has confirmed it.", nights=0),
        ),
        standing(
            "yen",
            figures=figures(
                name="Kiosk",
                currency="JPY",
                bac=5_000_000,
                eac=4_900_000,
                price=None,
                margin=None,
                margin_percent=None,
                client="",
                manager=" ben  okafor ",
            ),
            night=before(currency="JPY", eac=4_900_000),
        ),
    ]
