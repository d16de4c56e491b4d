"""What is followed up beside the money: client invoices, risks and actions, who answers for which area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What the client is billed. Money: minor units of the project currency, without tax."""

    id: str = ""  # its number; blank until it is raised
    title: str = ""
    milestone: str = ""
    amount: int
    due: date | None = None  # the day on which it can be raised
    raised: date | None = None
    paid: date | None = None
    owner: str = ""
    row: int = 0  # zero-based row in the Invoices tab

    @property
    def name(self) -> str:
        """What a person calls it."""
        return f"{self.id} {self.title}".strip() or self.milestone or "an invoice"


class Kind(StrEnum):
    """What a row of the Risks and actions tab is."""

    RISK = "risk"
    ISSUE = "issue"
    ACTION = "action"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A risk, an issue, an action or a decision. Money at stake: minor units of the project currency."""

    id: str
    kind: Kind = Kind.ACTION
    title: str = ""
    line: str = ""
    owner: str = ""
    raised: date | None = None
    due: date | None = None
    closed: bool = False  # its status says so
    done: date | None = None
    amount: int | None = None
    row: int = 0  # zero-based row in the Risks and actions tab

    @property
    def name(self) -> str:
        """`A-7 Order the servers`."""
        return f"{self.id} {self.title}".strip()

    def waits(self, status_date: date) -> bool:
        """Neither closed nor done by the status date."""
        return not self.closed and (self.done is None or self.done > status_date)


class Part(StrEnum):
    """What somebody has to do with an area."""

    ACCOUNTABLE = "accountable"
    RESPONSIBLE = "responsible"
    CONSULTED = "consulted"
    INFORMED = "informed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder:
    """One person's parts in one area."""

    area: str
    person: str
    parts: frozenset[Part] = frozenset()
    organisation: str = ""
    row: int = 0  # zero-based row in the Stakeholders tab
