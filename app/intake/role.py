"""The roles that a column can have."""

from __future__ import annotations

from dataclasses import dataclass

ADDITIVE = frozenset(
    [
        "quantity",
        "hours",
        "days",
        "fte",
        "duration",
        "budget",
        "forecast",
        "actual",
        "committed",
        "earned",
        "cost",
        "revenue",
        "remaining",
        "variance",
        "tax",
        "total",
    ]
)
MONEY = frozenset(
    [
        "budget",
        "forecast",
        "actual",
        "committed",
        "earned",
        "cost",
        "revenue",
        "remaining",
        "variance",
        "tax",
        "total",
        "cumulative",
    ]
)


@dataclass(frozen=True, slots=True)
class Role:
    """A column's role, with the confidence (0..1) that it is right and what it rests on."""

    name: str
    confidence: float
    why: str


ROLES = (
    ADDITIVE
    | MONEY
    | frozenset(
        (
            *("line_id", "parent_id", "reference", "title", "group", "category", "owner", "job_role"),
            *("vendor", "vendor_id", "client", "status", "note", "predecessor", "currency", "unit"),
            *("start", "finish", "date", "period", "percent", "rate", "bill_rate", "working", "blank"),
        )
    )
)
"""The closed list."""
