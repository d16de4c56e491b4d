"""Who may do what Google's own sharing can't decide: schedule, share with a client, close. Pure rules.

Google decides who may read and edit a workbook, and nobody does any of these without being able to edit it.
Among its editors the operator says who may: all of them, named people, or everybody of a domain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from app.errors import NotAllowedToWrite, NotYourRole

EDITORS = "editors"


class Duty(StrEnum):
    """What takes more than being able to edit the workbook."""

    SCHEDULE = "schedule"
    SHARE = "share"
    CLOSE = "close"


WORDS = {
    Duty.SCHEDULE: "set the workbook's schedule",
    Duty.SHARE: "share with a client",
    Duty.CLOSE: "close a period",
}


@dataclass(frozen=True, slots=True)
class Holders:
    """Who may: e-mail addresses and domains in small letters; `editors`: whoever may edit the workbook."""

    editors: bool = False
    people: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """From `editors`, e-mail addresses and `@domain`; raises ValueError for anything else."""
        known = {name.strip().lower() for name in names}
        for name in known - {EDITORS}:
            user, at, domain = name.partition("@")
            if not at or "." not in domain or "*" in name or "@" in domain or any(map(str.isspace, user)):
                raise ValueError(f"{name!r} is neither {EDITORS!r}, an e-mail address nor an @domain")
        return cls(
            editors=EDITORS in known,
            people=frozenset(name for name in known if "@" in name[1:]),
            domains=frozenset(name[1:] for name in known if name.startswith("@")),
        )

    def include(self, email: str) -> bool:
        """Whether the owner of a verified e-mail address is among them; a sub-domain is another domain."""
        address = email.lower()
        _, at, domain = address.rpartition("@")
        return self.editors or address in self.people or (bool(at) and domain in self.domains)


Roles = dict[Duty, Holders]


def judge(duty: Duty, roles: Roles, *, email: str, edits: bool) -> NotAllowedToWrite | NotYourRole | None:
    """Why a person may not do it; None: they may.

    `edits`: whether Google has just shown that they may edit the workbook. A duty that nobody was given is
    nobody's.
    """
    if not edits:
        return NotAllowedToWrite(f"To {WORDS[duty]} takes an account that may edit the workbook.")
    if not roles.get(duty, Holders()).include(email):
        return NotYourRole(f"Only some people may {WORDS[duty]} here, and you are not among them.")
    return None
