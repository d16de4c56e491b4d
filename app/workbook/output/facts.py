"""What every output tab is made from, printed figures worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.checks.flag import Findings
from app.forecast.figure import Figure
from app.forecast.result import Forecast
from app.project.model import Project
from app.workbook.output.page import Value
from app.workbook.output.printed import BLANK, PrintedBasis, print_basis
from app.workbook.output.words import day_words, variance_words
from sheets_schema.spoken import ENGLISH, Spoken


@dataclass(frozen=True, slots=True)
class Facts:
    """One refresh's figures and findings. `changes`: what changed since the run before, in a sentence;
    `words`: the language of the tabs."""

    project: Project
    forecast: Forecast
    findings: Findings
    changes: str
    cost: PrintedBasis
    hours: PrintedBasis
    words: Spoken = ENGLISH

    @classmethod
    def of(
        cls, project: Project, forecast: Forecast, findings: Findings, changes: str, words: Spoken = ENGLISH
    ) -> Facts:
        """Figures printed once for all tabs."""
        return cls(
            project,
            forecast,
            findings,
            changes,
            print_basis(forecast.cost, forecast.phase_of_line, scale=1),
            print_basis(forecast.hours, forecast.phase_of_line, scale=100),
            words,
        )

    @property
    def digits(self) -> int:
        """Decimals of the project currency."""
        return self.project.minor_digits

    def money(self, units: int | float) -> Value:
        """Minor units as a major amount; BLANK is blank."""
        whole = int(units)
        return None if whole == BLANK else whole / 10**self.digits

    @property
    def as_at(self) -> str:
        """`As at 31 August 2026, in EUR`."""
        settings = self.project.settings
        return self.words.said(
            "As at {day}, in {currency}", day=self.day(settings.status_date), currency=settings.currency
        )

    def day(self, day: date) -> str:
        """`31 August 2026`."""
        return day_words(day, self.words)

    def variance(self, units: int) -> str:
        """Budget minus forecast in words."""
        return variance_words(units, self.digits, self.words)

    def why(self, figure: Figure) -> str:
        """Why a figure is undefined; "" where it is not."""
        return self.words.said(figure.why.text)

    def money_of(self, figure: Figure) -> Value:
        """A computed figure of money, rounded to minor units."""
        return None if figure.value is None else round(figure.value) / 10**self.digits


def hours_value(units: int | float) -> Value:
    """Hundredths of an hour as hours; BLANK is blank."""
    whole = int(units)
    return None if whole == BLANK else whole / 100


def ratio_value(figure: Figure, decimals: int = 4) -> Value:
    """A ratio with the decimals that are worth showing; undefined is blank."""
    return None if figure.value is None else round(figure.value, decimals) + 0.0
