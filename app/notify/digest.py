"""One night's digest for one workspace: what is new since it was last told, project by project.

Pure: what was told before comes in, the digest and what to remember come out. A quiet night has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.notify.crossing import Crossing, CrossingKind, crossings_of
from app.portfolio.standing import Standing
from app.portfolio.urgency import in_order
from app.portfolio.words import counted

Marks = Collection[tuple[str, str]]
"""(workbook id, crossing's mark)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new in one project; `about`: client and manager, `light`: its colour, "" when not known."""

    name: str
    about: str
    light: str
    link: str
    crossings: tuple[Crossing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """`at`: the night's end; `portfolio`: the address of the workspace's Portfolio, "" where it has none."""

    workspace: str
    at: datetime
    projects: int
    portfolio: str
    news: tuple[News, ...]

    @property
    def subject(self) -> str:
        """`3 new red flags, 1 margin under its floor, 1 refresh failed - northlight.example`."""
        counts = Counter(crossing.kind for one in self.news for crossing in one.crossings)
        said = [_SAID[kind](counts[kind]) for kind in _ORDER if counts[kind]]
        return f"{', '.join(said)} - {self.workspace}"

    def to_json(self) -> dict[str, Any]:
        """As plain values, to be stored."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Digest:
        """From what `to_json` made."""
        news = tuple(News(**{**one, "crossings": _crossings(one["crossings"])}) for one in stored["news"])
        return cls(**{**stored, "at": datetime.fromisoformat(stored["at"]), "news": news})


_ORDER = (
    CrossingKind.RED,
    CrossingKind.MARGIN,
    CrossingKind.FAILED,
    CrossingKind.PAUSED,
    CrossingKind.BOOKINGS,
)
_SAID = {
    CrossingKind.RED: lambda count: counted(count, "new red flag"),
    CrossingKind.MARGIN: lambda count: (
        "1 margin under its floor" if count == 1 else f"{count:,} margins under their floor"
    ),
    CrossingKind.FAILED: lambda count: f"{counted(count, 'refresh').replace('refreshs', 'refreshes')} failed",
    CrossingKind.PAUSED: lambda count: f"{counted(count, 'refresh').replace('refreshs', 'refreshes')} paused",
    CrossingKind.BOOKINGS: lambda count: f"{counted(count, 'project')} without NetSuite's bookings",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a night adds to what was told, and takes away; `digest` is None on a quiet night."""

    digest: Digest | None
    begun: Marks
    ended: Marks


def digest_of(
    workspace: str, standings: Sequence[Standing], *, known: Marks, at: datetime, portfolio: str = ""
) -> Told:
    """What of all that is the case is not `known`. The order is that of the Portfolio.

    Of a project without figures nothing is known to have ended; what was told of one that is registered no
    longer has. A margin that went under the floor and red at once is one piece of news.
    """
    before, current = set(known), set[tuple[str, str]]()
    news = []
    for standing, _ in in_order(standings):
        found = crossings_of(standing)
        current |= {(standing.workbook_id, crossing.mark) for crossing in found}
        if standing.figures is None:
            current |= {mark for mark in before if mark[0] == standing.workbook_id}
        fresh = [crossing for crossing in found if (standing.workbook_id, crossing.mark) not in before]
        margins = {crossing.key for crossing in fresh if crossing.kind is CrossingKind.MARGIN}
        told = [one for one in fresh if one.kind is not CrossingKind.RED or one.key not in margins]
        if told:
            news.append(_news(standing, told))
    digest = Digest(
        workspace=workspace, at=at, projects=len(standings), portfolio=portfolio, news=tuple(news)
    )
    return Told(digest if news else None, current - before, before - current)


def _news(standing: Standing, fresh: Sequence[Crossing]) -> News:
    figures, kinds = standing.figures, list(CrossingKind)
    who = [figures.client, figures.manager and f"managed by {figures.manager}"] if figures else []
    return News(
        name=standing.name,
        about=", ".join(part for part in who if part),
        light=figures.colour if figures else "",
        link=standing.link,
        crossings=tuple(sorted(fresh, key=lambda crossing: kinds.index(crossing.kind))),
    )


def _crossings(stored: Sequence[Mapping[str, Any]]) -> tuple[Crossing, ...]:
    return tuple(Crossing(**{**one, "kind": CrossingKind(one["kind"])}) for one in stored)
