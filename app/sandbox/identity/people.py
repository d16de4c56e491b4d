"""The people this sandbox knows, and what Google would call each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

Kind = Literal["person", "service"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account; `hosted` is the Workspace domain, empty for a personal account."""

    email: str
    name: str
    kind: Kind
    hosted: str = ""

    @property
    def subject(self) -> str:
        """The account's number: 21 digits, the same in every sandbox."""
        return "1" + _digits("sub", self.email, 20)

    @property
    def permission_id(self) -> str:
        """The account's number in Drive's permissions: 20 digits, another one than `subject`."""
        return permission_id(self.email)


def permission_id(name: str) -> str:
    """Drive's number of an account, group or domain: the same name always has the same one."""
    return _digits("permission", name.lower(), 20)


def _digits(purpose: str, text: str, count: int) -> str:
    number = int.from_bytes(hashlib.sha256(f"{purpose}:{text}".encode()).digest(), "big")
    return str(number % 10**count).zfill(count)


class People:
    """Everybody, in a fixed order; the first owns the demo workbook."""

    def __init__(self, people: list[Person]) -> None:
        self._by_email: Mapping[str, Person] = {person.email: person for person in people}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_email.values())

    @property
    def first(self) -> Person:
        """Owner of the demo; who acts when any token is trusted."""
        return next(iter(self._by_email.values()))

    @property
    def service_account(self) -> Person:
        """The first service account, which there always is."""
        return next(person for person in self._by_email.values() if person.kind == "service")

    def add(self, people: Iterable[Person]) -> None:
        """More of them, until the sandbox ends; one who is known already is replaced."""
        self._by_email = {**self._by_email, **{person.email: person for person in people}}

    def find(self, email: str) -> Person | None:
        """By e-mail address, in any case."""
        return self._by_email.get(email.lower())


def known_people() -> People:
    """As they stand in people.yaml."""
    rows = yaml.safe_load((Path(__file__).parent / "people.yaml").read_text("utf-8"))
    return People([Person(**row) for row in rows])
