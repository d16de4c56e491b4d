"""A change order as the workbook tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.project.month import Month


class Status(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Phasing(StrEnum):
    """In which of its months an order's money falls."""

    FIRST = "first"
    EQUAL = "equal"
    LAST = "last"
    EXPLICIT = "explicit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrder:
    """A change of scope: minor units of the project currency and days, negative for a reduction."""

    id: str
    title: str = ""
    cost: int = 0
    price: int = 0
    days: float = 0
    status: Status = Status.PENDING
    raised: date | None = None
    approved_on: date | None = None
    approver: str = ""
    phasing: Phasing = Phasing.EQUAL
    months: Mapping[Month, int] = field(default_factory=dict)  # cost by month, where explicit
    line: int = -1  # index into Project.lines; -1: names no line
    line_name: str = ""
    row: int = 0  # zero-based row in the Change orders tab

    def counts(self, status_date: date) -> bool:
        """Approved, and not later than the status date; without a date of approval it counts."""
        approved = self.status is Status.APPROVED
        return approved and (self.approved_on is None or self.approved_on <= status_date)

    def waits(self, status_date: date) -> bool:
        """Neither counted yet nor rejected."""
        return self.status is not Status.REJECTED and not self.counts(status_date)
