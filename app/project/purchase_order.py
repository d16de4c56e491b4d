"""A purchase order as the workbook tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrder:
    """What was ordered of a vendor. Money: minor units of the order's own currency, up to the status date."""

    id: str
    vendor: str = ""
    value: int
    invoiced: int = 0
    accrued: int = 0
    currency: str  # ISO code
    valid_until: date | None = None
    owner: str = ""
    line: int = -1  # index into Project.lines; -1: names no line
    line_name: str = ""
    row: int = 0  # zero-based row in the Purchase orders tab

    @property
    def remaining(self) -> int:
        """value - invoiced - accrued; negative once it is overdrawn."""
        return self.value - self.invoiced - self.accrued
