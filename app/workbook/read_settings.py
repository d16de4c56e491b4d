"""The Settings tab: one setting a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from app.errors import NoCurrency, NoStatusDate
from app.project.currency import minor_digits
from app.project.model import CommercialModel, CreditingRule, ProjectState, SetLight, Settings
from app.project.problem import Problem, ProblemKind
from app.workbook.book import CellError, CellValue
from app.workbook.cells import currency_of, folded_heading, number_of, plain, text_of
from app.workbook.days import day_of_serial, day_of_text, is_serial
from app.workbook.days_off import days_off
from app.workbook.faults import Faults
from app.workbook.headings import headings_of
from app.workbook.locate import Located
from app.workbook.notation import Notation
from app.workbook.read_thresholds import (
    Thresholds,
    counting,
    is_text_number,
    is_threshold,
    limit_of,
    spelled,
)
from app.workbook.table import LARGEST
from sheets_schema.model import Unit

T = TypeVar("T")

_YEARS_AROUND = 10  # years before and after the status date whose public holidays count
AREAS = ("overall", "scope", "schedule", "budget", "resources")  # lights of the client's report
_LIGHTS = ("red", "amber", "green")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class _Entry:
    row: int
    value: CellValue


def read_settings(located: Located, notation: Notation, today: date) -> tuple[Settings, list[Problem]]:
    """Settings and their problems. `today` only words the suggestion for a missing status date."""
    reader = _Reader(located, notation)
    currency = reader.currency()
    digits = minor_digits(currency)
    status_date = reader.status_date(today)
    limits = reader.thresholds()
    settings = Settings(
        project=reader.text("project"),
        code=reader.text("code"),
        client=reader.text("client"),
        manager=reader.text("manager"),
        state=reader.choice("state", ProjectState),
        sponsor=reader.text("sponsor"),
        currency=currency,
        status_date=status_date,
        start=reader.day("start"),
        finish=reader.day("finish"),
        commercial_model=reader.choice("commercial_model", CommercialModel),
        contract_price=reader.money("contract_price", digits),
        monthly_fee=reader.money("monthly_fee", digits),
        approved_changes=reader.money("approved_changes", digits),
        billed_to_date=reader.money("billed_to_date", digits),
        baseline_margin=reader.percent("baseline_margin"),
        margin_floor=reader.percent("margin_floor"),
        crediting_rule=reader.choice("crediting_rule", CreditingRule) or CreditingRule.FIFTY_FIFTY,
        working_days=reader.working_week(),
        holidays=reader.holidays(status_date.year),
        hours_per_day=reader.hours_per_day(),
        order_tax=reader.percent("order_tax"),
        client_domains=reader.domains("client_domains"),
        language=reader.choice("language", _language) or "",
        client_language=reader.choice("client_language", _language) or "",
        status_by_hand={area: text for area in AREAS if (text := reader.text(f"status_{area}"))},
        ledger_total=reader.money("ledger_total", digits),
        ledger_rows=reader.number("ledger_rows", "count"),
        ledger_closed=reader.day("ledger_closed"),
        restated=reader.day("restated"),
        unspent=reader.choice("unspent", _one_of("next month", "spread", "release")) or "",
        lights=reader.lights(),
        thresholds=limits.values,
        unread_thresholds=limits.unread,
        double_thresholds=limits.twice,
        extra=reader.extra(),
        rows={key: entry.row for key, entry in reader.entries.items()},
    )
    return settings, reader.problems + reader.faults.problems()


class _Reader:
    """Settings by key; the first of two rows with one key counts, and both are told."""

    def __init__(self, located: Located, notation: Notation) -> None:
        self.located = located
        self.notation = notation
        self.faults = Faults(located)
        self.problems: list[Problem] = []
        self.entries: dict[str, _Entry] = {}
        self._unknown: dict[str, _Entry] = {}
        self._limits: dict[str, list[_Entry]] = {}
        keys = headings_of(located.contract).keys
        self._value_column = located.columns.get("value", located.columns.get("key", 0) + 1)
        for row in range(located.header.row + 1, len(located.tab.rows)):
            typed = located.tab.value(row, located.columns.get("key", 0))
            if not isinstance(typed, str) or not plain(typed):
                continue
            entry = _Entry(row, self._at(row))
            name = keys.get(folded_heading(typed))
            if name is None and is_threshold(plain(typed)):
                self._limits.setdefault(spelled(plain(typed)), []).append(entry)
            elif name is None:
                self._unknown.setdefault(plain(typed), entry)
            elif name in self.entries and entry.value not in (None, self.entries[name].value):
                self._tell_double(name, plain(typed), entry)
            elif name not in self.entries or self.entries[name].value is None:
                self.entries[name] = entry

    def _at(self, row: int) -> CellValue:
        value = self.located.tab.value(row, self._value_column)
        return None if isinstance(value, str) and not plain(value) else value

    def _tell_double(self, name: str, typed: str, entry: _Entry) -> None:
        first = self.entries[name]
        if first.value is None:
            self.entries[name] = entry
            return
        self.problems.append(
            Problem(
                kind=ProblemKind.DOUBLE_HEADING,
                message=f"{self.located.place(entry.row, self._value_column)}: '{typed}' stands twice, "
                f"with two values; the first one, {_shown(first.value)}, counts",
                mend="Delete one of the two rows",
                places=(
                    self.located.place(first.row, self._value_column),
                    self.located.place(entry.row, self._value_column),
                ),
                left_out=True,
                subject=typed,
            )
        )

    def raw(self, name: str) -> CellValue:
        """The value of a setting; an error cell is told and reads as blank."""
        entry = self.entries.get(name)
        if entry and isinstance(entry.value, CellError):
            self._fault(name, ProblemKind.FORMULA_ERROR, entry.value.text)
            return None
        return entry.value if entry else None

    def _fault(
        self, name: str, kind: ProblemKind, shown: str, effect: str = "the setting counts as blank"
    ) -> None:
        left_out = kind not in (
            ProblemKind.NUMBER_AS_TEXT,
            ProblemKind.DATE_AS_TEXT,
            ProblemKind.PERCENT_SCALE,
        )
        row = self.entries[name].row
        self.faults.add(kind, self._value_column, row, shown, effect=effect, left_out=left_out)

    def text(self, name: str) -> str:
        value = self.raw(name)
        return text_of(value) if not isinstance(value, CellError) else ""

    def currency(self) -> str:
        value = self.text("currency")
        code = currency_of(value)
        if code:
            return code
        entry = self.entries.get("currency")
        if entry is None or not value:
            raise NoCurrency("Settings names no project currency.", tab=self.located.tab.title)
        place = self.located.place(entry.row, self._value_column)
        raise NoCurrency(f"{place}: the text there is no currency code.", cell=place)

    def status_date(self, today: date) -> date:
        """The status date, or the error that stops the refresh, with the last month end to suggest."""
        suggestion = today.replace(day=1) - timedelta(days=1)
        mend = (
            f"Type the status date in Settings, for example {suggestion:%-d %B %Y}, the end of the last "
            "month. Then refresh again."
        )
        entry = self.entries.get("status_date")
        if entry is None:
            raise NoStatusDate(
                f"{self.located.tab.title} has no status date.", mend=mend, tab=self.located.tab.title
            )
        place = self.located.place(entry.row, self._value_column)
        if entry.value is None:
            raise NoStatusDate(f"{place}: the status date is blank.", mend=mend, cell=place)
        problems = len(self.problems)
        day = self._day_of("status_date", entry.value)
        if day is None:
            del self.problems[problems:]
            raise NoStatusDate(f"{place}: {_kind(entry.value)} is not a date.", mend=mend, cell=place)
        return day

    def day(self, name: str) -> date | None:
        value = self.raw(name)
        if value is None:
            return None
        day = self._day_of(name, value)
        if day is None:
            self._fault(name, ProblemKind.NOT_A_DATE, _shown(value))
        return day

    def _day_of(self, name: str, value: CellValue) -> date | None:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and is_serial(value):
            return day_of_serial(value)
        text = value if isinstance(value, str) else text_of(value) if isinstance(value, (int, float)) else ""
        reading = day_of_text(text, self.notation, self.notation.day_first)
        if reading.day is None:
            return None
        kind = ProblemKind.AMBIGUOUS_DATE if reading.other else ProblemKind.DATE_AS_TEXT
        where = f", as the workbook's locale {self.notation.locale} writes days" if reading.other else ""
        self.faults.add(
            kind,
            self._value_column,
            self.entries[name].row,
            f"'{text}'",
            effect=f"it is read as {reading.day:%-d %B %Y}{where}",
        )
        return reading.day

    def number(self, name: str, unit: Unit = "money") -> float | None:
        value = self._any_number(name)
        if value is not None and abs(value) > LARGEST[unit]:
            self._fault(name, ProblemKind.NUMBER_TOO_LARGE, f"{value:.6g}")
            return None
        return value

    def hours_per_day(self) -> float:
        """8 when blank, or when no day has so many."""
        value = self.number("hours_per_day")
        if value is None or 0.25 <= value <= 24:
            return 8.0 if value is None else value
        self._fault("hours_per_day", ProblemKind.NOT_A_CHOICE, f"{value:g}", "8 hours are taken")
        return 8.0

    def _any_number(self, name: str) -> float | None:
        value = self.raw(name)
        if value is None or isinstance(value, CellError):
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
        reading = number_of(text_of(value), self.notation.decimal)
        if reading.value is None or reading.other is not None:
            kind = ProblemKind.NOT_A_NUMBER if reading.value is None else ProblemKind.AMBIGUOUS_NUMBER
            self._fault(name, kind, _shown(value))
            return None
        self._fault(name, ProblemKind.NUMBER_AS_TEXT, _shown(value), f"it is read as {reading.value:,.12g}")
        return reading.value

    def money(self, name: str, digits: int) -> int | None:
        value = self.number(name)
        return None if value is None else round(value * 10**digits)

    def percent(self, name: str) -> float | None:
        value = self.number(name, "percent")
        if value is not None and abs(value) > 2:
            self._fault(name, ProblemKind.PERCENT_SCALE, f"{value:g}", f"it is read as {value:g} %")
            return value / 100
        return value

    def choice(self, name: str, kind: Callable[[str], T]) -> T | None:
        text = self.text(name).casefold()
        if not text:
            return None
        try:
            return kind(_CHOICES.get(text, text))
        except ValueError:
            self._fault(name, ProblemKind.NOT_A_CHOICE, f"'{text}'")
            return None

    def domains(self, name: str) -> tuple[str, ...]:
        """`brightwater.example, @brightwater.test` in small letters; what is none is told and left out."""
        found: list[str] = []
        for part in re.split(r"[,;\s]+", self.text(name).casefold()):
            domain = part.removeprefix("@").strip(".")
            if re.fullmatch(r"[\w-]+(\.[\w-]+)+", domain):
                found.append(domain)
            elif part:
                self._fault(name, ProblemKind.NOT_A_CHOICE, f"'{part}'", "nothing is shared with it")
        return tuple(dict.fromkeys(found))

    def working_week(self) -> tuple[int, ...]:
        """`Mon-Fri`, `Sun-Thu`, `Mon, Tue, Thu`; Monday to Friday when blank or unreadable."""
        text = self.text("working_week").casefold().replace("–", "-")
        if not text:
            return (0, 1, 2, 3, 4)
        days: set[int] = set()
        for part in re.split(r"[,;/]| and ", text):
            ends = [day[:3] for day in re.split(r"\s*-\s*| to ", part.strip())]
            if not all(end in _DAYS for end in ends) or len(ends) > 2:
                self._fault("working_week", ProblemKind.NOT_A_CHOICE, f"'{text}'", "Monday to Friday counts")
                return (0, 1, 2, 3, 4)
            first, last = _DAYS.index(ends[0]), _DAYS.index(ends[-1])
            days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
        return tuple(sorted(days))

    def holidays(self, year: int) -> tuple[date, ...]:
        """Public holidays around the status date's `year`, and days typed one by one."""
        value = self.raw("holidays")
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            day = self.day("holidays")
            return (day,) if day else ()
        text = self.text("holidays")
        if not text:
            return ()
        read = days_off(text, self.notation, year - _YEARS_AROUND, year + _YEARS_AROUND)
        for part in read.unread:
            self._fault("holidays", ProblemKind.NOT_A_CHOICE, f"'{part}'", "no day off comes of it")
        return read.days

    def lights(self) -> dict[str, SetLight]:
        """Lights set by hand: `amber: the supplier pays for it`. Without a reason none is set."""
        found: dict[str, SetLight] = {}
        for name in ("overall", "scope", "schedule", "cost", "resources", "margin"):
            text = self.text(f"{name}_light")
            colour, _, reason = (part.strip() for part in text.partition(":"))
            if not text:
                continue
            if colour.casefold() in _LIGHTS and reason:
                found[name] = SetLight(colour.casefold(), reason)
            else:
                self._fault(
                    f"{name}_light",
                    ProblemKind.NOT_A_CHOICE,
                    f"'{text}'",
                    "the light follows its rule; to set it, type red, amber or green, a colon, "
                    "and the reason",
                )
        return found

    def thresholds(self) -> Thresholds:
        """Keys such as `V1.amber`: the limit of a check, as a number or a percentage, or a yes."""
        found = Thresholds()
        for key, rows in self._limits.items():
            entry, other = counting(rows)
            self.entries[key] = entry
            value = self.raw(key)
            limit = limit_of(key, value, self.notation.decimal)
            if limit is not None:
                found.values[key] = limit
                if is_text_number(key, value):
                    self._fault(
                        key, ProblemKind.NUMBER_AS_TEXT, _shown(value), f"it is read as {limit:,.12g}"
                    )
            elif value is not None:
                found.unread[key] = _shown(value)
            if other is not None:
                found.twice[key] = other.row, _shown(other.value)
        return found

    def extra(self) -> dict[str, Any]:
        """Settings that the contract does not know: kept, not used."""
        return {key: _kept(entry.value) for key, entry in self._unknown.items()}


_CHOICES = {
    "fixed": "fixed price",
    "lump sum": "fixed price",
    "t&m": "time and materials",
    "t & m": "time and materials",
    "time & materials": "time and materials",
    "time and material": "time and materials",
    "monthly fee": "retainer",
    "retained": "retainer",
    "% complete": "percent",
    "level of effort": "effort",
    "loe": "effort",
    "milestone": "milestones",
}


def _language(text: str) -> str:
    known = {"en": "English", "english": "English", "he": "Hebrew", "hebrew": "Hebrew", "עברית": "Hebrew"}
    if text not in known:
        raise ValueError(text)
    return known[text]


def _one_of(*words: str) -> Callable[[str], str]:
    """Takes one of `words`; a ValueError for any other."""
    return lambda text: words[words.index(text)]


def _kind(value: CellValue) -> str:
    """What stands in a cell, unquoted: an error's text is kept and logged, what people type is not."""
    if isinstance(value, CellError):
        return value.text
    return "the text there" if isinstance(value, str) else "the value there"


def _shown(value: CellValue) -> str:
    return value.text if isinstance(value, CellError) else f"'{text_of(value)}'"


def _kept(value: CellValue) -> Any:
    return value.text if isinstance(value, CellError) else value
