"""An export of bookings, read whole or refused whole.

Reports are grouped: a bare account, its transactions, `Total - account`. The totals are no bookings, but they
are what the bookings must come to. A file that was cut off, or one row of which can't be read, is refused
with the row's number: half a file would be taken for all of it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from app.errors import BookingsRefused
from app.intake.bookings.booking import Booking, BookingFile, ControlTotal
from app.intake.bookings.decimals import decimal_sign
from app.intake.bookings.headings import columns_of, find_header
from app.intake.kinds import day_order
from app.intake.notations import NOTATION
from app.intake.sheet import Received
from app.project.month import Month
from app.workbook.book import CellError, CellValue
from app.workbook.cells import Decimal as DecimalSign
from app.workbook.cells import number_of, plain, yes_or_no
from app.workbook.days import day_of_serial, day_of_text, is_serial, month_of_cell

_TOTAL = re.compile(r"^(?:grand |sub-?)?(?:total|summe|gesamt|סה\"כ)(?:\s*[-–:]\s*(.+))?$", re.IGNORECASE)
_CREDIT = re.compile(r"^(.*\d)\s*CR$", re.IGNORECASE)
_TRAILING_MINUS = re.compile(r"^([\d.,' ]+)-$")
_MONEY = ("debit", "credit", "net", "amount")
_LONGEST_TEXT = 10_000  # characters; a cell takes 50,000
_LONGEST_LINE = 9  # digits of a line's number
_TOO_MUCH = 10**13  # beyond it a cell of a workbook holds no cents
Rows = Sequence[Sequence[CellValue]]


def read_bookings(received: Received) -> BookingFile:
    """The bookings of the file's first tab that has any; raises BookingsRefused, which names the row."""
    for sheet in received.sheets:
        header_row, columns = find_header(sheet.values)
        if header_row >= 0:
            return _Reader(received.name, sheet.values, header_row, columns).read()
    raise BookingsRefused(
        f"{received.name} has no row of headings with a date or period and an amount or hours.",
        mend="Export it with its headings: at least Date and Amount, or Date and Hours.",
    )


@dataclass(slots=True)
class _Group:
    """An account of a report, open until its total."""

    label: str
    row: int
    amount: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    bookings: int = 0


@dataclass(slots=True)
class _Reader:
    name: str
    rows: Rows
    header_row: int
    columns: dict[str, int]
    bookings: list[Booking] = field(default_factory=list)
    controls: list[ControlTotal] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    decimal: DecimalSign = "."
    day_first: bool = True
    grouped: bool = False

    def read(self) -> BookingFile:
        """All of it."""
        self._notations()
        self.grouped = any(self._total_label(cells) is not None for cells in self.rows[self.header_row + 1 :])
        for at, cells in enumerate(self.rows[self.header_row + 1 :], self.header_row + 1):
            if any(cell is not None for cell in cells):
                self._row(at, cells)
        for group in self.groups:
            if not group.bookings:
                continue  # an account without bookings has no total
            raise self._refused(len(self.rows) - 1, f"the file ends before the total of {group.label}")
        if not self.bookings:
            raise BookingsRefused(f"{self.name} has headings and no bookings beneath them.")
        self._hold()
        heads = self.rows[self.header_row]
        known = set(columns_of(heads).values())
        return BookingFile(
            name=self.name,
            kind="report" if self.grouped else "list",
            header_row=self.header_row,
            bookings=tuple(_numbered(self.bookings)),
            controls=tuple(self.controls),
            unused=tuple(str(head) for at, head in enumerate(heads) if head is not None and at not in known),
        )

    def _notations(self) -> None:
        """How the file writes numbers and days, by all of it."""
        days = self._column("date")
        order = day_order([day for day in days if isinstance(day, str)])
        if order == "ambiguous":
            raise BookingsRefused(
                f"{self.name}: nothing tells the day from the month, as in {next(d for d in days if d)}.",
                mend="Export it with dates such as 2026-03-14.",
            )
        self.day_first = order != "mdy"
        self.decimal, unclear = decimal_sign(self._column(*_MONEY), self._column("hours"), days)
        if unclear:
            raise BookingsRefused(
                f"{self.name}: nothing tells thousands from decimals, as in {unclear}.",
                mend="Export it with two decimals, such as 1234.00.",
            )

    def _column(self, *names: str) -> list[CellValue]:
        """The cells beneath these headings."""
        below = self.rows[self.header_row + 1 :]
        places = [self.columns[name] for name in names if name in self.columns]
        return [cells[at] for cells in below for at in places if at < len(cells)]

    def _row(self, at: int, cells: Sequence[CellValue]) -> None:
        label = self._total_label(cells)
        filled = [column for column, cell in enumerate(cells) if cell is not None]
        if label is not None:
            self._total(at, cells, label)
        elif self.grouped and len(filled) == 1 and isinstance(cells[filled[0]], str):
            self.groups.append(_Group(plain(str(cells[filled[0]])), at))
        else:
            self._booking(at, cells)

    def _total_label(self, cells: Sequence[CellValue]) -> str | None:
        """What a total is of; None for rows that are none."""
        if self._cell(cells, "date") is not None or self._cell(cells, "period") is not None:
            return None  # a booking may be called `Total cost review`
        first = next((cell for cell in cells if cell is not None), None)
        found = _TOTAL.match(plain(first)) if isinstance(first, str) else None
        return (found[1] or "").strip() if found else None

    def _total(self, at: int, cells: Sequence[CellValue], label: str) -> None:
        if not label or not self.groups:
            amount = sum((one.amount or Decimal(0) for one in self.bookings), Decimal(0))
            hours = sum((one.hours or Decimal(0) for one in self.bookings), Decimal(0))
            self._control(at, cells, label or "all", amount, hours)
            self.groups.clear()
            return
        while self.groups[-1].label != label and not self.groups[-1].bookings and len(self.groups) > 1:
            self.groups.pop()
        group = self.groups.pop()
        if group.label != label and self.groups and self.groups[-1].label == label:
            raise self._refused(at, f"the total of {label} comes before that of {group.label}")
        self._control(at, cells, label, group.amount, group.hours)
        if self.groups:
            self.groups[-1].amount += group.amount
            self.groups[-1].hours += group.hours
            self.groups[-1].bookings += group.bookings

    def _control(
        self, at: int, cells: Sequence[CellValue], label: str, amount: Decimal, hours: Decimal
    ) -> None:
        """What the file states of its amounts and of its hours, beside what they come to."""
        for stated, counted, unit in (
            (self._amount(at, cells), amount, ""),
            (self._number(at, cells, "hours"), hours, " in hours"),
        ):
            if stated is not None:
                self.controls.append(
                    ControlTotal(row=at + 1, label=f"{label}{unit}", stated=stated, counted=counted)
                )

    def _booking(self, at: int, cells: Sequence[CellValue]) -> None:
        amount, hours = self._amount(at, cells), self._number(at, cells, "hours")
        day, period = self._day(at, cells), self._period(cells)
        if amount is None and hours is None:
            if day is None and period is None:
                return  # a remark beneath the list
            raise self._refused(at, "no amount and no hours")
        if period is None and (cell := self._cell(cells, "period")) is not None:
            raise self._refused(at, f"'{cell.text if isinstance(cell, CellError) else cell}' is not a month")
        if day is None and period is None:
            raise self._refused(at, "no date")
        if self.groups:
            self.groups[-1].amount += amount or Decimal(0)
            self.groups[-1].hours += hours or Decimal(0)
            self.groups[-1].bookings += 1
        document = self._text(cells, "document")
        if any(isinstance(cell, str) and len(cell) > _LONGEST_TEXT for cell in cells):
            raise self._refused(at, f"a text of more than {_LONGEST_TEXT:,} characters")
        self.bookings.append(
            Booking(
                row=at + 1,
                document=document,
                number=self._line_number(cells),
                day=day,
                period=period,
                project=self._text(cells, "project"),
                task=self._text(cells, "task"),
                person=self._text(cells, "person"),
                account=self._text(cells, "account") or (self.groups[-1].label if self.groups else ""),
                memo=self._text(cells, "memo"),
                hours=hours,
                amount=amount,
                currency=self._currency(at, cells),
                approved=_approved(self._text(cells, "status")),
            )
        )

    def _line_number(self, cells: Sequence[CellValue]) -> int:
        """The file's own number of the document's line; 0 where it gives none."""
        text = self._text(cells, "line")
        return int(text) if text.isdecimal() and len(text) <= _LONGEST_LINE else 0

    def _currency(self, at: int, cells: Sequence[CellValue]) -> str:
        """That of its column, else the one beside the amount (`EUR 50`)."""
        named = self._text(cells, "currency").upper()
        beside = {
            number_of(cell, self.decimal).currency
            for name in _MONEY
            if isinstance(cell := self._cell(cells, name), str)
        }
        found = sorted({named, *beside} - {""})
        if len(found) > 1:
            raise self._refused(at, f"its amount is in several currencies, {' and '.join(found)}")
        return found[0] if found else ""

    def _amount(self, at: int, cells: Sequence[CellValue]) -> Decimal | None:
        """Debit less credit; else what is net of tax where it is filled in, else the amount."""
        debit, credit = self._number(at, cells, "debit"), self._number(at, cells, "credit")
        if debit is not None or credit is not None:
            return (debit or Decimal(0)) - (credit or Decimal(0))
        net = self._number(at, cells, "net")
        return net if net is not None else self._number(at, cells, "amount")

    def _number(self, at: int, cells: Sequence[CellValue], name: str) -> Decimal | None:
        cell = self._cell(cells, name)
        if cell is None or (isinstance(cell, str) and plain(cell) in {"-", "–", "—"}):
            return None
        value: Decimal | None = None
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            value = Decimal(repr(cell))
        elif not isinstance(cell, CellError):
            value = self._of_text(str(cell))
        if value is None:
            shown = cell.text if isinstance(cell, CellError) else cell
            raise self._refused(at, f"'{shown}' is not a number")
        if not abs(value) < _TOO_MUCH:
            raise self._refused(at, "a number too large to be kept to the cent")
        return value

    def _of_text(self, text: str) -> Decimal | None:
        sign, bare = 1, plain(text)
        if found := _CREDIT.match(bare) or _TRAILING_MINUS.match(bare):
            sign, bare = -1, found[1].strip()
        reading = number_of(bare, self.decimal)
        if reading.value is None or reading.percent:
            return None
        return sign * Decimal(repr(reading.value))

    def _day(self, at: int, cells: Sequence[CellValue]) -> date | None:
        cell = self._cell(cells, "date")
        if cell is None:
            return None
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and is_serial(cell):
            return day_of_serial(cell)
        day = day_of_text(str(cell), NOTATION, self.day_first).day if isinstance(cell, str) else None
        if day is None:
            raise self._refused(at, f"'{cell}' is not a date")
        return day

    def _period(self, cells: Sequence[CellValue]) -> Month | None:
        cell = self._cell(cells, "period")
        return None if cell is None else month_of_cell(cell, NOTATION)

    def _text(self, cells: Sequence[CellValue], name: str) -> str:
        cell = self._cell(cells, name)
        if cell is None or isinstance(cell, CellError):
            return ""
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return plain(str(cell))

    def _cell(self, cells: Sequence[CellValue], name: str) -> CellValue:
        at = self.columns.get(name)
        return cells[at] if at is not None and at < len(cells) else None

    def _hold(self) -> None:
        """The file's own totals must be those of its bookings: else rows are missing, or counted twice."""
        for control in self.controls:
            if not control.holds:
                raise self._refused(
                    control.row - 1,
                    f"the total of {control.label} is {_shown(control.stated)}, but its bookings come to "
                    f"{_shown(control.counted)}",
                )

    def _refused(self, at: int, why: str) -> BookingsRefused:
        return BookingsRefused(f"{self.name}, row {at + 1}: {why}.")


def _shown(number: Decimal) -> str:
    """With cents, and with more where there is more."""
    return f"{number:,.2f}" if number == round(number, 2) else f"{number:,}"


def _approved(text: str) -> bool | None:
    return yes_or_no(text) if text else None


def _numbered(bookings: Sequence[Booking]) -> list[Booking]:
    """Each with its place in its document, the file's own where it gives one.

    Two that share a document's number but not the person are of two documents. Without a document a booking
    is named by what it says. Names that come twice all the same (a line that the file repeats) are told apart
    by their order: two of one name would count as one from the next import on.
    """
    people: dict[str, set[str]] = {}
    for one in bookings:
        people.setdefault(one.document, set()).add(one.person)
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    found = []
    for booking in bookings:
        document = booking.document or _name_of(booking)
        if booking.document and not booking.number and len(people[booking.document]) > 1 and booking.person:
            document = f"{document} {booking.person}"
        seen[document] += 1
        named = replace(booking, document=document, number=booking.number or seen[document])
        again = 1
        while named.key in taken:
            again += 1
            named = replace(named, document=f"{document}.{again}")
        taken.add(named.key)
        found.append(named)
    return found


def _name_of(booking: Booking) -> str:
    said: Sequence[object] = (
        booking.day, booking.period, booking.project, booking.task, booking.person, booking.account,
        booking.memo, _plain(booking.hours), _plain(booking.amount), booking.currency,
    )  # fmt: skip
    return "row-" + hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()[:10]


def _plain(number: Decimal | None) -> str:
    """The same for 8 and 8.00: a file saved in another format says the same."""
    return "" if number is None else f"{number.normalize():f}"
