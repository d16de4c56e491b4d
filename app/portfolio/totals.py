"""Totals by client and by manager: per currency, because no rate joins two projects' workbooks.

Money is whole minor units of the currency; each total is the exact sum of the projects shown. Margin counts
the projects that have one (`priced` of `projects`), and its share is of their price; None without any.
Names that differ only in case or spaces are one; projects without figures are in no total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.portfolio.standing import Figures, Standing
from app.project.names import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One group in one currency; `group` is "" where no name was typed, or for all groups together."""

    group: str
    currency: str
    projects: int
    bac: int
    eac: int
    margin: int | None
    price: int | None
    priced: int
    red: int
    amber: int
    green: int

    @property
    def vac(self) -> int:
        """Budget minus forecast: negative is over."""
        return self.bac - self.eac

    @property
    def over_share(self) -> float | None:
        """Over budget as a share of the budget; None without a budget."""
        return -self.vac / self.bac if self.bac > 0 else None

    @property
    def margin_percent(self) -> float | None:
        """Margin over price, of the projects that have both."""
        return self.margin / self.price if self.margin is not None and self.price else None


def by_client(standings: Iterable[Standing]) -> list[Total]:
    """A total a client and currency, in order of name."""
    return _by(standings, lambda figures: figures.client)


def by_manager(standings: Iterable[Standing]) -> list[Total]:
    """A total a project manager and currency, in order of name."""
    return _by(standings, lambda figures: figures.manager)


def by_currency(standings: Iterable[Standing]) -> list[Total]:
    """A total a currency: as far as money adds up."""
    return _by(standings, lambda _figures: "")


def _by(standings: Iterable[Standing], name_of: Callable[[Figures], str]) -> list[Total]:
    groups: dict[tuple[str, str], list[Figures]] = {}
    shown: dict[str, str] = {}
    for figures in (standing.figures for standing in standings):
        if figures is not None:
            name = name_of(figures).strip()
            shown.setdefault(folded(name), name)
            groups.setdefault((folded(name), figures.currency), []).append(figures)
    ordered = sorted(groups, key=lambda key: (not key[0], key))
    return [_total(shown[key[0]], key[1], groups[key]) for key in ordered]


def _total(group: str, currency: str, members: list[Figures]) -> Total:
    priced = [(one.margin, one.price) for one in members if one.margin is not None and one.price is not None]
    return Total(
        group=group,
        currency=currency,
        projects=len(members),
        bac=sum(one.bac for one in members),
        eac=sum(one.eac for one in members),
        margin=sum(margin for margin, _ in priced) if priced else None,
        price=sum(price for _, price in priced) if priced else None,
        priced=len(priced),
        red=sum(one.colour == "red" for one in members),
        amber=sum(one.colour == "amber" for one in members),
        green=sum(one.colour == "green" for one in members),
    )
