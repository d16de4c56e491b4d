"""Bookings as a file lists them, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.project.month import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One line of a document. `amount`: in major units, a cost is positive; None for hours alone.

    `row`: the file's record, counted from 1. `document` and `number` name it for good: sent again, it is the
    same booking.
    """

    row: int
    document: str
    number: int
    day: date | None = None
    period: Month | None = None
    project: str = ""
    task: str = ""
    person: str = ""
    account: str = ""
    memo: str = ""
    hours: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""
    approved: bool | None = None

    @property
    def key(self) -> str:
        """`JE-104`, or `JE-104/2` for its second line."""
        return self.document if self.number == 1 else f"{self.document}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTotal:
    """A total that the file states, beside what its bookings come to; both in major units."""

    row: int
    label: str
    stated: Decimal
    counted: Decimal

    @property
    def holds(self) -> bool:
        """To the cent."""
        return self.stated == self.counted


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFile:
    """A whole file. `kind`: report (grouped, with totals) or list; `unused`: headings without a use here."""

    name: str
    kind: str
    header_row: int
    bookings: tuple[Booking, ...]
    controls: tuple[ControlTotal, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """Over all bookings, whatever their currency; for control only."""
        return sum((booking.amount or Decimal(0) for booking in self.bookings), Decimal(0))

    @property
    def hours(self) -> Decimal:
        """Over all bookings."""
        return sum((booking.hours or Decimal(0) for booking in self.bookings), Decimal(0))
