"""Roles by number: who does the work, as far as the rate card or the resource plan says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.project.line_table import LineTable
from app.project.model import Project, Rate
from app.project.names import folded

Ints = NDArray[np.int64]
NO_PERSON = "No person"


class Roles:
    """Roles by number: what the rate card says of a person, else the resource plan, else their own name."""

    def __init__(self, rates: Sequence[Rate], planned: Sequence[tuple[str, str]]) -> None:
        self._role_of: dict[str, str] = {}
        self._number: dict[str, int] = {}
        self.names: list[str] = []
        for person, role in dict.fromkeys([*((rate.person, rate.role) for rate in rates), *planned]):
            if person and role and folded(role):
                self._role_of.setdefault(folded(person), role.strip())

    def of_people(self, people: tuple[str, ...]) -> Ints:
        """The role of each person."""
        return np.array([self._of(self._role_of.get(folded(name), name)) for name in people], np.int64)

    def of_pairs(self, pairs: Sequence[tuple[str, str]]) -> Ints:
        """The role of each (person, role) of the plan: as it says, else the person's."""
        said = [role if folded(role) else self._role_of.get(folded(name), name) for name, role in pairs]
        return np.array([self._of(name) for name in said], np.int64)

    def _of(self, name: str) -> int:
        number = self._number.setdefault(folded(name), len(self.names))
        if number == len(self.names):
            self.names.append(name.strip() or NO_PERSON)
        return number


class RolesAtWork(NamedTuple):
    """Who plans and who books, each one of `roles`: `owner` (lines,); `worker` (people + 1,), nobody last."""

    roles: int
    owner: Ints
    worker: Ints

    @classmethod
    def of(cls, project: Project, lines: LineTable) -> RolesAtWork:
        """As far as the rate card says."""
        roles = Roles(project.rates, ())
        owner = roles.of_people(lines.owners)[lines.owner]
        worker = roles.of_people((*project.ledger.people, ""))
        return cls(len(roles.names), owner, worker)
