"""What importing a file would do, as JSON: for the command, and for the preview in the sidebar."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from app.intake.bookings.booking import Booking
from app.intake.bookings.plan import ImportPlan


def plan_json(plan: ImportPlan) -> dict[str, Any]:
    """The plan in counts and sums; amounts as decimal strings, in the file's own units."""
    file = plan.file
    return {
        "file": file.name,
        "kind": file.kind,
        "bookings": len(file.bookings),
        "total": str(file.total),
        "hours": str(file.hours),
        "matched_total": str(plan.matched_total),
        "new": len(plan.new),
        "known": plan.known,
        "changed": [
            {
                "document": one.booking.key,
                "row": one.booking.row,
                "stands": f"{one.stands:f}",
                "says": f"{one.says:f}",
            }
            for one in plan.changed
        ],
        "unmatched_total": str(_sum(plan.unmatched)),
        "other_projects_total": str(_sum(plan.elsewhere)),
        "unmatched": [
            {
                "document": one.key,
                "row": one.row,
                "task": one.task,
                "account": one.account,
                "amount": str(one.amount),
            }
            for one in plan.unmatched
        ],
        "of_other_projects": len(plan.elsewhere),
        "controls": [
            {"label": one.label, "row": one.row, "stated": str(one.stated), "counted": str(one.counted)}
            for one in file.controls
        ],
        "unused_columns": list(file.unused),
    }


def _sum(bookings: Iterable[Booking]) -> Decimal:
    return sum((one.amount or Decimal(0) for one in bookings), Decimal(0))
