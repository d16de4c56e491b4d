"""A project as its workbook tells it: frozen values and plain arrays, no figures computed yet.

Money that a person recorded is integer minor units (cents) of the currency named beside it.
A blank is `None` (objects) or has its mask bit unset (arrays); blank is never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.project.change_order import ChangeOrder
from app.project.follow_up import Invoice, Item, Stakeholder
from app.project.month import Month
from app.project.place import Source
from app.project.purchase_order import PurchaseOrder


class CreditingRule(StrEnum):
    """How a line earns value (reference: forecasting rules, section 2)."""

    ZERO_HUNDRED = "0/100"
    FIFTY_FIFTY = "50/50"
    MILESTONES = "milestones"
    PERCENT = "percent"
    EFFORT = "effort"


class ProjectState(StrEnum):
    """Whether the project goes on."""

    OPEN = "open"
    CLOSED = "closed"


class CommercialModel(StrEnum):
    """How the client pays."""

    FIXED_PRICE = "fixed price"
    TIME_AND_MATERIALS = "time and materials"
    RETAINER = "retainer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One budget line. Money: minor units of the project currency; hours: working hours."""

    id: str
    title: str = ""
    phase: str = ""
    owner: str = ""
    start: date | None = None  # planned
    finish: date | None = None  # planned
    actual_start: date | None = None
    actual_finish: date | None = None
    hours: float | None = None
    cost: int | None = None  # planned cost in all; None: hours x the owner's rate
    other_cost: int | None = None  # the part of it that is not people's time
    revenue: int | None = None
    progress: float | None = None  # 0..1, may be out of range: a check says so
    rule: CreditingRule | None = None  # None: the project's default
    months: Mapping[Month, int] = field(default_factory=dict)  # phased cost, minor units
    row: int = 0  # zero-based row in the Budget tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A dated event; `weight` (0..1) credits `line` under the milestones rule."""

    id: str
    title: str = ""
    line: str = ""
    weight: float | None = None
    baseline: date | None = None
    forecast: date | None = None
    actual: date | None = None
    amount: int | None = None
    owner: str = ""
    row: int = 0

    @property
    def name(self) -> str:
        """`M3 Go live`; said once where it is known by its title alone."""
        return self.id if self.id == self.title else f"{self.id} {self.title}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What an hour of a person (or of a role) costs and bills, from a day on.

    Rates are major units per hour (a day rate was divided by the working day's hours).
    """

    person: str  # "" when the rate is for a role
    role: str
    cost_rate: float | None
    bill_rate: float | None
    currency: str
    effective_from: date | None  # None: always
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """Project-currency units for one unit of `currency`, from `effective_from` on."""

    currency: str
    effective_from: date | None
    rate: float
    kind: str = "closing"  # budget | closing | average
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Actuals, one element an entry, in the order of the tab; every array has shape (n,).

    Holds every readable entry, later than the status date too: what counts is decided later.
    """

    day: NDArray[np.int32]  # proleptic ordinal of the date (date.toordinal)
    month: NDArray[np.int32]  # the posting period's month, else the date's
    line: NDArray[np.int32]  # index into Project.lines; -1: names no line of the Budget
    person: NDArray[np.int32]  # index into people; -1: blank
    hours: NDArray[np.float64]  # 0 when blank
    cost: NDArray[np.int64]  # minor units of the entry's currency, where `priced`
    priced: NDArray[np.bool_]  # cost was typed; otherwise hours x rate
    currency: NDArray[np.int32]  # index into currencies
    kind: NDArray[np.int32]  # index into kinds
    approved: NDArray[np.bool_]  # blank counts as approved
    row: NDArray[np.int32]  # zero-based row in the Actuals tab
    people: tuple[str, ...]
    currencies: tuple[str, ...]  # ISO codes; the project's own is always first
    kinds: tuple[str, ...]  # "" | time | expense | invoice | accrual | credit | reversal ...
    line_names: tuple[str, ...]  # per entry: what the line cell said
    documents: tuple[str, ...]  # per entry, "" when blank
    debit: NDArray[np.float64] | None = None  # minor units; None: the tab has no such column
    credit: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePlan:
    """Planned hours: one element a row of the tab."""

    person: tuple[str, ...]
    role: tuple[str, ...]
    line: NDArray[np.int32]  # (n,) index into Project.lines; -1: names no line
    line_names: tuple[str, ...]
    months: tuple[Month, ...]
    hours: NDArray[np.float64]  # (n, months); NaN when blank
    row: NDArray[np.int32]  # (n,)


@dataclass(frozen=True, slots=True)
class SetLight:
    """A light that somebody set by hand: red, amber or green, and why."""

    colour: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The Settings tab, typed. Money: minor units of `currency`."""

    project: str = ""
    code: str = ""
    client: str = ""
    manager: str = ""
    state: ProjectState | None = None  # None: not said
    sponsor: str = ""  # at the client
    currency: str = ""
    status_date: date
    start: date | None = None
    finish: date | None = None
    commercial_model: CommercialModel | None = None
    contract_price: int | None = None
    monthly_fee: int | None = None  # of a retainer
    approved_changes: int | None = None
    billed_to_date: int | None = None
    baseline_margin: float | None = None  # 0..1
    margin_floor: float | None = None  # 0..1
    crediting_rule: CreditingRule = CreditingRule.FIFTY_FIFTY
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)  # Monday is 0
    holidays: tuple[date, ...] = ()  # days of the working week that are not worked
    hours_per_day: float = 8.0
    order_tax: float | None = None  # value added tax that purchase orders hold, 0.19 for 19 %
    client_domains: tuple[str, ...] = ()  # of the e-mail addresses with which the project may be shared
    language: str = ""  # of the output tabs: English | Hebrew, "" when not said
    client_language: str = ""  # English | Hebrew, "" when not said
    status_by_hand: Mapping[str, str] = field(default_factory=dict)  # area -> "amber: reason", as typed
    ledger_total: int | None = None  # what the ledger itself says was booked
    ledger_rows: float | None = None
    ledger_closed: date | None = None
    restated: date | None = None  # when budgets and closed months were agreed anew
    unspent: str = ""  # next month | spread | release; "" not decided
    lights: Mapping[str, SetLight] = field(default_factory=dict)  # "cost" -> set by hand
    thresholds: Mapping[str, float] = field(default_factory=dict)  # "V1.amber" -> 0.05
    unread_thresholds: Mapping[str, str] = field(default_factory=dict)  # key -> what stands there instead
    double_thresholds: Mapping[str, tuple[int, str]] = field(default_factory=dict)  # key -> second row, value
    extra: Mapping[str, Any] = field(default_factory=dict)  # keys we do not know: kept, not used
    rows: Mapping[str, int] = field(default_factory=dict)  # key -> zero-based row


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Everything the workbook says. `sources` maps a tab's schema name to where it was found;
    a tab that is absent has no entry, and what it would have held is empty or None."""

    settings: Settings
    lines: tuple[Line, ...]
    ledger: Ledger
    plan: ResourcePlan | None = None
    rates: tuple[Rate, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    exchange_rates: tuple[ExchangeRate, ...] = ()
    purchase_orders: tuple[PurchaseOrder, ...] = ()
    change_orders: tuple[ChangeOrder, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    items: tuple[Item, ...] = ()  # risks, issues, actions, decisions
    stakeholders: tuple[Stakeholder, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    unread_lines: Mapping[str, str] = field(default_factory=dict)
    """Budget rows left out: folded line number -> the cell to mend, such as `Budget!H3`."""
    summing_lines: Mapping[str, str] = field(default_factory=dict)
    """Budget rows left out because they add up other lines: folded line number -> their cell."""
    minor_digits: int = 2  # decimals of the project currency (JPY 0, KWD 3)
