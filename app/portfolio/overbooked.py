"""People planned beyond their hours, over all projects of the workspace.

Hours are planned working hours of a month in the Resource plans as last refreshed; a person is the same in
two workbooks when the names agree but for case and spaces. Capacity is the largest that any of those projects
gives a month (calendars differ by country): who is over it is over everywhere. Months before `since` are
past.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.portfolio.standing import Standing
from app.project.names import folded

_NOISE = 0.005  # hours: what is shown as nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Overbooked:
    """One person in one month; `parts`: (project, hours), the most hours first."""

    person: str
    month: str  # 2026-09
    planned: float
    capacity: float
    parts: tuple[tuple[str, float], ...]

    @property
    def over(self) -> float:
        """Hours beyond capacity."""
        return self.planned - self.capacity

    @property
    def load(self) -> float:
        """Planned hours as a share of capacity."""
        return self.planned / self.capacity


def overbooked(standings: Iterable[Standing], *, since: str) -> list[Overbooked]:
    """Those over capacity in months from `since` (such as `2026-09`): the nearest month first, then by hours.

    A month in which a project's calendar has no working hours can't be judged, and is left out.
    """
    parts: dict[tuple[str, str], list[tuple[str, float]]] = {}
    capacity: dict[tuple[str, str], float] = {}
    shown: dict[str, str] = {}
    for standing in standings:
        figures = standing.figures
        if figures is None:
            continue
        for person, months in figures.planned.items():
            who = folded(person)
            shown.setdefault(who, person)
            for month, hours in months.items():
                if month >= since:
                    key = (month, who)
                    parts.setdefault(key, []).append((standing.name, hours))
                    capacity[key] = max(capacity.get(key, 0.0), figures.capacity.get(month, 0.0))
    found = [
        Overbooked(
            person=shown[who],
            month=month,
            planned=sum(hours for _, hours in mine),
            capacity=capacity[month, who],
            parts=tuple(sorted(mine, key=lambda part: (-part[1], part[0]))),
        )
        for (month, who), mine in parts.items()
        if capacity[month, who] > 0
    ]
    over = [one for one in found if one.over > _NOISE]
    return sorted(over, key=lambda one: (one.month, -one.over, one.person))
