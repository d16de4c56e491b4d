"""What it takes to price a project: its rate card and its exchange rates.

Recorded amounts are whole minor units of their own currency and become estimates (float64) only
when exchanged or when hours are multiplied by a rate. What cannot be priced is withheld: it counts
0 in cost, keeps its hours, and is named in a problem.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.project.exchange import ExchangeTable
from app.project.model import Project
from app.project.rates import RateCard


@dataclass(frozen=True, slots=True)
class Pricing:
    """The project's rate card and exchange table, made once."""

    card: RateCard
    exchange: ExchangeTable

    @classmethod
    def of(cls, project: Project) -> Pricing:
        """Read both once from the project."""
        exchange = ExchangeTable.of(project)
        return cls(RateCard.of(project, exchange), exchange)
