"""Workbooks of every look, made from a truth: the same lines under other headings, layouts and habits.

`disguised(seed)` gives what was received and the truth about its table, in the words of the mapping.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.utils.cell import get_column_letter

from app.intake.sheet import Received
from tests.intake.headings import MONTHS, TITLES, WORDS
from tests.intake.paper import Paper, solved

PEOPLE = ["Ana", "Ben", "Cleo", "Dov", "Eva", "Finn"]
COLUMNS = {
    "bill": ["line_id", "title", "unit", "quantity", "rate", "cost", "note"],
    "spend": ["line_id", "title", "owner", "budget", "actual", "remaining"],
    "plan": ["line_id", "title", "owner", "start", "finish", "hours", "rate", "budget"],
    "ledger": ["date", "reference", "vendor", "title", "cost"],
    "months": ["title", "owner"],
    "effort": ["job_role", "rate"],
}
AMOUNTS = {"quantity", "hours", "cost", "budget", "actual", "remaining"}
MONEY = {"cost", "budget", "actual", "remaining", "rate"}


@dataclass
class Truth:
    seed: int
    language: str
    kind: str
    sheet: str
    header_rows: list[int] = field(default_factory=list)
    first_row: int = 0
    last_row: int = 0
    roles: dict[str, set[str]] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)
    sums: dict[str, Decimal] = field(default_factory=dict)
    axis: dict[str, str] = field(default_factory=dict)
    grain: str = ""
    habits: list[str] = field(default_factory=list)


ACCEPT = {
    "sum": {"total", "hours", "budget"},
    "cost": {"cost", "total", "budget", "actual"},
    "reference": {"reference", "line_id"},
    "line_id": {"line_id", "reference"},
    "job_role": {"job_role", "title"},
    "budget": {"budget", "cost"},
}


def disguised(seed: int) -> tuple[Received, Truth]:
    return _Maker(seed).make()


class _Maker:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.language = self.dice.choice(list(WORDS))
        self.kind = self.dice.choice(list(COLUMNS))
        self.truth = Truth(seed, self.language, self.kind, f"Tab{seed % 7}")
        self.rows: list[list[Any]] = []
        self.bold: set[int] = set()
        self.merges: list[str] = []
        self.formats: dict[str, str] = {}
        self.lines: list[int] = []
        self.period_columns: list[tuple[int, str]] = []
        self.fixed = 0
        self.on_top = 0
        self.left = self.flip("left offset", 0.2, self.dice.randint(1, 2), 0)
        self.formulas = self.flip("formulas", 0.6)
        self.currency = self.dice.choice(["", '#,##0.00 "€"', '"$"#,##0', "#,##0.00"])
        self.columns = list(COLUMNS[self.kind])

    def flip(self, habit: str, chance: float, yes: Any = True, no: Any = False) -> Any:
        if self.dice.random() < chance:
            self.truth.habits.append(habit)
            return yes
        return no

    def word(self, role: str) -> str:
        return self.dice.choice(WORDS[self.language]["total" if role == "sum" else role])

    def put(self, cells: list[Any]) -> int:
        self.rows.append([None] * self.left + cells)
        return len(self.rows)

    def letter(self, place: int) -> str:
        return get_column_letter(self.left + place + 1)

    def make(self) -> tuple[Received, Truth]:
        self.above()
        if self.kind in {"bill", "spend", "plan"} and self.flip("no id", 0.3):
            self.columns.remove("line_id")
        if self.kind in {"spend", "ledger"} and self.flip("columns moved", 0.3):
            tail = self.columns[2:]
            self.dice.shuffle(tail)
            self.columns[2:] = tail
        self.header()
        self.body()
        self.add_up()
        self.habits_of_numbers()
        self.below()
        paper = Paper()
        paper.tab(
            self.truth.sheet,
            self.rows,
            bold=sorted(self.bold),
            formats=self.formats,
            merges=self.merges,
            rtl=self.language == "he",
            hidden_columns={self.left + 1} if self.flip("hidden column", 0.1) else (),
        )
        return paper.file(), self.truth

    def above(self) -> None:
        if self.flip("title above", 0.6):
            self.bold.add(self.put([self.word("report")]))
            if self.flip("status above", 0.3):
                self.put(["Status:", date(2024, 6, 30)])
            for _ in range(self.dice.randint(0, 2)):
                self.put([])

    def header(self) -> None:
        if self.kind in {"months", "effort"}:
            self.choose_periods()
        labels = [self.word(role) for role in self.columns]
        if self.flip("line breaks in headings", 0.15):
            labels = [label.replace(" ", "\n") for label in labels]
        if self.flip("blanks behind headings", 0.1):
            labels = [f"{label} " for label in labels]
        if self.flip("capitals", 0.15):
            labels = [label.upper() for label in labels]
        if self.flip("units in headings", 0.15):
            labels = [
                f"{label} (EUR)" if role in MONEY else label
                for label, role in zip(labels, self.columns, strict=True)
            ]
        cells: list[Any] = self.with_periods(labels) if self.period_columns else list(labels)
        self.truth.header_rows.append(self.put(cells))
        if not self.period_columns and self.flip("row of units", 0.1):
            units = ["EUR" if role in MONEY else None for role in self.columns]
            if any(units):
                self.truth.header_rows.append(self.put(list(units)))
        if self.flip("bold header", 0.7):
            self.bold.update(self.truth.header_rows)
        if self.flip("total on top", 0.08):
            self.on_top = self.put([])
        for place, role in enumerate(self.columns):
            self.truth.roles[self.letter(place)] = ACCEPT.get(role, {role})
            if role in MONEY and self.currency:
                self.formats[self.letter(place)] = self.currency

    def choose_periods(self) -> None:
        count = self.dice.choice([3, 4, 6, 12])
        self.year = self.dice.choice([2023, 2024, 2025])
        wide = self.kind == "months"
        shapes = ["dates", "names and year", "names", "measures"] if wide else ["weeks", "sprints"]
        shapes += ["year above"] if wide else ["quarters"]
        self.shape = self.dice.choice(shapes)
        self.truth.habits.append(self.shape)
        measures = ["budget", "actual"] if self.shape == "measures" else ["budget" if wide else "hours"]
        self.fixed = len(self.columns)
        count = min(count, 4) if self.shape == "quarters" else count
        self.period_columns = [(month, measure) for month in range(1, count + 1) for measure in measures]
        self.columns += [measure for _, measure in self.period_columns]
        if self.shape != "measures" and self.flip("total column", 0.6):
            self.columns.append("sum")
            if self.kind == "effort":
                self.columns.append("cost")

    def with_periods(self, labels: list[str]) -> list[Any]:
        names = [self.period_name(month) for month, _ in self.period_columns]
        for place, (month, _) in enumerate(self.period_columns):
            short = {
                "quarters": f"{self.year}-Q{month}",
                "weeks": f"W{month}",
                "sprints": f"S{month}",
                "names": f"--{month:02d}",
            }
            self.truth.axis[self.letter(self.fixed + place)] = short.get(
                self.shape, f"{self.year}-{month:02d}"
            )
        self.truth.grain = {"weeks": "week", "sprints": "sprint", "quarters": "quarter"}.get(
            self.shape, "month"
        )
        tail = labels[self.fixed + len(names) :]
        if self.shape == "year above":
            above = [None] * self.fixed + [self.year] + [None] * (len(names) - 1)
            row = self.put(above)
            self.truth.header_rows.append(row)
            if self.flip("merged groups", 0.6):
                last = self.letter(self.fixed + len(names) - 1)
                self.merges.append(f"{self.letter(self.fixed)}{row}:{last}{row}")
        if self.shape != "measures":
            return [*labels[: self.fixed], *names, *tail]
        above: list[Any] = [None] * self.fixed
        merged = self.flip("merged groups", 0.6)
        for place in range(0, len(names), 2):
            above += [names[place], None]
            if merged:
                row = len(self.rows) + 1
                first, last = self.letter(self.fixed + place), self.letter(self.fixed + place + 1)
                self.merges.append(f"{first}{row}:{last}{row}")
        self.truth.header_rows.append(self.put(above))
        return [*labels[: self.fixed], *[self.word("budget"), self.word("actual")] * (len(names) // 2), *tail]

    def period_name(self, month: int) -> Any:
        name = MONTHS[self.language][month - 1]
        weeks = {"en": "Week {}", "de": "KW {}", "es": "Semana {}", "fr": "Semaine {}", "pt": "Semana {}"}
        weeks |= {"ru": "Неделя {}", "he": "שבוע {}", "ja": "第{}週"}
        if self.shape == "dates":
            return date(self.year, month, 1)
        if self.shape in {"names", "year above"}:
            return name
        if self.shape == "quarters":
            return f"Q{month} {self.year}"
        if self.shape == "weeks":
            return weeks[self.language].format(month)
        if self.shape == "sprints":
            return f"Sprint {month}"
        return f"{self.year}年{month}月" if self.language == "ja" else f"{name} {self.year}"

    def body(self) -> None:
        count = self.dice.randint(3, 14)
        groups = self.flip("groups", 0.35, self.dice.randint(2, 3), 1) if self.kind != "ledger" else 1
        subtotals: list[int] = []
        self.truth.first_row = self.on_top or len(self.rows) + 1
        headed = groups > 1 and self.flip("group headings", 0.5)
        with_subtotals = groups > 1 and self.flip("subtotals", 0.7)
        for group in range(groups):
            if headed:
                named = f"{'ABC'[group]}. {self.title(group)}"
                self.put([named if role == self.name_role() else None for role in self.columns])
            mine = [self.line(len(self.lines) + 1) for _ in range(max(2, count // groups))]
            if with_subtotals:
                subtotals.append(self.sum_row("subtotal", mine))
            if group + 1 < groups and self.flip("blank rows", 0.4):
                self.put([])
        if self.on_top:
            self.total_on_top(subtotals)
        elif self.flip("grand total", 0.75):
            if self.flip("blank before total", 0.2):
                self.put([])
            total = self.sum_row("total", subtotals or self.lines)
            if self.kind == "bill" and self.flip("tax", 0.4):
                self.add_row(total, self.factor_row("tax", total, 0.2))
            elif self.flip("contingency", 0.2):
                self.add_row(total, self.factor_row("contingency", total, 0.1))
        self.truth.last_row = len(self.rows)

    def total_on_top(self, subtotals: list[int]) -> None:
        row = self.sum_row("total", subtotals or self.lines)
        self.rows[self.on_top - 1] = self.rows.pop()
        self.truth.totals.discard(row)
        self.truth.totals.add(self.on_top)
        self.bold.discard(row)

    def name_role(self) -> str:
        return next(role for role in ("title", "job_role", "vendor") if role in self.columns)

    def title(self, place: int) -> str:
        titles = TITLES[self.language]
        return titles[place % len(titles)]

    def line(self, number: int) -> int:
        row = len(self.rows) + 1
        places = {role: place for place, role in enumerate(self.columns)}
        self.put([self.cell(role, number, row, places) for role in self.columns])
        self.lines.append(row)
        return row

    def cell(self, role: str, number: int, row: int, places: dict[str, int]) -> Any:
        dice = self.dice
        people = ["PM", "Architect", "Developer", "Tester", "Analyst", "Designer"]
        texts = {
            "line_id": number if self.truth.seed % 2 else f"L-{number:03d}",
            "title": f"{self.title(number)} {number}" if number > 8 else self.title(number),
            "owner": PEOPLE[dice.randrange(6)],
            "job_role": people[number % 6] + ("" if number < 7 else f" {number}"),
            "vendor": ["Nordwind", "Acme", "Soluna", "Kestrel"][dice.randrange(4)],
            "unit": ["h", "m2", "kg", "pcs"][dice.randrange(4)],
            "reference": f"INV-{1000 + number * 7}",
            "note": dice.choice([None, None, "to be checked with the client", "see offer"]),
            "start": date(2024, 1, 8) + timedelta(days=11 * number),
            "finish": date(2024, 2, 9) + timedelta(days=14 * number),
            "date": date(2024, 1, 5) + timedelta(days=dice.randint(0, 20) + 9 * number),
        }
        if role in texts:
            return texts[role]
        if role in {"quantity", "hours"}:
            return dice.randint(1, 90)
        if role == "rate":
            return dice.choice([45.5, 60, 75.25, 88, 95, 120.4])
        made = {"remaining": "budget-actual", "cost": "quantity*rate", "budget": "hours*rate"}.get(role, "")
        if self.kind == "effort" and role == "cost":
            made = "sum*rate"
        for sign in "-*":
            one, _, other = made.partition(sign)
            if other in places and one in places and self.kind != "months":
                return f"={self.letter(places[one])}{row}{sign}{self.letter(places[other])}{row}"
        if role == "sum":
            first, last = self.letter(self.fixed), self.letter(self.fixed + len(self.period_columns) - 1)
            return f"=SUM({first}{row}:{last}{row})"
        return round(dice.uniform(100, 30000), dice.choice([0, 2, 2]))

    def summed(self) -> list[int]:
        left_out = {"quantity"} if self.kind == "bill" else set()
        return [place for place, role in enumerate(self.columns) if role in (AMOUNTS | {"sum"}) - left_out]

    def sum_row(self, role: str, rows: list[int]) -> int:
        cells: list[Any] = [None] * len(self.columns)
        under_titles = self.flip("label under titles", 0.7)
        run = rows == list(range(rows[0], rows[-1] + 1))
        for place in self.summed():
            letter = self.letter(place)
            chain = "+".join(f"{letter}{row}" for row in rows)
            cells[place] = f"=SUM({letter}{rows[0]}:{letter}{rows[-1]})" if run else f"={chain}"
        free = [place for place in range(len(cells)) if cells[place] is None]
        if role == "subtotal" or not self.flip("total without a word", 0.08):
            cells[self.columns.index(self.name_role()) if under_titles else free[0]] = self.word(role)
        return self.extra(cells)

    def factor_row(self, role: str, total: int, factor: float) -> int:
        cells: list[Any] = [None] * len(self.columns)
        cells[self.columns.index(self.name_role())] = self.word(role)
        for place in self.summed():
            cells[place] = f"={self.letter(place)}{total}*{factor}"
        return self.extra(cells)

    def add_row(self, total: int, more: int) -> int:
        cells: list[Any] = [None] * len(self.columns)
        cells[self.columns.index(self.name_role())] = self.word("total")
        for place in self.summed():
            cells[place] = f"={self.letter(place)}{total}+{self.letter(place)}{more}"
        return self.extra(cells)

    def extra(self, cells: list[Any]) -> int:
        row = self.put(cells)
        if self.flip("bold totals", 0.5):
            self.bold.add(row)
        self.truth.totals.add(row)
        return row

    def add_up(self) -> None:
        values = solved(self.rows)
        for place, role in enumerate(self.columns):
            if role in AMOUNTS | {"sum"}:
                cells = [values[row - 1][self.left + place] for row in self.lines]
                self.truth.sums[self.letter(place)] = sum(
                    (Decimal(repr(round(float(cell), 10))) for cell in cells), Decimal(0)
                )
        if not self.formulas:
            for at, row in enumerate(self.rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("="):
                        row[column] = round(values[at][column], 10)

    def habits_of_numbers(self) -> None:
        """Some amounts become texts, written as the language writes them."""
        if self.formulas or not self.flip("text numbers", 0.25):
            return
        point = self.language in {"en", "he", "ja"}
        for place, role in enumerate(self.columns):
            for row in self.lines:
                cell = self.rows[row - 1][self.left + place]
                if role in AMOUNTS and isinstance(cell, float) and self.dice.random() < 0.5:
                    text = f"{cell:,.2f}"
                    self.rows[row - 1][self.left + place] = (
                        text if point else text.replace(",", " ").replace(".", ",")
                    )

    def below(self) -> None:
        if self.flip("remark below", 0.3):
            self.put([])
            self.put([self.word("remark")])
        if self.flip("remark beside", 0.1):
            row = self.rows[self.truth.header_rows[0] - 1]
            row.extend([None] * (self.left + len(self.columns) + 2 - len(row)))
            row.append("draft!")
        if self.flip("table beside", 0.12):
            self.beside()
        elif self.flip("second table", 0.25):
            for _ in range(self.dice.randint(2, 4)):
                self.put([])
            self.put(["Exchange rates"])
            self.put(["Currency", "Rate"])
            for code, rate in (("USD", 1.08), ("GBP", 0.85), ("CHF", 0.96)):
                self.put([code, rate])

    def beside(self) -> None:
        """A small table to the right, with a heading row of its own."""
        width = self.left + len(self.columns) + self.dice.randint(1, 2)
        start = self.truth.header_rows[0] + self.dice.randint(1, 2)
        cells = [["Currency", "Rate"], ["USD", 1.08], ["GBP", 0.85], ["CHF", 0.96]]
        for place, pair in enumerate(cells):
            while len(self.rows) < start + place + 1:
                self.rows.append([])
            row = self.rows[start + place]
            row.extend([None] * (width - len(row)))
            row.extend(pair)
