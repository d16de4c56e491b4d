"""All rows of a query, by pages in a unique order and windows of time; whole, or refused.

A query gives 100,000 rows at most, and pages that are not uniquely ordered repeat rows and lose others. Rows
may also change while pages are read. So each window is counted beforehand by NetSuite itself and held against
what came: each row once, as many as counted, the sum as stated. Where it differs, it is read again, and then
refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from app.errors import NetSuiteNotWhole
from app.google.deadline import Deadline
from app.intake.netsuite.suiteql import LARGEST_PAGE, Row, SuiteQL

CEILING = 100_000
READINGS = 3
SHORTEST = timedelta(seconds=1)
FIRST = datetime(1998, 1, 1)  # noqa: DTZ001 - account time; older than NetSuite


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Of `lastmodifieddate`, in the account's own time: from `since`, before `until`; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def halves(self, now: datetime) -> tuple[Window, Window] | None:
        """The older and the newer; None where it is as short as it gets. An open end stays open."""
        since, until = self.since or FIRST, self.until or now + timedelta(days=2)
        middle = (since + (until - since) / 2).replace(microsecond=0)
        if middle - since < SHORTEST or until - middle < SHORTEST:
            return None
        return Window(since=self.since, until=middle), Window(since=middle, until=self.until)

    def where(self, column: str) -> str:
        """The condition in SuiteQL; "" for all of time."""
        parts = [
            f"{column} {sign} TO_DATE('{at:%Y-%m-%d %H:%M:%S}', 'YYYY-MM-DD HH24:MI:SS')"
            for sign, at in ((">=", self.since), ("<", self.until))
            if at is not None
        ]
        return "".join(f" AND {part}" for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """`rows` is ordered by `key`, which is unique; `count` gives `lines` and the `total` of `summed`."""

    rows: Callable[[Window], str]
    count: Callable[[Window], str]
    key: tuple[str, ...]
    summed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a query came to. `stated`: NetSuite's own sum, which is that of the rows."""

    rows: tuple[Row, ...]
    stated: Decimal


def read_all(
    suiteql: SuiteQL,
    query: Query,
    window: Window,
    *,
    now: datetime,
    deadline: Deadline,
    ceiling: int = CEILING,
) -> Read:
    """Raises NetSuiteNotWhole where it does not come to what NetSuite counts. `now`: the account's, about."""
    reader = _Reader(suiteql, query, now, deadline, ceiling)
    for reading in range(READINGS):
        try:
            return reader.read(window)
        except NetSuiteNotWhole:
            if reading == READINGS - 1:
                raise
    raise AssertionError("unreachable: the last reading returns or raises")


@dataclass(frozen=True, slots=True)
class _Reader:
    suiteql: SuiteQL
    query: Query
    now: datetime
    deadline: Deadline
    ceiling: int

    def read(self, window: Window) -> Read:
        """All of it, once."""
        rows: dict[tuple[str, ...], Row] = {}
        stated = Decimal(0)
        for part, lines, total in self._windows(window):
            found = self._paged(part, lines)
            if rows.keys() & found.keys():
                raise NetSuiteNotWhole("Bookings were changed in NetSuite while they were read.")
            counted = sum((decimal_of(row.get(self.query.summed, "0")) for row in found.values()), Decimal(0))
            if counted != total:
                raise NetSuiteNotWhole(
                    f"NetSuite's bookings come to {counted:,}, but NetSuite states a total of {total:,}."
                )
            rows |= found
            stated += total
        return Read(rows=tuple(rows.values()), stated=stated)

    def _windows(self, window: Window) -> Iterator[tuple[Window, int, Decimal]]:
        """Those under the ceiling that make up `window`, the older first, with NetSuite's count and sum."""
        told = self.suiteql.page(self.query.count(window), deadline=self.deadline).rows
        if len(told) != 1:
            raise NetSuiteNotWhole("NetSuite did not count the bookings.")
        lines = int(decimal_of(told[0].get("lines", "")))
        if lines <= self.ceiling:
            yield window, lines, decimal_of(told[0].get("total", "0"))  # the sum of none is null, left out
            return
        halves = window.halves(self.now)
        if halves is None:
            raise NetSuiteNotWhole(
                f"{lines:,} bookings were changed within a second: more than one query gives."
            )
        for half in halves:
            yield from self._windows(half)

    def _paged(self, window: Window, lines: int) -> dict[tuple[str, ...], Row]:
        """By their keys, in order."""
        found: dict[tuple[str, ...], Row] = {}
        offset, more, asked = 0, lines > 0, self.query.rows(window)
        while more:
            page = self.suiteql.page(asked, offset=offset, deadline=self.deadline)
            for row in page.rows:
                key = tuple(row.get(name, "") for name in self.query.key)
                if key in found:
                    raise NetSuiteNotWhole("NetSuite gave a booking twice, so that another may be missing.")
                found[key] = row
            offset, more = offset + LARGEST_PAGE, page.more
            if page.total != lines:
                raise NetSuiteNotWhole("The number of bookings changed while they were read.")
        return found


def decimal_of(text: str) -> Decimal:
    """An amount or a number as SuiteQL writes it; raises NetSuiteNotWhole where it is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise NetSuiteNotWhole(f"NetSuite gave '{text[:40]}' where a number belongs.")
    return value
