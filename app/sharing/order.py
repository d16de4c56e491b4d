"""What somebody asks for when they share: to whom, what, until when, in which language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.errors import NothingToShare, RecipientNotAllowed
from app.project.model import Settings
from app.sharing.allow_list import ALL, Section

ADDRESS = re.compile(r"[^\s@<>,;:()\[\]\\\"]{1,64}@([\w-]+(?:\.[\w-]+)+)")
MOST_RECIPIENTS = 50
LANGUAGES = {"English": "en", "Hebrew": "he"}
ROLES = ("reader", "commenter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One wish to share. `language` "": as Settings say; `nightly`: published anew after each night."""

    recipients: tuple[str, ...]
    sections: frozenset[Section] = ALL
    until: datetime | None = None
    language: str = ""
    role: str = "reader"
    nightly: bool = False
    tell: bool = False  # Google writes them an e-mail

    def in_language(self, settings: Settings) -> str:
        """`en` or `he`."""
        return self.language or LANGUAGES.get(settings.client_language, "en")


def cleaned(addresses: Iterable[str]) -> tuple[str, ...]:
    """Small letters, each once, in order; raises RecipientNotAllowed for what is no address."""
    found = [address.strip().lower() for address in addresses]
    for place, address in enumerate(found, 1):
        if not ADDRESS.fullmatch(address) or not address.isascii():
            raise RecipientNotAllowed(f"Recipient {place} is no e-mail address.")
    return tuple(dict.fromkeys(found))


def check_recipients(
    recipients: Collection[str], settings: Settings, *, allowed_domains: Collection[str] = ()
) -> None:
    """Raises unless each address belongs to a domain that Settings names as the client's.

    `allowed_domains`: what the operator allows besides; empty: whatever the workbook names. A sub-domain is
    another domain.
    """
    if not settings.client:
        raise NothingToShare("Settings names no client, so nobody can say who may see the report.")
    if not settings.client_domains:
        raise NothingToShare(
            "Settings names no client domains, so no address can be told to be the client's."
        )
    if not recipients:
        raise RecipientNotAllowed("No recipient is given.")
    if len(recipients) > MOST_RECIPIENTS:
        raise RecipientNotAllowed(f"More than {MOST_RECIPIENTS} recipients are given.")
    for address in recipients:
        domain = address.rpartition("@")[2]
        if domain not in settings.client_domains:
            raise RecipientNotAllowed(f"{address} is outside the client's domains that Settings names.")
        if allowed_domains and domain not in allowed_domains:
            raise RecipientNotAllowed(
                f"{address} is outside the domains with which your organisation shares."
            )
